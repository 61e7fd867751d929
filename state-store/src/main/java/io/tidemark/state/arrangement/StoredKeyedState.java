package io.tidemark.state.arrangement;

import io.tidemark.state.SegmentedMap;
import io.tidemark.state.Storage;
import io.tidemark.state.row.Row;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/** A keyed state that answers from memory while it fits and is kept in RocksDB. */
public final class StoredKeyedState implements KeyedState, PersistentArrangement {

  private static final int ENTRY_OVERHEAD = 104; // map node, key object, two arrays' headers
  private static final byte[] NO_ELEMENT = {};
  private static final byte[] ABSENT = {};

  private final StoredEntries stored;
  private final MemoryBudget budget;
  private final Growth growth;

  /** Values in memory; {@link #ABSENT} for keys that are known to have none. */
  private final SegmentedMap<byte[]> resident = new SegmentedMap<>();

  /** What the keys that the running tick changed were before it. */
  private final Map<Row, byte[]> before = new HashMap<>();

  private long changedBytes;
  private long heapBytes;
  private boolean complete;
  private boolean opened;

  public StoredKeyedState(
      Storage storage, int arrangement, MemoryBudget budget, Runnable makeRoom) {
    this.stored = new StoredEntries(storage, arrangement);
    this.budget = budget;
    this.growth = new Growth(makeRoom);
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    growth.check();
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
    growth.check();
    byte[] old = find(key);
    if (before.putIfAbsent(key, old) == null) {
      long bytes = key.bytes().length + old.length + ENTRY_OVERHEAD;
      changedBytes += bytes;
      growth.add(bytes);
    }
    store(key, value);
  }

  /** Puts a value into memory; absence is kept there only while it says something. */
  private void store(Row key, byte[] value) {
    boolean keeping = !(isAbsent(value) && complete);
    byte[] replaced = keeping ? resident.put(key, value) : resident.remove(key);
    accountHeap((keeping ? bytes(key, value) : 0) - (replaced == null ? 0 : bytes(key, replaced)));
  }

  private static long bytes(Row key, byte[] value) {
    return ENTRY_OVERHEAD + key.bytes().length + value.length;
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
    if (!budget.hasRoomFor(stored.bytes())) {
      return;
    }
    try (Storage.Scan scan = stored.scanAll()) {
      RocksIterator entry = scan.iterator();
      for (entry.seekToFirst(); entry.isValid(); entry.next()) {
        store(Row.wrap(StoredEntries.keyOf(entry.key())), entry.value());
        if (budget.isExceeded()) {
          forget();
          return;
        }
      }
    }
    complete = true;
  }

  private void accountHeap(long bytes) {
    heapBytes += bytes;
    budget.add(bytes);
    growth.add(bytes);
  }

  @Override
  public void forEachChange(ChangeVisitor visitor) {
    Row[] keys = before.keySet().toArray(Row[]::new);
    Arrays.sort(keys, StoredEntries.KEY_ORDER);
    for (Row key : keys) {
      byte[] old = before.getOrDefault(key, ABSENT);
      byte[] value = find(key);
      if (!isAbsent(old) || !isAbsent(value)) {
        visitor.visit(
            stored.address(key.bytes(), NO_ELEMENT),
            isAbsent(old) ? null : old,
            isAbsent(value) ? null : value);
      }
    }
  }

  @Override
  public void written() {
    before.clear();
    changedBytes = 0;
  }

  @Override
  public void rollback() {
    before.forEach(this::store);
    written();
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
  public void evict(long wantedBytes) {
    if (complete) {
      complete = false;
      before.keySet().forEach(key -> store(key, valueOrAbsent(key))); // RocksDB may have them yet
    }
    accountHeap(
        -resident.evict(
            wantedBytes, (key, value) -> before.containsKey(key) ? -1 : bytes(key, value)));
  }

  private byte[] valueOrAbsent(Row key) {
    byte[] value = resident.get(key);
    return value == null ? ABSENT : value;
  }

  @Override
  public void forget() {
    written();
    resident.clear();
    accountHeap(-heapBytes);
    complete = false;
  }

  @Override
  public void clear() {
    forget();
    stored.deleteAll();
    complete = true;
    opened = true;
  }
}
