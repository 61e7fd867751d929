package io.tidemark.state;

import io.tidemark.state.arrangement.Arrangements;

/**
 * What one circuit keeps: its arrangements, and how far they are complete. Owned by the circuit's
 * thread.
 *
 * <p>The arrangements change in memory at each tick and are committed now and then
 * (docs/decisions/0008): what was not committed is made again from the change logs, which are kept
 * from {@link #frontier} on.
 */
public interface CircuitState extends Arrangements {

  /**
   * The LSN up to which the committed arrangements are complete; {@link Lsn#NONE} before the first
   * commit.
   */
  long frontier();

  /**
   * The frontier that the sink durably held at the last commit. A sink whose frontier is behind it
   * has lost what the arrangements take for merged, by a restored backup for instance. {@link
   * Lsn#NONE} before the first commit.
   */
  long sinkFrontier();

  /**
   * Commits the changes of the arrangements since the last commit, and the frontiers, in one atomic
   * write. Changes that outgrew memory were written before, and are undone if the commit does not
   * come. Not synced: after a machine's crash the state may be some commits older.
   *
   * @param frontier up to where the arrangements are complete now
   * @param sinkFrontier what the sink durably holds; at most {@code frontier}
   * @throws IllegalArgumentException if the frontier would go back
   */
  void commit(long frontier, long sinkFrontier);

  /** Approximate bytes of changes that are not committed. */
  long uncommittedBytes();

  /** Forgets the changes of the arrangements since the last commit. */
  void rollback();

  /** Forgets everything, back to frontier {@link Lsn#NONE}. */
  void clear();
}
