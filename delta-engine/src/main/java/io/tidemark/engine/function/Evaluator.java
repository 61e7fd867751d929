package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import org.jspecify.annotations.Nullable;

/**
 * A compiled expression. Values are the JVM forms that the expression's type's codec gives; null is
 * SQL's NULL. Pure and thread-safe.
 */
@FunctionalInterface
public interface Evaluator {

  /**
   * The expression's value over a row.
   *
   * @throws io.tidemark.engine.EvaluationException where PostgreSQL too would raise an error
   */
  @Nullable Object evaluate(Row row);
}
