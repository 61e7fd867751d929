package io.tidemark.engine.function;

import io.tidemark.engine.plan.Expression;
import io.tidemark.state.row.Row;
import org.jspecify.annotations.Nullable;

/**
 * An expression without columns: computed at the first row, so that an error in it is one of
 * evaluation, as in PostgreSQL.
 */
final class Folded implements Evaluator {

  private final Evaluator expression;
  private volatile boolean done;
  private @Nullable Object value;

  Folded(Evaluator expression) {
    this.expression = expression;
  }

  @Override
  public @Nullable Object evaluate(Row row) {
    if (!done) {
      value = expression.evaluate(Row.EMPTY);
      done = true;
    }
    return value;
  }

  /** Whether an expression may be folded. */
  static boolean isConstant(Expression expression) {
    return switch (expression) {
      case Expression.Relabel relabel -> isConstant(relabel.operand());
      case Expression.Constant _ -> true;
      case Expression.ArrayLiteral array -> array.elements().stream().allMatch(Folded::isConstant);
      case Expression.Call call ->
          call.function().volatility() == 'i'
              && call.arguments().stream().allMatch(Folded::isConstant);
      default -> false;
    };
  }
}
