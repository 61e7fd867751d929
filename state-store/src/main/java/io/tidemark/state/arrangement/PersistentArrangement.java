package io.tidemark.state.arrangement;

import org.rocksdb.WriteBatch;

/**
 * What a circuit's commit needs of an arrangement, of whichever kind. An arrangement remembers, for
 * each entry that the running tick changed, what it was before: that list is both what commit
 * writes and what rollback restores.
 */
public interface PersistentArrangement {

  /** Appends the changes since the last commit, in the order of RocksDB's keys. */
  void appendChanges(WriteBatch batch);

  /** Forgets what {@link #appendChanges} appended, which is now durable in RocksDB's log. */
  void committed();

  /** Restores what was committed last. */
  void rollback();

  /** Approximate bytes of changes that are not committed. */
  long changedBytes();

  /** Bytes in memory. */
  long heapBytes();

  /**
   * Drops everything from memory; only between commits. Reads go through to RocksDB from then on.
   */
  void evict();
}
