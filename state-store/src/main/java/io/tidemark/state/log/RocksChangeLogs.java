package io.tidemark.state.log;

import io.tidemark.state.Identifiers;
import io.tidemark.state.Lsn;
import io.tidemark.state.Storage;
import io.tidemark.state.Storage.Family;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** All change logs over one RocksDB. */
public final class RocksChangeLogs implements ChangeLogs {

  /** Changes of a transaction that are held before they are written ahead of its commit. */
  static final long UNWRITTEN_BYTES_MAX = 8L << 20;

  private static final byte[] END = "end".getBytes(StandardCharsets.UTF_8);
  private static final String SOURCE_PREFIX = "source/";

  private final Storage storage;
  private final RowMemory memory;
  private final Map<String, StoredChangeLog> open = new LinkedHashMap<>();
  private volatile long end;
  private @Nullable StoredTransaction running; // the reader's thread's

  /** Opens every log there is, and takes back what a transaction without a commit left in it. */
  public RocksChangeLogs(Storage storage, long rowStoreBytes) {
    this.storage = storage;
    this.memory = new RowMemory(rowStoreBytes);
    byte[] stored = storage.get(Family.META, END);
    this.end = stored == null ? Lsn.NONE : (long) Bytes.LONG.get(stored, 0);
    for (String source : sources()) {
      int id = Identifiers.of(storage, SOURCE_PREFIX + source);
      byte[] keys = storage.get(Family.META, keysKey(id));
      if (keys != null) { // else a crash came between its name and its columns
        int[] columns = new int[keys.length / Integer.BYTES];
        for (int i = 0; i < columns.length; i++) {
          columns[i] = (int) Bytes.INT.get(keys, i * Integer.BYTES);
        }
        StoredChangeLog log = new StoredChangeLog(storage, this, source, id, columns, memory);
        log.undoFrom(end);
        open.put(source, log);
      }
    }
  }

  @Override
  public synchronized ChangeLog open(String source, int[] keyColumns) {
    StoredChangeLog log = open.get(source);
    if (log != null) {
      log.requireKeyColumns(keyColumns);
      return log;
    }
    int id = Identifiers.of(storage, SOURCE_PREFIX + source);
    byte[] keys = new byte[keyColumns.length * Integer.BYTES];
    for (int i = 0; i < keyColumns.length; i++) {
      Bytes.INT.set(keys, i * Integer.BYTES, keyColumns[i]);
    }
    put(keysKey(id), keys);
    log = new StoredChangeLog(storage, this, source, id, keyColumns, memory);
    open.put(source, log);
    return log;
  }

  private static byte[] keysKey(int id) {
    return ("keys/" + id).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public final synchronized List<String> sources() {
    List<String> sources = new ArrayList<>();
    byte[] from = SOURCE_PREFIX.getBytes(StandardCharsets.UTF_8);
    try (Storage.Scan scan =
        storage.scan(Family.META, from, "source0".getBytes(StandardCharsets.UTF_8))) {
      for (scan.iterator().seekToFirst(); scan.iterator().isValid(); scan.iterator().next()) {
        sources.add(
            new String(scan.iterator().key(), StandardCharsets.UTF_8)
                .substring(SOURCE_PREFIX.length()));
      }
    }
    return sources;
  }

  @Override
  public synchronized void drop(String source) {
    StoredChangeLog log = open.remove(source);
    if (log == null) {
      return;
    }
    log.drop();
    int id = log.id();
    try (WriteBatch batch = new WriteBatch()) {
      for (String key :
          List.of(SOURCE_PREFIX + source, "keys/" + id, "start/" + id, "loaded/" + id)) {
        batch.delete(storage.family(Family.META), key.getBytes(StandardCharsets.UTF_8));
      }
      storage.write(batch);
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public void advance(long endLsn) {
    if (Long.compareUnsigned(endLsn, end) > 0) {
      byte[] value = new byte[Long.BYTES];
      Bytes.LONG.set(value, 0, endLsn);
      put(END, value);
      end = endLsn;
    }
  }

  /** Bytes that the row stores hold in memory. */
  public long memoryBytes() {
    return memory.used();
  }

  void keepWithinLimit() {
    memory.keepWithinLimit();
  }

  /** Writes the running transaction's changes, so that a scan sees them. */
  void writeRunning() {
    if (running != null) {
      running.write();
    }
  }

  /** Ends the running transaction without its changes; the next opening undoes them. */
  public void close() {
    if (running != null) {
      running.batch.close();
    }
  }

  private void put(byte[] key, byte[] value) {
    try (WriteBatch batch = new WriteBatch()) {
      batch.put(storage.family(Family.META), key, value);
      storage.write(batch);
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
  }

  @Override
  public Transaction begin(long commitLsn) {
    if (running != null) {
      throw new IllegalStateException(
          "the transaction at %s is not finished".formatted(Lsn.format(running.commitLsn)));
    }
    if (Long.compareUnsigned(commitLsn, end) < 0) {
      throw new IllegalArgumentException(
          "the transaction at %s is in the logs, which end at %s"
              .formatted(Lsn.format(commitLsn), Lsn.format(end)));
    }
    running = new StoredTransaction(commitLsn);
    return running;
  }

  private final class StoredTransaction implements Transaction {
    private final long commitLsn;
    private final WriteBatch batch = new WriteBatch();
    private final List<StoredChangeLog> touched = new ArrayList<>(1);
    private int sequence;

    StoredTransaction(long commitLsn) {
      this.commitLsn = commitLsn;
    }

    @Override
    public long commitLsn() {
      return commitLsn;
    }

    @Override
    public void insert(ChangeLog log, Row after) {
      append(log, null, after);
    }

    @Override
    public void update(ChangeLog log, Row before, Row after) {
      append(log, before, after);
    }

    @Override
    public void delete(ChangeLog log, Row before) {
      append(log, before, null);
    }

    @SuppressWarnings("ReferenceEquality") // the one that runs, not one like it
    private void requireRunning() {
      if (running != this) {
        throw new IllegalStateException(
            "the transaction at %s is finished".formatted(Lsn.format(commitLsn)));
      }
    }

    private void append(ChangeLog to, @Nullable Row before, @Nullable Row after) {
      requireRunning();
      StoredChangeLog log = (StoredChangeLog) to;
      if (!log.accepts(commitLsn)) {
        return;
      }
      if (!touched.contains(log)) {
        touched.add(log);
      }
      log.append(batch, commitLsn, sequence++, before, after);
      if (batch.getDataSize() > UNWRITTEN_BYTES_MAX) {
        write();
      }
    }

    void write() {
      storage.write(batch);
      batch.clear();
      written();
    }

    private void written() {
      touched.forEach(StoredChangeLog::written);
      memory.keepWithinLimit();
    }

    @Override
    public void abort() {
      requireRunning();
      running = null;
      batch.close();
      touched.forEach(StoredChangeLog::forgetUnwritten);
      touched.forEach(log -> log.undoFrom(commitLsn));
    }

    @Override
    public void commit(long endLsn) {
      requireRunning();
      byte[] value = new byte[Long.BYTES];
      Bytes.LONG.set(value, 0, Lsn.max(end, endLsn));
      try {
        batch.put(storage.family(Family.META), END, value);
        storage.write(batch); // if this fails, the transaction runs on and can be aborted
      } catch (RocksDBException failure) {
        throw storage.failed("write to", failure);
      }
      end = Lsn.max(end, endLsn);
      running = null;
      batch.close();
      written();
    }
  }
}
