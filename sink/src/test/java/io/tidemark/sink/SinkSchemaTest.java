package io.tidemark.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.fixture.PostgresServer;
import io.tidemark.sink.SinkException.Code;
import io.tidemark.sink.StreamTableRegistry.LastError;
import io.tidemark.sink.StreamTableRegistry.Refresh;
import io.tidemark.sink.StreamTableRegistry.Status;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema tidemark, what users see in it, and wait_for. */
class SinkSchemaTest {

  private static final Map<Integer, PostgresServer> SERVERS = new HashMap<>();
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @BeforeAll
  static void startServers() throws IOException {
    SERVERS.put(15, PostgresServer.start(15));
    SERVERS.put(18, PostgresServer.start(18));
  }

  @AfterAll
  static void stopServers() throws IOException {
    for (PostgresServer server : SERVERS.values()) {
      server.close();
    }
  }

  private static SinkDatabase database(int major) throws SQLException {
    return new SinkDatabase(SERVERS.get(major));
  }

  @Test
  void bootstrapsOnceHoweverManyStartAtTheSameTime() throws Exception {
    try (SinkDatabase database = database(18)) {
      database.execute("DROP SCHEMA tidemark CASCADE");
      CompletableFuture<?>[] starts = new CompletableFuture<?>[4];
      for (int i = 0; i < starts.length; i++) {
        starts[i] =
            CompletableFuture.runAsync(() -> {
              try (SinkSession session = database.connect()) {
                SinkSchema.bootstrap(session);
              }
            });
      }
      CompletableFuture.allOf(starts).get(30, TimeUnit.SECONDS);
      assertEquals(
          String.valueOf(SinkSchema.version()),
          database.value("SELECT count(*) FROM tidemark.schema_version"));
    }
  }

  @Test
  void refusesANewerSchema() throws SQLException {
    try (SinkDatabase database = database(18)) {
      database.execute("INSERT INTO tidemark.schema_version VALUES (99)");
      SinkException refused =
          assertThrows(SinkException.class, () -> SinkSchema.bootstrap(database.session));
      assertEquals(Code.SCHEMA_NEWER, refused.code());
      assertTrue(refused.getMessage().contains("version 99"), refused.getMessage());
    }
  }

  @Test
  void refusesASchemaOfSomebodyElse() throws SQLException {
    try (SinkDatabase database = database(18)) {
      database.execute("DROP SCHEMA tidemark CASCADE; CREATE SCHEMA tidemark");
      database.execute("CREATE TABLE tidemark.mine (a int)");
      SinkException refused =
          assertThrows(SinkException.class, () -> SinkSchema.bootstrap(database.session));
      assertEquals(Code.SCHEMA_FOREIGN, refused.code());
      assertEquals(
          "1",
          database.value(
              "SELECT count(*) FROM pg_class WHERE relnamespace = 'tidemark'::regnamespace"));
    }
  }

  @Test
  void saysThatItMayNotCreateTheSchema() throws SQLException {
    try (SinkDatabase database = database(18)) {
      database.execute("DROP SCHEMA tidemark CASCADE");
      database.execute("REVOKE CREATE ON DATABASE " + database.name + " FROM tidemark");
      SinkException refused =
          assertThrows(SinkException.class, () -> SinkSchema.bootstrap(database.session));
      assertEquals(Code.PRIVILEGE, refused.code());
      assertTrue(refused.getMessage().contains(database.name), refused.getMessage());
    }
  }

