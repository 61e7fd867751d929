package io.tidemark.engine.analyzed;

import io.tidemark.engine.PlanLimits;
import io.tidemark.engine.analyzed.CatalogFacts.Output;
import io.tidemark.engine.plan.Collation;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has PostgreSQL analyse a query: creates a temporary view of it, reads the tree that the view's
 * rule holds, and rolls everything back. The role needs USAGE of the schemas and TEMP on the
 * database, but no right on the tables. Stateless.
 */
public final class QueryAnalyzer {

  private static final String VIEW = "tidemark_analyzed_query";
  private static final String PREFIX = "CREATE TEMPORARY VIEW " + VIEW + " AS (";

  /** On a line of its own: the query may end with a comment. */
  private static final String SUFFIX = "\n)";

  private static final Set<String> FUNCTION_FIELDS =
      Set.of("funcid", "opfuncid", "aggfnoid", "winfnoid");

  private final int depthMax;

  /** With the default limit of depth. */
  public QueryAnalyzer() {
    this(PlanLimits.QUERY_DEPTH_MAX);
  }

  /**
   * @param depthMax how many nodes may stand within one another
   */
  public QueryAnalyzer(int depthMax) {
    this.depthMax = depthMax;
  }

  /**
   * Analyses a query.
   *
   * @param connection of a session on the source database that may write; within a transaction a
   *     savepoint is used, else a transaction that is rolled back
   * @param searchPath schemas, unquoted
   * @throws io.tidemark.engine.InvalidQueryException if PostgreSQL refuses the query
   * @throws io.tidemark.engine.UnsupportedQueryException if the algebra has no words for it
   * @throws SQLException if the connection fails
   */
  public AnalyzedQuery analyze(Connection connection, String sql, List<String> searchPath)
      throws SQLException {
    String query = QueryText.single(sql, PREFIX, SUFFIX);
    boolean autoCommit = connection.getAutoCommit();
    if (autoCommit) {
      connection.setAutoCommit(false);
    }
    Savepoint before = autoCommit ? null : connection.setSavepoint();
    try {
      return analyzeWithin(connection, query, searchPath);
    } catch (CatalogAccessException e) {
      throw e.error();
    } finally {
      undo(connection, before);
    }
  }

  private static void undo(Connection connection, @Nullable Savepoint before) throws SQLException {
    if (before == null) {
      connection.rollback();
      connection.setAutoCommit(true);
    } else {
      connection.rollback(before);
    }
  }

  private AnalyzedQuery analyzeWithin(Connection connection, String query, List<String> searchPath)
      throws SQLException {
    setSearchPath(connection, searchPath.stream().map(QueryAnalyzer::quoted).toList());
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(PREFIX + query + SUFFIX);
    } catch (SQLException e) {
      throw QueryText.explained(e, query, PREFIX.length());
    }
    // From here on names come out qualified
    setSearchPath(connection, List.of());
    Catalog catalog = new Catalog(connection, depthMax);
    int view = viewOid(connection);
    Node tree = catalog.viewQuery(view);
    Set<Integer> functions = new HashSet<>();
    collectFunctions(tree, functions);
    catalog.prefetchProcedures(functions);
    List<Output> outputs = catalog.outputs(view);
    Plan plan = new QueryTranslator(tree, null, null, catalog).translate();
    outputs.stream()
        .map(output -> output.type().collation())
        .filter(oid -> oid != 0)
        .forEach(catalog::collation);
    return new AnalyzedQuery(
        Projections.rename(plan, fields(plan, outputs)),
        catalog.shared(),
        outputs.stream().map(Output::ddlType).toList(),
        catalog.collations().stream().collect(Collectors.toMap(Collation::oid, c -> c)),
        estimatedRows(catalog));
  }

  private static List<Field> fields(Plan plan, List<Output> outputs) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      fields.add(
          new Field(outputs.get(i).name(), outputs.get(i).type(), plan.fields().get(i).nullable()));
    }
    return fields;
  }

  private static Map<Integer, Double> estimatedRows(Catalog catalog) {
    Map<Integer, Double> rows = new HashMap<>();
    catalog
        .relations()
        .forEach(relation -> rows.put(relation.table().oid(), relation.estimatedRows()));
    return rows;
  }

  private static void setSearchPath(Connection connection, List<String> quoted)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, true)")) {
      statement.setString(1, String.join(", ", quoted));
      statement.execute();
    }
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  private static int viewOid(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT oid::int8 FROM pg_catalog.pg_class"
                + " WHERE relname = ? AND relnamespace = pg_catalog.pg_my_temp_schema()")) {
      statement.setString(1, VIEW);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return (int) row.getLong(1);
      }
    }
  }

  private static void collectFunctions(@Nullable NodeValue value, Set<Integer> oids) {
    switch (value) {
      case null -> {}
      case Node node ->
          node.fields()
              .forEach((name, field) -> {
                if (FUNCTION_FIELDS.contains(name)) {
                  oids.add(node.integer(name));
                } else {
                  collectFunctions(field, oids);
                }
              });
      case NodeValue.Items(List<@Nullable NodeValue> values) ->
          values.forEach(item -> collectFunctions(item, oids));
      case NodeValue.Atom _, NodeValue.Numbers _, NodeValue.Datum _ -> {}
    }
  }
}
