package io.tidemark.engine.operator.join;

import io.tidemark.engine.EvaluationException;
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
    Pairs pairs = new Pairs(residual, !leftDelta.isEmpty() && !rightDelta.isEmpty());

    KeyedDelta leftByKey = KeyedDelta.of(leftDelta, leftKey);
    for (int k = 0; k < leftByKey.keyCount(); k++) {
      int head = leftByKey.first(k);
      right.forEach(
          leftByKey.key(k),
          (element, weight) -> {
            Row rightRow = Row.wrap(element);
            for (int entry = head; entry >= 0; entry = leftByKey.next(entry)) {
              pairs.add(leftDelta.row(entry), rightRow, leftDelta.weight(entry) * weight);
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
              pairs.add(leftRow, rightDelta.row(entry), weight * rightDelta.weight(entry));
            }
          });
    }
    store(rightDelta, rightByKey, right);
    return pairs.consolidated();
  }

  private static void store(ZSet delta, KeyedDelta byKey, IndexedZSet index) {
    for (int k = 0; k < byKey.keyCount(); k++) {
      for (int entry = byKey.first(k); entry >= 0; entry = byKey.next(entry)) {
        index.add(byKey.key(k), delta.row(entry).bytes(), delta.weight(entry));
      }
    }
  }

  /** The pairs found so far, and those of which it is not known yet whether they exist. */
  private static final class Pairs {
    private final @Nullable RowPredicate residual;
    private final boolean mayRepeat; // both sides change, so that a pair may be found twice
    private final ZSet found = new ZSet();
    private final ZSet failed = new ZSet();

    Pairs(@Nullable RowPredicate residual, boolean mayRepeat) {
      this.residual = residual;
      this.mayRepeat = mayRepeat;
    }

    void add(Row leftRow, Row rightRow, long weight) {
      Row pair = leftRow.concat(rightRow);
      try {
        if (residual == null || residual.test(pair)) {
          found.add(pair, weight);
        }
      } catch (EvaluationException e) {
        if (!mayRepeat) {
          throw e;
        }
        failed.add(pair, weight);
      }
    }

    ZSet consolidated() {
      failed.consolidate();
      if (residual != null && !failed.isEmpty()) {
        residual.test(failed.row(0)); // fails again, now for a pair that exists
        throw new AssertionError("a pure condition fails each time: " + failed.row(0));
      }
      return mayRepeat ? found.consolidate() : found;
    }
  }
}
