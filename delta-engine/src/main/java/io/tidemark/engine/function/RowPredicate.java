package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;

/** A compiled condition; NULL counts as not true. Owned by one thread. */
@FunctionalInterface
public interface RowPredicate {

  /**
   * @throws io.tidemark.engine.EvaluationException where PostgreSQL too would raise an error
   */
  boolean test(Row row);

  /** As {@link RowMapper#prepare(ZSet, int, int)}. */
  default void prepare(ZSet rows, int from, int to) {}

  /** Told of all the rows of a delta. */
  default void prepare(ZSet rows) {
    prepare(rows, 0, rows.size());
  }
}
