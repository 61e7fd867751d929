package io.tidemark.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.config.ConfigLoader;
import io.tidemark.fixture.PostgresServer;
import io.tidemark.server.service.Service;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every verb about one stream table, against a running service: what it prints, how it exits. */
class StreamTableVerbTest {

  @TempDir static Path folder;
  private static PostgresServer server;
  private static Service service;

  @BeforeAll
  static void startService() throws Exception {
    server = PostgresServer.startEmbedded(18, Map.of());
    server.createDatabase("verbs");
    execute("CREATE TABLE src (id int PRIMARY KEY, region text)", "INSERT INTO src VALUES (1,'n')");
    Path config =
        Files.writeString(
            folder.resolve("tidemark.yaml"),
            """
            source: {url: "%s"}
            state: {dir: "%s", memory: 64MiB}
            http: {listen: "127.0.0.1:0"}
            streamTables:
              - {name: totals, query: "SELECT region, count(*) AS n FROM src GROUP BY region"}
              - {name: gone, query: "SELECT id FROM src"}
            """
                .formatted(server.url("verbs"), folder.resolve("state")));
    service = Service.start(ConfigLoader.load(config));
    service.sync(Duration.ofSeconds(60));
  }

  @AfterAll
  static void stopService() throws Exception {
    service.close();
    server.close();
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = server.connect("verbs");
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** What a verb printed, and its exit code before it. */
  private static String run(String... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      String[] all =
          Stream.concat(
                  Arrays.stream(arguments),
                  Stream.of("--service", "http://127.0.0.1:" + service.httpPort()))
              .toArray(String[]::new);
      int exit = Main.execute(all);
      return exit + " " + printed.toString(StandardCharsets.UTF_8).strip();
    } finally {
      System.setOut(before);
    }
  }

  @Test
  void pauseAndResumeTellTheState() {
    assertEquals("0 totals: PAUSED", run("pause", "totals"));
    assertEquals("0 public.totals: ACTIVE", run("resume", "public.totals"));
  }

  @Test
  void repairRebuildsWhatSomebodyElseChanged() throws SQLException {
    execute("UPDATE totals SET n = n + 41");
    assertEquals(
        "1 totals differs from its query: 1 rows missing, 1 extra; 'tidemark repair totals' mends it",
        run("verify", "totals"));
    assertTrue(run("repair", "totals").startsWith("0 totals: "));
    assertEquals("0 totals equals its query: 1 rows", run("verify", "totals"));
  }

  @Test
  void refreshTellsHowFarItIs() {
    String printed = run("refresh", "totals");
    assertTrue(printed.startsWith("0 totals is complete up to 0/"), printed);
  }

  @Test
  void historyListsTheLoad() {
    String history = run("history", "totals");
    assertTrue(history.startsWith("0 AT"), history);
    assertTrue(history.contains(" INITIAL "), history);
  }

  @Test
  void jsonIsTheServicesAnswer() {
    String json = run("verify", "totals", "--output", "json");
    assertTrue(json.startsWith("0 {"), json);
    assertTrue(json.contains("\"equal\":true"), json);
  }

  @Test
  void dropTakesTheTableAway() throws SQLException {
    assertTrue(run("drop", "gone").startsWith("0 gone"));
    try (Connection connection = server.connect("verbs");
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT to_regclass('public.gone') IS NULL")) {
      row.next();
      assertTrue(row.getBoolean(1));
    }
  }

  @Test
  void anUnknownNameIsRefused() {
    assertEquals("2", run("pause", "nobody").strip());
  }
}
