package io.tidemark.state;

import io.tidemark.state.log.ChangeLogs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that Tidemark keeps on disk, in one RocksDB: what the reader appends and what circuits
 * commit share one write-ahead log, so that a crash leaves a consistent prefix of both.
 */
public interface StateStore extends AutoCloseable {

  /**
   * Opens or creates the state in a folder, which no other process may have open.
   *
   * @param memoryBytes what caches, row stores and arrangements may take together
   * @throws StateStoreException if the folder cannot be written, is in use, or holds another format
   */
  static StateStore open(Path directory, long memoryBytes) {
    return new RocksStateStore(directory, memoryBytes);
  }

  /**
   * Deletes the state in a folder, to rebuild it: after {@link
   * StateStoreException#isMendedByRebuild}. Files that are not the state's stay.
   *
   * @throws StateStoreException if the state is open or cannot be deleted
   */
  static void destroy(Path directory) {
    Storage.destroy(directory);
  }

  /** The change logs of all sources; written by the reader's thread, read by circuits' threads. */
  ChangeLogs logs();

  /**
   * The state of a circuit, created empty (frontier {@link Lsn#NONE}) if there is none of that
   * name.
   */
  CircuitState circuit(String name);

  /** The names of the circuits that have state. */
  List<String> circuits();

  /** Deletes a circuit's state; a handle to it must not be used afterwards. */
  void dropCircuit(String name);

  /** A small text that was noted under a name, to be found again after a restart. */
  Optional<String> note(String name);

  /** Notes a text, in place of the one that was noted under the name before. */
  void note(String name, String text);

  /**
   * Makes everything written so far durable (fsync) and returns the end of the change logs that it
   * covers: the reader may acknowledge up to there. Thread-safe.
   */
  long sync();

  /** Bytes of RocksDB's files, for metrics. */
  long diskBytes();

  /** Approximate bytes of memory that arrangements, row stores and RocksDB's caches hold. */
  long memoryBytes();

  @Override
  void close();
}
