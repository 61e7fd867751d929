package io.tidemark.state.log;

import io.tidemark.state.SegmentedMap;
import io.tidemark.state.Storage;
import io.tidemark.state.Storage.Family;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The current row of each key of a source (DESIGN.md, D7). Memory holds all rows while they fit,
 * else the ones used lately. Rows are dropped from memory only while RocksDB holds every change,
 * that is, not between {@link #set} and {@link #written}.
 *
 * <p>Used by the thread that appends or loads; the lock is for {@link #evict}, which may come from
 * another log's.
 */
final class RowStore {

  /** Map node, table slot and the headers that {@link Row#heapBytes} leaves out. */
  private static final int ENTRY_OVERHEAD = 64;

  /** Stands for a key that is known to have no row. */
  private static final Row NONE = Row.EMPTY;

  private final Storage storage;
  private final int source;
  private final int[] keyColumns;
  private final RowMemory memory;
  private final SegmentedMap<Row> resident = new SegmentedMap<>();
  private long heapBytes;

  /** Memory holds every row, so that a key that is not there has none. */
  private boolean complete;

  private boolean unwritten;

  RowStore(Storage storage, int source, int[] keyColumns, RowMemory memory) {
    this.storage = storage;
    this.source = source;
    this.keyColumns = keyColumns;
    this.memory = memory;
    memory.add(this);
  }

  Row keyOf(Row row) {
    return row.project(keyColumns);
  }

  synchronized @Nullable Row get(Row key) {
    Row row = resident.get(key);
    if (row == null && !complete) {
      byte[] stored = storage.get(Family.ROW, address(key));
      row = stored == null ? NONE : Row.wrap(stored);
      keep(key, row);
    }
    return row == null || isNone(row) ? null : row;
  }

  /** Sets a key's row, or removes it (null), in memory and in a batch that is written later. */
  synchronized void set(Row key, @Nullable Row row, WriteBatch batch) {
    try {
      if (row == null) {
        batch.delete(storage.family(Family.ROW), address(key));
      } else {
        batch.put(storage.family(Family.ROW), address(key), row.bytes());
      }
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
    unwritten = true;
    keep(key, row == null ? NONE : row);
  }

  /** Tells that the batches given to {@link #set} were written. */
  synchronized void written() {
    unwritten = false;
  }

  /** Forgets memory, because the batches given to {@link #set} will never be written. */
  synchronized void forget() {
    unwritten = false;
    complete = false;
    resident.clear();
    account(-heapBytes);
  }

  private void keep(Row key, Row row) {
    boolean keeping = !(isNone(row) && complete);
    Row replaced = keeping ? resident.put(key, row) : resident.remove(key);
    account((keeping ? bytes(key, row) : 0) - (replaced == null ? 0 : bytes(key, replaced)));
  }

  private static long bytes(Row key, Row row) {
    return ENTRY_OVERHEAD + key.heapBytes() + row.heapBytes();
  }

  private static boolean isNone(Row row) {
    return row.columnCount() == 0; // a source's row has at least its key's columns
  }

  private void account(long bytes) {
    heapBytes += bytes;
    memory.account(bytes);
  }

  synchronized long heapBytes() {
    return heapBytes;
  }

  synchronized boolean isEvictable() {
    return !unwritten && heapBytes > 0;
  }

  /** Drops about so many bytes from memory; nothing while a change is unwritten. */
  synchronized void evict(long wantedBytes) {
    if (!unwritten) {
      complete = false;
      account(-resident.evict(wantedBytes, RowStore::bytes));
    }
  }

  /** Empties the store before it is loaded; it is then complete in memory. */
  synchronized void clear() {
    forget();
    storage.deleteRange(Family.ROW, prefix(source), prefix(source + 1));
    complete = true;
  }

  /** Gives its memory back; it must not be used any more. */
  void drop() {
    clear();
    memory.remove(this);
  }

  /** The rows as written; later changes do not show. Read to the end: that closes the scan. */
  Iterator<Row> rows() {
    return new Iterator<>() {
      private final Storage.Scan scan =
          storage.scan(Family.ROW, prefix(source), prefix(source + 1));

      {
        scan.iterator().seekToFirst();
      }

      @Override
      public boolean hasNext() {
        if (scan.iterator().isOwningHandle() && scan.iterator().isValid()) {
          return true;
        }
        scan.close();
        return false;
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Row row = Row.wrap(scan.iterator().value());
        scan.iterator().next();
        return row;
      }
    };
  }

  private byte[] address(Row key) {
    byte[] address = new byte[4 + key.bytes().length];
    Bytes.INT.set(address, 0, source);
    System.arraycopy(key.bytes(), 0, address, 4, key.bytes().length);
    return address;
  }

  private static byte[] prefix(int number) {
    byte[] prefix = new byte[4];
    Bytes.INT.set(prefix, 0, number);
    return prefix;
  }
}
