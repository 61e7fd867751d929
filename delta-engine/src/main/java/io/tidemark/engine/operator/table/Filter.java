package io.tidemark.engine.operator.table;

import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.row.ZSet;
import java.util.List;

/**
 * The rows for which a condition is true: {@code σ_p(I)}.
 *
 * <p>Linear: {@code δout = σ_p(δI)}.
 *
 * <p>State: none. Cost per change: one evaluation.
 */
public final class Filter implements Operator {

  private final RowPredicate predicate;

  public Filter(RowPredicate predicate) {
    this.predicate = predicate;
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet delta = deltas.getFirst();
    ZSet output = new ZSet();
    for (int i = 0; i < delta.size(); i++) {
      if (i % Project.PREPARED_ROWS == 0) {
        predicate.prepare(delta, i, Math.min(i + Project.PREPARED_ROWS, delta.size()));
      }
      if (predicate.test(delta.row(i))) {
        output.add(delta.row(i), delta.weight(i));
      }
    }
    return output;
  }
}
