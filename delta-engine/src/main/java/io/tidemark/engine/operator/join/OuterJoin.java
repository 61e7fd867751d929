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
 * The matching pairs, and the rows of the left side, or of both, that have no match, beside NULLs:
 * {@code L ⟕ R = L ⋈ R + (L ▷ R) × {NULLs}}, {@code L ⟗ R = L ⟕ R + {NULLs} × (R ▷ L)}. A row
 * without a key (NULL) has no match.
 *
 * <p>With m(a), the match weight of a row of a kept side, {@code out = L ⋈ R + Σ w(a)·[m(a) =
 * 0]·(a, NULLs)}. One side's change is taken after the other's, each against the other side as it
 * then is: the changed rows give their pairs and, where m is 0, themselves beside NULLs; rows of
 * the other side whose m becomes 0, or was, give or take back themselves beside NULLs.
 *
 * <p>State: each side's rows, indexed by join key. Without a residual, a row has a match if the
 * other side has any row of its key. With one, the m of each row of a kept side is kept under its
 * key.
 *
 * <p>Cost: as an inner join's; and per key that becomes or ceases to be empty on one side, a visit
 * of the other side's rows, all of which change; with a residual, one write per pair that comes or
 * goes.
 */
public final class OuterJoin implements Operator {

  private final @Nullable RowPredicate residual;
  private final Side left;
  private final Side right;

  /**
   * @param full whether the right side's rows without a match are wanted too
   * @param residual over the left row's columns followed by the right's; null for none
   * @param name the join's name, stable between runs
   */
  public OuterJoin(
      boolean full,
      KeyFunction leftKey,
      KeyFunction rightKey,
      int leftWidth,
      int rightWidth,
      @Nullable RowPredicate residual,
      Arrangements arrangements,
      String name) {
    this.residual = residual;
    boolean counts = residual != null;
    this.left =
        new Side(
            true,
            true,
            leftKey,
            Row.nulls(rightWidth),
            arrangements.indexed(name + ".left"),
            counts ? arrangements.indexed(name + ".left.matches") : null);
    this.right =
        new Side(
            false,
            full,
            rightKey,
            Row.nulls(leftWidth),
            arrangements.indexed(name + ".right"),
            counts && full ? arrangements.indexed(name + ".right.matches") : null);
  }

  /**
   * @param kept whether its rows are in the output also without a match
   * @param nulls what then stands in place of the other side's row
   * @param matches by key and row, their match weights; null if not needed
   */
  private record Side(
      boolean isLeft,
      boolean kept,
      KeyFunction key,
      Row nulls,
      IndexedZSet rows,
      @Nullable IndexedZSet matches) {

    Row pair(Row row, Row other) {
      return isLeft ? row.concat(other) : other.concat(row);
    }

    Row alone(Row row) {
      return pair(row, nulls);
    }

    boolean isEmpty(byte[] joinKey) {
      return rows.first(joinKey) == null;
    }
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet leftDelta = deltas.get(0).consolidate();
    ZSet rightDelta = deltas.get(1).consolidate();
    boolean mayRepeat = !leftDelta.isEmpty() && !rightDelta.isEmpty();
    Condition condition = new Condition(residual, mayRepeat);
    ZSet output = new ZSet();
    change(left, leftDelta, right, condition, output);
    change(right, rightDelta, left, condition, output);
    condition.check();
    return mayRepeat ? output.consolidate() : output;
  }

  private void change(Side side, ZSet delta, Side other, Condition condition, ZSet output) {
    KeyedDelta byKey = KeyedDelta.of(delta, side.key);
    if (side.kept) {
      for (int e = byKey.firstWithoutKey(); e >= 0; e = byKey.next(e)) {
        output.add(side.alone(delta.row(e)), delta.weight(e));
      }
    }
    for (int k = 0; k < byKey.keyCount(); k++) {
      if (residual == null) {
        changeKey(side, delta, byKey, k, other, output);
      } else {
        changeKey(side, delta, byKey, k, other, condition, output);
      }
    }
  }

  /** All rows of the key match one another. */
  private static void changeKey(
      Side side, ZSet delta, KeyedDelta byKey, int k, Side other, ZSet output) {
    byte[] key = byKey.key(k);
    int head = byKey.first(k);
    boolean before = side.isEmpty(key);
    for (int entry = head; entry >= 0; entry = byKey.next(entry)) {
      side.rows.add(key, delta.row(entry).bytes(), delta.weight(entry));
    }
    boolean after = side.isEmpty(key);
    if (other.isEmpty(key)) {
      for (int entry = head; side.kept && entry >= 0; entry = byKey.next(entry)) {
        output.add(side.alone(delta.row(entry)), delta.weight(entry));
      }
      return;
    }
    other.rows.forEach(
        key,
        (element, weight) -> {
          Row otherRow = Row.wrap(element);
          for (int entry = head; entry >= 0; entry = byKey.next(entry)) {
            output.add(side.pair(delta.row(entry), otherRow), delta.weight(entry) * weight);
          }
          if (other.kept && before != after) {
            output.add(other.alone(otherRow), after ? weight : -weight);
          }
        });
  }

  /** The rows of the key match where the residual condition is true. */
  private static void changeKey(
      Side side,
      ZSet delta,
      KeyedDelta byKey,
      int k,
      Side other,
      Condition condition,
      ZSet output) {
    byte[] key = byKey.key(k);
    int head = byKey.first(k);
    int count = 0;
    for (int entry = head; entry >= 0; entry = byKey.next(entry)) {
      count++;
    }
    long[] matching = new long[count]; // match weights of the changed rows
    other.rows.forEach(
        key,
        (element, weight) -> {
          Row otherRow = Row.wrap(element);
          long change = 0;
          for (int entry = head, i = 0; entry >= 0; entry = byKey.next(entry), i++) {
            long rowWeight = delta.weight(entry);
            Row pair = side.pair(delta.row(entry), otherRow);
            if (condition.holds(pair, rowWeight * weight)) {
              output.add(pair, rowWeight * weight);
              matching[i] += weight;
              change += rowWeight;
            }
          }
          if (other.matches != null && change != 0) {
            long after = other.matches.add(key, element, change);
            if (after == 0 || after == change) {
              output.add(other.alone(otherRow), after == 0 ? weight : -weight);
            }
          }
        });
    for (int entry = head, i = 0; entry >= 0; entry = byKey.next(entry), i++) {
      Row row = delta.row(entry);
      long change = delta.weight(entry);
      long after = side.rows.add(key, row.bytes(), change);
      if (side.matches != null && matching[i] != 0 && after == change) {
        side.matches.add(key, row.bytes(), matching[i]);
      } else if (side.matches != null && matching[i] != 0 && after == 0) {
        side.matches.add(key, row.bytes(), -matching[i]);
      }
      if (side.kept && matching[i] == 0) {
        output.add(side.alone(row), change);
      }
    }
  }
}
