package io.tidemark.engine.analyzed;

import io.tidemark.engine.PlanLimits;
import io.tidemark.engine.QueryShape;
import io.tidemark.engine.analyzed.CatalogFacts.Output;
import io.tidemark.engine.plan.Field;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks PostgreSQL about a query without understanding it: its columns, the relations it reads, and
 * what in it is not a function of their rows. Looks for fields in the text of the analysed tree, in
 * which names cannot be mistaken for them: a blank within a name is escaped. Stateless.
 */
public final class QueryInspector {

  private static final Pattern RELATION = Pattern.compile(":relid (\\d+)");
  private static final Pattern FUNCTION =
      Pattern.compile(":(?:funcid|opfuncid|aggfnoid|winfnoid) (\\d+)");
  private static final Pattern OPERATOR = Pattern.compile(":opno (\\d+)");

  /** The expressions that ask for the time, the user or the schema. */
  private static final Pattern CLOCK = Pattern.compile("\\{SQLVALUEFUNCTION ");

  private static final String RELATIONS =
      """
      SELECT c.oid::int8, n.nspname, c.relname, c.relkind::text,
             (SELECT r.ev_action::text FROM pg_catalog.pg_rewrite r
               WHERE c.relkind = 'v' AND r.ev_class = c.oid AND r.ev_type = '1')
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.oid = ANY (?)\
      """;

  private static final String FUNCTIONS =
      """
      SELECT DISTINCT n.nspname || '.' || p.proname, p.provolatile::text, p.oid >= 16384
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
       WHERE p.provolatile <> 'i'
         AND (p.oid = ANY (?) OR p.oid IN
           (SELECT o.oprcode FROM pg_catalog.pg_operator o WHERE o.oid = ANY (?)))
       ORDER BY 1\
      """;

  /**
   * Inspects a query; nothing remains in the database.
   *
   * @param connection of a session on the source database that may write; within a transaction a
   *     savepoint is used, else a transaction that is rolled back
   * @param searchPath schemas, unquoted
   * @throws io.tidemark.engine.InvalidQueryException if PostgreSQL refuses the query
   * @throws SQLException if the connection fails
   */
  public QueryShape inspect(Connection connection, String sql, List<String> searchPath)
      throws SQLException {
    return TemporaryView.read(
        connection, sql, searchPath, (query, view) -> of(connection, query, view));
  }

  private static QueryShape of(Connection connection, String query, int view) throws SQLException {
    List<Output> outputs = new Catalog(connection, PlanLimits.QUERY_DEPTH_MAX).outputs(view);
    Trees trees = Trees.of(connection, view);
    List<String> volatileFunctions = new ArrayList<>();
    List<String> opaqueFunctions = new ArrayList<>();
    boolean clock = trees.matches(CLOCK);
    try (PreparedStatement statement = connection.prepareStatement(FUNCTIONS)) {
      statement.setArray(1, oids(connection, trees.all(FUNCTION)));
      statement.setArray(2, oids(connection, trees.all(OPERATOR)));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          clock |= row.getString(2).equals("s");
          if (row.getString(2).equals("v")) {
            volatileFunctions.add(row.getString(1));
          }
          if (row.getBoolean(3)) {
            opaqueFunctions.add(row.getString(1));
          }
        }
      }
    }
    return new QueryShape(
        query,
        outputs.stream().map(output -> new Field(output.name(), output.type(), true)).toList(),
        outputs.stream().map(Output::ddlType).toList(),
        trees.relations,
        volatileFunctions,
        opaqueFunctions,
        clock,
        trees.contains(":tablesample {"),
        trees.contains(":rowMarks ("));
  }

  /** The analysed trees of a view and of all views that it reads, and the other relations. */
  private static final class Trees {
    private final List<String> texts = new ArrayList<>();
    private final List<QueryShape.Relation> relations = new ArrayList<>();

    static Trees of(Connection connection, int view) throws SQLException {
      Trees trees = new Trees();
      Set<Long> known = new LinkedHashSet<>();
      Deque<Set<Long>> next = new ArrayDeque<>();
      next.add(Set.of(Integer.toUnsignedLong(view)));
      while (!next.isEmpty()) {
        Set<Long> oids = new TreeSet<>(next.remove());
        oids.removeAll(known);
        known.addAll(oids);
        if (oids.isEmpty()) {
          continue;
        }
        try (PreparedStatement statement = connection.prepareStatement(RELATIONS)) {
          statement.setArray(1, oids(connection, oids));
          try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              String tree = row.getString(5);
              if (tree == null) {
                trees.relations.add(
                    new QueryShape.Relation(
                        (int) row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4).charAt(0)));
              } else {
                trees.texts.add(tree);
                next.add(matches(RELATION, tree));
              }
            }
          }
        }
      }
      return trees;
    }

    private static Set<Long> matches(Pattern pattern, String tree) {
      Set<Long> oids = new TreeSet<>();
      for (Matcher matcher = pattern.matcher(tree); matcher.find(); ) {
        oids.add(Long.parseLong(matcher.group(1)));
      }
      oids.remove(0L);
      return oids;
    }

    Set<Long> all(Pattern pattern) {
      Set<Long> oids = new TreeSet<>();
      texts.forEach(tree -> oids.addAll(matches(pattern, tree)));
      return oids;
    }

    boolean matches(Pattern pattern) {
      return texts.stream().anyMatch(tree -> pattern.matcher(tree).find());
    }

    boolean contains(String part) {
      return texts.stream().anyMatch(tree -> tree.contains(part));
    }
  }

  private static Array oids(Connection connection, Set<Long> oids) throws SQLException {
    return connection.createArrayOf("oid", oids.toArray());
  }
}
