package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.fixture.PostgresServer;
import io.tidemark.state.Lsn;
import io.tidemark.state.row.Row;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Loaded rows and streamed changes are together what PostgreSQL holds. */
@ParameterizedClass
@ValueSource(ints = {15, 18})
class WalReaderTest {

  private static final Map<Integer, PostgresServer> servers = new HashMap<>();
  private static int databases;

  private StreamedDatabase db;

  WalReaderTest(int major) throws IOException, SQLException {

    PostgresServer server = servers.get(major);
    if (server == null) {
      server = PostgresServer.start(major, Map.of("fsync", "off"));
      servers.put(major, server);
    }
    db = new StreamedDatabase(server, "stream" + ++databases);
  }

  @AfterEach
  void close() throws SQLException, IOException {
    db.close();
  }

  @AfterAll
  static void stop() throws IOException {
    for (PostgresServer server : servers.values()) {
      server.close();
    }
    servers.clear();
  }

  @Test
  void carriesEveryOperationOnMixedTables() throws SQLException {
    db.execute(
        "CREATE TYPE mood AS ENUM ('ok', 'sad')",
        "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
        "CREATE TYPE pair AS (a int, b text)",
        """
        CREATE TABLE "Odd ""name" (a int, "B" text, n numeric, ts timestamptz, d date, f float8, j jsonb,
          u uuid, arr int[], iv interval, by bytea, m mood, p positive, pr pair, r int4range, x xml, PRIMARY KEY (a, d))\
        """,
        "CREATE TABLE plain (id bigint PRIMARY KEY, v text)",
        """
        INSERT INTO "Odd ""name" VALUES
          (1, 'ä€😀', 1.50, now(), '2020-02-29', 'NaN', '{"a":1}', gen_random_uuid(), '{1,NULL,3}', '1 mon 2 days', '\\x00ff', 'sad', 3, (1,'x'), '[1,5)', '<a/>')\
        """);
    db.capture("\"Odd \"\"name\"", "plain");
    db.transaction(
        "INSERT INTO \"Odd \"\"name\" (a, d) VALUES (2, 'infinity')",
        "INSERT INTO plain SELECT g, 'v' || g FROM generate_series(1, 10) g",
        "UPDATE \"Odd \"\"name\" SET \"B\" = NULL, n = 'NaN', m = 'ok', pr = ROW(2, NULL) WHERE a = 1",
        "UPDATE plain SET id = id + 100 WHERE id <= 3",
        "DELETE FROM plain WHERE id IN (4, 101)",
        "INSERT INTO plain VALUES (4, ''), (5000, NULL)");
    db.transaction(
        "UPDATE \"Odd \"\"name\" SET a = 7, d = '1999-01-01' WHERE a = 2",
        "UPDATE plain SET id = -id",
        "UPDATE plain SET id = -id, v = 'again'",
        "DELETE FROM plain WHERE id = 6");
    db.assertExact();
    assertEquals(9, db.streamed("plain").size());
    assertEquals(2, db.streamed("\"Odd \"\"name\"").size());
  }

  @Test
  void fillsUnchangedToastedValuesFromTheOldRow() throws SQLException {
    db.execute(
        "CREATE TABLE doc (id text PRIMARY KEY, body text, n int)",
        "ALTER TABLE doc ALTER body SET STORAGE EXTERNAL, ALTER id SET STORAGE EXTERNAL",
        "CREATE TABLE doc_full (LIKE doc INCLUDING ALL)",
        "ALTER TABLE doc_full REPLICA IDENTITY FULL",
        "INSERT INTO doc SELECT g, repeat(g::text, 20000), g FROM generate_series(1, 5) g",
        "INSERT INTO doc VALUES (repeat('k', 2500), repeat('b', 9000), 0)",
        "INSERT INTO doc_full SELECT * FROM doc");
    db.capture("doc", "doc_full");
    for (String table : List.of("doc", "doc_full")) {
      db.execute(
          "UPDATE " + table + " SET n = n + 1",
          "UPDATE " + table + " SET id = id || 'x', n = 0 WHERE n = 3",
          "UPDATE " + table + " SET body = repeat('z', 30000) WHERE n = 2");
      db.transaction(
          "INSERT INTO " + table + " VALUES ('new', repeat('n', 50000), 1)",
          "UPDATE " + table + " SET n = 2 WHERE id = 'new'",
          "UPDATE " + table + " SET n = 3 WHERE id = 'new'",
          "DELETE FROM " + table + " WHERE n = 5");
    }
    db.assertExact();
  }

