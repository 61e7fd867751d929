package io.tidemark.engine.operator.join;

import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.KeyedDelta;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.arrangement.IndexedZSet;
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
 * any equality all rows have the same, empty key.
 *
 * <p>Cost per changed key: one probe of the other side; per pair: one concatenation and one
 * evaluation; per change: one write.
 */
public final class InnerJoin implements Operator {

  private final KeyFunction leftKey;
  private final KeyFunction rightKey;
  private final @Nullable RowPredicate residual;
  private final IndexedZSet left;
  private final IndexedZSet right;

  /**
   * @param residual over the left row's columns followed by the right's; null for none
   * @param name the join's name, stable between runs
   */
  public InnerJoin(
      KeyFunction leftKey,
      KeyFunction rightKey,
      @Nullable RowPredicate residual,
      Arrangements arrangements,
      String name) {
    this.leftKey = leftKey;
    this.rightKey = rightKey;
    this.residual = residual;
    this.left = arrangements.indexed(name + ".left");
    this.right = arrangements.indexed(name + ".right");
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet leftDelta = deltas.get(0).consolidate();
    ZSet rightDelta = deltas.get(1).consolidate();
    boolean mayRepeat = !leftDelta.isEmpty() && !rightDelta.isEmpty();
    Condition condition = new Condition(residual, mayRepeat);
    ZSet pairs = new ZSet();

    KeyedDelta leftByKey = KeyedDelta.of(leftDelta, leftKey);
    for (int k = 0; k < leftByKey.keyCount(); k++) {
      int head = leftByKey.first(k);
      right.forEach(
          leftByKey.key(k),
          (element, weight) -> {
            Row rightRow = Row.wrap(element);
            for (int entry = head; entry >= 0; entry = leftByKey.next(entry)) {
              add(
                  leftDelta.row(entry).concat(rightRow),
                  leftDelta.weight(entry) * weight,
                  condition,
                  pairs);
            }
          });
    }
    store(leftDelta, leftByKey, left);

    KeyedDelta rightByKey = KeyedDelta.of(rightDelta, rightKey);
    for (int k = 0; k < rightByKey.keyCount(); k++) {
      int head = rightByKey.first(k);
      left.forEach(
          rightByKey.key(k),
          (element, weight) -> {
            Row leftRow = Row.wrap(element);
            for (int entry = head; entry >= 0; entry = rightByKey.next(entry)) {
              add(
                  leftRow.concat(rightDelta.row(entry)),
                  weight * rightDelta.weight(entry),
                  condition,
                  pairs);
            }
          });
    }
    store(rightDelta, rightByKey, right);
    condition.check();
    return mayRepeat ? pairs.consolidate() : pairs;
  }

  private static void add(Row pair, long weight, Condition condition, ZSet pairs) {
    if (condition.holds(pair, weight)) {
      pairs.add(pair, weight);
    }
  }

  private static void store(ZSet delta, KeyedDelta byKey, IndexedZSet index) {
    for (int k = 0; k < byKey.keyCount(); k++) {
      for (int entry = byKey.first(k); entry >= 0; entry = byKey.next(entry)) {
        index.add(byKey.key(k), delta.row(entry).bytes(), delta.weight(entry));
      }
    }
  }
}
