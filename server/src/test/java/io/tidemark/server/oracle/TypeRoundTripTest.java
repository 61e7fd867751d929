package io.tidemark.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.fixture.PostgresServer;
import io.tidemark.server.service.StreamTableStatus;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every type that the server's catalog has goes through the whole path, by COPY and by pgoutput: as
 * it is, in an array, under a domain and in a composite value; passed on, grouped, told apart, its
 * extremes. What a type cannot do in PostgreSQL is left out because PostgreSQL says so.
 */
class TypeRoundTripTest {

  private static final List<String> EXTENSIONS =
      List.of(
          "citext",
          "cube",
          "earthdistance",
          "hstore",
          "intarray",
          "isn",
          "lo",
          "ltree",
          "pg_trgm",
          "seg",
          "btree_gist");

  private static final List<String> USER_TYPES =
      List.of(
          "CREATE TYPE mood AS ENUM ('sad', 'ok', 'Ünhappy')",
          "CREATE TYPE textrange AS RANGE (subtype = text, collation = \"C\")",
          "CREATE TYPE floatrange AS RANGE (subtype = float8)",
          "CREATE TYPE moodrange AS RANGE (subtype = mood)",
          "CREATE DOMAIN positive AS numeric CHECK (VALUE > 0)",
          "CREATE DOMAIN words AS text[]",
          "CREATE DOMAIN twice AS positive DEFAULT 1",
          "CREATE TYPE pair AS (n numeric, t text)",
          "CREATE TYPE nested AS (p pair, ps pair[])");

  /** What is computed in full, since equality or order are known to PostgreSQL alone. */
  private static final Map<String, Set<String>> IN_FULL = Map.of();

  /**
   * What is asked of types, all of a batch at once.
   *
   * @param single asked of one type, tells whether PostgreSQL has the operators for it
   * @param each what stands in the query for each type
   * @param query around these, of the batch's table
   */
  private record Question(String single, String each, String query) {

    boolean takesConstants() {
      return single.contains("=");
    }

    String query(TypeBatch batch, List<TypeSubject> subjects) {
      String list =
          subjects.stream()
              .map(s ->
                  each.formatted(
                      s.number(),
                      s.constants().getFirst(),
                      String.join(", ", s.constants().subList(0, s.texts().size()))))
              .collect(Collectors.joining(", "));
      return query.formatted(batch.number(), list.replaceAll("[()]", ""), list);
    }
  }

  private static final Map<String, Question> QUESTIONS =
      Map.of(
          "grouped",
          new Question(
              "SELECT v%1$d FROM t%2$d GROUP BY v%1$d",
              "(v%1$d)", "SELECT %2$s, count(*) AS n FROM t%1$d GROUP BY GROUPING SETS (%3$s)"),
          "arrays",
          new Question(
              "SELECT a%1$d FROM t%2$d GROUP BY a%1$d",
              "(a%1$d)", "SELECT %2$s, count(*) AS n FROM t%1$d GROUP BY GROUPING SETS (%3$s)"),
          "composites",
          new Question(
              "SELECT c%1$d FROM t%2$d GROUP BY c%1$d",
              "(c%1$d)", "SELECT %2$s, count(*) AS n FROM t%1$d GROUP BY GROUPING SETS (%3$s)"),
          "told_apart",
          new Question(
              "SELECT DISTINCT v%1$d, d%1$d FROM t%2$d",
              "v%1$d, d%1$d", "SELECT DISTINCT %3$s FROM t%1$d"),
          "counted",
          new Question(
              "SELECT count(DISTINCT v%1$d) FROM t%2$d",
              "count(DISTINCT v%1$d) AS n%1$d", "SELECT %3$s FROM t%1$d"),
          "extremes",
          new Question(
              "SELECT min(v%1$d) AS a, max(v%1$d) AS b FROM t%2$d",
              "min(v%1$d) AS lo%1$d, max(v%1$d) AS hi%1$d", "SELECT %3$s FROM t%1$d"),
          "ranked",
          new Question(
              "SELECT id, rank() OVER (ORDER BY v%1$d) AS r FROM t%2$d",
              "rank() OVER (ORDER BY v%1$d) AS r%1$d", "SELECT id, %3$s FROM t%1$d"),
          "compared",
          new Question(
              "SELECT v%1$d = v%1$d AS e FROM t%2$d",
              "v%1$d = %2$s AS e%1$d", "SELECT id, %3$s FROM t%1$d"),
          "filtered",
          new Question(
              "SELECT v%1$d = v%1$d AS e FROM t%2$d",
              "(v%1$d IN (%3$s))", "SELECT id FROM t%1$d WHERE true IN (%3$s)"));

