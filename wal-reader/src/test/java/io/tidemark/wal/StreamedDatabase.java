package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidemark.fixture.PostgresServer;
import io.tidemark.state.Lsn;
import io.tidemark.state.StateStore;
import io.tidemark.state.log.ChangeLog;
import io.tidemark.state.row.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A database of its own whose tables are captured, loaded and streamed into a real state store, and
 * compared with what PostgreSQL holds.
 */
final class StreamedDatabase implements AutoCloseable, WalReader.Listener {

  private static final long PATIENCE_SECONDS = 60;

  final PostgresServer server;
  final String name;
  Connection sql;
  final Path directory;
  final Map<String, CapturedTable> tables = new LinkedHashMap<>();
  final Map<String, ChangeLog> logs = new HashMap<>();
  final List<Long> ends = new CopyOnWriteArrayList<>();
  final List<SourceException> broken = new CopyOnWriteArrayList<>();
  final List<String> truncated = new CopyOnWriteArrayList<>();
  final CompletableFuture<SourceException> failure = new CompletableFuture<>();
  final Publication publication;
  final ReplicationSlot slot;
  private final Map<String, Map<Row, Long>> loaded = new HashMap<>();
  private final Object arrival = new Object();
  StateStore store;
  @Nullable WalReader reader;

  StreamedDatabase(PostgresServer server, String name) throws SQLException, IOException {
    this(server, name, 256L << 20);
  }

  StreamedDatabase(PostgresServer server, String name, long memoryBytes)
      throws SQLException, IOException {
    this.server = server;
    this.name = name;
    server.createDatabase(name);
    this.sql = server.connect(name);
    this.directory = Files.createTempDirectory("tidemark-wal-");
    this.store = StateStore.open(directory, memoryBytes);
    this.publication = new Publication("tidemark");
    this.slot = new ReplicationSlot("slot_" + name);
  }

  Database database() {
    Properties properties = new Properties();
    properties.setProperty("user", PostgresServer.SUPERUSER);
    properties.setProperty("password", "postgres");
    return new Database(server.jdbcUrl(name), properties);
  }

