package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.fixture.PostgresServer;
import io.tidemark.state.CircuitState;
import io.tidemark.state.Lsn;
import io.tidemark.state.StateStore;
import io.tidemark.state.log.ChangeLogs;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nothing is lost or doubled when the connection, the server or the reader ends at some instant.
 */
class ReconnectTest {

  private static PostgresServer server;

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.start(18, Map.of("fsync", "off"));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static StreamedDatabase streaming(String name) throws SQLException, IOException {
    StreamedDatabase db = new StreamedDatabase(server, name);
    db.execute(
        "CREATE TABLE t (id int PRIMARY KEY, v text, n int)",
        "INSERT INTO t SELECT g, 'v', 0 FROM generate_series(1, 500) g");
    db.capture("t");
    return db;
  }

  @Test
  void goesOnAfterItsWalsenderWasTerminated() throws SQLException, IOException {
    try (StreamedDatabase db = streaming("terminated")) {
      try (Writers writers = new Writers(server, db.name, 2)) {
        for (int i = 0; i < 5; i++) {
          writers.awaitCommits(50);
          db.await("the stream", () -> db.reader.isConnected());
          db.one(
              "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_replication WHERE application_name = 'reader_terminated'");
        }
      }
      db.assertExact();
      assertEquals(db.ends.stream().sorted(Long::compareUnsigned).toList(), db.ends);
    }
  }

  @Test
  void goesOnAfterTheServerCrashed() throws SQLException, IOException {
    StreamedDatabase db = streaming("crashed");
    try (Writers writers = new Writers(server, db.name, 2)) {
      for (int i = 0; i < 2; i++) {
        writers.awaitCommits(100);
        server.crashAndRestart();
      }
      writers.awaitCommits(100);
    }
    db.sql.close();
    StreamedDatabase again = db.withNewSession();
    again.assertExact();
    again.close();
  }

  @Test
  void goesOnFromItsLogsAfterARestartOfItsOwn() throws SQLException, IOException {
    try (StreamedDatabase db = streaming("restarted")) {
      try (Writers writers = new Writers(server, db.name, 2)) {
        for (int i = 0; i < 3; i++) {
          writers.awaitCommits(100);
          db.restart();
        }
        writers.awaitCommits(100);
      }
      db.assertExact();
    }
  }

  @Test
  void acknowledgesNothingThatIsNotDurable() throws SQLException, IOException {
    try (StreamedDatabase db = new StreamedDatabase(server, "acknowledged")) {
      HeldStore held = new HeldStore(db.store);
      db.store = held;
      db.execute("CREATE TABLE t (id int PRIMARY KEY, v text, n int)");
      db.capture("t");
      long before = confirmed(db);
      db.execute("INSERT INTO t VALUES (-1, 'appended, not durable', 0)");
      db.catchUp();
      long appended = db.end();
      // A status that was sent after it was appended says that it was received, and not that it is
      // durable. Statuses ride on messages, hence the writes.
      db.await(
          "a status update",
          () ->
              lsn(
                          db,
                          "INSERT INTO t SELECT max(id) + 1 FROM t",
                          "SELECT coalesce(write_lsn, '0/0') FROM pg_stat_replication WHERE application_name = 'reader_acknowledged'")
                      - appended
                  >= 0);
      assertEquals(before, confirmed(db));
      held.release.countDown();
      db.await(
          "the acknowledgement",
          () -> lsn(db, null, CONFIRMED.formatted(db.slot.name())) >= appended);
      assertTrue(confirmed(db) - held.covered <= 0);
      db.assertExact();
    }
  }

  @Test
  void closesWhilePaused() throws SQLException, IOException {
    try (StreamedDatabase db = streaming("paused")) {
      db.catchUp();
      db.reader.pause();
      db.execute("INSERT INTO t VALUES (-5, 'held', 1)");
      db.reader.close(); // must return
      assertEquals(0, db.broken.size());
    }
  }

  @Test
  void stopsWithAClearErrorWhenItsSlotIsGoneOrHasSkippedChanges() throws SQLException, IOException {
    try (StreamedDatabase db = streaming("skipped")) {
      db.catchUp();
      db.reader.close();
      db.execute("INSERT INTO t VALUES (-1, 'skipped by somebody', 0)");
      db.one("SELECT pg_replication_slot_advance('slot_skipped', pg_current_wal_lsn())::text");
      assertEquals(SourceException.Code.SLOT_LOST, failureOfANewReader(db).code());
      db.one("SELECT pg_drop_replication_slot('slot_skipped')::text");
      SourceException gone = failureOfANewReader(db);
      assertEquals(SourceException.Code.SLOT_LOST, gone.code());
      assertTrue(gone.getMessage().contains("does not exist"));
    }
  }

  private static SourceException failureOfANewReader(StreamedDatabase db) {
    var failure = new java.util.concurrent.CompletableFuture<SourceException>();
    var listener =
        new WalReader.Listener() {
          @Override
          public void advanced(long end) {}

          @Override
          public void barrier(long lsn) {}

          @Override
          public void sourceBroken(CapturedTable table, SourceException reason) {}

          @Override
          public void truncated(CapturedTable table) {}

          @Override
          public void failed(SourceException reason) {
            failure.complete(reason);
          }
        };
    try (WalReader reader =
        new WalReader(db.database(), db.slot, db.publication, db.store, listener, "again")) {
      db.tables.forEach((name, table) -> reader.capture(table, db.logs.get(name)));
      reader.start();
      return failure.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join();
    }
  }

  private static final String CONFIRMED =
      "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '%s'";

  private static long confirmed(StreamedDatabase db) throws SQLException {
    return Lsn.parse(db.one(CONFIRMED.formatted(db.slot.name())));
  }

  private static long lsn(StreamedDatabase db, String first, String query) {
    try {
      if (first != null) {
        db.execute(first);
      }
      return Lsn.parse(db.one(query));
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  /** A store whose syncs wait until they are released. */
  private static final class HeldStore implements StateStore {
    private final StateStore store;
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile long covered = Lsn.NONE;

    HeldStore(StateStore store) {
      this.store = store;
    }

    @Override
    public long sync() {
      try {
        release.await();
      } catch (InterruptedException stopped) {
        return Lsn.NONE;
      }
      covered = store.sync();
      return covered;
    }

    @Override
    public ChangeLogs logs() {
      return store.logs();
    }

    @Override
    public CircuitState circuit(String name) {
      return store.circuit(name);
    }

    @Override
    public List<String> circuits() {
      return store.circuits();
    }

    @Override
    public void dropCircuit(String name) {
      store.dropCircuit(name);
    }

    @Override
    public Optional<String> note(String name) {
      return store.note(name);
    }

    @Override
    public void note(String name, String text) {
      store.note(name, text);
    }

    @Override
    public long diskBytes() {
      return store.diskBytes();
    }

    @Override
    public long memoryBytes() {
      return store.memoryBytes();
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
