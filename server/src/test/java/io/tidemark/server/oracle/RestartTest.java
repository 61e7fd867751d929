package io.tidemark.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.fixture.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written while the service was down is there after it starts; what was there stays. */
class RestartTest {

  private static final List<OracleCase.Table> TABLES =
      List.of(
          new OracleCase.Table("rows_of_t", "SELECT id, v FROM t", false),
          new OracleCase.Table(
              "groups", "SELECT v, count(*) AS n FROM rows_of_t GROUP BY v", false),
          new OracleCase.Table("duplicates", "SELECT v FROM t", false),
          new OracleCase.Table(
              "by_text",
              "SELECT id, s, rank() OVER (ORDER BY s) AS r FROM (SELECT id, (chr(97 + v * 7 % 26)"
                  + " || id % 13) COLLATE \"en-x-icu\" AS s FROM t) q ORDER BY s DESC, id LIMIT 50",
              false),
          new OracleCase.Table(
              "last_texts",
              "SELECT v, max((chr(97 + id % 26) || v) COLLATE \"en-x-icu\") AS m FROM t GROUP BY v",
              false));

  @TempDir Path folder;

  @Test
  void aRestartGoesOnAndALostStateWritesOnlyTheDifference() throws Exception {
    try (PostgresServer server = PostgresServer.start(18);
        OracleRun run = OracleRun.create(server, "restarts", TABLES, folder)) {
      execute(run, "CREATE TABLE t (id int PRIMARY KEY, v int)");
      execute(run, "INSERT INTO t SELECT i, i % 10 FROM generate_series(1, 1000) i");
      run.start();
      run.check("after loading", List.of());
      for (int round = 1; round <= 3; round++) {
        run.stop();
        execute(run, "UPDATE t SET v = v + 1 WHERE id % 7 = " + round);
        execute(run, "DELETE FROM t WHERE id % 101 = " + round);
        run.start();
        run.check("restart " + round, List.of());
        execute(run, "UPDATE t SET v = v + 1 WHERE id % 5 = " + round);
        run.check("after restart " + round, List.of());
      }

      run.stop();
      run.deleteState();
      execute(run, "CREATE TABLE before AS SELECT id, xmin::text AS writer FROM rows_of_t");
      execute(run, "UPDATE t SET v = 500 WHERE id IN (10, 20)");
      execute(run, "INSERT INTO t VALUES (5000, 1)");
      execute(run, "DELETE FROM t WHERE id = 30");
      run.start();
      run.check("after the state was lost", List.of());
      try (var statement = run.connection().createStatement();
          var rows =
              statement.executeQuery(
                  "SELECT string_agg(a.id::text, ',' ORDER BY a.id) FROM rows_of_t a"
                      + " LEFT JOIN before b ON b.id = a.id AND b.writer = a.xmin::text"
                      + " WHERE b.id IS NULL")) {
        rows.next();
        assertEquals("10,20,5000", rows.getString(1), "the rows that were written anew");
      }
    }
  }

  private static void execute(OracleRun run, String sql) throws SQLException {
    run.execute(List.of(sql), false);
  }
}
