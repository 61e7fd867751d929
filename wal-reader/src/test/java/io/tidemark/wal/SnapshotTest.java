package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.fixture.PostgresServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A snapshot and the stream from its LSN on are the table, whoever writes meanwhile. */
class SnapshotTest {

  private static PostgresServer server;

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.start(18, Map.of("fsync", "off"));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void fitsTheStreamWhileOthersWrite() throws SQLException, IOException {
    try (StreamedDatabase db = new StreamedDatabase(server, "busy")) {
      db.execute(
          "CREATE TABLE t (id int PRIMARY KEY, v text, n int)",
          "CREATE TABLE first (id int PRIMARY KEY)",
          "ALTER TABLE t ALTER v SET STORAGE PLAIN",
          "ALTER DATABASE busy SET statement_timeout = '1s'",
          "INSERT INTO t SELECT g, repeat('x', 1500), 0 FROM generate_series(1, 45000) g",
          "VACUUM ANALYZE t");
      try (Writers writers = new Writers(server, db.name, 3)) {
        db.capture("first"); // the stream runs before t is loaded
        writers.awaitCommits(100);
        db.capture("t");
        writers.awaitCommits(100);
      }
      assertTrue(db.tables.get("t").pages() > 2 * 4096, "more than two ranges are copied");
      db.assertExact();
    }
  }

  @Test
  void reportsAFailureOfItsTakerAndEndsTheOtherCopies() throws SQLException, IOException {
    try (StreamedDatabase db = new StreamedDatabase(server, "failing")) {
      db.execute(
          "CREATE TABLE t (id int PRIMARY KEY, v text)",
          "INSERT INTO t SELECT g, 'v' FROM generate_series(1, 20000) g");
      CapturedTable table = db.describe("t");
      AtomicInteger batches = new AtomicInteger();
      try (Snapshot snapshot = Snapshot.take(db.database())) {
        IllegalStateException failure =
            assertThrows(
                IllegalStateException.class,
                () ->
                    snapshot.copy(
                        table,
                        2,
                        rows -> {
                          batches.incrementAndGet();
                          throw new IllegalStateException("full");
                        }));
        assertEquals("full", failure.getMessage());
      }
      assertEquals(1, batches.get());
    }
  }

  @Test
  void truncatesWhatDoesNotFitIntoMemory() throws SQLException, IOException {
    try (StreamedDatabase db = new StreamedDatabase(server, "small", 4L << 20)) {
      db.execute(
          "CREATE TABLE t (id int PRIMARY KEY, v text)",
          "INSERT INTO t SELECT g, repeat('v', 200) FROM generate_series(1, 20000) g");
      db.capture("t");
      db.transaction(
          "DELETE FROM t WHERE id <= 10",
          "INSERT INTO t VALUES (-1, 'new')",
          "UPDATE t SET v = 'changed' WHERE id BETWEEN 11 AND 20",
          "TRUNCATE t",
          "INSERT INTO t VALUES (12, 'after')");
      db.assertExact();
      assertEquals(1, db.streamed("t").size());
    }
  }
}
