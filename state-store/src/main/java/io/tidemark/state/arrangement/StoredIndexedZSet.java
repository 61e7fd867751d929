package io.tidemark.state.arrangement;

import io.tidemark.state.SegmentedMap;
import io.tidemark.state.Storage;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/**
 * An indexed Z-set that answers from memory and is kept in RocksDB. While it is <em>complete</em>,
 * memory holds every key; else a key that is not in memory is loaded when it is asked for. A key
 * with more than {@link #RESIDENT_ELEMENTS_MAX} elements is not loaded: reads of it merge RocksDB's
 * entries with the running tick's changes.
 *
 * <p>Cost: O(1) to find a key in memory, and an element within it while no order is asked for; 3–4
 * µs and 0.2 µs an element to load one.
 */
public final class StoredIndexedZSet implements IndexedZSet, PersistentArrangement {

  /**
   * A key of more elements stays in RocksDB once memory is not complete: about a megabyte of rows.
   */
  static final int RESIDENT_ELEMENTS_MAX = 8_192;

  private static final int KEY_OVERHEAD =
      160; // map node and slot, key object, Elements, its arrays
  private static final int CHANGE_OVERHEAD = 64; // the record, its place in the list

  private record Change(byte[] key, byte[] element, long weightBefore, long weightAfter) {}

  private record AddressedChange(byte[] address, Change change)
      implements Comparable<AddressedChange> {
    @Override
    public int compareTo(AddressedChange other) {
      return Arrays.compareUnsigned(address, other.address);
    }
  }

  private final StoredEntries stored;
  private final MemoryBudget budget;
  private final Growth growth;
  private final SegmentedMap<Elements> resident = new SegmentedMap<>();

  /**
   * Unwritten changes under keys that are not resident: the new weights. A key with unwritten
   * changes is either resident or has an overlay, and is then among the large ones.
   */
  private final Map<Row, Elements> overlays = new HashMap<>();

  private final Map<Row, Set<Row>> overlayRemovals = new HashMap<>();

  /** Keys found to have too many elements, so that they are not counted again. */
  private final Set<Row> largeKeys = new HashSet<>();

  private List<Change> changes = new ArrayList<>();
  private long changedBytes;
  private long heapBytes;
  private boolean complete;
  private boolean opened;

  public StoredIndexedZSet(
      Storage storage, int arrangement, MemoryBudget budget, Runnable makeRoom) {
    this.stored = new StoredEntries(storage, arrangement);
    this.budget = budget;
    this.growth = new Growth(makeRoom);
  }

  @Override
  public long add(byte[] key, byte[] element, long weight) {
    if (weight == 0) {
      return weight(key, element);
    }
    growth.check();
    Row at = Row.wrap(key);
    Elements elements = find(at);
    long before;
    long after;
    if (elements != null) {
      after = elements.add(element, weight);
      before = after - weight;
      account(element, before, after);
      if (elements.isEmpty() && complete) {
        resident.remove(at);
        accountHeap(-KEY_OVERHEAD - key.length);
      }
    } else if (complete) {
      before = 0;
      after = weight;
      Elements created = new Elements();
      created.set(element, after);
      resident.put(at, created);
      accountHeap(KEY_OVERHEAD + key.length);
      account(element, before, after);
    } else {
      before = weightOfLargeKey(at, element);
      after = before + weight;
      setOverlay(at, element, after);
    }
    changes.add(new Change(key, element, before, after));
    long bytes = key.length + element.length + CHANGE_OVERHEAD;
    changedBytes += bytes;
    growth.add(bytes);
    return after;
  }

  @Override
  public long weight(byte[] key, byte[] element) {
    growth.check();
    Row at = Row.wrap(key);
    Elements elements = find(at);
    if (elements != null) {
      return elements.weight(element);
    }
    return complete ? 0 : weightOfLargeKey(at, element);
  }

  @Override
  public boolean isEmpty(byte[] key) {
    growth.check();
    Row at = Row.wrap(key);
    Elements elements = find(at);
    return elements != null ? elements.isEmpty() : complete || endOfLargeKey(at, true) == null;
  }

  @Override
  public void forEach(byte[] key, Visitor visitor) {
    growth.check();
    Row at = Row.wrap(key);
    Elements elements = find(at);
    if (elements != null) {
      elements.forEach(visitor);
    } else if (!complete) {
      visitLargeKey(at, null, null, visitor);
    }
  }

  @Override
  public void forEachInRange(
      byte[] key, byte @Nullable [] from, byte @Nullable [] below, Visitor visitor) {
    if (from != null && below != null && Arrays.compareUnsigned(from, below) >= 0) {
      return;
    }
    growth.check();
    Row at = Row.wrap(key);
    Elements elements = find(at);
    if (elements != null) {
      elements.forEachInRange(from, below, visitor);
    } else if (!complete) {
      visitLargeKey(at, from, below, visitor);
    }
  }

