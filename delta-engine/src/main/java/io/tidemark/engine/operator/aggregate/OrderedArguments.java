package io.tidemark.engine.operator.aggregate;

import io.tidemark.engine.function.OrderedFunction;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.ordered.Cursor;
import io.tidemark.engine.operator.ordered.OrderedMultiset;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The argument rows of one group after another, in an order.
 *
 * <p>State: a multiset of {@code place ‖ argument row ‖ length of the row}, where the place is the
 * order's encoding, of which none is another's prefix; so rows at the same place come in the order
 * of their bytes, and always the same.
 */
final class OrderedArguments implements OrderedFunction.Rows {

  private final KeyFunction order;
  private final boolean distinct;
  private final KeyedState nodes;
  private OrderedMultiset multiset;
  private byte[] group = {};
  private boolean pretends;

  /**
   * @param order the place of an input row
   * @param distinct whether of the rows at one place only one is given out
   * @param nodes the multiset's, and nothing else's
   */
  OrderedArguments(KeyFunction order, boolean distinct, KeyedState nodes) {
    this.order = order;
    this.distinct = distinct;
    this.nodes = nodes;
    this.multiset = new OrderedMultiset(nodes);
  }

  /** Goes to a group, known or not. */
  void turnTo(byte[] to) {
    group = to;
    // one serves a step, and a group comes once in a step
    multiset = new OrderedMultiset(pretends ? new Overlay(nodes) : nodes);
  }

  /** Whether, in the groups that it is turned to from now on, changes stay out of the state. */
  void pretend(boolean whether) {
    pretends = whether;
  }

  /** As {@link GroupAggregate#prepare}. */
  void prepare(ZSet inputs) {
    order.prepare(inputs);
  }

  byte[] placeOf(Row input) {
    return Objects.requireNonNull(order.keyOf(input));
  }

  void add(byte[] place, Row arguments, long weight) {
    byte[] row = arguments.bytes();
    byte[] element = Arrays.copyOf(place, place.length + row.length + 4);
    System.arraycopy(row, 0, element, place.length, row.length);
    Bytes.INT.set(element, place.length + row.length, row.length);
    multiset.add(group, element, weight);
  }

  /** Rows at a place. */
  long copiesAt(byte[] place) {
    return multiset.position(group, behind(place)) - multiset.position(group, place);
  }

  /** The first row at a place. */
  @Nullable Row firstAt(byte[] place) {
    Cursor cursor = multiset.cursor(group);
    return cursor.seek(place) ? rowOf(cursor.element()) : null;
  }

  /** Bytes behind all elements of a place: an argument row never has 65,535 columns. */
  private static byte[] behind(byte[] place) {
    byte[] bytes = Arrays.copyOf(place, place.length + 2);
    Arrays.fill(bytes, place.length, bytes.length, (byte) 0xFF);
    return bytes;
  }

  @Override
  public long size() {
    return multiset.size(group);
  }

  @Override
  public @Nullable Row at(long position) {
    byte @Nullable [] element = multiset.at(group, position);
    return element == null ? null : rowOf(element);
  }

  @Override
  public void forEach(OrderedFunction.Visitor visitor) {
    Cursor cursor = multiset.cursor(group);
    byte @Nullable [] last = null;
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      byte[] element = cursor.element();
      if (!distinct) {
        visitor.visit(rowOf(element), cursor.weight());
      } else if (last == null || !isSamePlace(last, element)) {
        visitor.visit(rowOf(element), 1);
        last = element;
      }
    }
  }

  /** Writes what was changed in the group. */
  void save() {
    multiset.flush();
  }

  private static Row rowOf(byte[] element) {
    int length = (int) Bytes.INT.get(element, element.length - 4);
    int end = element.length - 4;
    return Row.wrap(Arrays.copyOfRange(element, end - length, end));
  }

  private static boolean isSamePlace(byte[] left, byte[] right) {
    int length = placeLength(left);
    return length == placeLength(right) && Arrays.equals(left, 0, length, right, 0, length);
  }

  private static int placeLength(byte[] element) {
    return element.length - 4 - (int) Bytes.INT.get(element, element.length - 4);
  }
}
