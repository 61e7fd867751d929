package io.tidemark.engine.operator.join;

import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.operator.KeyedDelta;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.arrangement.IndexedZSet;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The left rows that have a match on the right, {@code L ⋉ R}, or those that have none, {@code L ▷
 * R}. A row without a key (NULL) has no match.
 *
 * <p>With m(l), the match weight of a left row, {@code out = Σ w(l)·[m(l) ≠ 0]·l}, or with {@code
 * =}. The left side's change is taken first: it gives {@code δL} where m says so. Then the right's:
 * each left row whose m becomes 0, or was, comes or goes.
 *
 * <p>State: each side's rows, indexed by join key. Without a residual or a range, a left row has a
 * match if the right side has any row of its key, and nothing more is kept. Else each left row's m
 * is kept under its key.
 *
 * <p>Cost by key alone: O(1) per change, and per key that becomes or ceases to be empty on the
 * right one visit of its left rows, all of which change. Else each new left row is compared with
 * the right rows of its key and range, each changed right row with the left rows.
 */
public final class SemiJoin implements Operator {

  private final boolean anti;
  private final @Nullable RowPredicate residual;
  private final SideIndex left;
  private final SideIndex right;
  private final @Nullable IndexedZSet matches; // by key and the left row's element

  /**
   * @param anti whether the rows without a match are wanted
   * @param residual over the left row's columns followed by the right's; null for none
   * @param name the join's name, stable between runs
   */
  public SemiJoin(
      boolean anti,
      JoinSide left,
      JoinSide right,
      @Nullable RowPredicate residual,
      Arrangements arrangements,
      String name) {
    this.anti = anti;
    this.residual = residual;
    this.left = new SideIndex(left, arrangements, name + ".left");
    this.right = new SideIndex(right, arrangements, name + ".right");
    boolean byKeyAlone = residual == null && !this.right.isOrdered();
    this.matches = byKeyAlone ? null : arrangements.indexed(name + ".matches");
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet leftDelta = deltas.get(0).consolidate();
    ZSet rightDelta = deltas.get(1).consolidate();
    boolean mayRepeat = !leftDelta.isEmpty() && !rightDelta.isEmpty();
    Condition condition = new Condition(residual, mayRepeat);
    ZSet output = new ZSet();
    KeyedDelta leftByKey = left.byKey(leftDelta);
    KeyedDelta rightByKey = right.byKey(rightDelta);
    if (anti) {
      for (int e = leftByKey.firstWithoutKey(); e >= 0; e = leftByKey.next(e)) {
        output.add(leftDelta.row(e), leftDelta.weight(e));
      }
    }
    if (matches == null) {
      changeLeft(leftDelta, leftByKey, output);
      changeRight(rightDelta, rightByKey, output);
    } else {
      changeLeft(leftDelta, leftByKey, matches, condition, output);
      changeRight(rightDelta, rightByKey, matches, condition, output);
      condition.check();
    }
    return mayRepeat || right.isOrdered() ? output.consolidate() : output;
  }

  private void changeLeft(ZSet delta, KeyedDelta byKey, ZSet output) {
    for (int k = 0; k < byKey.keyCount(); k++) {
      byte[] key = byKey.key(k);
      boolean given = right.isEmpty(key) == anti;
      for (int entry = byKey.first(k); entry >= 0; entry = byKey.next(entry)) {
        left.add(key, left.element(delta.row(entry)), delta.weight(entry));
        if (given) {
          output.add(delta.row(entry), delta.weight(entry));
        }
      }
    }
  }

  private void changeRight(ZSet delta, KeyedDelta byKey, ZSet output) {
    for (int k = 0; k < byKey.keyCount(); k++) {
      byte[] key = byKey.key(k);
      boolean before = !right.isEmpty(key);
      for (int entry = byKey.first(k); entry >= 0; entry = byKey.next(entry)) {
        right.add(key, right.element(delta.row(entry)), delta.weight(entry));
      }
      boolean after = !right.isEmpty(key);
      if (before != after) {
        int sign = after == anti ? -1 : 1;
        left.forEach(key, (row, element, weight) -> output.add(row, sign * weight));
      }
    }
  }

  private void changeLeft(
      ZSet delta, KeyedDelta byKey, IndexedZSet matches, Condition condition, ZSet output) {
    for (int k = 0; k < byKey.keyCount(); k++) {
      byte[] key = byKey.key(k);
      for (int entry = byKey.first(k); entry >= 0; entry = byKey.next(entry)) {
        Row row = delta.row(entry);
        long change = delta.weight(entry);
        byte[] element = left.element(row);
        long after = left.add(key, element, change);
        boolean isNew = after == change;
        long matching =
            isNew ? matching(key, row, change, condition) : matches.weight(key, element);
        if (isNew && matching != 0) {
          matches.add(key, element, matching);
        } else if (after == 0 && matching != 0) {
          matches.add(key, element, -matching);
        }
        if ((matching != 0) != anti) {
          output.add(row, change);
        }
      }
    }
  }

  private long matching(byte[] key, Row leftRow, long change, Condition condition) {
    long[] matching = {0};
    right.forEachCandidate(
        key,
        leftRow,
        (row, element, weight) -> {
          if (condition.holds(leftRow.concat(row), change * weight)) {
            matching[0] += weight;
          }
        });
    return matching[0];
  }

  private void changeRight(
      ZSet delta, KeyedDelta byKey, IndexedZSet matches, Condition condition, ZSet output) {
    for (int k = 0; k < byKey.keyCount(); k++) {
      byte[] key = byKey.key(k);
      int head = byKey.first(k);
      for (int from = head; from >= 0; from = left.isOrdered() ? byKey.next(from) : -1) {
        int first = from;
        left.forEachCandidate(
            key,
            delta.row(first),
            (row, element, weight) -> {
              long change = 0;
              for (int entry = first;
                  entry >= 0;
                  entry = left.isOrdered() ? -1 : byKey.next(entry)) {
                if (condition.holds(row.concat(delta.row(entry)), weight * delta.weight(entry))) {
                  change += delta.weight(entry);
                }
              }
              count(matches, key, element, change, row, weight, output);
            });
      }
      for (int entry = head; entry >= 0; entry = byKey.next(entry)) {
        right.add(key, right.element(delta.row(entry)), delta.weight(entry));
      }
    }
  }

  /** Changes a left row's match weight, whereby the row may come or go. */
  private void count(
      IndexedZSet matches,
      byte[] key,
      byte[] element,
      long change,
      Row row,
      long weight,
      ZSet output) {
    if (change != 0) {
      long after = matches.add(key, element, change);
      if (after == 0 || after == change) {
        output.add(row, (after == 0) == anti ? weight : -weight);
      }
    }
  }
}
