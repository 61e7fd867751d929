package io.tidemark.engine.function;

import io.tidemark.state.row.Row;

/** Compiled expressions over a row, whose values make up another row. Owned by one thread. */
@FunctionalInterface
public interface RowMapper {

  /**
   * @throws io.tidemark.engine.EvaluationException where PostgreSQL too would raise an error
   */
  Row map(Row row);
}
