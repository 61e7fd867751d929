package io.tidemark.engine.operator.set;

import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.ZSet;
import java.util.List;

/**
 * The rows that both sides have, by SQL's equality: of l copies left and r copies right, {@code
 * min(l, r)} with ALL, else one where both are there.
 *
 * <p>{@code δout}, state and cost are those of {@link SidesByKey}.
 */
public final class Intersect implements Operator {

  private final SidesByKey sides;

  /**
   * @param key gives a key for every row of either side
   */
  public Intersect(boolean all, KeyFunction key, KeyedState keys) {
    sides = new SidesByKey(key, (l, r) -> all ? Math.min(l, r) : Math.min(1, Math.min(l, r)), keys);
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    return sides.step(deltas);
  }
}
