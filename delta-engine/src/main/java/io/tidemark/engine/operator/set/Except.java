package io.tidemark.engine.operator.set;

import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.ZSet;
import java.util.List;

/**
 * The left rows that the right side does not have, by SQL's equality: of l copies left and r copies
 * right, {@code max(0, l − r)} with ALL, else one where there are some left and none right.
 *
 * <p>{@code δout}, state and cost are those of {@link SidesByKey}.
 */
public final class Except implements Operator {

  private final SidesByKey sides;

  /**
   * @param key gives a key for every row of either side
   */
  public Except(boolean all, KeyFunction key, KeyedState keys) {
    sides =
        new SidesByKey(key, (l, r) -> all ? Math.max(0, l - r) : r == 0 ? Math.min(1, l) : 0, keys);
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    return sides.step(deltas);
  }
}
