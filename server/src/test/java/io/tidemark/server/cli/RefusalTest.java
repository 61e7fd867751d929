package io.tidemark.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.fixture.PostgresServer;
import io.tidemark.server.ServiceProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong around the service gives one clear message with the fix, and exit code 2. */
class RefusalTest {

  private static PostgresServer server;
  private static int databases;

  @TempDir Path folder;
  private String database;

  @BeforeAll
  static void startServer() throws Exception {
    server = PostgresServer.startEmbedded(18, Map.of("max_replication_slots", "30"));
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  private void database(String... statements) throws SQLException {
    database = "d" + databases++;
    server.createDatabase(database);
    execute(statements);
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = server.connect(database);
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Path config(String url, String more) throws Exception {
    return Files.writeString(
        folder.resolve("tidemark.yaml"),
        """
        source: {url: "%s", slot: slot_%s, publication: pub_%s}
        state: {dir: "%s", memory: 128MiB}
        http: {listen: "127.0.0.1:0"}
        streamTables:
        %s
        """
            .formatted(url, database, database, folder.resolve("state"), more));
  }

  private void refuses(Path config, String code, String... words) throws Exception {
    ServiceProcess.Outcome outcome = ServiceProcess.run(folder, "run", "-c", config.toString());
    assertEquals(2, outcome.exitCode(), outcome.output());
    assertTrue(outcome.output().contains(code), outcome.output());
    assertTrue(outcome.output().contains("hint:"), outcome.output());
    for (String word : words) {
      assertTrue(outcome.output().contains(word), word + " is not in: " + outcome.output());
    }
    assertFalse(outcome.output().contains("\tat "), "a stack trace: " + outcome.output());
  }

  private static final String TOTALS =
      "  - {name: totals, query: \"SELECT region, count(*) AS n FROM src GROUP BY region\"}";

  @Test
  void aWrongPassword() throws Exception {
    database("CREATE ROLE careful LOGIN REPLICATION PASSWORD 'right'");
    // The embedded server trusts everybody: let it ask this role for its password.
    execute(
        """
        DO $$ BEGIN
          EXECUTE format(
            'COPY (VALUES (%L), (%L), (%L)) TO %L',
            'host all careful all scram-sha-256', 'host all all all trust', 'local all all trust',
            current_setting('hba_file'));
        END $$\
        """,
        "SELECT pg_reload_conf()");
    refuses(
        config("postgresql://careful:wr0ng@localhost:" + server.port() + "/" + database, TOTALS),
        "TM-S002",
        "careful");
    assertFalse(
        ServiceProcess.run(folder, "run", "-c", folder.resolve("tidemark.yaml").toString())
            .output()
            .contains("wr0ng"));
  }

  @Test
  void noServer() throws Exception {
    database = "none";
    refuses(config("postgresql://u:hidden@localhost:1/none", TOTALS), "TM-S001", "localhost:1");
  }

  @Test
  void walLevelReplica() throws Exception {
    try (PostgresServer replica =
        PostgresServer.startEmbedded(18, Map.of("wal_level", "replica"))) {
      database = "postgres";
      refuses(config(replica.url("postgres"), TOTALS), "TM-S003", "wal_level");
    }
  }

  @Test
  void aRoleWithoutReplication() throws Exception {
    database("CREATE TABLE src (id int PRIMARY KEY, region text)", "CREATE ROLE plain LOGIN");
    refuses(
        config("postgresql://plain@localhost:" + server.port() + "/" + database, TOTALS),
        "TM-S004",
        "ALTER ROLE",
        "REPLICATION;");
  }

  @Test
  void aTableWithoutReplicaIdentityIsNotPublished() throws Exception {
    database("CREATE TABLE src (id int, region text)");
    refuses(config(server.url(database), TOTALS), "TM-S011", "REPLICA IDENTITY FULL");
    execute("INSERT INTO src VALUES (1, 'x')", "UPDATE src SET region = 'y'", "DELETE FROM src");
  }

  @Test
  void anUnknownColumn() throws Exception {
    database("CREATE TABLE src (id int PRIMARY KEY, region text)");
    refuses(
        config(server.url(database), "  - {name: t, query: \"SELECT nope FROM src\"}"),
        "TM-Q001",
        "public.t",
        "nope");
  }

  @Test
  void aNameThatIsTaken() throws Exception {
    database(
        "CREATE TABLE src (id int PRIMARY KEY, region text)",
        "CREATE TABLE totals (mine text)",
        "INSERT INTO totals VALUES ('untouched')");
    refuses(config(server.url(database), TOTALS), "TM-K010", "totals");
    try (Connection connection = server.connect(database);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT mine FROM totals")) {
      row.next();
      assertEquals("untouched", row.getString(1));
    }
  }

  @Test
  void aPortInUse() throws Exception {
    database("CREATE TABLE src (id int PRIMARY KEY, region text)");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Path config = config(server.url(database), TOTALS);
      Files.writeString(
          config,
          Files.readString(config).replace("127.0.0.1:0", "127.0.0.1:" + taken.getLocalPort()));
      refuses(config, "TM-H004", String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void anUnwritableStateFolder() throws Exception {
    database("CREATE TABLE src (id int PRIMARY KEY, region text)");
    Files.createFile(
        folder.resolve("state")); // a file in the folder's place: root may write anywhere
    refuses(config(server.url(database), TOTALS), "TM-D001", "state");
  }

  @Test
  void aSecondServiceOnTheSameSlotAndState() throws Exception {
    database("CREATE TABLE src (id int PRIMARY KEY, region text)");
    Path config = config(server.url(database), TOTALS);
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Files.writeString(config, Files.readString(config).replace("127.0.0.1:0", "127.0.0.1:" + port));
    try (ServiceProcess first = ServiceProcess.start(folder, config, port)) {
      first.awaitReady();
      refuses(config, "TM-D002", "in use");
      Path other = folder.resolve("other.yaml");
      Files.writeString(
          other,
          Files.readString(config).replace("/state", "/state2").replace(":" + port + "\"", ":0\""));
      refuses(other, "TM-S005", "in use");
      execute("INSERT INTO src VALUES (1, 'x')");
      assertEquals(200, first.call("POST", "/api/v1/sync").statusCode());
    }
  }

  @Test
  void aQueryThatTheModeCannotDo() throws Exception {
    database("CREATE TABLE src (id int PRIMARY KEY)");
    refuses(
        config(
            server.url(database),
            "  - {name: drawn, mode: differential, query: \"SELECT id, random() AS r FROM src\"}"),
        "TM-Q002",
        "random",
        "auto or full");
    refuses(
        config(
            server.url(database),
            "  - {name: locked, mode: full, query: \"SELECT id FROM src FOR UPDATE\"}"),
        "TM-Q004",
        "locking clause");
    refuses(
        config(
            server.url(database),
            "  - {name: now, mode: immediate, query: \"SELECT id FROM src\"}"),
        "TM-Q003");
  }

  @Test
  void tenMistakesAreReportedAtOnce() throws Exception {
    Path config = folder.resolve("tidemark.yaml");
    Files.writeString(
        config,
        """
        source: {slot: "Bad Slot"}
        state: {memory: lots}
        http: {listen: nowhere}
        default: {schedule: 1s}
        streamTables:
          - name: a
            query: SELECT 1 AS x
            schedul: 1s
          - name: a
            query: SELECT 2 AS x
          - query: SELECT 3 AS x
          - name: d
            query: DELETE FROM src
          - name: e
            query: SELECT 1 AS x
            mode: sometimes
          - name: f
            query: SELECT 1 AS x
            schedule: now and then
        """);
    ServiceProcess.Outcome outcome = ServiceProcess.run(folder, "validate", config.toString());
    assertEquals(1, outcome.exitCode(), outcome.output());
    long errors = outcome.output().lines().filter(line -> line.contains(": error TM-C")).count();
    assertTrue(errors >= 10, outcome.output());
    assertTrue(outcome.output().contains("tidemark.yaml:8:5"), outcome.output());
    assertEquals(2, ServiceProcess.run(folder, "run", "-c", config.toString()).exitCode());
  }
}
