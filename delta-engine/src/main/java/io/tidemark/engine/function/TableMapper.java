package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.List;

/** A compiled table function: the rows that it gives for a row. Owned by one thread. */
@FunctionalInterface
public interface TableMapper {

  /**
   * The function's columns only; the same rows in the same order for an equal row.
   *
   * @throws io.tidemark.engine.EvaluationException where PostgreSQL too would raise an error
   */
  List<Row> map(Row row);

  /** As {@link RowMapper#prepare(ZSet, int, int)}. */
  default void prepare(ZSet rows, int from, int to) {}

  /** Told of all the rows of a delta. */
  default void prepare(ZSet rows) {
    prepare(rows, 0, rows.size());
  }
}
