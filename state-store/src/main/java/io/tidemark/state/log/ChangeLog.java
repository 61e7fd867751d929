package io.tidemark.state.log;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One source's changes in commit order, and, where its changes come without old images, its row
 * store: the current row of each key as of the last appended change.
 */
public interface ChangeLog {

  String source();

  /**
   * Whether a transaction's changes belong into this log: it is loaded, and they are not in its
   * snapshot.
   */
  boolean accepts(long commitLsn);

  /**
   * Reads the changes of the transactions whose commit LSN is in {@code [fromLsn, toLsn)}: an
   * update is the old row with weight −1 and the new one with +1. Each batch is consolidated in
   * itself.
   *
   * @param batchChanges at most about so many changes are held in memory at once; fewer if they are
   *     large
   * @throws IllegalArgumentException if {@code fromLsn} was trimmed away or {@code toLsn} is beyond
   *     the logs' end
   */
  void read(long fromLsn, long toLsn, int batchChanges, Consumer<ZSet> batches);

  /** Whether any transaction with a commit LSN in {@code [fromLsn, toLsn)} changed this source. */
  boolean hasChanges(long fromLsn, long toLsn);

  /** The LSN from which changes are kept. */
  long start();

  /**
   * Forgets the changes of commits before an LSN: the slowest reader's frontier. They are refused
   * from now on; their space comes back when it is worth a deletion.
   */
  void trim(long beforeLsn);

  /** Approximate bytes of the changes kept, as compressed on disk. */
  long bytes();

  /**
   * The current row of a key ({@link Row#project} of the key columns), with the running
   * transaction's changes; null if there is none or the log keeps no row store. For the reader's
   * thread.
   */
  @Nullable Row current(Row key);

  /** Whether this log keeps a row store. */
  boolean hasRowStore();

  /**
   * Every current row, with the running transaction's changes up to this call, for TRUNCATE. For
   * the reader's thread, which may append while it iterates, and must iterate to the end.
   */
  Iterator<Row> currentRows();

  /**
   * Fills the empty row store from a snapshot taken at {@code lsn}, before the first change is
   * appended from there on; the log then starts at that LSN. May be called many times until {@link
   * #loaded}.
   */
  void load(Iterator<Row> rows);

  /** Ends loading: the row store and this log are complete from the snapshot's LSN on. */
  void loaded(long lsn);

  /**
   * Marks the log as not loaded, because changes of its source were missed: it accepts none until
   * it is loaded anew, also after a restart. For the reader's thread.
   */
  void invalidate();

  /**
   * Whether {@link #loaded} was called for this log, in this or an earlier run, and {@link
   * #invalidate} not since.
   */
  boolean isLoaded();
}
