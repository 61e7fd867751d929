package io.tidemark.engine.operator.join;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import org.jspecify.annotations.Nullable;

/**
 * A join's residual condition during one step. Where both sides change, a pair may be looked at
 * that never exists: of a row that comes and one that leaves. Its error counts only if the pair is
 * left when all weights are added up, so that errors are kept until {@link #check}; until then the
 * pair does not match.
 */
final class Condition {

  private final @Nullable RowPredicate residual;
  private final boolean mayRepeat;
  private final ZSet failed = new ZSet();

  /**
   * @param residual null for one that is always true
   * @param mayRepeat whether a pair may be looked at again in this step, with another weight
   */
  Condition(@Nullable RowPredicate residual, boolean mayRepeat) {
    this.residual = residual;
    this.mayRepeat = mayRepeat;
  }

  /**
   * Whether the pair matches.
   *
   * @param weight by how much the pair's weight changes
   */
  boolean holds(Row pair, long weight) {
    if (residual == null) {
      return true;
    }
    try {
      return residual.test(pair);
    } catch (EvaluationException e) {
      if (!mayRepeat) {
        throw e;
      }
      failed.add(pair, weight);
      return false;
    }
  }

  /** Raises the error of a pair that exists after all. */
  void check() {
    failed.consolidate();
    if (residual != null && !failed.isEmpty()) {
      residual.test(failed.row(0)); // fails again, now for a pair that exists
      throw new AssertionError("a pure condition fails each time: " + failed.row(0));
    }
  }
}