  @Override
  public byte @Nullable [] first(byte[] key) {
    return end(key, true);
  }

  @Override
  public byte @Nullable [] last(byte[] key) {
    return end(key, false);
  }

  private byte @Nullable [] end(byte[] key, boolean first) {
    growth.check();
    Row at = Row.wrap(key);
    Elements elements = find(at);
    if (elements != null) {
      return elements.isEmpty() ? null : first ? elements.first() : elements.last();
    }
    return complete ? null : endOfLargeKey(at, first);
  }

  /** The key's elements in memory; null if it has none (complete) or too many (not complete). */
  private @Nullable Elements find(Row key) {
    open();
    Elements elements = resident.get(key);
    if (elements != null || complete || largeKeys.contains(key)) {
      return elements;
    }
    Elements loaded = new Elements();
    long bytes = KEY_OVERHEAD + key.bytes().length;
    try (Storage.Scan scan = stored.scanKey(key.bytes())) {
      RocksIterator entry = scan.iterator();
      int count = 0;
      for (entry.seekToFirst(); entry.isValid(); entry.next()) {
        if (++count > RESIDENT_ELEMENTS_MAX) {
          largeKeys.add(key);
          return null;
        }
        byte[] element = StoredEntries.elementOf(entry.key());
        loaded.set(element, StoredEntries.weightOf(entry));
        bytes += element.length + Elements.ELEMENT_OVERHEAD;
      }
    }
    resident.put(key, loaded);
    accountHeap(bytes);
    return loaded;
  }

