package io.tidemark.state;

import io.tidemark.state.Storage.Family;
import io.tidemark.state.arrangement.IndexedZSet;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.arrangement.MemoryBudget;
import io.tidemark.state.arrangement.PersistentArrangement;
import io.tidemark.state.arrangement.StoredIndexedZSet;
import io.tidemark.state.arrangement.StoredKeyedState;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.ZSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * A circuit's state in RocksDB.
 *
 * <p>Keys of the tick family: {@code u32 circuit}, then {@code 'f'} for the frontier, {@code 'd'}
 * for the frontier that was discarded last, {@code 'p' u64 frontier, table name} for pending
 * output, or those of {@link TickUndo}.
 */
final class RocksCircuitState implements CircuitState {

  /** Changes beyond a quarter of the budget, or beyond this, are written ahead of the commit. */
  private static final long CHANGED_BYTES_MAX = 64L << 20;

  private static final long CHANGED_BYTES_MIN = 64L << 10;

  private final Storage storage;
  private final int circuit;
  private final MemoryBudget budget;
  private final TickUndo undo;
  private final long changedBytesMax;
  private final Map<String, PersistentArrangement> arrangements = new HashMap<>();
  private final List<PendingOutput> pending = new ArrayList<>();
  private long frontier;
  private long discardedUpTo;
  private long heldAfterEviction;

  RocksCircuitState(Storage storage, int circuit, MemoryBudget budget) {
    this.storage = storage;
    this.circuit = circuit;
    this.budget = budget;
    this.frontier = readLsn('f');
    this.discardedUpTo = readLsn('d');
    this.undo = new TickUndo(storage, circuit);
    this.changedBytesMax = Math.clamp(budget.limit() / 4, CHANGED_BYTES_MIN, CHANGED_BYTES_MAX);
    budget.addHolder();
    undoWritten();
    readPending();
  }

  /** Takes back what the running tick wrote ahead of its commit, if it did. */
  private void undoWritten() {
    if (undo.isNeeded()) {
      arrangements.values().forEach(PersistentArrangement::forget);
      if (frontier == Lsn.NONE) {
        clear();
      } else {
        undo.undo();
      }
    }
  }

  /** Called in the midst of a tick, when an arrangement has grown. */
  private void makeRoom() {
    if (sum(PersistentArrangement::changedBytes) > changedBytesMax) {
      undo.writeAhead(arrangements.values(), frontier != Lsn.NONE);
    }
    // an eviction asks for every change, and is worth it only after some growth
    if (sum(PersistentArrangement::heapBytes) > heldAfterEviction + changedBytesMax / 4) {
      evictExcess();
    }
  }

  private void evictExcess() {
    long wanted = budget.excess(sum(PersistentArrangement::heapBytes));
    if (wanted > 0) {
      List<PersistentArrangement> bySize = new ArrayList<>(arrangements.values());
      bySize.sort(Comparator.comparingLong(PersistentArrangement::heapBytes).reversed());
      for (PersistentArrangement arrangement : bySize) {
        long held = arrangement.heapBytes();
        if (wanted > 0) {
          arrangement.evict(wanted);
          wanted -= held - arrangement.heapBytes();
        }
      }
      heldAfterEviction = sum(PersistentArrangement::heapBytes);
    }
  }

  private long sum(ToLongFunction<PersistentArrangement> bytes) {
    return arrangements.values().stream().mapToLong(bytes).sum();
  }

  @Override
  public IndexedZSet indexed(String name) {
    return (StoredIndexedZSet)
        arrangements.computeIfAbsent(
            name,
            ignored -> new StoredIndexedZSet(storage, arrangementId(name), budget, this::makeRoom));
  }

  @Override
  public KeyedState keyed(String name) {
    return (StoredKeyedState)
        arrangements.computeIfAbsent(
            name,
            ignored -> new StoredKeyedState(storage, arrangementId(name), budget, this::makeRoom));
  }

  private int arrangementId(String name) {
    return Identifiers.of(storage, arrangementPrefix() + name);
  }

  private String arrangementPrefix() {
    return "arrangement/" + circuit + "/";
  }

  @Override
  public long frontier() {
    return frontier;
  }

  @Override
  public long discardedUpTo() {
    return discardedUpTo;
  }

