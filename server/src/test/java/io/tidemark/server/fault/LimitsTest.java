package io.tidemark.server.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.config.ConfigLoader;
import io.tidemark.fixture.PostgresServer;
import io.tidemark.server.service.Service;
import io.tidemark.server.service.ServiceException;
import io.tidemark.server.service.StreamTableStatus;
import io.tidemark.server.service.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Monstrous queries and changes meet a limit with a name, and the service goes on. */
class LimitsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir static Path folder;
  private static PostgresServer server;
  private static Service service;

  @BeforeAll
  static void startService() throws Exception {
    server = PostgresServer.startEmbedded(18, Map.of());
    server.createDatabase("limits");
    execute("CREATE TABLE t (id int PRIMARY KEY, a int)", "INSERT INTO t VALUES (1, 1), (2, NULL)");
    Path config =
        Files.writeString(
            folder.resolve("tidemark.yaml"),
            """
            source: {url: "%s"}
            state: {dir: "%s", memory: 64MiB}
            http: {listen: "127.0.0.1:0"}
            limits: {planOperators: 60, groupingSets: 100, deltaRows: 500, recursionIterations: 50}
            """
                .formatted(server.url("limits"), folder.resolve("state")));
    service = Service.start(ConfigLoader.load(config));
  }

  @AfterAll
  static void stopService() throws Exception {
    service.close();
    server.close();
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = server.connect("limits");
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String value(String query) throws SQLException {
    try (Connection connection = server.connect("limits");
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String repeated(int count, String text, String separator) {
    return IntStream.range(0, count)
        .mapToObj(i -> text.replace("#", Integer.toString(i)))
        .collect(Collectors.joining(separator));
  }

  private static String refusal(String query) {
    return String.valueOf(
        assertThrows(
                ServiceException.class,
                () -> service.define("refused", query, null, null, "differential"))
            .getMessage());
  }

  /** Defines it in the mode auto; it must be recomputed for a reason that names the limit. */
  private static void isRecomputed(String name, String query, String limit) throws SQLException {
    String refusal = refusal(query);
    assertTrue(refusal.contains(limit), refusal);
    StreamTableStatus status = service.define(name, query, null, null, "auto");
    assertEquals("full", status.effectiveMode());
    assertTrue(status.reason().contains(limit), status.reason());
    service.sync(PATIENCE);
    isEqual(name);
    service.drop(name);
  }

  private static void isEqual(String name) throws SQLException {
    StreamTableStatus status = service.streamTable(name);
    assertEquals(StreamTableStatus.State.ACTIVE, status.state(), status::toString);
    try (Connection connection = server.connect("limits")) {
      Service.Verification verification =
          Verifier.compare(connection, status.name(), status.query(), List.of("public"));
      assertTrue(verification.equal(), verification::toString);
    }
  }

  @Test
  void tenThousandExpressionsWithinOneAnother() throws SQLException {
    String deep =
        "SELECT id, " + repeated(10_000, "(1 + ", "") + "a" + ")".repeat(10_000) + " AS x FROM t";
    String refusal = refusal(deep);
    assertTrue(refusal.contains("PostgreSQL refuses the query: memory exhausted"), refusal);
    assertThrows(ServiceException.class, () -> service.define("deep", deep, null, null, "auto"));
    isRecomputed(
        "less_deep",
        "SELECT id, " + repeated(800, "(1 + ", "") + "a" + ")".repeat(800) + " AS x FROM t",
        "limits.queryDepth");
  }

  @Test
  void aLongChainOfAnd() throws SQLException {
    String chain = "SELECT id FROM t WHERE " + repeated(5_000, "a <> -#", " AND ");
    service.define("chain", chain, null, null, "auto");
    service.sync(PATIENCE);
    isEqual("chain");
    service.drop("chain");
  }

  @Test
  void twoThousandBranchesOfAUnion() throws SQLException {
    isRecomputed(
        "branches",
        repeated(2_000, "SELECT id, # AS n FROM t", " UNION ALL "),
        "limits.queryDepth");
  }

  @Test
  void aPlanWithManyOperators() throws SQLException {
    isRecomputed(
        "wide_plan",
        "SELECT count(*) AS n FROM (%s) u"
            .formatted(repeated(100, "SELECT a FROM t", " UNION ALL ")),
        "limits.planOperators");
  }

  @Test
  void moreGroupingSetsThanAllowed() throws SQLException {
    isRecomputed(
        "cube",
        "SELECT count(*) AS n FROM (SELECT %s FROM t) c GROUP BY CUBE (%s)"
            .formatted(repeated(8, "a + # AS c#", ", "), repeated(8, "c#", ", ")),
        "limits.groupingSets");
  }

  @Test
  void sixteenHundredColumns() throws SQLException {
    execute(
        "CREATE TABLE wide (%s, PRIMARY KEY (c0))".formatted(repeated(1_600, "c# int", ", ")),
        "INSERT INTO wide (c0, c1599) VALUES (1, 2)");
    service.define("all_columns", "SELECT * FROM wide", null, null, "differential");
    service.define("all_recomputed", "SELECT * FROM wide", null, null, "full");
    service.sync(PATIENCE);
    execute("UPDATE wide SET c800 = 7", "INSERT INTO wide (c0) VALUES (2)");
    service.sync(PATIENCE);
    // not by EXCEPT ALL, whose planning takes PostgreSQL a minute for so many columns
    String text = "SELECT string_agg(w::text, ';' ORDER BY c0) FROM %s w";
    assertEquals(value(text.formatted("wide")), value(text.formatted("all_columns")));
    assertEquals(value(text.formatted("wide")), value(text.formatted("all_recomputed")));
    service.drop("all_columns");
    service.drop("all_recomputed");
  }

  @Test
  void aRecursionWithoutEnd() throws SQLException {
    service.define(
        "endless",
        "WITH RECURSIVE r(n) AS (SELECT id FROM t UNION ALL SELECT n + 1 FROM r WHERE n < 1000)"
            + " SELECT n FROM r",
        null,
        null,
        "differential");
    service.sync(PATIENCE);
    StreamTableStatus status = service.streamTable("endless");
    assertEquals(StreamTableStatus.State.ERROR, status.state(), status::toString);
    StreamTableStatus.LastError error = status.lastError();
    assertNotNull(error);
    assertTrue(error.message().contains("50"), error.message());
    service.drop("endless");
  }

  @Test
  void aDeltaBeyondTheLimitBlowsTheFuse() throws SQLException {
    execute(
        "CREATE TABLE many (id int PRIMARY KEY)",
        "INSERT INTO many SELECT generate_series(1, 2000)");
    service.define("fused", "SELECT id FROM many", null, null, "auto");
    service.sync(PATIENCE);
    isEqual("fused"); // a load is not limited
    execute("DELETE FROM many");
    service.sync(PATIENCE);
    StreamTableStatus status = service.streamTable("fused");
    assertEquals(StreamTableStatus.State.FUSED, status.state(), status::toString);
    StreamTableStatus.LastError error = status.lastError();
    assertNotNull(error);
    assertEquals("TM-E003", error.code());
    assertEquals("2000", value("SELECT count(*) FROM fused"));
    service.resume("fused");
    service.sync(PATIENCE);
    isEqual("fused");
    service.drop("fused");
  }
}
