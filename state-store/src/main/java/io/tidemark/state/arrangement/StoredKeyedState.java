package io.tidemark.state.arrangement;

import io.tidemark.state.SegmentedMap;
import io.tidemark.state.Storage;
import io.tidemark.state.row.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/**
 * A keyed state that answers from memory while it fits and is kept in RocksDB. An entry in memory
 * knows what it was at the last commit, so that a change costs one look-up.
 */
public final class StoredKeyedState implements KeyedState, PersistentArrangement {

  private static final int ENTRY_OVERHEAD = 128; // map node, key, entry, two arrays' headers
  private static final byte[] NO_ELEMENT = {};
  private static final byte[] ABSENT = {};

  private static final class Entry {
    private byte[] value; // ABSENT where the key is known to have none
    private byte @Nullable [] before; // at the last commit; null where nothing has changed since

    Entry(byte[] value) {
      this.value = value;
    }
  }

  private record Change(Row key, Entry entry) {}

  private final StoredEntries stored;
  private final MemoryBudget budget;
  private final Growth growth;
  private final SegmentedMap<Entry> resident = new SegmentedMap<>();

  /** Entries that are not what they were at the last commit; all of them are resident. */
  private List<Change> changes = new ArrayList<>();

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
    Entry entry = find(Row.wrap(key));
    return entry == null || isAbsent(entry.value) ? null : entry.value;
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
    Entry entry = find(key);
    if (entry == null) {
      entry = keep(key, ABSENT);
    }
    if (entry.before == null) {
      entry.before = entry.value;
      changes.add(new Change(key, entry));
      long bytes = bytes(key, entry.value);
      changedBytes += bytes;
      growth.add(bytes);
    }
    replace(entry, value);
  }

  private Entry keep(Row key, byte[] value) {
    Entry entry = new Entry(value);
    resident.put(key, entry);
    accountHeap(bytes(key, value));
    return entry;
  }

  private void replace(Entry entry, byte[] value) {
    accountHeap(value.length - entry.value.length);
    entry.value = value;
  }

  private static long bytes(Row key, byte[] value) {
    return ENTRY_OVERHEAD + key.bytes().length + value.length;
  }

  @SuppressWarnings("ReferenceEquality") // ABSENT is a mark, not a value
  private static boolean isAbsent(byte[] value) {
    return value == ABSENT;
  }

  /** The key's entry; null where memory is complete and has none. */
  private @Nullable Entry find(Row key) {
    open();
    Entry entry = resident.get(key);
    if (entry != null || complete) {
      return entry;
    }
    byte[] loaded = stored.get(key.bytes(), NO_ELEMENT);
    return keep(key, loaded == null ? ABSENT : loaded);
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
        keep(Row.wrap(StoredEntries.keyOf(entry.key())), entry.value());
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
    changes.sort(Comparator.comparing(Change::key, StoredEntries.KEY_ORDER));
    for (Change change : changes) {
      byte[] before = change.entry().before;
      byte[] after = change.entry().value;
      if (before != null && !(isAbsent(before) && isAbsent(after))) {
        visitor.visit(
            stored.address(change.key().bytes(), NO_ELEMENT),
            isAbsent(before) ? null : before,
            isAbsent(after) ? null : after);
      }
    }
  }

  @Override
  public void written() {
    for (Change change : changes) {
      settle(change);
    }
    changes = new ArrayList<>();
    changedBytes = 0;
  }

  /** Ends a change; absence is kept in memory only while it says something. */
  private void settle(Change change) {
    change.entry().before = null;
    if (complete && isAbsent(change.entry().value)) {
      resident.remove(change.key());
      accountHeap(-bytes(change.key(), ABSENT));
    }
  }

  @Override
  public void rollback() {
    for (Change change : changes) {
      byte[] before = change.entry().before;
      if (before != null) {
        replace(change.entry(), before);
      }
    }
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
    complete = false;
    accountHeap(
        -resident.evict(
            wantedBytes, (key, entry) -> entry.before != null ? -1 : bytes(key, entry.value)));
  }

  @Override
  public void forget() {
    changes = new ArrayList<>();
    changedBytes = 0;
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
