package io.tidemark.engine.analyzed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.InvalidQueryException;
import io.tidemark.engine.PlannedQuery;
import io.tidemark.engine.Plans;
import io.tidemark.engine.QueryPlanner;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.PlanPrinter;
import io.tidemark.engine.plan.SourceTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryAnalyzerTest {

  private static Plans plans;

  @BeforeAll
  static void start() throws Exception {
    plans =
        Plans.start(
            Plans.SCHEMA,
            """
            CREATE ROLE analyst;
            CREATE SCHEMA "Odd ""Name";
            CREATE TABLE "Odd ""Name"."T" (x int PRIMARY KEY DEFERRABLE, y int NOT NULL);
            """);
  }

  @AfterAll
  static void stop() throws Exception {
    plans.close();
  }

  @Test
  void readsTheTreesOfAllSystemViewsOfBothMajors() throws Exception {
    for (Connection connection : plans.connections()) {
      int trees = 0;
      try (var statement = connection.createStatement();
          var row = statement.executeQuery("SELECT ev_action::text FROM pg_rewrite")) {
        for (; row.next(); trees++) {
          assertEquals("QUERY", NodeReader.readNode(row.getString(1)).tag());
        }
      }
      assertTrue(trees > 100, "trees: " + trees);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT id FROM orders ORDER BY id LIMIT (SELECT 1) | LIMIT that depends on rows",
        "SELECT * FROM orders TABLESAMPLE system (10) | TABLESAMPLE",
        "SELECT id FROM orders FOR UPDATE | FOR UPDATE",
        "SELECT random() AS r | random() is VOLATILE",
        "SELECT peek() AS r | public.peek() is STABLE",
        "SELECT current_user AS u | CURRENT_USER",
        "SELECT ctid FROM orders | system column",
        "SELECT to_jsonb(c) AS j FROM orders o LEFT JOIN customer c ON c.id = o.customer_id | whole row",
        "SELECT percentile_cont(a) WITHIN GROUP (ORDER BY a) AS p FROM bag GROUP BY a | A direct argument",
        "SELECT * FROM summed | public.summed is a materialized view",
        "SELECT * FROM scratch | public.scratch is UNLOGGED",
        "SELECT * FROM parent | tables that inherit from it",
        "SELECT * FROM ONLY measured | partitioned",
        "SELECT relname FROM pg_class | system catalog",
        "SELECT word FROM folded INTERSECT ALL SELECT word FROM folded | nondeterministic collation nocase",
      })
  void refusesByName(String query, String construct) {
    for (Connection connection : plans.connections()) {
      UnsupportedQueryException error =
          assertThrows(
              UnsupportedQueryException.class,
              () -> new QueryAnalyzer().analyze(connection, query, List.of("public")));
      assertTrue(error.getMessage().contains(construct), error::getMessage);
      assertFalse(error.hint().isEmpty());
    }
  }

  @Test
  void placesPostgresErrorsInTheQuery() {
    InvalidQueryException error = invalid("SELECT id\nFROM orders\nWHERE '🙂' = '' AND nope > 1");
    assertEquals("column \"nope\" does not exist", error.getMessage());
    assertEquals(3, error.line());
    assertEquals(20, error.column());
    assertEquals("42703", error.sqlState());
    assertEquals(1, invalid("SELEC 1").line());
    assertTrue(invalid("SELECT * FROM orders, customer").hint().contains("name of its own"));
    assertEquals("22P02", invalid("SELECT id FROM orders WHERE id = 'x'").sqlState());
  }

  @Test
  void runsNothingButTheOneQuery() throws Exception {
    assertTrue(
        invalid("SELECT 1 AS a; DROP TABLE bag").getMessage().contains("more than one statement"));
    assertTrue(invalid("SELECT 1 AS a) ; DROP TABLE bag ; SELECT (2").getMessage().contains("one"));
    assertEquals("42601", invalid(" ; ").sqlState());
    assertEquals("42601", invalid("DELETE FROM bag").sqlState());
    assertEquals(
        List.of("integer"), plans.plan("SELECT a FROM bag; -- done").streamTable().typeNames());
  }

  @Test
  void leavesNothingBehind() throws Exception {
    plans.plan("SELECT * FROM orders");
    try (var statement = plans.newest().createStatement();
        var row =
            statement.executeQuery(
                "SELECT count(*), current_setting('search_path') FROM pg_class"
                    + " WHERE relname LIKE 'tidemark%'")) {
      row.next();
      assertEquals(0, row.getInt(1));
      assertEquals("\"$user\", public", row.getString(2));
    }
    assertTrue(plans.newest().getAutoCommit());
  }

  @Test
  void keepsTheCallersTransaction() throws Exception {
    Connection connection = plans.newest();
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE mine (x int)");
      assertThrows(InvalidQueryException.class, () -> plans.plan("SELECT y FROM mine"));
      assertEquals(1, plans.plan("SELECT x FROM mine").streamTable().typeNames().size());
      statement.execute("INSERT INTO mine VALUES (1)");
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @Test
  void needsNoRightOnTheTables() throws Exception {
    try (var statement = plans.newest().createStatement()) {
      statement.execute("SET ROLE analyst");
      assertThrows(SQLException.class, () -> statement.executeQuery("SELECT * FROM orders"));
      assertEquals(1, plans.plan("SELECT id FROM orders").streamTable().typeNames().size());
      InvalidQueryException error = invalid("SELECT * FROM \"Odd \"\"Name\".\"T\"");
      assertEquals("42501", error.sqlState());
      assertTrue(error.hint().contains("USAGE"), error::hint);
    } finally {
      try (var statement = plans.newest().createStatement()) {
        statement.execute("RESET ROLE");
      }
    }
  }

  @Test
  void findsTablesBySearchPathAndReadsTheirFacts() throws Exception {
    PlannedQuery planned =
        new QueryPlanner().plan(plans.newest(), "SELECT y FROM \"T\"", List.of("Odd \"Name"));
    SourceTable table = ((Plan.Scan) planned.streamTable().plan()).source();
    assertEquals("Odd \"Name.T", table.displayName());
    assertEquals(List.of(), table.primaryKey(), "a deferrable key identifies nothing");
    assertFalse(table.columns().getLast().nullable());
  }

  @Test
  void namesTypesAsTableDefinitionsNeedThem() throws Exception {
    assertEquals(
        List.of("numeric(12,2)", "public.email", "text", "text COLLATE pg_catalog.\"C\""),
        plans
            .plan("SELECT credit, mail, 'x' AS lit, name COLLATE \"C\" AS c FROM customer")
            .streamTable()
            .typeNames());
  }

  @Test
  void aNotNullConstraintThatIsNotValidProvesNothing() throws Exception {
    try (var statement = plans.newest().createStatement()) {
      statement.execute("CREATE TABLE unproven (x int, y int NOT NULL)");
      statement.execute("ALTER TABLE unproven ADD CONSTRAINT c NOT NULL x NOT VALID");
    }
    Plan plan = plans.plan("SELECT x, y FROM unproven").streamTable().plan();
    assertTrue(plan.fields().get(0).nullable());
    assertFalse(plan.fields().get(1).nullable());
  }

  @Test
  void functionsCarryTheirIdentity() throws Exception {
    Plan.Project project =
        (Plan.Project) plans.plan("SELECT a + 1 AS b FROM bag").streamTable().plan();
    var call = (io.tidemark.engine.plan.Expression.Call) project.expressions().getFirst();
    assertEquals(
        new Function(177, "pg_catalog", "int4pl", "int4pl", List.of(23, 23), true, 'i'),
        call.function());
  }

  @Test
  void chainsJustBelowTheLimitOfDepthDoNotOverflowTheStack() throws Exception {
    String sum = "a" + " + 1".repeat(480);
    assertTrue(
        PlanPrinter.print(
                plans
                    .plan("SELECT " + sum + " AS s FROM bag WHERE " + sum + " > 0")
                    .streamTable()
                    .plan())
            .contains("int4pl"));
    assertThrows(
        UnsupportedQueryException.class,
        () -> plans.plan("SELECT a" + " + 1".repeat(2_000) + " AS s FROM bag"));
  }

  private static InvalidQueryException invalid(String query) {
    return assertThrows(InvalidQueryException.class, () -> plans.plan(query));
  }
}
