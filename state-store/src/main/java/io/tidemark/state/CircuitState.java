package io.tidemark.state;

import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.row.ZSet;
import java.util.List;
import java.util.Map;

/**
 * What one circuit keeps: its arrangements, its frontier, and the output that the sink has not yet
 * been seen to hold durably. Owned by the circuit's thread.
 */
public interface CircuitState extends Arrangements {

  /** One tick's output deltas by stream table, as committed. */
  record PendingOutput(long frontier, Map<String, ZSet> deltas) {}

  /**
   * The LSN up to which the arrangements are complete; {@link Lsn#NONE} before the first commit.
   */
  long frontier();

  /**
   * Commits a tick in one atomic write: every change of the arrangements since the last commit, the
   * output, and the frontier. Changes that outgrew memory were written before, and are undone if
   * the commit does not come. Not synced: after a machine's crash the state may be some ticks
   * older, and is brought up again from the change logs.
   *
   * @param output consolidated deltas by stream table; empty ones are not kept
   * @throws IllegalArgumentException if the frontier would go back, or has pending output already
   */
  void commit(long frontier, Map<String, ZSet> output);

  /** Outputs that were committed and not yet discarded, oldest first. */
  List<PendingOutput> pending();

  /** Forgets the outputs up to a frontier, because the sink holds them durably. */
  void discardPending(long upToFrontier);

  /**
   * The latest frontier whose output was discarded: a sink that is behind it has lost what it had,
   * by a restored backup for instance. {@link Lsn#NONE} if nothing was discarded yet.
   */
  long discardedUpTo();

  /** Forgets the changes of the arrangements since the last commit, after a tick that failed. */
  void rollback();

  /** Forgets everything, back to frontier {@link Lsn#NONE}. */
  void clear();
}
