package io.tidemark.engine.operator;

import io.tidemark.engine.function.RowMapper;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import org.jspecify.annotations.Nullable;

/**
 * The key under which a row is grouped, joined or told apart: bytes that are equal exactly where
 * SQL says that the values are.
 */
@FunctionalInterface
public interface KeyFunction {

  /**
   * The key, or null where the row has none: a NULL is equal to nothing in a join.
   *
   * @throws io.tidemark.engine.EvaluationException where PostgreSQL too would raise an error
   */
  byte @Nullable [] keyOf(Row row);

  /** Told of the rows that are about to come, as {@link RowMapper#prepare}. */
  default void prepare(ZSet rows) {}
}
