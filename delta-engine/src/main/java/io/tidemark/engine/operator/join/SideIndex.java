package io.tidemark.engine.operator.join;

import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.KeyedDelta;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.arrangement.IndexedZSet;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one side of a join in an arrangement: under their key, as they are or, where they are
 * found by order, as {@code order ‖ row ‖ u32 length of order}.
 */
final class SideIndex {

  private final JoinSide side;
  private final IndexedZSet rows;
  private final JoinSide.@Nullable Order order;
  private final @Nullable IntervalIndex intervals;

  SideIndex(JoinSide side, Arrangements arrangements, String name) {
    this.side = side;
    this.rows = arrangements.indexed(name);
    this.order = side.order();
    this.intervals =
        order instanceof JoinSide.Overlap
            ? new IntervalIndex(arrangements.indexed(name + ".intervals"))
            : null;
  }

  /** Whether each row of the other side is looked up by itself, and not all of a key at once. */
  boolean isOrdered() {
    return order != null;
  }

  KeyedDelta byKey(ZSet delta) {
    return KeyedDelta.of(delta, side.key());
  }

  boolean isEmpty(byte[] key) {
    return rows.isEmpty(key);
  }

  /** What stands for a row in the arrangement. */
  byte[] element(Row row) {
    byte[] value =
        switch (order) {
          case JoinSide.Range range -> encoded(range.order().keyOf(row));
          case JoinSide.Overlap overlap -> encoded(overlap.start().keyOf(row));
          case null -> null;
        };
    if (value == null) {
      return row.bytes();
    }
    byte[] bytes = row.bytes();
    byte[] element = Arrays.copyOf(value, value.length + bytes.length + Integer.BYTES);
    System.arraycopy(bytes, 0, element, value.length, bytes.length);
    Bytes.INT.set(element, value.length + bytes.length, value.length);
    return element;
  }

  private Row row(byte[] element) {
    return order == null
        ? Row.wrap(element)
        : Row.wrap(
            Arrays.copyOfRange(element, orderBytes(element), element.length - Integer.BYTES));
  }

  /** The length of what an element begins with. */
  private static int orderBytes(byte[] element) {
    return (int) Bytes.INT.get(element, element.length - Integer.BYTES);
  }

  /** Adds to a row's weight and returns the new one. */
  long add(byte[] key, byte[] element, long weight) {
    if (intervals != null && order instanceof JoinSide.Overlap overlap) {
      byte[] start = Arrays.copyOf(element, orderBytes(element));
      intervals.add(key, start, encoded(overlap.end().keyOf(row(element))), element, weight);
    }
    return rows.add(key, element, weight);
  }

  /** Receives a row of this side that may match. */
  @FunctionalInterface
  interface Visitor {
    void visit(Row row, byte[] element, long weight);
  }

  /**
   * Visits the rows of a key that may match a row of the other side: those that its order leaves,
   * or all if there is none.
   */
  void forEachCandidate(byte[] key, Row other, Visitor visitor) {
    IndexedZSet.Visitor each = (element, weight) -> visitor.visit(row(element), element, weight);
    switch (order) {
      case JoinSide.Range range -> forEachWithin(key, range, other, each);
      case JoinSide.Overlap overlap -> forEachOverlapping(key, overlap, other, each);
      case null -> rows.forEach(key, each);
    }
  }

  private void forEachWithin(
      byte[] key, JoinSide.Range range, Row other, IndexedZSet.Visitor each) {
    byte[] from = null;
    byte[] below = null;
    JoinSide.Bound lower = range.lower();
    if (lower != null) {
      byte[] value = encoded(lower.value().keyOf(other));
      from = lower.inclusive() ? value : beyond(value);
      if (from == null) {
        return;
      }
    }
    JoinSide.Bound upper = range.upper();
    if (upper != null) {
      byte[] value = encoded(upper.value().keyOf(other));
      below = upper.inclusive() ? beyond(value) : value;
    }
    rows.forEachInRange(key, from, below, each);
  }

  /**
   * Intervals that hold the other's first value, and those that start later but within it. One that
   * ends before it starts is found, too, where the comparisons of the ends hold for it.
   */
  private void forEachOverlapping(
      byte[] key, JoinSide.Overlap overlap, Row other, IndexedZSet.Visitor each) {
    byte[] from = encoded(overlap.from().keyOf(other));
    Objects.requireNonNull(intervals).forEachHolding(key, from, each);
    KeyFunction last = overlap.to();
    if (last != null) {
      byte[] to = encoded(last.keyOf(other));
      byte[] after = beyond(from);
      if (after != null && Arrays.compareUnsigned(from, to) < 0) {
        rows.forEachInRange(key, after, beyond(to), each);
      }
    }
  }

  /** Visits all rows of a key. */
  void forEach(byte[] key, Visitor visitor) {
    rows.forEach(key, (element, weight) -> visitor.visit(row(element), element, weight));
  }

  private static byte[] encoded(byte @Nullable [] value) {
    return Objects.requireNonNull(value, "a row with a key has a value for its range");
  }

  /** The smallest bytes beyond all that begin with the given ones; null if there are none. */
  static byte @Nullable [] beyond(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xFF) {
        byte[] beyond = Arrays.copyOf(prefix, i + 1);
        beyond[i]++;
        return beyond;
      }
    }
    return null;
  }
}