  /** At first use, loads everything if it fits: one scan is far cheaper than a seek per key. */
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
      Row key = null;
      Elements elements = new Elements();
      for (entry.seekToFirst(); entry.isValid(); entry.next()) {
        byte[] address = entry.key();
        byte[] keyBytes = StoredEntries.keyOf(address);
        if (key == null || !Arrays.equals(key.bytes(), keyBytes)) {
          key = Row.wrap(keyBytes);
          elements = new Elements();
          resident.put(key, elements);
          accountHeap(KEY_OVERHEAD + keyBytes.length);
        }
        byte[] element = StoredEntries.elementOf(address);
        elements.set(element, StoredEntries.weightOf(entry));
        accountHeap(element.length + Elements.ELEMENT_OVERHEAD);
        if (budget.isExceeded()) {
          forget();
          return;
        }
      }
    }
    complete = true;
  }

  private void setOverlay(Row key, byte[] element, long weight) {
    Elements overlay = overlays.computeIfAbsent(key, ignored -> new Elements());
    Set<Row> removed = overlayRemovals.computeIfAbsent(key, ignored -> new HashSet<>());
    overlay.set(element, weight);
    if (weight == 0) {
      removed.add(Row.wrap(element));
    } else {
      removed.remove(Row.wrap(element));
    }
  }

  private Set<Row> removals(Row key) {
    return overlayRemovals.getOrDefault(key, Set.of());
  }

  private long weightOfLargeKey(Row key, byte[] element) {
    Elements overlay = overlays.get(key);
    if (overlay != null) {
      long weight = overlay.weight(element);
      if (weight != 0 || removals(key).contains(Row.wrap(element))) {
        return weight;
      }
    }
    byte[] value = stored.get(key.bytes(), element);
    return value == null ? 0 : (long) Bytes.LONG.get(value, 0);
  }

  private void visitLargeKey(
      Row key, byte @Nullable [] from, byte @Nullable [] below, Visitor visitor) {
    // Kept here: the visitor may make the circuit write its changes, which clears the overlays.
    Elements overlay = overlays.getOrDefault(key, new Elements());
    Set<Row> removals = removals(key);
    List<byte[]> pending = new ArrayList<>();
    overlay.forEachInRange(from, below, (element, ignored) -> pending.add(element));
    int next = 0;
    try (Storage.Scan scan = stored.scanRange(key.bytes(), from, below)) {
      RocksIterator entry = scan.iterator();
      for (entry.seekToFirst(); entry.isValid(); entry.next()) {
        byte[] element = StoredEntries.elementOf(entry.key());
        while (next < pending.size() && Arrays.compareUnsigned(pending.get(next), element) < 0) {
          visitor.visit(pending.get(next), overlay.weight(pending.get(next)));
          next++;
        }
        if (next < pending.size() && Arrays.equals(pending.get(next), element)) {
          visitor.visit(element, overlay.weight(element));
          next++;
        } else if (!removals.contains(Row.wrap(element))) {
          visitor.visit(element, StoredEntries.weightOf(entry));
        }
      }
    }
    for (; next < pending.size(); next++) {
      visitor.visit(pending.get(next), overlay.weight(pending.get(next)));
    }
  }

  private byte @Nullable [] endOfLargeKey(Row key, boolean first) {
    Elements overlay = overlays.get(key);
    Set<Row> removals = removals(key);
    byte[] best =
        overlay == null || overlay.isEmpty() ? null : first ? overlay.first() : overlay.last();
    try (Storage.Scan scan = stored.scanKey(key.bytes())) {
      RocksIterator entry = scan.iterator();
      if (first) {
        entry.seekToFirst();
      } else {
        entry.seekToLast();
      }
      while (entry.isValid()) {
        byte[] element = StoredEntries.elementOf(entry.key());
        if (!removals.contains(Row.wrap(element))) {
          int order = best == null ? 0 : Arrays.compareUnsigned(element, best);
          return best == null || (first ? order < 0 : order > 0) ? element : best;
        }
        if (first) {
          entry.next();
        } else {
          entry.prev();
        }
      }
    }
    return best;
  }

  private void account(byte[] element, long before, long after) {
    if (before == 0 && after != 0) {
      accountHeap(element.length + Elements.ELEMENT_OVERHEAD);
    } else if (before != 0 && after == 0) {
      accountHeap(-element.length - Elements.ELEMENT_OVERHEAD);
    }
  }

  private void accountHeap(long bytes) {
    heapBytes += bytes;
    budget.add(bytes);
    growth.add(bytes);
  }

  @Override
  public void forEachChange(ChangeVisitor visitor) {
    AddressedChange[] sorted = new AddressedChange[changes.size()];
    for (int i = 0; i < sorted.length; i++) {
      Change change = changes.get(i);
      sorted[i] = new AddressedChange(stored.address(change.key(), change.element()), change);
    }
    Arrays.sort(sorted); // stable: changes of one entry stay in their order
    for (int first = 0; first < sorted.length; ) {
      int last = first;
      while (last + 1 < sorted.length && sorted[first].compareTo(sorted[last + 1]) == 0) {
        last++;
      }
      long before = sorted[first].change().weightBefore();
      long after = sorted[last].change().weightAfter();
      if (before != after) {
        visitor.visit(sorted[first].address(), value(before), value(after));
      }
      first = last + 1;
    }
  }

  private static byte @Nullable [] value(long weight) {
    if (weight == 0) {
      return null;
    }
    byte[] value = new byte[Long.BYTES];
    Bytes.LONG.set(value, 0, weight);
    return value;
  }

  @Override
  public void written() {
    changes = new ArrayList<>();
    changedBytes = 0;
    overlays.clear();
    overlayRemovals.clear();
  }

  @Override
  public void rollback() {
    for (Change change : changes.reversed()) {
      Row key = Row.wrap(change.key());
      Elements elements = resident.get(key);
      if (elements != null) {
        account(change.element(), elements.weight(change.element()), change.weightBefore());
        elements.set(change.element(), change.weightBefore());
        if (elements.isEmpty() && complete) {
          resident.remove(key);
          accountHeap(-KEY_OVERHEAD - change.key().length);
        }
      } else if (complete && change.weightBefore() != 0) {
        Elements restored = new Elements();
        restored.set(change.element(), change.weightBefore());
        resident.put(key, restored);
        accountHeap(KEY_OVERHEAD + change.key().length);
        account(change.element(), 0, change.weightBefore());
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
    Set<Row> changed = new HashSet<>();
    changes.forEach(change -> changed.add(Row.wrap(change.key())));
    if (complete) {
      complete = false;
      for (Row key : changed) {
        if (resident.get(key) == null) { // RocksDB may have elements of it yet
          resident.put(key, new Elements());
          accountHeap(KEY_OVERHEAD + key.bytes().length);
        }
      }
    }
    if (changes.isEmpty()) {
      largeKeys.clear();
    }
    Map<Row, Elements> toOverlay = new HashMap<>();
    long freed =
        resident.evict(
            wantedBytes,
            (key, elements) -> {
              if (changed.contains(key)) {
                if (elements.size() <= RESIDENT_ELEMENTS_MAX) {
                  return -1;
                }
                toOverlay.put(key, elements);
              }
              return KEY_OVERHEAD + key.bytes().length + elements.heapBytes();
            });
    accountHeap(-freed);
    if (!toOverlay.isEmpty()) {
      for (Change change : changes) {
        Row key = Row.wrap(change.key());
        Elements elements = toOverlay.get(key);
        if (elements != null) {
          largeKeys.add(key);
          setOverlay(key, change.element(), elements.weight(change.element()));
        }
      }
    }
  }

  @Override
  public void forget() {
    written();
    resident.clear();
    largeKeys.clear();
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
