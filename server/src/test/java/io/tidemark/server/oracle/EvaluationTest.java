package io.tidemark.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.fixture.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL is asked for many rows at once, for each argument once, and again after it hung up.
 */
class EvaluationTest {

  private static final int ROWS = 30_000;
  private static final int ARGUMENTS = 6_000;

  private static final List<OracleCase.Table> TABLES =
      List.of(
          new OracleCase.Table("projected", "SELECT id, own(v) AS o FROM t", false),
          new OracleCase.Table("expanded", "SELECT id, s FROM t, steps(v) s", false),
          new OracleCase.Table(
              "grouped", "SELECT own(v) % 10 AS k, sum(own(v)) AS s FROM t GROUP BY 1", false),
          new OracleCase.Table(
              "joined",
              "SELECT a.id FROM t a JOIN t b ON a.id = b.v AND own(a.v + b.v) > 3",
              false));

  @TempDir Path folder;

  @Test
  void asksForManyRowsAtOnce() throws Exception {
    try (PostgresServer server = PostgresServer.start(18);
        OracleRun run = OracleRun.create(server, "evaluation", TABLES, folder)) {
      execute(run, "CREATE TABLE t (id int PRIMARY KEY, v int)");
      execute(
          run,
          "CREATE FUNCTION own(x int) RETURNS int LANGUAGE plpgsql IMMUTABLE"
              + " AS 'BEGIN RETURN x % 77; END'");
      execute(
          run,
          "CREATE FUNCTION steps(x int) RETURNS SETOF int LANGUAGE sql IMMUTABLE"
              + " AS 'SELECT generate_series(1, x % 3)'");
      execute(
          run,
          "INSERT INTO t SELECT i, i %% %d FROM generate_series(1, %d) i"
              .formatted(ARGUMENTS, ROWS));
      run.start();
      run.check("after loading", List.of());
      long calls = run.service().evaluation().calls();
      assertTrue(calls < 60, () -> calls + " statements for " + ROWS + " rows");

      long asked = run.service().evaluation().arguments();
      execute(run, "DELETE FROM t WHERE id % 2 = 0");
      run.check("after deleting", List.of());
      assertEquals(
          asked, run.service().evaluation().arguments(), "a retraction has had its answer before");

      execute(
          run,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'tidemark-evaluation' AND datname = current_database()");
      execute(run, "UPDATE t SET v = v + 100000 WHERE id % 5 = 0");
      run.check("after the session was lost", List.of());
    }
  }

  @Test
  void labelsOfManyStringsTakeFewQuestions() throws Exception {
    List<OracleCase.Table> tables =
        List.of(
            new OracleCase.Table(
                "first_names", "SELECT id, name FROM t ORDER BY name, id LIMIT 100", false));
    try (PostgresServer server = PostgresServer.start(18);
        OracleRun run = OracleRun.create(server, "labels", tables, folder)) {
      execute(run, "CREATE TABLE t (id int PRIMARY KEY, name text COLLATE \"en-x-icu\")");
      execute(run, "INSERT INTO t SELECT i, md5(i::text) FROM generate_series(1, 40000) i");
      run.start();
      run.check("after loading", List.of());
      assertTrue(run.service().explain("first_names").contains("OrderLabels name"));

      long calls = run.service().evaluation().calls();
      execute(run, "INSERT INTO t VALUES (100000, '0-first')");
      run.check("after one new string", List.of());
      long forOne = run.service().evaluation().calls() - calls;
      assertTrue(forOne <= 3, () -> forOne + " statements for one string");

      calls = run.service().evaluation().calls();
      execute(
          run, "INSERT INTO t SELECT -i, 'New ' || md5(i::text) FROM generate_series(1, 500) i");
      run.check("after 500 new strings", List.of());
      long forMany = run.service().evaluation().calls() - calls;
      assertTrue(forMany <= 8, () -> forMany + " statements for 500 strings");

      calls = run.service().evaluation().calls();
      execute(run, "UPDATE t SET id = 200000 - id WHERE id < 0");
      execute(run, "DELETE FROM t WHERE id % 2 = 0");
      run.check("after changes of known strings", List.of());
      assertEquals(calls, run.service().evaluation().calls(), "known strings have labels");
    }
  }

  private static void execute(OracleRun run, String sql) throws SQLException {
    run.execute(List.of(sql), false);
  }
}
