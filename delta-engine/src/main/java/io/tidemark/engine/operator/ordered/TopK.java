package io.tidemark.engine.operator.ordered;

import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.KeyedDelta;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of each partition the rows at the positions {@code [offset, offset + limit)} of an order, with
 * ties also the peers of the last of them: ORDER BY … OFFSET … LIMIT, FETCH FIRST … WITH TIES,
 * DISTINCT ON.
 *
 * <p>The window lies between two {@link Cut}s through the partition's order, and {@code out(e)},
 * the copies that a row e has within, is what lies before the upper less what lies before the lower
 * one. {@code δout} = per partition of δI: {@code out(I + δI) − out(I)} of the rows that have
 * changed, and of those between the old and the new place of a cut; all others are on the same side
 * of both cuts as before. Between a cut's places are no more copies than came and went, ties aside.
 *
 * <p>Rows that the order holds equal are ordered by their bytes, so that an answer that the query
 * leaves open is the same until the input changes. Copies are as {@link OrderedMultiset} counts
 * them: a function of the state, whatever the weights are in the middle of a tick.
 *
 * <p>State: per partition all of its rows in order, each as {@code order ‖ row ‖ length of order}.
 *
 * <p>Cost per changed row: one O(log n) write; per changed partition and step: four searches for
 * the cuts; per row that crosses a cut: a step of a cursor.
 */
public final class TopK implements Operator {

  private final KeyFunction partition;
  private final KeyFunction order;
  private final long offset;
  private final long end; // of the window, Long.MAX_VALUE for no limit
  private final boolean withTies;
  private final KeyedState nodes;

  /**
   * @param partition the partition of every row
   * @param order the place of every row, prefix-free; equal for peers
   * @param limit null for none
   * @param withTies only with a limit
   */
  public TopK(
      KeyFunction partition,
      KeyFunction order,
      long offset,
      @Nullable Long limit,
      boolean withTies,
      KeyedState nodes) {
    this.partition = partition;
    this.order = order;
    this.offset = offset;
    this.end = limit == null || limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + limit;
    this.withTies = withTies && end > offset; // nothing has no peers
    this.nodes = nodes;
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet delta = deltas.getFirst().consolidate();
    order.prepare(delta);
    KeyedDelta byPartition = KeyedDelta.of(delta, partition);
    OrderedMultiset rows = new OrderedMultiset(nodes);
    ZSet output = new ZSet();
    for (int p = 0; p < byPartition.keyCount(); p++) {
      byte[] group = byPartition.key(p);
      Window before = window(rows, group);
      List<Changed> changes = new ArrayList<>();
      for (int entry = byPartition.first(p); entry >= 0; entry = byPartition.next(entry)) {
        byte[] element = element(delta.row(entry));
        long weight = delta.weight(entry);
        long updated = rows.add(group, element, weight);
        changes.add(new Changed(element, updated - weight, updated));
      }
      Window after = window(rows, group);
      for (Changed changed : changes) {
        long copies =
            after.copies(changed.element, changed.weightAfter)
                - before.copies(changed.element, changed.weightBefore);
        if (copies != 0) {
          output.add(row(changed.element), copies);
        }
      }
      if (!before.equals(after)) {
        Crossing crossing = new Crossing(before, after, changes, output);
        crossing.between(before.lower, after.lower, rows.cursor(group));
        crossing.between(before.upper, after.upper, rows.cursor(group));
      }
    }
    rows.flush();
    return output;
  }

  /** An element of the delta; being consolidated, it has each once. */
  private record Changed(byte[] element, long weightBefore, long weightAfter) {}

  /** The window over the state as it is. */
  private Window window(OrderedMultiset rows, byte[] group) {
    Cursor cursor = rows.cursor(group);
    Cut lower = offset == 0 ? Cut.START : cut(cursor, offset);
    if (end == offset) {
      return new Window(lower, lower);
    }
    if (!withTies) {
      return new Window(lower, cut(cursor, end));
    }
    if (!cursor.seekPosition(end - 1)) {
      return new Window(lower, Cut.END);
    }
    byte[] last = cursor.element();
    byte @Nullable [] beyond = successor(Arrays.copyOf(last, orderLength(last)));
    return new Window(lower, beyond == null ? Cut.END : new Cut(beyond, 0));
  }

  private static Cut cut(Cursor cursor, long position) {
    return cursor.seekPosition(position)
        ? new Cut(cursor.element(), position - cursor.position())
        : Cut.END;
  }

  /** The smallest bytes that are greater than all that begin with the prefix; null for none. */
  private static byte @Nullable [] successor(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xFF) {
        byte[] next = Arrays.copyOf(prefix, i + 1);
        next[i]++;
        return next;
      }
    }
    return null;
  }

  private byte[] element(Row row) {
    byte[] place = Objects.requireNonNull(order.keyOf(row));
    byte[] bytes = row.bytes();
    byte[] element = Arrays.copyOf(place, place.length + bytes.length + Integer.BYTES);
    System.arraycopy(bytes, 0, element, place.length, bytes.length);
    Bytes.INT.set(element, element.length - Integer.BYTES, place.length);
    return element;
  }

  private static int orderLength(byte[] element) {
    return (int) Bytes.INT.get(element, element.length - Integer.BYTES);
  }

  private static Row row(byte[] element) {
    return Row.wrap(
        Arrays.copyOfRange(element, orderLength(element), element.length - Integer.BYTES));
  }

  /** What lies between two cuts, the lower one first. */
  private record Window(Cut lower, Cut upper) {

    /** The copies within, of an element of that weight. */
    long copies(byte[] element, long weight) {
      return weight <= 0 ? 0 : upper.before(element, weight) - lower.before(element, weight);
    }
  }

  /** Gives out what of the unchanged rows is on another side of a cut than before. */
  private static final class Crossing {
    private final Window before;
    private final Window after;
    private final Set<Row> done = new HashSet<>(); // elements
    private final ZSet output;

    Crossing(Window before, Window after, List<Changed> changes, ZSet output) {
      this.before = before;
      this.after = after;
      this.output = output;
      changes.forEach(changed -> done.add(Row.wrap(changed.element)));
    }

    void between(Cut one, Cut other, Cursor cursor) {
      int order = one.compareTo(other);
      if (order == 0) {
        return;
      }
      Cut low = order < 0 ? one : other;
      Cut high = order < 0 ? other : one;
      for (boolean found = low.seek(cursor); found; found = cursor.next()) {
        byte[] element = cursor.element();
        if (high.before(element, 1) == 0 && !high.isIn(element)) {
          return;
        }
        long weight = cursor.weight();
        if (done.add(Row.wrap(element))) {
          output.add(row(element), after.copies(element, weight) - before.copies(element, weight));
        }
      }
    }
  }
}
