package io.tidemark.engine.operator.window;

import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.KeyedDelta;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Each row with what functions see of the rows around it, in the order of its partition: {@code {r
 * ⊕ f₁(r, P(r)) ⊕ … | r ∈ I}}, where P(r) is the partition of r. Rows that the order leaves equal
 * are ordered by their bytes, for all functions alike; copies of a row stand side by side.
 *
 * <p>{@code δout} = for each copy of a row that has changed, or whose values may have, as the
 * functions mark them: {@code +(r ⊕ values after) − (r ⊕ values before)}.
 *
 * <p>State: per partition an {@link OrderTree} of its rows with the aggregates' summaries, and one
 * of its order keys where groups of peers are counted. The tree of before is read beside that of
 * after, so that no result is stored.
 *
 * <p>Cost: O(log n) per changed row and per row whose value changes; see the functions for which
 * rows those are. Where the greater part of a partition changes, all of it is given out anew.
 */
public final class Window implements Operator {

  private static final byte ROWS_TREE = 0;
  private static final byte GROUPS_TREE = 1;

  /** From this part of a partition on, changes are not told apart from the rest: one in so many. */
  private static final int LARGE_CHANGE_DIVISOR = 4;

  private final KeyFunction partition;
  private final KeyFunction order;
  private final List<WindowFunction> functions;
  private final Summaries summaries;
  private final boolean countsGroups;
  private final int labels;
  private final KeyedState state;
  private final RowBuilder builder;

  /**
   * @param partition a row's partition; gives one for every row
   * @param order a row's place in the order: bytes whose unsigned order is that of ORDER BY, equal
   *     exactly for peers, none another's prefix; empty for all rows if there is no order
   * @param functions their values become the columns behind the input's
   * @param summaries what aggregates among the functions need of a run of rows
   * @param labels how many of the input's last columns are {@link
   *     io.tidemark.engine.operator.ordered.OrderLabels labels}, by which peers are not ordered
   */
  public Window(
      KeyFunction partition,
      KeyFunction order,
      List<WindowFunction> functions,
      List<Supplier<Summary>> summaries,
      int labels,
      KeyedState state) {
    this.partition = partition;
    this.order = order;
    this.functions = List.copyOf(functions);
    this.summaries = new Summaries(summaries);
    this.countsGroups = functions.stream().anyMatch(WindowFunction::countsGroups);
    this.labels = labels;
    this.state = state;
    this.builder = new RowBuilder(functions.size());
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet delta = deltas.getFirst().consolidate();
    order.prepare(delta);
    ZSet output = new ZSet();
    KeyedDelta byPartition = KeyedDelta.of(delta, partition);
    for (int k = 0; k < byPartition.keyCount(); k++) {
      List<Change> changes = new ArrayList<>();
      for (int entry = byPartition.first(k); entry >= 0; entry = byPartition.next(entry)) {
        changes.add(change(delta.row(entry), delta.weight(entry)));
      }
      changes.sort((a, b) -> Arrays.compareUnsigned(a.element, b.element));
      step(byPartition.key(k), changes, output);
    }
    return output;
  }

  private Change change(Row row, long weight) {
    byte[] key = Objects.requireNonNull(order.keyOf(row));
    return new Change(Element.of(key, row, labels), key.length, weight);
  }

  private void step(byte[] key, List<Change> changes, ZSet output) {
    OrderTree rows = OrderTree.open(new NodeStore(state, ROWS_TREE, key), summaries);
    OrderTree newRows = rows.with(changes);
    @Nullable OrderTree groups = null;
    @Nullable OrderTree newGroups = null;
    List<Change> groupChanges = List.of();
    if (countsGroups) {
      groupChanges = groupChanges(changes);
      groups = OrderTree.open(new NodeStore(state, GROUPS_TREE, key), Summaries.NONE);
      newGroups = groups.with(groupChanges);
    }
    View before = new View(rows, groups);
    View after = new View(newRows, newGroups);
    if ((long) changes.size() * LARGE_CHANGE_DIVISOR >= before.size() + after.size()) {
      ZSet all = before.size() == 0 ? output : new ZSet();
      giveOut(before, 0, before.size(), readers(before), -1, all);
      giveOut(after, 0, after.size(), readers(after), 1, all);
      if (before.size() > 0) {
        output.addAll(all.consolidate());
      }
    } else {
      giveOut(new Difference(before, after, changes, groupChanges), output);
    }
    newRows.flush();
    if (newGroups != null) {
      newGroups.flush();
    }
  }

  /** What the changes of rows are to the order keys: their copies are the rows that have them. */
  private static List<Change> groupChanges(List<Change> changes) {
    List<Change> groups = new ArrayList<>();
    for (int i = 0; i < changes.size(); ) {
      Change first = changes.get(i);
      long copies = 0;
      for (; i < changes.size() && haveSameKey(first, changes.get(i)); i++) {
        copies += changes.get(i).copiesAfter() - changes.get(i).copiesBefore();
      }
      byte[] key = Arrays.copyOf(first.element, first.keyLength);
      groups.add(new Change(key, key.length, copies));
    }
    return groups;
  }

  private static boolean haveSameKey(Change left, Change right) {
    return left.keyLength == right.keyLength
        && Arrays.equals(left.element, 0, left.keyLength, right.element, 0, right.keyLength);
  }

  private void giveOut(Difference difference, ZSet output) {
    Marks marks = new Marks();
    functions.forEach(function -> function.mark(difference, marks));
    Intervals marked = marks.unchanged(difference);
    View before = difference.before();
    View after = difference.after();
    List<WindowFunction.Values> old = readers(before);
    List<WindowFunction.Values> young = readers(after);
    int interval = 0;
    for (int gap = 0; gap <= difference.changeCount(); gap++) {
      long gapTo = difference.gapTo(gap);
      while (interval < marked.count() && marked.from(interval) < gapTo) {
        long from = Math.max(difference.gapFrom(gap), marked.from(interval));
        long to = Math.min(gapTo, marked.to(interval));
        for (long row = from; row < to; row++) {
          Row oldValues = values(old, row - difference.shift(gap));
          Row youngValues = values(young, row);
          if (!oldValues.equals(youngValues)) {
            Row input = after.row(row);
            output.add(input.concat(oldValues), -1);
            output.add(input.concat(youngValues), 1);
          }
        }
        if (marked.to(interval) > gapTo) {
          break;
        }
        interval++;
      }
      if (gap < difference.changeCount()) {
        giveOut(before, difference.beforeFrom(gap), difference.beforeTo(gap), old, -1, output);
        giveOut(after, difference.afterFrom(gap), difference.afterTo(gap), young, 1, output);
      }
    }
  }

  private void giveOut(
      View view,
      long from,
      long to,
      List<WindowFunction.Values> readers,
      long weight,
      ZSet output) {
    for (long row = from; row < to; row++) {
      output.add(view.row(row).concat(values(readers, row)), weight);
    }
  }

  private List<WindowFunction.Values> readers(View view) {
    List<WindowFunction.Values> readers = new ArrayList<>(functions.size());
    for (WindowFunction function : functions) {
      readers.add(function.over(view));
    }
    return readers;
  }

  private Row values(List<WindowFunction.Values> readers, long row) {
    builder.reset();
    for (WindowFunction.Values reader : readers) {
      reader.append(row, builder);
    }
    return builder.build();
  }
}
