package io.tidemark.state.log;

import io.tidemark.state.Storage;
import io.tidemark.state.Storage.Family;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The current row of each key of a source (DESIGN.md, D7). Memory holds all rows while they fit,
 * else the ones used lately, and always those whose changes are still in an unwritten batch. For
 * the reader's thread only.
 */
final class RowStore {

  private static final int ENTRY_OVERHEAD = 64;

  /** Stands for a key that is known to have no row. */
  private static final Row NONE = Row.EMPTY;

  private final Storage storage;
  private final int source;
  private final int[] keyColumns;
  private final AtomicLong memory;
  private final long memoryLimit;
  private final Map<Row, Row> resident = new HashMap<>();
  private final Map<Row, Row> unwritten = new HashMap<>();
  private long heapBytes;
  private boolean complete;

  RowStore(Storage storage, int source, int[] keyColumns, AtomicLong memory, long memoryLimit) {
    this.storage = storage;
    this.source = source;
    this.keyColumns = keyColumns;
    this.memory = memory;
    this.memoryLimit = memoryLimit;
  }

  Row keyOf(Row row) {
    return row.project(keyColumns);
  }

  @Nullable Row get(Row key) {
    Row row = resident.get(key);
    if (row == null) {
      row = unwritten.get(key);
    }
    if (row == null && !complete) {
      byte[] stored = storage.get(Family.ROW, address(key));
      row = stored == null ? NONE : Row.wrap(stored);
      keep(key, row);
    }
    return row == null || isNone(row) ? null : row;
  }

  /** Sets a key's row, or removes it (null), in memory and in a batch that is written later. */
  void set(Row key, @Nullable Row row, WriteBatch batch) {
    try {
      if (row == null) {
        batch.delete(storage.family(Family.ROW), address(key));
      } else {
        batch.put(storage.family(Family.ROW), address(key), row.bytes());
      }
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
    Row value = row == null ? NONE : row;
    keep(key, value);
    if (!complete) {
      unwritten.put(key, value);
    }
  }

  /** Tells that the batches given to {@link #set} were written. */
  void written() {
    unwritten.clear();
  }

  private void keep(Row key, Row row) {
    Row replaced = isNone(row) && complete ? resident.remove(key) : resident.put(key, row);
    if (replaced != null) {
      account(-ENTRY_OVERHEAD - key.heapBytes() - replaced.heapBytes());
    }
    if (!(isNone(row) && complete)) {
      account(ENTRY_OVERHEAD + key.heapBytes() + row.heapBytes());
    }
    if (memory.get() > memoryLimit) {
      if (complete) {
        unwritten.putAll(resident); // what the batch holds is not known: keep it all until written
      }
      resident.clear();
      account(-heapBytes);
      complete = false;
    }
  }

  private static boolean isNone(Row row) {
    return row.columnCount() == 0; // a source's row has at least its key's columns
  }

  private void account(long bytes) {
    heapBytes += bytes;
    memory.addAndGet(bytes);
  }

  /** Empties the store before it is loaded; it is then complete in memory. */
  void clear() {
    resident.clear();
    unwritten.clear();
    account(-heapBytes);
    storage.deleteRange(Family.ROW, prefix(source), prefix(source + 1));
    complete = true;
  }

  /** The rows as of now; {@link #set} does not disturb the iteration. */
  Iterator<Row> rows() {
    if (complete) {
      return List.copyOf(resident.values()).iterator();
    }
    // RocksDB has the rows as of the last written batch; what was set since then is laid over them.
    Map<Row, Row> newer = Map.copyOf(unwritten);
    return new Iterator<>() {
      private final Iterator<Row> newerRows =
          newer.values().stream().filter(row -> !isNone(row)).iterator();
      private @Nullable Row next;
      private final Storage.Scan scan =
          storage.scan(Family.ROW, prefix(source), prefix(source + 1));

      {
        scan.iterator().seekToFirst();
        advance();
      }

      private void advance() {
        next = null;
        while (next == null && scan.iterator().isOwningHandle() && scan.iterator().isValid()) {
          Row stored = Row.wrap(scan.iterator().value());
          next = newer.containsKey(keyOf(stored)) ? null : stored;
          scan.iterator().next();
        }
        if (next == null) {
          scan.close();
          next = newerRows.hasNext() ? newerRows.next() : null;
        }
      }

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Row next() {
        Row row = next;
        if (row == null) {
          throw new NoSuchElementException();
        }
        advance();
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