  @Test
  void identifiesRowsByTheReplicaIdentityAndNoOtherColumn() throws SQLException {
    db.execute(
        "CREATE TABLE including (v text, id int, extra int, PRIMARY KEY (id) INCLUDE (extra))",
        "CREATE TABLE by_index (v text, code text NOT NULL, n int NOT NULL)",
        "CREATE UNIQUE INDEX code_n ON by_index (n, code)",
        "ALTER TABLE by_index REPLICA IDENTITY USING INDEX code_n",
        "CREATE TABLE duplicates (a int, b text)",
        "ALTER TABLE duplicates REPLICA IDENTITY FULL",
        "INSERT INTO including SELECT 'v', g, g FROM generate_series(1, 5) g",
        "INSERT INTO by_index SELECT 'v', g, g FROM generate_series(1, 5) g",
        "INSERT INTO duplicates SELECT 1, NULL FROM generate_series(1, 5)");
    db.capture("including", "by_index", "duplicates");
    assertEquals(1, db.tables.get("including").keyColumns().length);
    db.execute(
        "UPDATE including SET extra = extra + 1, v = 'w'",
        "UPDATE including SET id = 10 WHERE id = 1",
        "DELETE FROM including WHERE id = 2",
        "UPDATE by_index SET v = 'w'",
        "UPDATE by_index SET n = 9 WHERE n = 2",
        "DELETE FROM by_index WHERE n = 3",
        "DELETE FROM duplicates WHERE ctid = '(0,1)'",
        "UPDATE duplicates SET b = 'x' WHERE ctid = '(0,2)'",
        "INSERT INTO duplicates VALUES (1, NULL), (1, 'x')");
    db.assertExact();
    assertEquals(List.of(2L, 4L), db.actual("duplicates").values().stream().sorted().toList());
  }

  @Test
  void followsPartitionsUnderTheirRoot() throws SQLException {
    db.execute(
        "CREATE TABLE part (id int, region text, v text, PRIMARY KEY (id, region)) PARTITION BY LIST (region)",
        "CREATE TABLE part_n PARTITION OF part FOR VALUES IN ('n')",
        "CREATE TABLE part_s (v text, junk int, region text NOT NULL, id int NOT NULL, PRIMARY KEY (id, region))",
        "ALTER TABLE part_s DROP junk",
        "ALTER TABLE part ATTACH PARTITION part_s FOR VALUES IN ('s')",
        "INSERT INTO part VALUES (1, 'n', 'a'), (2, 's', 'b')");
    db.capture("part");
    db.execute(
        "INSERT INTO part VALUES (3, 'n', 'c'), (4, 's', 'd')",
        "INSERT INTO part_s (id, region, v) VALUES (5, 's', 'e')",
        "UPDATE part SET region = 's' WHERE id = 1",
        "UPDATE part_s SET v = 'f' WHERE id = 2",
        "DELETE FROM part WHERE id = 4");
    db.assertExact();
    db.execute("TRUNCATE part", "INSERT INTO part VALUES (9, 'n', 'z')");
    db.assertExact();
  }

  @Test
  void turnsTruncateIntoDeletesOfTheRowsItKnows() throws SQLException {
    db.execute(
        "CREATE TABLE t (id int PRIMARY KEY, v text)",
        "CREATE TABLE child (id int PRIMARY KEY REFERENCES t)",
        "INSERT INTO t SELECT g, 'v' FROM generate_series(1, 1000) g",
        "INSERT INTO child SELECT 5");
    db.capture("t", "child");
    db.transaction(
        "INSERT INTO t VALUES (5000, 'in the same transaction')",
        "DELETE FROM t WHERE id = 7",
        "UPDATE t SET v = 'w' WHERE id = 8",
        "TRUNCATE t CASCADE",
        "INSERT INTO t VALUES (8, 'after')");
    db.assertExact();
    assertEquals(1, db.actual("t").size());
    assertEquals(0, db.actual("child").size());
  }

