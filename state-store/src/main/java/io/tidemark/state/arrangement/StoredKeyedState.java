package io.tidemark.state.arrangement;

import io.tidemark.state.Storage;
import io.tidemark.state.Storage.Family;
import io.tidemark.state.row.Row;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** A keyed state that answers from memory while it fits and is kept in RocksDB. */
public final class StoredKeyedState implements KeyedState, PersistentArrangement {

  private static final int ENTRY_OVERHEAD = 104; // map node, key object, two arrays' headers
  private static final byte[] NO_ELEMENT = {};
  private static final byte[] ABSENT = {};

  private final StoredEntries stored;
  private final MemoryBudget budget;

  /** Values in memory; {@link #ABSENT} for keys that are known to have none. */
  private final Map<Row, byte[]> resident = new HashMap<>();

  /** What the keys that the running tick changed were before it. */
  private final Map<Row, byte[]> before = new HashMap<>();

  private long changedBytes;
  private long heapBytes;
  private boolean complete;
  private boolean opened;

  public StoredKeyedState(Storage storage, int arrangement, MemoryBudget budget) {
    this.stored = new StoredEntries(storage, arrangement);
    this.budget = budget;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    byte[] value = find(Row.wrap(key));
    return isAbsent(value) ? null : value;
  }

  @Override
  public void put(byte[] key, byte[] value) {
    set(Row.wrap(key), value);
  }

  @Override
  public void remove(byte[] key) {
    set(Row.wrap(key), ABSENT);
  }

  private void set(Row key, byte[] value) {
    byte[] old = find(key);
    before.putIfAbsent(key, old);
    changedBytes += key.bytes().length + value.length + 64;
    store(key, value);
  }

  /** Puts a value into memory; absence is kept there only while it says something. */
  private void store(Row key, byte[] value) {
    byte[] replaced = isAbsent(value) && complete ? resident.remove(key) : resident.put(key, value);
    if (replaced != null) {
      accountHeap(-ENTRY_OVERHEAD - key.bytes().length - replaced.length);
    }
    if (!(isAbsent(value) && complete)) {
      accountHeap(ENTRY_OVERHEAD + key.bytes().length + value.length);
    }
  }

  @SuppressWarnings("ReferenceEquality") // ABSENT is a mark, not a value
  private static boolean isAbsent(byte[] value) {
    return value == ABSENT;
  }

  private byte[] find(Row key) {
    open();
    byte[] value = resident.get(key);
    if (value != null) {
      return value;
    }
    if (complete) {
      return ABSENT;
    }
    byte[] loaded = stored.get(key.bytes(), NO_ELEMENT);
    byte[] found = loaded == null ? ABSENT : loaded;
    store(key, found);
    return found;
  }

  private void open() {
    if (opened) {
      return;
    }
    opened = true;
    try (Storage.Scan scan = stored.scanAll()) {
      RocksIterator entry = scan.iterator();
      for (entry.seekToFirst(); entry.isValid(); entry.next()) {
        store(Row.wrap(StoredEntries.keyOf(entry.key())), entry.value());
        if (budget.isExceeded()) {
          evict();
          return;
        }
      }
    }
    complete = true;
  }

  private void accountHeap(long bytes) {
    heapBytes += bytes;
    budget.add(bytes);
  }

  @Override
  public void appendChanges(WriteBatch batch) {
    Row[] keys = before.keySet().toArray(Row[]::new);
    Arrays.sort(keys);
    try {
      for (Row key : keys) {
        byte[] value = find(key);
        byte[] address = stored.address(key.bytes(), NO_ELEMENT);
        if (isAbsent(value)) {
          batch.delete(stored.storage().family(Family.ARRANGEMENT), address);
        } else {
          batch.put(stored.storage().family(Family.ARRANGEMENT), address, value);
        }
      }
    } catch (RocksDBException failure) {
      throw stored.storage().failed("write to", failure);
    }
  }

  @Override
  public void committed() {
    before.clear();
    changedBytes = 0;
  }

  @Override
  public void rollback() {
    before.forEach(this::store);
    committed();
  }

  @Override
  public long changedBytes() {
    return changedBytes;
  }

  @Override
  public long heapBytes() {
    return heapBytes;
  }

  @Override
  public void evict() {
    resident.clear();
    accountHeap(-heapBytes);
    complete = false;
  }

  /** Forgets everything, in memory and in RocksDB. */
  public void clear() {
    committed();
    evict();
    stored.deleteAll();
    complete = true;
    opened = true;
  }
}
