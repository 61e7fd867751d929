package io.tidemark.server.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.config.ConfigLoader;
import io.tidemark.fixture.PostgresServer;
import io.tidemark.server.service.Service;
import io.tidemark.server.service.StreamTableStatus;
import io.tidemark.server.service.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recomputed and failing stream tables beside healthy ones: nobody holds up anybody else. */
class ModesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static PostgresServer server;
  private static int databases;

  @TempDir Path folder;
  private String database;

  @BeforeAll
  static void startServer() throws Exception {
    server = PostgresServer.startEmbedded(18, Map.of());
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  private void database(String... statements) throws SQLException {
    database = "modes" + databases++;
    server.createDatabase(database);
    execute(database, statements);
  }

  private static void execute(String database, String... statements) throws SQLException {
    try (Connection connection = server.connect(database);
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String value(String database, String query) throws SQLException {
    try (Connection connection = server.connect(database);
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      return row.next() ? String.valueOf(row.getString(1)) : "nothing";
    }
  }

  private Service start(String more, String... streamTables) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("tidemark.yaml"),
            """
            source: {url: "%s", slot: %s}
            state: {dir: "%s", memory: 64MiB}
            http: {listen: "127.0.0.1:0"}
            %s
            streamTables:
            %s
            """
                .formatted(
                    server.url(database),
                    database,
                    folder.resolve("state"),
                    more,
                    String.join("\n", streamTables)));
    return Service.start(ConfigLoader.load(config));
  }

  private static void until(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertTrue(System.nanoTime() < deadline, what);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private void assertEqual(Service service, String table) throws SQLException {
    StreamTableStatus status = service.streamTable(table);
    try (Connection connection = server.connect(database)) {
      Service.Verification verification =
          Verifier.compare(connection, status.name(), status.query(), status.searchPath());
      assertTrue(verification.equal(), verification + " " + status);
    }
  }

  private static StreamTableStatus.State state(Service service, String table) {
    return service.streamTable(table).state();
  }

  private static final String[] ONE_FAILS = {
    "  - {name: base, query: 'SELECT id, a, b FROM t'}",
    "  - {name: healthy, query: 'SELECT b, count(*) AS n FROM base GROUP BY b'}",
    "  - {name: sick, query: 'SELECT id, a / b AS q FROM base'}",
    "  - {name: reads_sick, query: 'SELECT count(*) AS n, sum(q) AS total FROM sick'}"
  };

  @Test
  void whoCannotBeComputedStopsNobodyElseAndGoesOnWhenMended() throws Exception {
    database(
        "CREATE TABLE t (id int PRIMARY KEY, a int, b int)", "INSERT INTO t VALUES (1, 10, 2)");
    try (Service service = start("", ONE_FAILS)) {
      service.sync(PATIENCE);
      execute(database, "INSERT INTO t VALUES (2, 1, 0)");
      until("sick is in error", () -> state(service, "sick") == StreamTableStatus.State.ERROR);
      execute(database, "INSERT INTO t VALUES (3, 30, 3)");
      until("base goes on", () -> value(database, "SELECT count(*) FROM base").equals("3"));
      service.sync(PATIENCE);
      assertEqual(service, "base");
      assertEqual(service, "healthy");
      assertEquals(StreamTableStatus.State.ACTIVE, state(service, "healthy"));
      assertEquals(StreamTableStatus.State.ERROR, state(service, "reads_sick"));
      assertEquals("5", value(database, "SELECT q FROM sick"));
      assertEquals(
          1, service.history("sick").stream().filter(row -> row.kind().equals("FAILED")).count());
      StreamTableStatus.LastError error = service.streamTable("sick").lastError();
      assertNotNull(error);
      assertTrue(error.message().contains("division by zero [22012]"), error.message());
    }
    try (Service service = start("", ONE_FAILS)) { // what a restart finds is as it was left
      assertEquals(StreamTableStatus.State.ERROR, state(service, "sick"));
      execute(database, "INSERT INTO t VALUES (4, 40, 4)");
      service.sync(PATIENCE);
      assertEqual(service, "base");
      assertEqual(service, "healthy");
      assertEquals("5", value(database, "SELECT q FROM sick"));
      execute(database, "UPDATE t SET b = 1 WHERE id = 2");
      until("sick goes on", () -> state(service, "sick") == StreamTableStatus.State.ACTIVE);
      service.sync(PATIENCE);
      for (String table : List.of("base", "healthy", "sick", "reads_sick")) {
        assertEqual(service, table);
      }
    }
  }

  @Test
  void aFailingRowAtTheFirstLoadIsOnlyOneStreamTables() throws Exception {
    database(
        "CREATE TABLE t (id int PRIMARY KEY, a int, b int)", "INSERT INTO t VALUES (1, 10, 0)");
    try (Service service = start("", ONE_FAILS)) {
      until("base is loaded", () -> state(service, "base") == StreamTableStatus.State.ACTIVE);
      assertEqual(service, "base");
      assertEquals(StreamTableStatus.State.ERROR, state(service, "sick"));
      execute(database, "DELETE FROM t");
      until("sick goes on", () -> state(service, "sick") == StreamTableStatus.State.ACTIVE);
      assertEqual(service, "reads_sick");
    }
  }

  @Test
  void aSlowRecomputationHoldsUpNobodyAndIsEndedByAStop() throws Exception {
    database("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    try (Service service =
        start(
            "",
            "  - {name: slow, mode: full, query: 'SELECT id, pg_sleep(600)::text AS s FROM t'}",
            "  - {name: quick, query: 'SELECT id FROM t'}")) {
      until(
          "slow is under way", () -> state(service, "slow") == StreamTableStatus.State.BACKFILLING);
      execute(database, "INSERT INTO t VALUES (2)");
      until("quick goes on", () -> value(database, "SELECT count(*) FROM quick").equals("2"));
      assertEquals(StreamTableStatus.State.BACKFILLING, state(service, "slow"));
      service.drop("slow");
    }
  }

  @Test
  void aRecomputationThatLosesItsBackendLeavesTheOldContentAndIsRepeated() throws Exception {
    database(
        "CREATE TABLE t (id int PRIMARY KEY)",
        "INSERT INTO t SELECT generate_series(1, 100)",
        // slow as soon as there is a row to be slow for
        "CREATE TABLE pace (seconds float)",
        "CREATE FUNCTION wait() RETURNS int LANGUAGE plpgsql STABLE AS "
            + "'BEGIN PERFORM pg_sleep(seconds) FROM public.pace; RETURN 0; END'");
    try (Service service =
        start("", "  - {name: copied, mode: full, query: 'SELECT id FROM t WHERE id > wait()'}")) {
      service.sync(PATIENCE);
      assertEquals("100", value(database, "SELECT count(*) FROM copied"));
      execute(database, "DELETE FROM t WHERE id > 50", "INSERT INTO pace VALUES (600)");
      String busy =
          "FROM pg_stat_activity WHERE datname = '%s' AND application_name = 'tidemark-sink'"
                  .formatted(database)
              + " AND wait_event = 'PgSleep'";
      until(
          "a refresh is under way", () -> !value(database, "SELECT pid " + busy).equals("nothing"));
      execute(database, "DELETE FROM pace");
      value(database, "SELECT pg_terminate_backend(pid) " + busy);
      assertTrue(List.of("100", "50").contains(value(database, "SELECT count(*) FROM copied")));
      until("it was repeated", () -> value(database, "SELECT count(*) FROM copied").equals("50"));
      service.sync(PATIENCE);
      assertEqual(service, "copied");
    }
  }

  @Test
  void theModeAndItsReasonAreOnRecord() throws Exception {
    database(
        "CREATE TABLE t (id int PRIMARY KEY, v int)",
        "INSERT INTO t VALUES (1, 1)",
        "CREATE UNLOGGED TABLE scratch (id int)");
    try (Service service =
        start(
            "",
            "  - {name: by_deltas, query: 'SELECT id FROM t'}",
            "  - {name: by_wish, mode: full, query: 'SELECT id FROM t'}",
            "  - {name: by_need, query: 'SELECT id FROM scratch'}",
            "  - {name: drawn, query: 'SELECT id, random() AS r FROM t'}")) {
      service.sync(PATIENCE);
      assertEquals("differential", service.streamTable("by_deltas").effectiveMode());
      assertEquals("full", service.streamTable("by_wish").effectiveMode());
      StreamTableStatus byNeed = service.streamTable("by_need");
      assertEquals("full", byNeed.effectiveMode());
      assertTrue(byNeed.reason().contains("UNLOGGED"), byNeed.reason());
      assertTrue(String.join(" ", byNeed.advice()).contains("SET LOGGED"), "" + byNeed.advice());
      StreamTableStatus drawn = service.streamTable("drawn");
      assertEquals("full", drawn.effectiveMode());
      assertTrue(String.join(" ", drawn.advice()).contains("random"), "" + drawn.advice());
      assertTrue(service.explain("by_need").contains(byNeed.reason()), service.explain("by_need"));
      assertEquals("INITIAL", service.history("by_wish").getFirst().kind());
      until(
          "the view says so",
          () ->
              value(
                      database,
                      "SELECT effective_mode || ': ' || reason FROM tidemark.stream_tables"
                          + " WHERE name = 'public.by_need' AND state = 'ACTIVE'")
                  .equals("full: " + byNeed.reason()));
      String before = value(database, "SELECT ctid || xmin::text FROM by_wish");
      execute(database, "UPDATE t SET v = 2"); // nothing that the result shows
      service.sync(PATIENCE);
      assertEquals(before, value(database, "SELECT ctid || xmin::text FROM by_wish"));
    }
  }

  @Test
  void whatIsDearIsSaidAtCreation() throws Exception {
    database(
        "CREATE TABLE a (id int PRIMARY KEY, v int)",
        "CREATE TABLE b (id int PRIMARY KEY, v int)",
        "INSERT INTO a SELECT i, i FROM generate_series(1, 2000) i",
        "INSERT INTO b SELECT i, i FROM generate_series(1, 2000) i",
        "ANALYZE");
    try (Service service = start("", "  []")) {
      advises(
          service, "SELECT a.id, b.id AS other FROM a, b WHERE a.id < 3", "without a condition");
      advises(service, "SELECT a.id, b.id AS o FROM a JOIN b ON a.v < b.v", "without an equality");
      advises(service, "SELECT string_agg(v::text, ',') AS all_of_them FROM a", "string_agg");
      advises(service, "SELECT v FROM a", "no key");
      advises(service, "SELECT * FROM a", "SELECT *");
      assertEquals(
          List.of(), service.define("fine", "SELECT id, v FROM a", null, null, null).advice());
      assertEquals(
          List.of(),
          service
              .define("counted", "SELECT v, count(*) AS n FROM a GROUP BY v", null, null, null)
              .advice());
    }
  }

  private static void advises(Service service, String query, String words) {
    List<String> advice = service.define("dear", query, null, null, null).advice();
    assertTrue(String.join(" ", advice).contains(words), query + ": " + advice);
    service.drop("dear");
  }

  @Test
  void theSinkOfARecomputedStreamTableMayBeAnotherDatabase() throws Exception {
    database("CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a')");
    String other = database + "_sink";
    server.createDatabase(other);
    try (Service service =
        start(
            "sink: {url: \"%s\"}".formatted(server.url(other)),
            "  - {name: far, mode: full, query: 'SELECT id, upper(v) AS v FROM t'}",
            "  - {name: bag, mode: full, query: 'SELECT v FROM t'}")) {
      service.sync(PATIENCE);
      assertEquals("A", value(other, "SELECT v FROM far"));
      execute(
          database,
          "INSERT INTO t SELECT i, 'x' FROM generate_series(2, 3000) i",
          "UPDATE t SET v = NULL WHERE id = 1");
      service.sync(PATIENCE);
      assertEquals(
          "3000/2999", value(other, "SELECT count(*) || '/' || count(v) FROM far WHERE id > 0"));
      assertEquals("2999", value(other, "SELECT count(*) FROM bag WHERE v = 'x'"));
      execute(database, "TRUNCATE t");
      service.sync(PATIENCE);
      assertEquals("0", value(other, "SELECT count(*) FROM far"));
    }
  }
}
