package io.tidemark.engine.operator.join;

import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.operator.KeyedDelta;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of rows with equal keys for which the residual condition is true: {@code L ⋈ R}.
 *
 * <p>Bilinear: {@code δout = δL ⋈ R + (L + δL) ⋈ δR}. The first term may hold a pair that never
 * existed, of a row that came and one that left in the same step; the second takes it back. An
 * error of the residual therefore counts only where the pair is left after consolidation.
 *
 * <p>State: each side's rows, indexed by join key; rows without a key (NULL) are not kept. Without
 * any equality all rows have the same, empty key. Where the sides are compared by order, the rows
 * of a key are ordered.
 *
 * <p>Cost per changed key, or per change where there is a range: one probe of the other side; per
 * candidate: one concatenation and one evaluation; per change: one write.
 */
public final class InnerJoin implements Operator {

  private final @Nullable RowPredicate residual;
  private final SideIndex left;
  private final SideIndex right;

  /**
   * @param residual over the left row's columns followed by the right's; null for none
   * @param name the join's name, stable between runs
   */
  public InnerJoin(
      JoinSide left,
      JoinSide right,
      @Nullable RowPredicate residual,
      Arrangements arrangements,
      String name) {
    this.residual = residual;
    this.left = new SideIndex(left, arrangements, name + ".left");
    this.right = new SideIndex(right, arrangements, name + ".right");
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet leftDelta = deltas.get(0).consolidate();
    ZSet rightDelta = deltas.get(1).consolidate();
    boolean mayRepeat = !leftDelta.isEmpty() && !rightDelta.isEmpty();
    Condition condition = new Condition(residual, mayRepeat);
    ZSet pairs = new ZSet();
    KeyedDelta leftByKey = left.byKey(leftDelta);
    probe(leftDelta, leftByKey, right, true, condition, pairs);
    store(leftDelta, leftByKey, left);
    KeyedDelta rightByKey = right.byKey(rightDelta);
    probe(rightDelta, rightByKey, left, false, condition, pairs);
    store(rightDelta, rightByKey, right);
    condition.check();
    return mayRepeat ? pairs.consolidate() : pairs;
  }

  private static void probe(
      ZSet delta,
      KeyedDelta byKey,
      SideIndex other,
      boolean isLeft,
      Condition condition,
      ZSet pairs) {
    for (int k = 0; k < byKey.keyCount(); k++) {
      byte[] key = byKey.key(k);
      int head = byKey.first(k);
      if (!other.isOrdered()) {
        other.forEach(
            key,
            (row, element, weight) -> {
              for (int entry = head; entry >= 0; entry = byKey.next(entry)) {
                add(delta.row(entry), row, isLeft, delta.weight(entry) * weight, condition, pairs);
              }
            });
        continue;
      }
      for (int entry = head; entry >= 0; entry = byKey.next(entry)) {
        Row changed = delta.row(entry);
        long change = delta.weight(entry);
        other.forEachCandidate(
            key,
            changed,
            (row, element, weight) -> add(changed, row, isLeft, change * weight, condition, pairs));
      }
    }
  }

  private static void add(
      Row changed, Row row, boolean isLeft, long weight, Condition condition, ZSet pairs) {
    Row pair = isLeft ? changed.concat(row) : row.concat(changed);
    if (condition.holds(pair, weight)) {
      pairs.add(pair, weight);
    }
  }

  private static void store(ZSet delta, KeyedDelta byKey, SideIndex side) {
    for (int k = 0; k < byKey.keyCount(); k++) {
      for (int entry = byKey.first(k); entry >= 0; entry = byKey.next(entry)) {
        side.add(byKey.key(k), side.element(delta.row(entry)), delta.weight(entry));
      }
    }
  }
}
