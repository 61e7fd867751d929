package io.tidemark.state.log;

import io.tidemark.state.Lsn;
import io.tidemark.state.Storage;
import io.tidemark.state.Storage.Family;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * A change log in RocksDB. Key: {@code u32 source, u64 commit LSN, u32 sequence}. Value: {@code u32
 * length} of the old row (0 if there is none), the old row, the new row (empty if there is none).
 */
final class StoredChangeLog implements ChangeLog {

  private static final int ADDRESS_BYTES = 16;

  /**
   * Trimmed changes are deleted when there are so many bytes of them: each deletion costs a sync,
   * and leaves a mark that every scan has to step over.
   */
  private static final long TRIMMED_BYTES_MIN = 4L << 20;

  /** A batch is handed over when its rows take this much, whatever their number. */
  private static final long READ_BATCH_BYTES_MAX = 64L << 20;

  private final Storage storage;
  private final RocksChangeLogs logs;
  private final String source;
  private final int id;
  private final int[] keyColumns;
  private final @Nullable RowStore rowStore;
  private final AtomicLong appendedBytes; // since changes were deleted last
  private volatile long start;
  private volatile long loadedAt;
  private boolean loading;

  StoredChangeLog(
      Storage storage,
      RocksChangeLogs logs,
      String source,
      int id,
      int[] keyColumns,
      RowMemory memory) {
    this.storage = storage;
    this.logs = logs;
    this.source = source;
    this.id = id;
    this.keyColumns = keyColumns.clone();
    this.rowStore =
        keyColumns.length == 0 ? null : new RowStore(storage, id, this.keyColumns, memory);
    this.appendedBytes = new AtomicLong(bytes());
    this.loadedAt = readMeta("loaded/");
    this.start = readMeta("start/");
  }

  @Override
  public String source() {
    return source;
  }

  int id() {
    return id;
  }

  /**
   * @throws IllegalArgumentException if these are not the columns that the log was made with
   */
  void requireKeyColumns(int[] required) {
    if (!Arrays.equals(keyColumns, required)) {
      throw new IllegalArgumentException(
          "the log of %s has key columns %s, not %s"
              .formatted(source, Arrays.toString(keyColumns), Arrays.toString(required)));
    }
  }

  @Override
  public boolean accepts(long commitLsn) {
    return loadedAt != Lsn.NONE && Long.compareUnsigned(commitLsn, loadedAt) >= 0;
  }

