package io.tidemark.engine.function;

import java.util.List;

/**
 * The default order of a type's values by a collation, which only PostgreSQL knows: that of text by
 * libc and ICU, of jsonb, of what extensions define.
 */
public interface ValueOrder {

  /**
   * The place of each value among those of its part: a smaller number for a smaller value, the same
   * for those that PostgreSQL holds equal.
   *
   * @param parts of each value, any number; values of different parts are not compared
   * @param values none NULL, in wire format; at most {@link #valuesMax} of them
   * @throws io.tidemark.engine.EvaluationException if the server cannot be asked
   */
  int[] ranks(int[] parts, List<byte[]> values);

  /** How many values may be asked for at once; at least 64. */
  int valuesMax();
}
