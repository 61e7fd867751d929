package io.tidemark.state.arrangement;

import org.jspecify.annotations.Nullable;

/**
 * What a circuit's commit needs of an arrangement, of whichever kind. An arrangement remembers, for
 * each entry that changed and is not written, what it was before: that is both what is written and
 * what rollback restores.
 */
public sealed interface PersistentArrangement permits StoredIndexedZSet, StoredKeyedState {

  /** Receives a changed entry: its address in RocksDB and its values, null where it is absent. */
  @FunctionalInterface
  interface ChangeVisitor {
    void visit(byte[] address, byte @Nullable [] before, byte @Nullable [] after);
  }

  /** Visits each entry that changed since the last {@link #written}, once, in RocksDB's order. */
  void forEachChange(ChangeVisitor visitor);

  /** Tells that RocksDB has the changes. */
  void written();

  /** Takes the changes since the last {@link #written} back. */
  void rollback();

  /** Approximate bytes of changes that are not written. */
  long changedBytes();

  /** Bytes in memory. */
  long heapBytes();

  /**
   * Drops about so many bytes from memory, though nothing that changed and is not written. Reads of
   * the rest go through to RocksDB from then on.
   */
  void evict(long wantedBytes);

  /** Drops all memory, with the changes that are not written: RocksDB is right. */
  void forget();

  /** Forgets everything, in memory and in RocksDB. */
  void clear();
}
