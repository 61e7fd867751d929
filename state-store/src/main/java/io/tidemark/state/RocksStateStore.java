package io.tidemark.state;

import io.tidemark.state.Storage.Family;
import io.tidemark.state.arrangement.MemoryBudget;
import io.tidemark.state.log.ChangeLogs;
import io.tidemark.state.log.RocksChangeLogs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** The state store over one RocksDB. */
final class RocksStateStore implements StateStore {

  private static final String CIRCUIT_PREFIX = "circuit/";

  private final Storage storage;
  private final RocksChangeLogs logs;
  private final MemoryBudget arrangementMemory;
  private final Map<String, RocksCircuitState> open = new HashMap<>();

  RocksStateStore(Path directory, long memoryBytes) {
    storage = new Storage(directory, memoryBytes);
    // a quarter is RocksDB's caches and memtables, a quarter the row stores', half the
    // arrangements'
    try {
      logs = new RocksChangeLogs(storage, memoryBytes / 4);
    } catch (RuntimeException unusable) {
      storage.close();
      throw unusable;
    }
    arrangementMemory = new MemoryBudget(memoryBytes / 2);
  }

  @Override
  public ChangeLogs logs() {
    return logs;
  }

  @Override
  public synchronized CircuitState circuit(String name) {
    return open.computeIfAbsent(
        name,
        ignored -> new RocksCircuitState(storage, idOf(CIRCUIT_PREFIX + name), arrangementMemory));
  }

  private int idOf(String key) {
    return Identifiers.of(storage, key);
  }

  @Override
  public synchronized List<String> circuits() {
    List<String> names = new ArrayList<>();
    byte[] from = CIRCUIT_PREFIX.getBytes(StandardCharsets.UTF_8);
    try (Storage.Scan scan =
        storage.scan(Family.META, from, "circuit0".getBytes(StandardCharsets.UTF_8))) {
      for (scan.iterator().seekToFirst(); scan.iterator().isValid(); scan.iterator().next()) {
        names.add(
            new String(scan.iterator().key(), StandardCharsets.UTF_8)
                .substring(CIRCUIT_PREFIX.length()));
      }
    }
    return names;
  }

  @Override
  public synchronized void dropCircuit(String name) {
    ((RocksCircuitState) circuit(name)).drop();
    open.remove(name);
    try (WriteBatch batch = new WriteBatch()) {
      batch.delete(
          storage.family(Family.META), (CIRCUIT_PREFIX + name).getBytes(StandardCharsets.UTF_8));
      storage.write(batch);
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
  }

  @Override
  public Optional<String> note(String name) {
    byte[] text = storage.get(Family.META, noteKey(name));
    return text == null ? Optional.empty() : Optional.of(new String(text, StandardCharsets.UTF_8));
  }

  @Override
  public void note(String name, String text) {
    try (WriteBatch batch = new WriteBatch()) {
      batch.put(storage.family(Family.META), noteKey(name), text.getBytes(StandardCharsets.UTF_8));
      storage.write(batch);
    } catch (RocksDBException failure) {
      throw storage.failed("write to", failure);
    }
  }

  private static byte[] noteKey(String name) {
    return ("note/" + name).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public long sync() {
    long end = logs.end();
    storage.sync();
    return end;
  }

  @Override
  public long diskBytes() {
    return storage.property("rocksdb.total-sst-files-size");
  }

  @Override
  public long memoryBytes() {
    return arrangementMemory.used() + logs.memoryBytes() + storage.memoryBytes();
  }

  @Override
  public void close() {
    logs.close();
    storage.close();
  }
}
