package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;

/** Compiled expressions over a row, whose values make up another row. Owned by one thread. */
@FunctionalInterface
public interface RowMapper {

  /**
   * @throws io.tidemark.engine.EvaluationException where PostgreSQL too would raise an error
   */
  Row map(Row row);

  /**
   * Told of the rows that are about to come, so that what PostgreSQL has to compute is asked for at
   * once. Not needed for the result; raises no error of a row.
   *
   * @param from the first of them
   * @param to behind the last of them
   */
  default void prepare(ZSet rows, int from, int to) {}

  /** Told of all the rows of a delta. */
  default void prepare(ZSet rows) {
    prepare(rows, 0, rows.size());
  }
}
