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
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * A circuit's state in RocksDB.
 *
 * <p>Keys of the tick family: {@code u32 circuit}, then {@code 'f'} for the frontier, {@code 'd'}
 * for the frontier that was discarded last, or {@code 'p' u64 frontier, table name} for pending
 * output.
 */
final class RocksCircuitState implements CircuitState {

  /**
   * A commit of more changes than this is written in parts. The frontier is taken back to NONE
   * first, so that a crash in between costs a rebuild and never a wrong result.
   */
  private static final long COMMIT_BYTES_MAX = 64L << 20;

  private final Storage storage;
  private final int circuit;
  private final MemoryBudget budget;
  private final Map<String, PersistentArrangement> arrangements = new HashMap<>();
  private final List<PendingOutput> pending = new ArrayList<>();
  private long frontier;
  private long discardedUpTo;

  RocksCircuitState(Storage storage, int circuit, MemoryBudget budget) {
    this.storage = storage;
    this.circuit = circuit;
    this.budget = budget;
    this.frontier = readLsn('f');
    this.discardedUpTo = readLsn('d');
    readPending();
  }

  @Override
  public IndexedZSet indexed(String name) {
    return (StoredIndexedZSet)
        arrangements.computeIfAbsent(
            name, ignored -> new StoredIndexedZSet(storage, arrangementId(name), budget));
  }

  @Override
  public KeyedState keyed(String name) {
    return (StoredKeyedState)
        arrangements.computeIfAbsent(
            name, ignored -> new StoredKeyedState(storage, arrangementId(name), budget));
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
    long changedBytes =
        arrangements.values().stream().mapToLong(PersistentArrangement::changedBytes).sum();
    try (WriteBatch batch = new WriteBatch()) {
      if (changedBytes > COMMIT_BYTES_MAX && frontier != Lsn.NONE) {
        batch.delete(storage.family(Family.TICK), key('f'));
        flush(batch);
      }
      for (PersistentArrangement arrangement : arrangements.values()) {
        arrangement.appendChanges(batch);
        if (changedBytes > COMMIT_BYTES_MAX) {
          flush(batch);
        }
      }
      for (Map.Entry<String, ZSet> table : kept.entrySet()) {
        batch.put(
            storage.family(Family.TICK),
            pendingKey(newFrontier, table.getKey()),
            ZSetCodec.encode(table.getValue()));
      }
      batch.put(storage.family(Family.TICK), key('f'), lsn(newFrontier));
      storage.write(batch);
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
    arrangements.values().forEach(PersistentArrangement::committed);
    frontier = newFrontier;
    if (!kept.isEmpty()) {
      pending.add(new PendingOutput(newFrontier, kept));
    }
    keepWithinBudget();
  }

  private void flush(WriteBatch batch) {
    storage.write(batch);
    batch.clear();
  }

  /** Evicts the largest arrangements of this circuit while all of them together take too much. */
  private void keepWithinBudget() {
    if (budget.isExceeded()) {
      List<PersistentArrangement> bySize = new ArrayList<>(arrangements.values());
      bySize.sort(Comparator.comparingLong(PersistentArrangement::heapBytes).reversed());
      for (PersistentArrangement arrangement : bySize) {
        if (budget.isExceeded()) {
          arrangement.evict();
        }
      }
    }
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
    arrangements.values().forEach(PersistentArrangement::rollback);
  }

  @Override
  public void clear() {
    byte[] from = new byte[4];
    Bytes.INT.set(from, 0, circuit);
    byte[] to = new byte[4];
    Bytes.INT.set(to, 0, circuit + 1);
    storage.deleteRange(Family.TICK, from, to);
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
      switch (arrangements.get(name)) {
        case StoredIndexedZSet indexed -> indexed.clear();
        case StoredKeyedState keyed -> keyed.clear();
        case null, default ->
            new StoredKeyedState(storage, arrangementId(name), new MemoryBudget(0)).clear();
      }
    }
    pending.clear();
    frontier = Lsn.NONE;
    discardedUpTo = Lsn.NONE;
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
