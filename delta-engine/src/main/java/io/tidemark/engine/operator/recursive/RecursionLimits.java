package io.tidemark.engine.operator.recursive;

/**
 * How far a recursion may go before it counts as endless. PostgreSQL has no such limits: there a
 * recursion without an end runs until it is cancelled or a disk is full.
 *
 * @param iterations rounds, from the base's rows on
 * @param rows rows that may change in all rounds of one step together
 */
public record RecursionLimits(int iterations, long rows) {

  /** Longer chains than any hierarchy has; the rows of one step are held in memory. */
  public static final RecursionLimits DEFAULT = new RecursionLimits(100_000, 20_000_000);
}
