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
 * The left rows that have a match on the right, {@code L ⋉ R}, or those that have none, {@code L ▷
 * R}. A row without a key (NULL) has no match.
 *
 * <p>With m(l), the match weight of a left row, {@code out = Σ w(l)·[m(l) ≠ 0]·l}, or with {@code
 * =}. The left side's change is taken first: it gives {@code δL} where m says so. Then the right's:
 * each left row whose m becomes 0, or was, comes or goes.
 *
 * <p>State: each side's rows, indexed by join key. Without a residual, a left row has a match if
 * the right side has any row of its key, and nothing more is kept. With one, each left row's m is
 * kept under its key.
 *
 * <p>Cost without a residual: O(1) per change, and per key that becomes or ceases to be empty on
 * the right one visit of its left rows, all of which change. With one: each new left row is
 * compared with its key's right rows, each changed right row with its key's left rows.
 */
public final class SemiJoin implements Operator {

  private final boolean anti;
  private final KeyFunction leftKey;
  private final KeyFunction rightKey;
  private final @Nullable RowPredicate residual;
  private final IndexedZSet left;
  private final IndexedZSet right;
  private final @Nullable IndexedZSet matches; // by key and left row

  /**
   * @param anti whether the rows without a match are wanted
   * @param residual over the left row's columns followed by the right's; null for none
   * @param name the join's name, stable between runs
   */
  public SemiJoin(
      boolean anti,
      KeyFunction leftKey,
      KeyFunction rightKey,
      @Nullable RowPredicate residual,
      Arrangements arrangements,
      String name) {
    this.anti = anti;
    this.leftKey = leftKey;
    this.rightKey = rightKey;
    this.residual = residual;
    this.left = arrangements.indexed(name + ".left");
    this.right = arrangements.indexed(name + ".right");
    this.matches = residual == null ? null : arrangements.indexed(name + ".matches");
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet leftDelta = deltas.get(0).consolidate();
    ZSet rightDelta = deltas.get(1).consolidate();
    boolean mayRepeat = !leftDelta.isEmpty() && !rightDelta.isEmpty();
    Condition condition = new Condition(residual, mayRepeat);
    ZSet output = new ZSet();
    KeyedDelta leftByKey = KeyedDelta.of(leftDelta, leftKey);
    KeyedDelta rightByKey = KeyedDelta.of(rightDelta, rightKey);
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
    return mayRepeat ? output.consolidate() : output;
  }

  private void changeLeft(ZSet delta, KeyedDelta byKey, ZSet output) {
    for (int k = 0; k < byKey.keyCount(); k++) {
      byte[] key = byKey.key(k);
      boolean given = (right.first(key) != null) != anti;
      for (int entry = byKey.first(k); entry >= 0; entry = byKey.next(entry)) {
        left.add(key, delta.row(entry).bytes(), delta.weight(entry));
        if (given) {
          output.add(delta.row(entry), delta.weight(entry));
        }
      }
    }
  }

  private void changeRight(ZSet delta, KeyedDelta byKey, ZSet output) {
    for (int k = 0; k < byKey.keyCount(); k++) {
      byte[] key = byKey.key(k);
      boolean before = right.first(key) != null;
      for (int entry = byKey.first(k); entry >= 0; entry = byKey.next(entry)) {
        right.add(key, delta.row(entry).bytes(), delta.weight(entry));
      }
      boolean after = right.first(key) != null;
      if (before != after) {
        int sign = after == anti ? -1 : 1;
        left.forEach(key, (element, weight) -> output.add(Row.wrap(element), sign * weight));
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
        long after = left.add(key, row.bytes(), change);
        boolean isNew = after == change;
        long matching =
            isNew ? matching(key, row, change, condition) : matches.weight(key, row.bytes());
        if (isNew && matching != 0) {
          matches.add(key, row.bytes(), matching);
        } else if (after == 0 && matching != 0) {
          matches.add(key, row.bytes(), -matching);
        }
        if ((matching != 0) != anti) {
          output.add(row, change);
        }
      }
    }
  }

  private long matching(byte[] key, Row leftRow, long change, Condition condition) {
    long[] matching = {0};
    right.forEach(
        key,
        (element, weight) -> {
          if (condition.holds(leftRow.concat(Row.wrap(element)), change * weight)) {
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
      left.forEach(
          key,
          (element, weight) -> {
            Row leftRow = Row.wrap(element);
            long change = 0;
            for (int entry = head; entry >= 0; entry = byKey.next(entry)) {
              Row pair = leftRow.concat(delta.row(entry));
              if (condition.holds(pair, weight * delta.weight(entry))) {
                change += delta.weight(entry);
              }
            }
            if (change != 0) {
              long after = matches.add(key, element, change);
              if (after == 0 || after == change) {
                output.add(leftRow, (after == 0) == anti ? weight : -weight);
              }
            }
          });
      for (int entry = head; entry >= 0; entry = byKey.next(entry)) {
        right.add(key, delta.row(entry).bytes(), delta.weight(entry));
      }
    }
  }
}