  /** Appends one change to a batch and brings the row store up to it. */
  void append(
      WriteBatch batch, long commitLsn, int sequence, @Nullable Row before, @Nullable Row after) {
    int beforeLength = before == null ? 0 : before.bytes().length;
    int afterLength = after == null ? 0 : after.bytes().length;
    byte[] value = new byte[4 + beforeLength + afterLength];
    Bytes.INT.set(value, 0, beforeLength);
    if (before != null) {
      System.arraycopy(before.bytes(), 0, value, 4, beforeLength);
    }
    if (after != null) {
      System.arraycopy(after.bytes(), 0, value, 4 + beforeLength, afterLength);
    }
    try {
      batch.put(storage.family(Family.LOG), address(commitLsn, sequence), value);
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
    appendedBytes.addAndGet(ADDRESS_BYTES + value.length);
    if (rowStore != null) {
      Row oldKey = before == null ? null : rowStore.keyOf(before);
      Row newKey = after == null ? null : rowStore.keyOf(after);
      if (oldKey != null && (newKey == null || !oldKey.equals(newKey))) {
        rowStore.set(oldKey, null, batch);
      }
      if (newKey != null) {
        rowStore.set(newKey, after, batch);
      }
    }
  }

  void written() {
    if (rowStore != null) {
      rowStore.written();
    }
  }

  /** Forgets what was appended and not written. */
  void forgetUnwritten() {
    if (rowStore != null) {
      rowStore.forget();
    }
  }

  /**
   * Takes back what a transaction without a commit left behind, newest change first. A crash on the
   * way leaves fewer changes to take back.
   */
  void undoFrom(long end) {
    try (Storage.Scan scan = storage.scan(Family.LOG, address(end, 0), prefix(id + 1));
        WriteBatch batch = new WriteBatch()) {
      RocksIterator entry = scan.iterator();
      for (entry.seekToLast(); entry.isValid(); entry.prev()) {
        if (rowStore != null) {
          byte[] value = entry.value();
          Row before = before(value);
          Row after = after(value);
          if (after != null) {
            rowStore.set(rowStore.keyOf(after), null, batch);
          }
          if (before != null) {
            rowStore.set(rowStore.keyOf(before), before, batch);
          }
        }
        batch.delete(storage.family(Family.LOG), entry.key());
        if (batch.getDataSize() > RocksChangeLogs.UNWRITTEN_BYTES_MAX) {
          write(batch);
        }
      }
      write(batch);
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
  }

  private void write(WriteBatch batch) {
    if (batch.count() > 0) {
      storage.write(batch);
      batch.clear();
    }
    written();
    logs.keepWithinLimit();
  }

  @Override
  public void read(long fromLsn, long toLsn, int batchChanges, Consumer<ZSet> batches) {
    if (Long.compareUnsigned(toLsn, logs.end()) > 0) {
      throw new IllegalArgumentException(
          "changes up to %s were asked for; the logs end at %s"
              .formatted(Lsn.format(toLsn), Lsn.format(logs.end())));
    }
    if (Long.compareUnsigned(fromLsn, toLsn) >= 0) {
      return;
    }
    try (Storage.Scan scan = storage.scan(Family.LOG, address(fromLsn, 0), address(toLsn, 0))) {
      if (Long.compareUnsigned(fromLsn, start) < 0) { // looked up after the scan took its snapshot
        throw new IllegalArgumentException(
            "changes of %s before %s were trimmed; %s was asked for"
                .formatted(source, Lsn.format(start), Lsn.format(fromLsn)));
      }
      RocksIterator entry = scan.iterator();
      ZSet batch = new ZSet();
      long batchBytes = 0;
      for (entry.seekToFirst(); entry.isValid(); entry.next()) {
        byte[] value = entry.value();
        Row before = before(value);
        Row after = after(value);
        if (before != null) {
          batch.add(before, -1);
        }
        if (after != null) {
          batch.add(after, 1);
        }
        batchBytes += value.length;
        if (batch.size() >= batchChanges || batchBytes >= READ_BATCH_BYTES_MAX) {
          handOver(batch, batches);
          batch = new ZSet();
          batchBytes = 0;
        }
      }
      handOver(batch, batches);
    }
  }

  private static void handOver(ZSet batch, Consumer<ZSet> batches) {
    if (!batch.consolidate().isEmpty()) {
      batches.accept(batch);
    }
  }

  @Override
  public boolean hasChanges(long fromLsn, long toLsn) {
    try (Storage.Scan scan = storage.scan(Family.LOG, address(fromLsn, 0), address(toLsn, 0))) {
      scan.iterator().seekToFirst();
      return scan.iterator().isValid();
    }
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public void trim(long beforeLsn) {
    if (Long.compareUnsigned(beforeLsn, start) <= 0) {
      return;
    }
    start = beforeLsn;
    if (appendedBytes.get() < TRIMMED_BYTES_MIN) {
      return; // after a restart the log starts where it was trimmed last, which is also right
    }
    appendedBytes.set(0);
    writeMeta("start/", beforeLsn);
    storage.deleteRange(Family.LOG, prefix(id), address(beforeLsn, 0));
  }

  @Override
  public long bytes() {
    return storage.approximateBytes(Family.LOG, address(start, 0), prefix(id + 1));
  }

  @Override
  public @Nullable Row current(Row key) {
    if (rowStore == null) {
      return null;
    }
    Row row = rowStore.get(key);
    if (rowStore.isEvictable()) {
      logs.keepWithinLimit();
    }
    return row;
  }

  @Override
  public boolean hasRowStore() {
    return rowStore != null;
  }

  @Override
  public Iterator<Row> currentRows() {
    if (rowStore == null) {
      throw new IllegalStateException(source + " keeps no row store");
    }
    logs.writeRunning();
    return rowStore.rows();
  }

  @Override
  public void load(Iterator<Row> rows) {
    if (!loading) {
      loading = true;
      unload();
    }
    if (rowStore == null) {
      return;
    }
    try (WriteBatch batch = new WriteBatch()) {
      while (rows.hasNext()) {
        Row row = rows.next();
        rowStore.set(rowStore.keyOf(row), row, batch);
        if (batch.getDataSize() > RocksChangeLogs.UNWRITTEN_BYTES_MAX) {
          write(batch);
        }
      }
      write(batch);
    }
  }

  /** Forgets rows and changes: the log has to be loaded again before it accepts any. */
  private void unload() {
    writeMeta("loaded/", Lsn.NONE);
    loadedAt = Lsn.NONE;
    if (rowStore != null) {
      rowStore.clear();
    }
    storage.deleteRange(Family.LOG, prefix(id), prefix(id + 1));
    appendedBytes.set(0);
  }

  @Override
  public void loaded(long lsn) {
    if (!loading) {
      unload(); // an empty source, or one without a row store
    }
    loading = false;
    writeMeta("start/", lsn);
    start = lsn;
    writeMeta("loaded/", lsn);
    loadedAt = lsn;
  }

  @Override
  public void invalidate() {
    loading = false; // so that the next load empties the row store first
    writeMeta("loaded/", Lsn.NONE);
    loadedAt = Lsn.NONE;
  }

  @Override
  public boolean isLoaded() {
    return loadedAt != Lsn.NONE;
  }

  void drop() {
    unload();
    if (rowStore != null) {
      rowStore.drop();
    }
  }

  private static @Nullable Row before(byte[] value) {
    int length = (int) Bytes.INT.get(value, 0);
    return length == 0 ? null : Row.wrap(Arrays.copyOfRange(value, 4, 4 + length));
  }

  private static @Nullable Row after(byte[] value) {
    int at = 4 + (int) Bytes.INT.get(value, 0);
    return at == value.length ? null : Row.wrap(Arrays.copyOfRange(value, at, value.length));
  }

  private byte[] address(long commitLsn, int sequence) {
    byte[] address = new byte[ADDRESS_BYTES];
    Bytes.INT.set(address, 0, id);
    Bytes.LONG.set(address, 4, commitLsn);
    Bytes.INT.set(address, 12, sequence);
    return address;
  }

  private static byte[] prefix(int number) {
    byte[] prefix = new byte[4];
    Bytes.INT.set(prefix, 0, number);
    return prefix;
  }

  private byte[] metaKey(String kind) {
    return (kind + id).getBytes(StandardCharsets.UTF_8);
  }

  private long readMeta(String kind) {
    byte[] value = storage.get(Family.META, metaKey(kind));
    return value == null ? Lsn.NONE : (long) Bytes.LONG.get(value, 0);
  }

  private void writeMeta(String kind, long lsn) {
    byte[] value = new byte[Long.BYTES];
    Bytes.LONG.set(value, 0, lsn);
    try (WriteBatch batch = new WriteBatch()) {
      batch.put(storage.family(Family.META), metaKey(kind), value);
      storage.write(batch);
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
  }
}