  @Test
  void reportsATruncateOfRowsItDoesNotKnowAndForgetsTheSource() throws SQLException {
    db.execute(
        "CREATE TABLE t (id int)",
        "ALTER TABLE t REPLICA IDENTITY FULL",
        "CREATE TABLE other (id int PRIMARY KEY)",
        "INSERT INTO t VALUES (1)");
    db.capture("t", "other");
    db.execute("TRUNCATE t", "INSERT INTO other VALUES (1)", "INSERT INTO t VALUES (2)");
    db.catchUp();
    assertEquals(List.of("t"), db.truncated);
    assertFalse(db.logs.get("t").isLoaded());
    db.capture("t");
    db.execute("INSERT INTO t VALUES (3)");
    db.assertExact();
  }

  @Test
  void appendsATransactionOf200000RowsAtOnce() throws SQLException {
    db.execute(
        "CREATE TABLE t (id int PRIMARY KEY, v text)", "CREATE TABLE u (id int PRIMARY KEY)");
    db.capture("t", "u");
    db.transaction(
        "INSERT INTO t SELECT g, md5(g::text) FROM generate_series(1, 200000) g",
        "INSERT INTO u VALUES (1)",
        "UPDATE t SET v = 'x' WHERE id % 10 = 0",
        "DELETE FROM t WHERE id % 3 = 0");
    db.assertExact();
    assertEquals(133_334, db.streamed("t").size());
  }

  @Test
  void leavesOutWhatWasRolledBack() throws SQLException {
    db.execute("CREATE TABLE t (id int PRIMARY KEY)");
    db.capture("t");
    db.transaction(
        "INSERT INTO t VALUES (1)",
        "SAVEPOINT a",
        "INSERT INTO t SELECT generate_series(100, 5000)",
        "ROLLBACK TO a",
        "SAVEPOINT b",
        "INSERT INTO t VALUES (2)",
        "RELEASE b");
    db.sql.setAutoCommit(false);
    db.execute("INSERT INTO t VALUES (3)");
    db.sql.rollback();
    db.sql.setAutoCommit(true);
    db.assertExact();
    assertEquals(2, db.streamed("t").size());
  }

  @Test
  void keepsValuesWithoutABinaryFormAsText() throws SQLException {
    db.execute(
        "CREATE TABLE t (id int PRIMARY KEY, acl aclitem)",
        "INSERT INTO t VALUES (1, 'postgres=r/postgres')");
    db.capture("t");
    assertFalse(db.tables.get("t").columns().get(1).binary());
    db.execute(
        "INSERT INTO t VALUES (2, '=rw/postgres'), (3, NULL)",
        "UPDATE t SET acl = 'postgres=w/postgres' WHERE id = 1");
    db.assertExact();
    Row changed =
        db.streamed("t").keySet().stream().filter(r -> r.getInt(0) == 1).findFirst().orElseThrow();
    assertEquals("postgres=w/postgres", changed.getText(1));
  }

  @Test
  void goesOnWhenAColumnIsAddedAndStopsTheSourceWhenOneIsChanged() throws SQLException {
    db.execute(
        "CREATE TABLE t (id int PRIMARY KEY, v text)",
        "CREATE TABLE other (id int PRIMARY KEY, v text)",
        "INSERT INTO t VALUES (1, 'a')");
    db.capture("t", "other");
    db.execute(
        "ALTER TABLE t ADD COLUMN w int DEFAULT 5",
        "INSERT INTO t VALUES (2, 'b', 6)",
        "UPDATE t SET v = 'c', w = 7 WHERE id = 1");
    db.assertExact();
    db.execute("ALTER TABLE t ALTER v TYPE varchar(10)");
    db.transaction("INSERT INTO other VALUES (1, 'x')", "INSERT INTO t VALUES (3, 'd', 8)");
    db.execute("INSERT INTO other VALUES (2, 'y')", "DELETE FROM t WHERE id = 1");
    db.catchUp();
    assertEquals(1, db.broken.size());
    assertEquals(SourceException.Code.SCHEMA_CHANGED, db.broken.get(0).code());
    assertTrue(db.broken.get(0).getMessage().contains("column v has another type"));
    assertFalse(db.logs.get("t").isLoaded());
    assertEquals(db.actual("other"), db.streamed("other"));
  }

