package io.tidemark.engine.operator.set;

import io.tidemark.engine.operator.Operator;
import io.tidemark.state.row.ZSet;
import java.util.List;

/**
 * The rows of all inputs, duplicates kept: {@code I₁ + … + Iₙ}.
 *
 * <p>Linear: {@code δout = δI₁ + … + δIₙ}.
 *
 * <p>State: none. Cost per change: a reference copied.
 */
public final class UnionAll implements Operator {

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet output = new ZSet();
    deltas.forEach(output::addAll);
    return output;
  }
}