  @Override
  public void commit(long newFrontier, Map<String, ZSet> output) {
    if (Long.compareUnsigned(newFrontier, frontier) < 0) {
      throw new IllegalArgumentException(
          "the frontier would go back from %s to %s"
              .formatted(Lsn.format(frontier), Lsn.format(newFrontier)));
    }
    Map<String, ZSet> kept = new TreeMap<>();
    output.forEach((table, delta) -> {
      if (!delta.isEmpty()) {
        kept.put(table, delta);
      }
    });
    if (!kept.isEmpty() && !pending.isEmpty() && pending.getLast().frontier() == newFrontier) {
      throw new IllegalArgumentException(
          "there is output for the frontier %s already".formatted(Lsn.format(newFrontier)));
    }
    try (WriteBatch batch = new WriteBatch()) {
      for (PersistentArrangement arrangement : arrangements.values()) {
        arrangement.forEachChange(
            (address, ignored, after) -> undo.put(batch, Family.ARRANGEMENT, address, after));
      }
      for (Map.Entry<String, ZSet> table : kept.entrySet()) {
        batch.put(
            storage.family(Family.TICK),
            pendingKey(newFrontier, table.getKey()),
            ZSetCodec.encode(table.getValue()));
      }
      if (undo.isNeeded()) {
        undo.appendEnd(batch);
      }
      batch.put(storage.family(Family.TICK), key('f'), lsn(newFrontier));
      storage.write(batch);
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
    undo.ended();
    arrangements.values().forEach(PersistentArrangement::written);
    frontier = newFrontier;
    if (!kept.isEmpty()) {
      pending.add(new PendingOutput(newFrontier, kept));
    }
    evictExcess();
  }

  @Override
  public List<PendingOutput> pending() {
    return List.copyOf(pending);
  }

  @Override
  public void discardPending(long upToFrontier) {
    if (Long.compareUnsigned(upToFrontier, discardedUpTo) <= 0) {
      return;
    }
    try (WriteBatch batch = new WriteBatch()) {
      while (!pending.isEmpty()
          && Long.compareUnsigned(pending.getFirst().frontier(), upToFrontier) <= 0) {
        PendingOutput oldest = pending.removeFirst();
        for (String table : oldest.deltas().keySet()) {
          batch.delete(storage.family(Family.TICK), pendingKey(oldest.frontier(), table));
        }
      }
      batch.put(storage.family(Family.TICK), key('d'), lsn(upToFrontier));
      storage.write(batch);
      discardedUpTo = upToFrontier;
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
  }

  @Override
  public void rollback() {
    if (undo.isNeeded()) {
      undoWritten();
    } else {
      arrangements.values().forEach(PersistentArrangement::rollback);
    }
  }

  @Override
  public void clear() {
    try (WriteBatch batch = new WriteBatch()) {
      batch.delete(storage.family(Family.TICK), key('f'));
      undo.appendClearing(batch); // so that a crash on the way ends in clearing the rest
      storage.write(batch);
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
    frontier = Lsn.NONE;
    byte[] prefix = arrangementPrefix().getBytes(StandardCharsets.UTF_8);
    byte[] after = arrangementPrefix().replaceFirst("/$", "0").getBytes(StandardCharsets.UTF_8);
    List<String> names = new ArrayList<>();
    try (Storage.Scan scan = storage.scan(Family.META, prefix, after)) {
      for (scan.iterator().seekToFirst(); scan.iterator().isValid(); scan.iterator().next()) {
        names.add(
            new String(scan.iterator().key(), StandardCharsets.UTF_8).substring(prefix.length));
      }
    }
    for (String name : names) {
      PersistentArrangement arrangement = arrangements.get(name);
      if (arrangement == null) {
        arrangement =
            new StoredKeyedState(storage, arrangementId(name), new MemoryBudget(0), () -> {});
      }
      arrangement.clear();
    }
    byte[] from = new byte[4];
    Bytes.INT.set(from, 0, circuit);
    byte[] to = new byte[4];
    Bytes.INT.set(to, 0, circuit + 1);
    storage.deleteRange(Family.TICK, from, to);
    undo.ended();
    pending.clear();
    discardedUpTo = Lsn.NONE;
  }

  /** Forgets everything and the circuit's place in memory. */
  void drop() {
    clear();
    arrangements.clear();
    budget.removeHolder();
    byte[] prefix = arrangementPrefix().getBytes(StandardCharsets.UTF_8);
    byte[] after = arrangementPrefix().replaceFirst("/$", "0").getBytes(StandardCharsets.UTF_8);
    storage.deleteRange(Family.META, prefix, after);
  }

  private byte[] key(char kind) {
    byte[] key = new byte[5];
    Bytes.INT.set(key, 0, circuit);
    key[4] = (byte) kind;
    return key;
  }

  private byte[] pendingKey(long at, String table) {
    byte[] name = table.getBytes(StandardCharsets.UTF_8);
    byte[] key = new byte[13 + name.length];
    Bytes.INT.set(key, 0, circuit);
    key[4] = 'p';
    Bytes.LONG.set(key, 5, at);
    System.arraycopy(name, 0, key, 13, name.length);
    return key;
  }

  private static byte[] lsn(long value) {
    byte[] bytes = new byte[Long.BYTES];
    Bytes.LONG.set(bytes, 0, value);
    return bytes;
  }

  private long readLsn(char kind) {
    byte[] value = storage.get(Family.TICK, key(kind));
    return value == null ? Lsn.NONE : (long) Bytes.LONG.get(value, 0);
  }

  private void readPending() {
    byte[] from = key('p');
    byte[] to = key((char) ('p' + 1));
    Map<Long, Map<String, ZSet>> ticks = new LinkedHashMap<>();
    try (Storage.Scan scan = storage.scan(Family.TICK, from, to)) {
      RocksIterator entry = scan.iterator();
      for (entry.seekToFirst(); entry.isValid(); entry.next()) {
        byte[] key = entry.key();
        String table = new String(key, 13, key.length - 13, StandardCharsets.UTF_8);
        ticks
            .computeIfAbsent((long) Bytes.LONG.get(key, 5), ignored -> new TreeMap<>())
            .put(table, ZSetCodec.decode(entry.value()));
      }
    }
    ticks.forEach((at, deltas) -> pending.add(new PendingOutput(at, deltas)));
  }
}