  @Test
  void takesTheShapeAtCaptureThoughTheStreamStillBringsAnOlderOne() throws SQLException {
    db.execute(
        "CREATE TABLE t (id int PRIMARY KEY, v text)", "CREATE TABLE first (id int PRIMARY KEY)");
    db.capture("first");
    db.publication.cover(db.sql, List.of(db.describe("t")));
    assertNotNull(db.reader);
    db.reader.pause();
    try {
      db.execute(
          "INSERT INTO t VALUES (1, 'old')",
          "ALTER TABLE t DROP COLUMN v, ADD COLUMN n numeric",
          "INSERT INTO t VALUES (2, 2.5)");
      db.capture("t");
    } finally {
      db.reader.resume();
    }
    db.execute("UPDATE t SET n = 1", "INSERT INTO t VALUES (3, 3)");
    db.assertExact();
  }

  @Test
  void capturesATableThatTheConnectionHasDescribedBefore() throws SQLException {
    db.execute("CREATE TABLE first (id int PRIMARY KEY)", "CREATE TABLE t (id int PRIMARY KEY)");
    db.capture("first");
    db.publication.cover(db.sql, List.of(db.describe("t")));
    db.execute("INSERT INTO t VALUES (1)"); // published, and not yet captured
    db.catchUp();
    db.capture("t");
    db.execute("INSERT INTO t VALUES (2)");
    db.assertExact();
  }

  @Test
  void saysThatThePublicationIsYoungerThanTheChanges() throws SQLException {
    db.execute("CREATE TABLE t (id int PRIMARY KEY)");
    db.slot.ensure(db.sql);
    db.execute("INSERT INTO t VALUES (1)"); // decoded, though no publication was there yet
    db.capture("t");
    if (db.server.major() >= 18) {
      db.assertExact(); // PostgreSQL 18 leaves out what a missing publication would have carried
    } else {
      SourceException failure = db.failure.orTimeout(60, TimeUnit.SECONDS).join();
      assertEquals(SourceException.Code.PUBLICATION_UNSUITABLE, failure.code());
    }
  }

  @Test
  void stopsASourceWhoseReplicaIdentityChanged() throws SQLException {
    db.execute(
        "CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL UNIQUE)",
        "INSERT INTO t VALUES (1, 10)");
    db.capture("t");
    db.execute("ALTER TABLE t REPLICA IDENTITY USING INDEX t_k_key", "UPDATE t SET k = 11");
    db.catchUp();
    assertEquals(SourceException.Code.SCHEMA_CHANGED, db.broken.get(0).code());
  }

  @Test
  void holdsTransactionsBackWhilePaused() throws SQLException {
    db.execute("CREATE TABLE t (id int PRIMARY KEY)");
    db.capture("t");
    db.catchUp();
    assertNotNull(db.reader);
    db.reader.pause();
    long held = db.end();
    db.execute("INSERT INTO t VALUES (1)");
    // The server has sent the insert when it has taken a later one's position for sent.
    String sent =
        "SELECT (sent_lsn >= '%s')::text FROM pg_stat_replication WHERE application_name = 'reader_%s'"
            .formatted(db.one("SELECT pg_current_wal_lsn()"), db.name);
    db.await("the server to have sent the insert", () -> sql(sent).equals("true"));
    assertEquals(held, db.end());
    db.reader.resume();
    db.assertExact();
  }

  @Test
  void advancesAndAcknowledgesWhileOnlyOtherTablesAreWritten() throws SQLException {
    db.execute("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE unpublished (id int)");
    db.capture("t");
    db.execute("INSERT INTO unpublished SELECT generate_series(1, 10000)");
    long now = Lsn.parse(db.one("SELECT pg_current_wal_lsn()"));
    db.await("the logs to pass WAL of other tables", () -> db.end() - now >= 0);
    db.execute("INSERT INTO t VALUES (1)");
    db.catchUp();
    long end = db.end();
    db.await("the acknowledgement of all that is durable", () -> confirmed() - end >= 0);
    assertEquals(db.ends.stream().sorted(Long::compareUnsigned).toList(), db.ends);
  }

  private long confirmed() {
    return Lsn.parse(
        sql(
            "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = 'slot_%s'"
                .formatted(db.name)));
  }

  private String sql(String query) {
    try {
      return db.one(query);
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }
}
