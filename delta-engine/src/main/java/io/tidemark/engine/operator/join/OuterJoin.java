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
 * The matching pairs, and the rows of the left side, or of both, that have no match, beside NULLs:
 * {@code L ⟕ R = L ⋈ R + (L ▷ R) × {NULLs}}, {@code L ⟗ R = L ⟕ R + {NULLs} × (R ▷ L)}. A row
 * without a key (NULL) has no match.
 *
 * <p>With m(a), the match weight of a row of a kept side, {@code out = L ⋈ R + Σ w(a)·[m(a) =
 * 0]·(a, NULLs)}. One side's change is taken after the other's, each against the other side as it
 * then is: the changed rows give their pairs and, where m is 0, themselves beside NULLs; rows of
 * the other side whose m becomes 0, or was, give or take back themselves beside NULLs.
 *
 * <p>State: each side's rows, indexed by join key. Without a residual or a range, a row has a match
 * if the other side has any row of its key. Else the m of each row of a kept side is kept under its
 * key.
 *
 * <p>Cost: as an inner join's; and per key that becomes or ceases to be empty on one side, a visit
 * of the other side's rows, all of which change; with a residual or a range, one write per pair
 * that comes or goes.
 */
public final class OuterJoin implements Operator {

  private final @Nullable RowPredicate residual;
  private final boolean byKeyAlone;
  private final Side left;
  private final Side right;

  /**
   * @param full whether the right side's rows without a match are wanted too
   * @param residual over the left row's columns followed by the right's; null for none
   * @param name the join's name, stable between runs
   */
  public OuterJoin(
      boolean full,
      JoinSide left,
      JoinSide right,
      int leftWidth,
      int rightWidth,
      @Nullable RowPredicate residual,
      Arrangements arrangements,
      String name) {
    this.residual = residual;
    SideIndex leftRows = new SideIndex(left, arrangements, name + ".left");
    SideIndex rightRows = new SideIndex(right, arrangements, name + ".right");
    this.byKeyAlone = residual == null && !rightRows.isOrdered();
    this.left =
        new Side(
            true,
            true,
            Row.nulls(rightWidth),
            leftRows,
            byKeyAlone ? null : arrangements.indexed(name + ".left.matches"));
    this.right =
        new Side(
            false,
            full,
            Row.nulls(leftWidth),
            rightRows,
            byKeyAlone || !full ? null : arrangements.indexed(name + ".right.matches"));
  }

  /**
   * @param kept whether its rows are in the output also without a match
   * @param nulls what then stands in place of the other side's row
   * @param matches by key and the row's element, their match weights; null if not needed
   */
  private record Side(
      boolean isLeft, boolean kept, Row nulls, SideIndex rows, @Nullable IndexedZSet matches) {

    Row pair(Row row, Row other) {
      return isLeft ? row.concat(other) : other.concat(row);
    }

    Row alone(Row row) {
      return pair(row, nulls);
    }

    /** Changes a row's match weight, whereby it may come to stand beside NULLs, or cease to. */
    void count(byte[] key, byte[] element, long change, Row row, long weight, ZSet output) {
      if (matches != null && change != 0) {
        long after = matches.add(key, element, change);
        if (after == 0 || after == change) {
          output.add(alone(row), after == 0 ? weight : -weight);
        }
      }
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
    return mayRepeat || left.rows.isOrdered() ? output.consolidate() : output;
  }

  private void change(Side side, ZSet delta, Side other, Condition condition, ZSet output) {
    KeyedDelta byKey = side.rows.byKey(delta);
    long[] matching = byKeyAlone ? new long[0] : new long[delta.size()];
    if (side.kept) {
      for (int e = byKey.firstWithoutKey(); e >= 0; e = byKey.next(e)) {
        output.add(side.alone(delta.row(e)), delta.weight(e));
      }
    }
    for (int k = 0; k < byKey.keyCount(); k++) {
      if (byKeyAlone) {
        changeKey(side, delta, byKey, k, other, output);
      } else {
        compareKey(side, delta, byKey, k, other, condition, matching, output);
      }
    }
  }

  /** All rows of the key match one another. */
  private static void changeKey(
      Side side, ZSet delta, KeyedDelta byKey, int k, Side other, ZSet output) {
    byte[] key = byKey.key(k);
    int head = byKey.first(k);
    boolean before = side.rows.isEmpty(key);
    for (int entry = head; entry >= 0; entry = byKey.next(entry)) {
      side.rows.add(key, side.rows.element(delta.row(entry)), delta.weight(entry));
    }
    boolean after = side.rows.isEmpty(key);
    if (other.rows.isEmpty(key)) {
      for (int entry = head; side.kept && entry >= 0; entry = byKey.next(entry)) {
        output.add(side.alone(delta.row(entry)), delta.weight(entry));
      }
      return;
    }
    other.rows.forEach(
        key,
        (row, element, weight) -> {
          for (int entry = head; entry >= 0; entry = byKey.next(entry)) {
            output.add(side.pair(delta.row(entry), row), delta.weight(entry) * weight);
          }
          if (other.kept && before != after) {
            output.add(other.alone(row), after ? weight : -weight);
          }
        });
  }

  /**
   * The rows of the key match where they are in range and the residual condition is true.
   *
   * @param matching room for each change's match weight, with zeros
   */
  private static void compareKey(
      Side side,
      ZSet delta,
      KeyedDelta byKey,
      int k,
      Side other,
      Condition condition,
      long[] matching,
      ZSet output) {
    byte[] key = byKey.key(k);
    int head = byKey.first(k);
    boolean ranged = other.rows.isOrdered();
    for (int from = head; from >= 0; from = ranged ? byKey.next(from) : -1) {
      int first = from;
      other.rows.forEachCandidate(
          key,
          delta.row(first),
          (row, element, weight) -> {
            long change = 0;
            for (int entry = first; entry >= 0; entry = ranged ? -1 : byKey.next(entry)) {
              long rowWeight = delta.weight(entry);
              Row pair = side.pair(delta.row(entry), row);
              if (condition.holds(pair, rowWeight * weight)) {
                output.add(pair, rowWeight * weight);
                matching[entry] += weight;
                change += rowWeight;
              }
            }
            other.count(key, element, change, row, weight, output);
          });
    }
    for (int entry = head; entry >= 0; entry = byKey.next(entry)) {
      Row row = delta.row(entry);
      long change = delta.weight(entry);
      byte[] element = side.rows.element(row);
      long after = side.rows.add(key, element, change);
      if (side.matches != null && matching[entry] != 0 && after == change) {
        side.matches.add(key, element, matching[entry]);
      } else if (side.matches != null && matching[entry] != 0 && after == 0) {
        side.matches.add(key, element, -matching[entry]);
      }
      if (side.kept && matching[entry] == 0) {
        output.add(side.alone(row), change);
      }
    }
  }
}
