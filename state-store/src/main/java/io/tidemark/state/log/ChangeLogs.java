package io.tidemark.state.log;

import io.tidemark.state.row.Row;
import java.util.List;

/**
 * The change logs of all sources, and the one position up to which they are complete. One thread,
 * the reader's, appends; any thread reads what is complete.
 */
public interface ChangeLogs {

  /**
   * Opens a source's log, created empty if there is none.
   *
   * @param source a stable name of the source, never reused for another table
   * @param keyColumns the columns that identify a row, in which case the log keeps a row store (the
   *     current row of each key), or empty where changes carry their full old image
   * @throws IllegalArgumentException if the log exists with other key columns
   */
  ChangeLog open(String source, int[] keyColumns);

  /** The sources that have a log. */
  List<String> sources();

  /** Deletes a source's log and row store. */
  void drop(String source);

  /** End LSN of the last complete transaction, or of the last {@link #advance}: the watermark. */
  long end();

  /**
   * Moves the end forward over WAL that held nothing for these logs. Called by the reader between
   * transactions only; going back is ignored.
   */
  void advance(long endLsn);

  /**
   * Begins a transaction's changes. Changes may reach RocksDB before the commit, so that a
   * transaction of any size fits into bounded memory; readers do not see them until then, and what
   * a crash leaves of them is undone when the store is opened again.
   */
  Transaction begin(long commitLsn);

  /** A transaction that is being appended. Changes are in the order in which they were made. */
  interface Transaction {

    /** The LSN it was begun with. */
    long commitLsn();

    void insert(ChangeLog log, Row after);

    /**
     * Appends an update.
     *
     * @param before the full old row, whether it came with the change or from the row store
     */
    void update(ChangeLog log, Row before, Row after);

    void delete(ChangeLog log, Row before);

    /** Takes the transaction's changes back, because the stream broke before its commit. */
    void abort();

    /** Makes the transaction visible and moves {@link ChangeLogs#end} to its end LSN. */
    void commit(long endLsn);
  }
}
