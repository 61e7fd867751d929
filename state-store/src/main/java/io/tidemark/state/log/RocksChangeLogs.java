package io.tidemark.state.log;

import io.tidemark.state.Identifiers;
import io.tidemark.state.Lsn;
import io.tidemark.state.Storage;
import io.tidemark.state.Storage.Family;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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
  private final long rowStoreLimit;
  private final AtomicLong rowStoreMemory = new AtomicLong();
  private final Map<String, StoredChangeLog> open = new LinkedHashMap<>();
  private volatile long end;

  public RocksChangeLogs(Storage storage, long rowStoreBytes) {
    this.storage = storage;
    this.rowStoreLimit = rowStoreBytes;
    byte[] stored = storage.get(Family.META, END);
    this.end = stored == null ? Lsn.NONE : (long) Bytes.LONG.get(stored, 0);
  }

  @Override
  public synchronized ChangeLog open(String source, int[] keyColumns) {
    StoredChangeLog log = open.get(source);
    if (log != null) {
      return log;
    }
    int id = Identifiers.of(storage, SOURCE_PREFIX + source);
    byte[] keysKey = ("keys/" + id).getBytes(StandardCharsets.UTF_8);
    byte[] keys = Arrays.toString(keyColumns).getBytes(StandardCharsets.UTF_8);
    byte[] storedKeys = storage.get(Family.META, keysKey);
    if (storedKeys != null && !Arrays.equals(storedKeys, keys)) {
      throw new IllegalArgumentException(
          "the log of %s has key columns %s, not %s"
              .formatted(
                  source,
                  new String(storedKeys, StandardCharsets.UTF_8),
                  Arrays.toString(keyColumns)));
    }
    put(keysKey, keys);
    log = new StoredChangeLog(storage, this, source, id, keyColumns, rowStoreMemory, rowStoreLimit);
    log.undoFrom(end);
    open.put(source, log);
    return log;
  }

  @Override
  public synchronized List<String> sources() {
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
    int id = Identifiers.of(storage, SOURCE_PREFIX + source);
    if (log == null) {
      log =
          new StoredChangeLog(storage, this, source, id, new int[0], rowStoreMemory, rowStoreLimit);
      byte[] from = new byte[4];
      Bytes.INT.set(from, 0, id);
      byte[] to = new byte[4];
      Bytes.INT.set(to, 0, id + 1);
      storage.deleteRange(Family.ROW, from, to);
    }
    log.drop();
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
    return rowStoreMemory.get();
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
    return new StoredTransaction(commitLsn);
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

    private void append(ChangeLog to, @Nullable Row before, @Nullable Row after) {
      StoredChangeLog log = (StoredChangeLog) to;
      if (!log.accepts(commitLsn)) {
        return;
      }
      log.append(batch, commitLsn, sequence++, before, after);
      if (!touched.contains(log)) {
        touched.add(log);
      }
      if (batch.getDataSize() > UNWRITTEN_BYTES_MAX) {
        storage.write(batch);
        batch.clear();
        touched.forEach(StoredChangeLog::written);
      }
    }

    @Override
    public void abort() {
      try (batch) {
        storage.write(batch); // then the log knows every change, and undoes it as after a crash
      }
      touched.forEach(log -> log.undoFrom(commitLsn));
    }

    @Override
    public void commit(long endLsn) {
      byte[] value = new byte[Long.BYTES];
      Bytes.LONG.set(value, 0, endLsn);
      try (batch) {
        batch.put(storage.family(Family.META), END, value);
        storage.write(batch);
      } catch (RocksDBException failure) {
        throw storage.failed("write to", failure);
      }
      touched.forEach(StoredChangeLog::written);
      end = Lsn.max(end, endLsn);
    }
  }
}
