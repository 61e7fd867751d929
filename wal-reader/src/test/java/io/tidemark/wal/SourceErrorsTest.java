package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.fixture.PostgresServer;
import io.tidemark.wal.SourceException.Code;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What cannot be captured is refused with its code, and says what to do about it. */
class SourceErrorsTest {

  private static final int SLOTS = 4;
  private static final int SENDERS = 3;

  private static PostgresServer server;
  private static int databases;

  @BeforeAll
  static void start() throws IOException {
    server =
        PostgresServer.start(
            18,
            Map.of(
                "fsync", "off",
                "max_replication_slots", String.valueOf(SLOTS),
                "max_wal_senders", String.valueOf(SENDERS)));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static String freshDatabase() throws SQLException {
    String name = "errors" + ++databases;
    server.createDatabase(name);
    return name;
  }

  private static Database as(String user, String password, String database) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return new Database(server.jdbcUrl(database), properties);
  }

  private static void run(String database, String... statements) throws SQLException {
    try (Connection session = server.connect(database);
        var statement = session.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  private static SourceException refused(Code code, Executable action) {
    SourceException refused = assertThrows(SourceException.class, action);
    assertEquals(code, refused.code(), refused.getMessage());
    assertFalse(refused.hint().isBlank());
    assertFalse(refused.getMessage().contains("s3cret"), refused.getMessage());
    return refused;
  }

  private static CapturedTable describe(Connection session, String table) throws SQLException {
    try (var statement = session.createStatement();
        var row = statement.executeQuery("SELECT '" + table + "'::regclass::oid::int8")) {
      row.next();
      return new SourceCatalog(session).describe((int) row.getLong(1));
    }
  }

  @Test
  void refusesAServerWithoutLogicalWal() throws IOException, SQLException {
    try (PostgresServer replica =
            PostgresServer.start(15, Map.of("wal_level", "replica", "fsync", "off"));
        Connection session = replica.connect("postgres")) {
      SourceException refused = refused(Code.WAL_LEVEL, () -> ReplicationSlot.checkServer(session));
      assertTrue(refused.hint().contains("wal_level = logical"));
    }
  }

  @Test
  void namesTheReasonWhenItCannotConnect() throws SQLException, IOException {
    run(
        "postgres",
        "CREATE ROLE locked LOGIN PASSWORD 's3cret'",
        "CREATE TABLE hba (n serial, line text)",
        "DO $$ BEGIN EXECUTE format('COPY hba (line) FROM %L WITH (FORMAT csv, DELIMITER E''\\x01'', QUOTE E''\\x02'')', current_setting('hba_file')); END $$",
        "INSERT INTO hba VALUES (0, 'host all locked all scram-sha-256')",
        "DO $$ BEGIN EXECUTE format('COPY (SELECT line FROM hba ORDER BY n) TO %L WITH (FORMAT csv, DELIMITER E''\\x01'', QUOTE E''\\x02'')', current_setting('hba_file')); END $$",
        "SELECT pg_reload_conf()");
    // The postmaster takes the new rules when it has seen the signal.
    refused(
        Code.LOGIN_REFUSED,
        () -> {
          while (true) {
            as("locked", "wrong s3cret", "postgres").connect("test").close();
          }
        });
    refused(Code.UNREACHABLE, () -> as("postgres", "s3cret", "nowhere").connect("test"));
    int freePort;
    try (ServerSocket socket = new ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }
    Properties properties = new Properties();
    properties.setProperty("password", "s3cret");
    Database down = new Database("jdbc:postgresql://localhost:" + freePort + "/x", properties);
    assertTrue(refused(Code.UNREACHABLE, () -> down.connect("test")).isTransient());
    assertEquals("localhost:" + freePort + "/x", down.toString());
  }

  @Test
  void refusesAUserWithoutThePrivileges() throws SQLException {
    String database = freshDatabase();
    run(
        database,
        "CREATE ROLE plain LOGIN PASSWORD 's3cret'",
        "CREATE ROLE \"Streamer\" LOGIN REPLICATION PASSWORD 's3cret'",
        "CREATE TABLE t (id int PRIMARY KEY)");
    try (Connection session = as("plain", "s3cret", database).connect("test")) {
      assertTrue(
          refused(Code.NO_REPLICATION_PRIVILEGE, () -> ReplicationSlot.checkServer(session))
              .hint()
              .contains("ALTER ROLE \"plain\" REPLICATION"));
    }
    refused(Code.NO_REPLICATION_PRIVILEGE, () -> Snapshot.take(as("plain", "s3cret", database)));
    try (Connection owner = server.connect(database);
        Connection session = as("Streamer", "s3cret", database).connect("test")) {
      ReplicationSlot.checkServer(session);
      refused(Code.NO_SELECT_PRIVILEGE, () -> describe(session, "t"));
      CapturedTable table = describe(owner, "t");
      Publication publication = new Publication("p");
      refused(Code.NO_PUBLICATION_PRIVILEGE, () -> publication.ensure(session));
      publication.ensure(owner);
      assertTrue(
          refused(Code.NO_PUBLICATION_PRIVILEGE, () -> publication.cover(session, List.of(table)))
              .hint()
              .contains("\"public\".\"t\""));
    }
  }

  @Test
  void refusesTablesWhoseChangesItCouldNotFollow() throws SQLException {
    String database = freshDatabase();
    run(
        database,
        "CREATE TABLE \"no key\" (id int)",
        "CREATE TABLE nothing (id int PRIMARY KEY)",
        "ALTER TABLE nothing REPLICA IDENTITY NOTHING",
        "CREATE TABLE late (id int PRIMARY KEY DEFERRABLE)",
        "CREATE VIEW v AS SELECT 1",
        "CREATE UNLOGGED TABLE unlogged (id int PRIMARY KEY)",
        "CREATE TABLE parent (id int PRIMARY KEY)",
        "CREATE TABLE child () INHERITS (parent)",
        "CREATE TABLE generated (id int, d int GENERATED ALWAYS AS (id * 2) STORED PRIMARY KEY)",
        "CREATE TABLE whole (id int, d int GENERATED ALWAYS AS (id * 2) STORED)",
        "ALTER TABLE whole REPLICA IDENTITY FULL",
        "CREATE TYPE deep AS (a int, acls aclitem[])",
        "CREATE TABLE unsendable (id int PRIMARY KEY, x deep)",
        "CREATE TABLE hidden (id int PRIMARY KEY)",
        "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY",
        "CREATE ROLE reader_" + database + " LOGIN PASSWORD 's3cret'",
        "GRANT SELECT ON hidden TO reader_" + database,
        "CREATE TABLE gone (id int PRIMARY KEY)");
    try (Connection session = server.connect(database)) {
      for (String table : List.of("\"no key\"", "nothing", "late")) {
        assertTrue(
            refused(Code.NO_REPLICA_IDENTITY, () -> describe(session, table))
                .hint()
                .contains("REPLICA IDENTITY FULL"));
      }
      for (String table : List.of("v", "unlogged", "parent", "pg_class")) {
        refused(Code.NOT_A_TABLE, () -> describe(session, table));
      }
      refused(Code.GENERATED_COLUMN, () -> describe(session, "generated"));
      refused(Code.GENERATED_COLUMN, () -> describe(session, "whole"));
      refused(Code.UNSENDABLE_TYPE, () -> describe(session, "unsendable"));
      int gone = describe(session, "gone").oid();
      run(database, "DROP TABLE gone");
      refused(Code.NOT_A_TABLE, () -> new SourceCatalog(session).describe(gone));
    }
    try (Connection session = as("reader_" + database, "s3cret", database).connect("test")) {
      assertTrue(
          refused(Code.NO_SELECT_PRIVILEGE, () -> describe(session, "hidden"))
              .getMessage()
              .contains("Row-level security"));
    }
  }

  @Test
  void refusesAPublicationThatLeavesChangesOut() throws SQLException {
    String database = freshDatabase();
    run(
        database,
        "CREATE TABLE t (id int PRIMARY KEY, v text)",
        "CREATE TABLE root (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE leaf PARTITION OF root DEFAULT",
        "CREATE PUBLICATION inserts WITH (publish = 'insert', publish_via_partition_root = true)",
        "CREATE PUBLICATION leaves",
        "CREATE PUBLICATION filtered FOR TABLE t WHERE (id > 5) WITH (publish_via_partition_root = true)",
        "CREATE PUBLICATION narrow FOR TABLE t (id) WITH (publish_via_partition_root = true)");
    try (Connection session = server.connect(database)) {
      CapturedTable table = describe(session, "t");
      for (String name : List.of("inserts", "leaves", "filtered", "narrow")) {
        SourceException refused =
            refused(
                Code.PUBLICATION_UNSUITABLE,
                () -> new Publication(name).cover(session, List.of(table)));
        assertTrue(refused.getMessage().contains("'" + name + "'"));
      }
      Publication publication = new Publication("good \"one\"");
      publication.cover(session, List.of(table, describe(session, "root")));
      refused(Code.NOT_A_TABLE, () -> describe(session, "leaf"));
    }
  }

  @Test
  void refusesASlotThatIsInUseOrNotItsOwn() throws SQLException, IOException {
    try (StreamedDatabase db = new StreamedDatabase(server, "inuse")) {
      db.execute("CREATE TABLE t (id int PRIMARY KEY)");
      db.capture("t");
      db.catchUp();
      SourceException refused = refused(Code.SLOT_IN_USE, () -> db.slot.ensure(db.sql));
      String pid =
          db.one("SELECT active_pid FROM pg_replication_slots WHERE slot_name = 'slot_inuse'");
      assertTrue(refused.getMessage().contains(pid + " (reader_inuse)"), refused.getMessage());
      assertTrue(refused.isTransient());
      try (Connection elsewhere = server.connect("postgres")) {
        refused(Code.SLOT_FOREIGN, () -> db.slot.ensure(elsewhere));
        run("postgres", "SELECT pg_create_logical_replication_slot('decoder', 'test_decoding')");
        refused(Code.SLOT_FOREIGN, () -> new ReplicationSlot("decoder").ensure(elsewhere));
        run("postgres", "SELECT pg_drop_replication_slot('decoder')");
      }
      db.reader.close();
      dropWhenFree("slot_inuse");
    }
  }

  @Test
  void reportsThatNoSlotOrSenderIsFree() throws SQLException {
    String database = freshDatabase();
    List<AutoCloseable> taken = new ArrayList<>();
    try (Connection session = server.connect(database)) {
      for (int i = 0; i < SLOTS; i++) {
        run("postgres", "SELECT pg_create_physical_replication_slot('taken" + i + "')");
      }
      assertTrue(
          refused(Code.NO_FREE_SLOT, () -> new ReplicationSlot("mine").ensure(session))
              .hint()
              .contains("max_replication_slots"));
      Database source = as("postgres", "postgres", database);
      refused(Code.NO_FREE_SLOT, () -> Snapshot.take(source));
      assertTrue(
          refused(
                  Code.NO_FREE_SENDER,
                  () -> {
                    for (int i = 0; i <= SENDERS; i++) {
                      taken.add(source.connectForReplication("taken"));
                    }
                  })
              .isTransient());
    } finally {
      for (AutoCloseable connection : taken) {
        assertCloses(connection);
      }
      for (int i = 0; i < SLOTS; i++) {
        run("postgres", "SELECT pg_drop_replication_slot('taken" + i + "')");
      }
    }
  }

  @Test
  void reportsASlotThatLostItsWal() throws SQLException, IOException {
    try (StreamedDatabase db = new StreamedDatabase(server, "lost")) {
      db.execute("CREATE TABLE t (id int PRIMARY KEY)");
      db.capture("t");
      db.catchUp();
      db.reader.close();
      db.await("the slot to be free", () -> status("active").equals("f"));
      db.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
      try {
        db.await(
            "the slot to be lost",
            () -> {
              try {
                db.execute(
                    "INSERT INTO t SELECT coalesce(max(id), 0) + 1 FROM t",
                    "SELECT pg_switch_wal()",
                    "CHECKPOINT");
              } catch (SQLException failed) {
                throw new AssertionError(failed);
              }
              return status("wal_status").equals("lost");
            });
        assertTrue(
            refused(Code.SLOT_LOST, () -> db.slot.ensure(db.sql))
                .getMessage()
                .contains("wal_removed"));
        WalReader reader = db.newReader(db.store);
        db.tables.forEach((name, table) -> reader.capture(table, db.logs.get(name)));
        reader.start();
        assertEquals(
            Code.SLOT_LOST,
            db.failure.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join().code());
        reader.close();
      } finally {
        db.execute("ALTER SYSTEM RESET max_slot_wal_keep_size", "SELECT pg_reload_conf()");
        dropWhenFree("slot_lost");
      }
    }
  }

  private static String status(String column) {
    try (Connection session = server.connect("postgres");
        var statement = session.createStatement();
        var row =
            statement.executeQuery(
                "SELECT %s FROM pg_replication_slots WHERE slot_name = 'slot_lost'"
                    .formatted(column))) {
      row.next();
      return row.getString(1);
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  private static void dropWhenFree(String slot) throws SQLException {
    run(
        "postgres",
        """
        DO $$ BEGIN
          PERFORM pg_terminate_backend(active_pid, 10000) FROM pg_replication_slots WHERE slot_name = '%1$s' AND active;
          PERFORM pg_drop_replication_slot('%1$s');
        END $$\
        """
            .formatted(slot));
  }

  private static void assertCloses(AutoCloseable connection) {
    try {
      connection.close();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }
}