  @Test
  void saysThatTheServerIsNotThereWithoutThePassword() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "nobody");
    properties.setProperty("password", "hunter2");
    SinkException refused =
        assertThrows(
            SinkException.class,
            () -> new SinkAddress("jdbc:postgresql://localhost:1/x", properties).connect());
    assertEquals(Code.UNREACHABLE, refused.code());
    assertTrue(refused.isRetryable());
    assertTrue(refused.getMessage().contains("localhost:1/x"), refused.getMessage());
    assertTrue(!refused.getMessage().contains("hunter2"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void anyUserMaySeeTheViewsAndNothingElse(int major) throws SQLException {
    try (SinkDatabase database = database(major)) {
      database.create("t", List.of(0), "a int4 NOT NULL");
      database.merger.begin(database.merger.acquire("circuit"), 0x1_0000_0005L).commit();
      StreamTableRegistry registry = new StreamTableRegistry(database.session);
      RelationName name = new RelationName("public", "t");
      LastError error = new LastError("TM-X", "it failed", "mend it", NOW);
      registry.update(
          List.of(
              new Status(name, "circuit", "ERROR", "FULL", "because", 17, 1.5, 42, error),
              new Status(
                  new RelationName("public", "gone"),
                  "circuit",
                  "ACTIVE",
                  null,
                  null,
                  -1,
                  -1,
                  -1,
                  null)));
      registry.record(
          List.of(
              new Refresh(name, "circuit", "tick", NOW, Duration.ofMillis(3), 1, 2, -1, 7, null),
              new Refresh(
                  name,
                  "circuit",
                  "tick",
                  NOW.plusSeconds(9),
                  Duration.ofMillis(3),
                  2,
                  3,
                  4,
                  0,
                  error)));
      assertEquals(1, registry.trimHistory(NOW.plusSeconds(1)));
      assertEquals(
          List.of(new StreamTableRegistry.Entry(name, "circuit", "ERROR", "SELECT …")),
          registry.entries());

      database.execute(
          "DO $$ BEGIN CREATE ROLE plain; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
      database.execute("SET ROLE plain");
      assertEquals(
          "public.t|ERROR|auto|FULL|because|1/5|17|1.5|42|TM-X: it failed|mend it",
          database.value(
              """
              SELECT concat_ws('|', name, state, mode, effective_mode, reason, frontier, lag_bytes,
                               lag_seconds, rows, last_error, last_error_hint)
                FROM tidemark.stream_tables
              """));
      assertEquals(
          "public.t|tick|3|0/2|0/3|4|0|TM-X: it failed",
          database.value(
              """
              SELECT concat_ws('|', name, kind, duration_millis, from_lsn, to_lsn, changes_read,
                               rows_merged, error)
                FROM tidemark.refresh_history
              """));
      assertEquals("f", database.value("SELECT tidemark.wait_for('2/0', '1 ms') IS NULL"));
      for (String table : List.of("frontier", "stream_table", "refresh", "schema_version")) {
        assertThrows(
            SQLException.class, () -> database.value("SELECT 1 FROM tidemark." + table), table);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void waitForReturnsWhenEveryActiveStreamTableIsThere(int major) throws Exception {
    try (SinkDatabase database = database(major);
        SinkSession other = database.connect()) {
      assertEquals("t", database.value("SELECT tidemark.wait_for('9/0')")); // nothing to wait for
      database.create("t", List.of(0), "a int4 NOT NULL");
      database.create("paused", List.of(0), "a int4 NOT NULL");
      database.execute(
          """
          UPDATE tidemark.stream_table SET circuit = 'slow', state = 'PAUSED'
           WHERE table_name = 'paused';
          UPDATE tidemark.stream_table SET state = 'ACTIVE' WHERE table_name = 't'
          """);
      Merger merger = new Merger(other);
      Frontier frontier = merger.begin(merger.acquire("circuit"), 10).commit().frontier();
      assertEquals("t", database.value("SELECT tidemark.wait_for('0/A')"));
      assertEquals("f", database.value("SELECT tidemark.wait_for('0/B', '5 ms')"));

      CompletableFuture<String> waiting =
          CompletableFuture.supplyAsync(() -> {
            try {
              return database.value("SELECT tidemark.wait_for('0/B', '30 s')");
            } catch (SQLException failure) {
              throw new IllegalStateException(failure);
            }
          });
      merger.begin(frontier, 11).commit();
      assertEquals("t", waiting.get(40, TimeUnit.SECONDS));
    }
  }

  @Test
  void waitForRefusesATransactionThatCannotSeeNewCommits() throws SQLException {
    try (SinkDatabase database = database(18)) {
      database.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
      SQLException refused =
          assertThrows(SQLException.class, () -> database.value("SELECT tidemark.wait_for('0/1')"));
      assertTrue(
          refused.getMessage().contains("cannot see new frontiers in a REPEATABLE READ"),
          refused.getMessage());
      database.execute("ROLLBACK");
    }
  }

  @Test
  void waitForWakesAnIdleStream() throws SQLException {
    try (SinkDatabase database = database(18)) {
      database.create("t", List.of(0), "a int4 NOT NULL");
      database.execute("UPDATE tidemark.stream_table SET state = 'ACTIVE'");
      database.execute("SELECT pg_create_logical_replication_slot('idle', 'pgoutput', true)");
      database.execute("CREATE PUBLICATION nothing");
      String target = database.value("SELECT pg_current_wal_insert_lsn()");
      database.value("SELECT tidemark.wait_for('" + target + "', '5 ms')");
      assertEquals(
          "1",
          database.value(
              "SELECT count(*) FROM pg_logical_slot_get_binary_changes('idle', NULL, NULL,"
                  + " 'proto_version', '2', 'publication_names', 'nothing', 'messages', 'true')"
                  + " WHERE lsn >= '"
                  + target
                  + "' AND get_byte(data, 0) = ascii('M')"));
    }
  }
}
