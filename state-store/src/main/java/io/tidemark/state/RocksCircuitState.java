package io.tidemark.state;

import io.tidemark.state.Storage.Family;
import io.tidemark.state.arrangement.IndexedZSet;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.arrangement.MemoryBudget;
import io.tidemark.state.arrangement.PersistentArrangement;
import io.tidemark.state.arrangement.StoredIndexedZSet;
import io.tidemark.state.arrangement.StoredKeyedState;
import io.tidemark.state.row.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * A circuit's state in RocksDB.
 *
 * <p>Keys of the tick family: {@code u32 circuit}, then {@code 'f'} for {@code u64 frontier, u64
 * frontier of the sink}, or those of {@link TickUndo}.
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
  private long frontier = Lsn.NONE;
  private long sinkFrontier = Lsn.NONE;
  private long heldAfterEviction;

  RocksCircuitState(Storage storage, int circuit, MemoryBudget budget) {
    this.storage = storage;
    this.circuit = circuit;
    this.budget = budget;
    byte[] frontiers = storage.get(Family.TICK, frontierKey());
    if (frontiers != null) {
      frontier = (long) Bytes.LONG.get(frontiers, 0);
      sinkFrontier = (long) Bytes.LONG.get(frontiers, Long.BYTES);
    }
    this.undo = new TickUndo(storage, circuit);
    this.changedBytesMax = Math.clamp(budget.limit() / 4, CHANGED_BYTES_MIN, CHANGED_BYTES_MAX);
    budget.addHolder();
    undoWritten();
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
  public long sinkFrontier() {
    return sinkFrontier;
  }

  @Override
  public long uncommittedBytes() {
    return sum(PersistentArrangement::changedBytes);
  }

  @Override
  public void commit(long newFrontier, long newSinkFrontier) {
    if (Long.compareUnsigned(newFrontier, frontier) < 0) {
      throw new IllegalArgumentException(
          "the frontier would go back from %s to %s"
              .formatted(Lsn.format(frontier), Lsn.format(newFrontier)));
    }
    try (WriteBatch batch = new WriteBatch()) {
      for (PersistentArrangement arrangement : arrangements.values()) {
        arrangement.forEachChange(
            (address, ignored, after) -> undo.put(batch, Family.ARRANGEMENT, address, after));
      }
      if (undo.isNeeded()) {
        undo.appendEnd(batch);
      }
      byte[] frontiers = new byte[2 * Long.BYTES];
      Bytes.LONG.set(frontiers, 0, newFrontier);
      Bytes.LONG.set(frontiers, Long.BYTES, newSinkFrontier);
      batch.put(storage.family(Family.TICK), frontierKey(), frontiers);
      storage.write(batch);
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
    undo.ended();
    arrangements.values().forEach(PersistentArrangement::written);
    frontier = newFrontier;
    sinkFrontier = newSinkFrontier;
    evictExcess();
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
      batch.delete(storage.family(Family.TICK), frontierKey());
      undo.appendClearing(batch); // so that a crash on the way ends in clearing the rest
      storage.write(batch);
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
    frontier = Lsn.NONE;
    sinkFrontier = Lsn.NONE;
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

  private byte[] frontierKey() {
    byte[] key = new byte[5];
    Bytes.INT.set(key, 0, circuit);
    key[4] = 'f';
    return key;
  }
}
