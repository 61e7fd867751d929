package io.tidemark.bench.row;

import java.util.Map;

/**
 * A representation of rows on their way through a tick.
 *
 * @param <B> a batch of weighted rows
 */
interface RowCandidate<B> {

  /** From pgoutput's tuples. */
  B decode(byte[][] tuples, long[] weights);

  /** The batch with the weights of equal rows added up, rows of weight 0 dropped. */
  B consolidate(B batch);

  /** {@code SELECT region, sum(amount) … WHERE amount > 5000 GROUP BY region}. */
  Map<?, long[]> sumByRegion(B batch);

  /** Each row as bytes that a key-value store can hold. */
  byte[][] serialize(B batch);

  /** One binary array parameter per column. */
  byte[][] encode(B batch);
}