  void execute(String... statements) throws SQLException {
    try (var statement = sql.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  /** Runs the statements as one transaction. */
  void transaction(String... statements) throws SQLException {
    sql.setAutoCommit(false);
    execute(statements);
    sql.commit();
    sql.setAutoCommit(true);
  }

  String one(String query) throws SQLException {
    try (Connection session = server.connect(name);
        var statement = session.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  CapturedTable describe(String table) throws SQLException {
    long oid = Long.parseLong(one("SELECT '" + table + "'::regclass::oid::int8"));
    return new SourceCatalog(sql).describe((int) oid);
  }

  /** Captures and loads tables, then streams, or goes on streaming. */
  void capture(String... names) throws SQLException {
    publication.ensure(sql);
    if (reader == null) {
      long from = slot.ensure(sql);
      if (store.logs().end() == Lsn.NONE) {
        store.logs().advance(from);
      }
    }
    for (String table : names) {
      tables.put(table, describe(table));
    }
    publication.cover(sql, tables.values());
    WalReader running = reader == null ? newReader(store) : reader;
    if (reader != null) {
      running.pause();
    }
    try (Snapshot snapshot = Snapshot.take(database())) {
      for (String table : names) {
        CapturedTable captured = tables.get(table);
        ChangeLog log = store.logs().open(captured.logName(), captured.keyColumns());
        Map<Row, Long> rows = new HashMap<>();
        snapshot.copy(
            captured,
            2,
            batch -> {
              log.load(batch.iterator());
              batch.forEach(row -> rows.merge(row, 1L, Long::sum));
            });
        log.loaded(snapshot.lsn());
        loaded.put(table, rows);
        logs.put(table, log);
        running.capture(captured, log);
      }
    } finally {
      if (reader != null) {
        running.resume();
      }
    }
    if (reader == null) {
      reader = running;
      running.start();
    }
  }

  WalReader newReader(StateStore into) {
    return new WalReader(database(), slot, publication, into, this, "reader_" + name);
  }

  /** Connects again after the server was restarted. */
  StreamedDatabase withNewSession() throws SQLException {
    sql = server.connect(name);
    return this;
  }

  /** Stops the reader and the store, and starts both again on what is on disk. */
  void restart() {
    reader.close();
    store.close();
    store = StateStore.open(directory, 256L << 20);
    reader = newReader(store);
    tables.forEach((table, captured) -> {
      ChangeLog log = store.logs().open(captured.logName(), captured.keyColumns());
      logs.put(table, log);
      reader.capture(captured, log);
    });
    reader.start();
  }

  /** Waits until everything that is committed now has been appended. */
  void catchUp() throws SQLException {
    long barrier = Lsn.parse(one("SELECT pg_logical_emit_message(true, 'tidemark', '')"));
    await("the barrier " + Lsn.format(barrier), () -> end() - barrier >= 0);
  }

  long end() {
    return store.logs().end();
  }

  /** Waits for a condition that a call of the listener may make true; looks again every 20 ms. */
  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (arrival) {
      while (!condition.getAsBoolean()) {
        if (failure.isDone()) {
          throw new AssertionError("waiting for " + what, failure.join());
        }
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              "waited in vain for " + what + "; the logs end at " + Lsn.format(end()));
        }
        try {
          arrival.wait(20);
        } catch (InterruptedException interrupted) {
          throw new AssertionError(interrupted);
        }
      }
    }
  }

  /** What was loaded and all changes since then; no row may have a weight of 0 or less. */
  Map<Row, Long> streamed(String table) {
    Map<Row, Long> rows = new HashMap<>(loaded.get(table));
    ChangeLog log = logs.get(table);
    log.read(
        log.start(),
        end(),
        10_000,
        batch ->
            batch.forEach((row, weight) ->
                rows.merge(row, weight, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b))));
    return rows;
  }

  /** What the row store holds; the reader must not be appending. */
  Map<Row, Long> rowStore(String table) {
    Map<Row, Long> rows = new HashMap<>();
    logs.get(table).currentRows().forEachRemaining(row -> rows.merge(row, 1L, Long::sum));
    return rows;
  }

  /** What PostgreSQL holds. */
  Map<Row, Long> actual(String table) throws SQLException {
    Map<Row, Long> rows = new HashMap<>();
    try (Snapshot snapshot = Snapshot.take(database())) {
      snapshot.copy(
          tables.get(table), 1, batch -> batch.forEach(row -> rows.merge(row, 1L, Long::sum)));
    }
    return rows;
  }

  /** Nobody must be writing. */
  void assertExact() throws SQLException {
    catchUp();
    for (String table : tables.keySet()) {
      Map<Row, Long> actual = actual(table);
      assertEquals(actual, streamed(table), table);
      if (logs.get(table).hasRowStore()) {
        assertEquals(actual, rowStore(table), "row store of " + table);
      }
    }
    assertNull(failure.getNow(null));
    assertEquals(List.of(), broken);
  }

  @Override
  public void advanced(long end) {
    ends.add(end);
    wake();
  }

  @Override
  public void barrier(long lsn) {
    wake();
  }

  @Override
  public void sourceBroken(CapturedTable table, SourceException reason) {
    broken.add(reason);
    wake();
  }

  @Override
  public void truncated(CapturedTable table) {
    truncated.add(table.name());
    wake();
  }

  @Override
  public void failed(SourceException reason) {
    failure.complete(reason);
    wake();
  }

  private void wake() {
    synchronized (arrival) {
      arrival.notifyAll();
    }
  }

  @Override
  public void close() throws SQLException, IOException {
    if (reader != null) {
      reader.close();
    }
    store.close();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    sql.close();
  }
}
