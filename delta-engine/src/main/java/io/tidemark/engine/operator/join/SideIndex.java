package io.tidemark.engine.operator.join;

import io.tidemark.engine.operator.KeyedDelta;
import io.tidemark.state.arrangement.IndexedZSet;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one side of a join in an arrangement: under their key, as they are or, where a range
 * is looked for, as {@code order ‖ row ‖ u32 length of order}.
 */
final class SideIndex {

  private final JoinSide side;
  private final IndexedZSet rows;
  private final JoinSide.@Nullable Range range;

  SideIndex(JoinSide side, IndexedZSet rows) {
    this.side = side;
    this.rows = rows;
    this.range = side.range();
  }

  /** Whether each row of the other side is looked up by itself, and not all of a key at once. */
  boolean isRanged() {
    return range != null;
  }

  KeyedDelta byKey(ZSet delta) {
    return KeyedDelta.of(delta, side.key());
  }

  boolean isEmpty(byte[] key) {
    return rows.isEmpty(key);
  }

  /** What stands for a row in the arrangement. */
  byte[] element(Row row) {
    if (range == null) {
      return row.bytes();
    }
    byte[] order = encoded(range.order().keyOf(row));
    byte[] bytes = row.bytes();
    byte[] element = Arrays.copyOf(order, order.length + bytes.length + Integer.BYTES);
    System.arraycopy(bytes, 0, element, order.length, bytes.length);
    Bytes.INT.set(element, order.length + bytes.length, order.length);
    return element;
  }

  private Row row(byte[] element) {
    if (range == null) {
      return Row.wrap(element);
    }
    int end = element.length - Integer.BYTES;
    return Row.wrap(Arrays.copyOfRange(element, (int) Bytes.INT.get(element, end), end));
  }

  /** Adds to a row's weight and returns the new one. */
  long add(byte[] key, byte[] element, long weight) {
    return rows.add(key, element, weight);
  }

  /** Receives a row of this side that may match. */
  @FunctionalInterface
  interface Visitor {
    void visit(Row row, byte[] element, long weight);
  }

  /**
   * Visits the rows of a key that may match a row of the other side: those within its bounds, or
   * all if this is not ranged.
   */
  void forEachCandidate(byte[] key, Row other, Visitor visitor) {
    IndexedZSet.Visitor each = (element, weight) -> visitor.visit(row(element), element, weight);
    if (range == null) {
      rows.forEach(key, each);
      return;
    }
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

  /** Visits all rows of a key. */
  void forEach(byte[] key, Visitor visitor) {
    rows.forEach(key, (element, weight) -> visitor.visit(row(element), element, weight));
  }

  private static byte[] encoded(byte @Nullable [] value) {
    return Objects.requireNonNull(value, "a row with a key has a value for its range");
  }

  /** The smallest bytes beyond all that begin with the given ones; null if there are none. */
  private static byte @Nullable [] beyond(byte[] prefix) {
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