  /** Types whose text form changes with the catalog, and which have no other. */
  private static final Set<String> UNSTEADY = Set.of("aclitem");

  /** For a look at a few types. */
  private static final String ONLY = System.getProperty("types.only", ".*");

  @TempDir Path folder;

  private static final int BATCH_TYPES = 12;

  private final List<OracleCase.Table> tables = new ArrayList<>();

  /** For stream tables that pass columns on: what they are compared by. */
  private final Map<String, String> images = new HashMap<>();

  @ParameterizedTest
  @ValueSource(ints = {18, 15})
  void everyTypeGoesThrough(int major) throws Exception {
    goThrough(major);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(ints = {17, 16})
  void everyTypeGoesThroughInOtherMajors(int major) throws Exception {
    goThrough(major);
  }

  private void goThrough(int major) throws Exception {
    try (PostgresServer server = PostgresServer.start(major, Map.of("fsync", "off"));
        OracleRun run = OracleRun.create(server, "types", tables, folder)) {
      for (String extension : EXTENSIONS) {
        run.execute(List.of("CREATE EXTENSION " + extension + " CASCADE"), true);
      }
      run.execute(USER_TYPES, true);
      List<TypeBatch> batches = batches(run, subjects(run, TypeValues.read(major)));
      for (TypeBatch batch : batches) {
        run.execute(batch.ddl(), false);
        run.execute(batch.insert(1), false);
        define(run, batch);
      }
      run.start();
      checkModes(run);
      check(run, "after loading");
      change(run, batches, batch -> batch.insert(1001), "after inserts");
      change(run, batches, TypeBatch::touch, "after updates of another column");
      change(run, batches, TypeBatch::shift, "after updates");
      change(run, batches, TypeBatch::delete, "after deletes");
    }
  }

  private void change(
      OracleRun run,
      List<TypeBatch> batches,
      Function<TypeBatch, List<String>> statements,
      String place)
      throws SQLException {
    for (TypeBatch batch : batches) {
      run.execute(statements.apply(batch), false);
    }
    check(run, place);
  }

  /** Every type of which a column can be, but arrays, which come with their elements. */
  private static List<TypeSubject> subjects(OracleRun run, Map<String, List<String>> values)
      throws SQLException {
    List<TypeSubject> found = new ArrayList<>();
    Set<String> unused = new TreeSet<>(values.keySet());
    try (var statement = run.connection().createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT t.typname, format_type(t.oid, -1), t.typdelim::text, t.typsend <> 0
                  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                 WHERE n.nspname IN ('pg_catalog', 'public') AND t.typtype <> 'p'
                   AND (t.typrelid = 0
                        OR EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
                   AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
                 ORDER BY t.oid
                """)) {
      while (row.next()) {
        String name = row.getString(1);
        String type = row.getString(2);
        unused.remove(name);
        if (!values.containsKey(name)) {
          String state = stateOf(run, "SELECT '1'::" + type);
          assertTrue(
              Set.of("0A000", "XX000").contains(state), () -> "types/values.txt lacks " + name);
        } else if (!UNSTEADY.contains(name) && name.matches(ONLY)) {
          List<String> texts = texts(run, values.get(name), type);
          found.add(
              new TypeSubject(
                  found.size(), name, type, row.getString(3).charAt(0), row.getBoolean(4), texts));
        }
      }
    }
    assertEquals(Set.of(), unused, "values of types that the server does not have");
    return found;
  }

  private static List<String> texts(OracleRun run, List<String> expressions, String type)
      throws SQLException {
    List<String> texts = new ArrayList<>();
    for (String expression : expressions) {
      try (var statement = run.connection().createStatement();
          ResultSet row =
              statement.executeQuery("SELECT (%s::%s)::text".formatted(expression, type))) {
        row.next();
        texts.add(row.getString(1));
      }
    }
    return texts;
  }

  /** Types of a kind together: EXCEPT takes columns that can all be sorted, or all be hashed. */
  private static List<TypeBatch> batches(OracleRun run, List<TypeSubject> subjects) {
    Map<String, List<TypeSubject>> kinds = new TreeMap<>();
    for (TypeSubject subject : subjects) {
      String sort = "SELECT NULL::%s AS v ORDER BY v".formatted(subject.type());
      kinds
          .computeIfAbsent(subject.hasBinary() + stateOf(run, sort), k -> new ArrayList<>())
          .add(subject);
    }
    List<TypeBatch> batches = new ArrayList<>();
    for (List<TypeSubject> kind : kinds.values()) {
      for (int from = 0; from < kind.size(); from += BATCH_TYPES) {
        int to = Math.min(from + BATCH_TYPES, kind.size());
        batches.add(new TypeBatch(batches.size(), kind.subList(from, to)));
      }
    }
    return batches;
  }

  /** The SQLSTATE that a statement fails with; empty if it does not. */
  private static String stateOf(OracleRun run, String sql) {
    try (var statement = run.connection().createStatement()) {
      statement.execute(sql);
      return "";
    } catch (SQLException refused) {
      return String.valueOf(refused.getSQLState());
    }
  }

  private void define(OracleRun run, TypeBatch batch) {
    define(
        "keyed%d".formatted(batch.number()), "SELECT * FROM t%d".formatted(batch.number()), false);
    define(
        "keyless%d".formatted(batch.number()),
        "SELECT * FROM k%d".formatted(batch.number()),
        false);
    TypeBatch constant =
        batch.of(batch.subjects().stream().filter(s -> hasConstants(run, s)).toList());
    define("constants%d".formatted(batch.number()), constant.constants(), false);
    images.put("constants%d".formatted(batch.number()), constant.constantsImage());
    images.put("keyed%d".formatted(batch.number()), "id, note, " + batch.image());
    images.put("keyless%d".formatted(batch.number()), "note, " + batch.image());
    QUESTIONS.forEach((name, question) -> {
      List<TypeSubject> asked = new ArrayList<>();
      for (TypeSubject subject : batch.subjects()) {
        String single = question.single().formatted(subject.number(), batch.number());
        if (!isAnswered(run, single)
            || (question.takesConstants() && !hasConstants(run, subject))) {
          continue;
        }
        if (IN_FULL.getOrDefault(name, Set.of()).contains(subject.name())) {
          define(
              "%s_%s".formatted(name, subject.name()),
              question.query(batch, List.of(subject)),
              true);
        } else {
          asked.add(subject);
        }
      }
      if (!asked.isEmpty()) {
        define(name + batch.number(), question.query(batch, asked), false);
      }
    });
  }

  /** Whether PostgreSQL takes constants of a type where it notes what a query depends on. */
  private static boolean hasConstants(OracleRun run, TypeSubject subject) {
    String constant = subject.constants().getFirst();
    String state =
        stateOf(run, "CREATE TEMPORARY VIEW asked AS SELECT %s AS v".formatted(constant));
    stateOf(run, "DROP VIEW asked");
    assertEquals(subject.name().equals("regrole") ? "0A000" : "", state, subject.name());
    return state.isEmpty();
  }

  /** Whether PostgreSQL has the operators, and the result's columns can be a table's. */
  private static boolean isAnswered(OracleRun run, String query) {
    String state = stateOf(run, query);
    if (state.isEmpty()) {
      state = stateOf(run, "CREATE TEMPORARY TABLE asked AS " + query);
      stateOf(run, "DROP TABLE asked");
    }
    assertTrue(Set.of("", "42883", "42703", "42P16").contains(state), query + ": " + state);
    return state.isEmpty();
  }

  private void define(String name, String query, boolean full) {
    tables.add(new OracleCase.Table(name, query, true, "auto", full));
  }

  private void checkModes(OracleRun run) {
    List<String> wrong = new ArrayList<>();
    for (OracleCase.Table table : tables) {
      StreamTableStatus status = run.status(table.name());
      if (status.effectiveMode().equals("full") != table.full()) {
        wrong.add(table.name() + " is " + status.effectiveMode() + ": " + status.reason());
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  private void check(OracleRun run, String place) throws SQLException {
    run.settle(place, List.of());
    StringBuilder wrong = new StringBuilder();
    for (OracleCase.Table table : tables) {
      String select = "SELECT " + images.getOrDefault(table.name(), "*") + " FROM ";
      String sql =
          """
          SELECT 'missing', left(m::text, 300) FROM ((%1$s) EXCEPT ALL (%2$s)) m
          UNION ALL SELECT 'too much', left(s::text, 300) FROM ((%2$s) EXCEPT ALL (%1$s)) s
          ORDER BY 1 LIMIT 6
          """
              .formatted(select + "(" + table.query() + ") q", select + table.name());
      try (var statement = run.connection().createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        while (row.next()) {
          wrong.append(table.name()).append(", ").append(row.getString(1)).append(' ');
          wrong.append(row.getString(2)).append('\n');
        }
      }
    }
    assertEquals("", wrong.toString(), place);
  }
}
