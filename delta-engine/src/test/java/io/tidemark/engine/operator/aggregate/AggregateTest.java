package io.tidemark.engine.operator.aggregate;

import static io.tidemark.engine.operator.Rows.bag;
import static io.tidemark.engine.operator.Rows.delta;
import static io.tidemark.engine.operator.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.function.Accumulator;
import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.operator.OperatorModel;
import io.tidemark.engine.operator.Rows;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Groups (number, text) rows by text: count, sum, filtered sum, distinct sum, min and max. */
class AggregateTest {

  private static final int[] NUMBER = {0};
  private static final int[] TEXT = {1};

  @Test
  void aGroupsRowIsThatOfItsRows() {
    new OperatorModel(
            arrangements -> aggregate(arrangements, 1),
            List.of(Rows::random),
            inputs -> grouped(inputs.getFirst()),
            Rows::lowerCase)
        .check();
  }

  @Test
  void withoutKeysThereIsAlwaysOneRow() {
    new OperatorModel(
            arrangements -> aggregate(arrangements, 0),
            List.of(Rows::random),
            inputs -> new Bag().plus(aggregated(Row.EMPTY, inputs.getFirst()), 1))
        .check();
  }

  @Test
  void withoutKeysTheFirstStepGivesTheRowOfTheEmptyInput() {
    Operator aggregate = aggregate(new InMemoryArrangements(), 0);
    assertTrue(aggregate.stepsWithoutInput());
    Row empty = row(0L, null, null, null, null, null);
    assertEquals(bag(delta(empty)), bag(aggregate.step(List.of(new ZSet()))));
    assertTrue(aggregate.step(List.of(new ZSet())).isEmpty());
  }

  @Test
  void aGroupWhoseRowStaysTheSameIsNotInTheDelta() {
    Operator aggregate = aggregate(new InMemoryArrangements(), 1);
    aggregate.step(List.of(delta(row(0, "a"), row(5, "a"), row(1, "a"), row(4, "a"))));
    ZSet swap = delta(row(2, "a"), row(3, "a"));
    swap.add(row(1, "a"), -1);
    swap.add(row(4, "a"), -1);
    assertTrue(aggregate.step(List.of(swap)).isEmpty());
  }

  @Test
  void theKeyThatIsShownIsThatOfARowOfTheGroup() {
    Operator aggregate = aggregate(new InMemoryArrangements(), 1);
    Bag output = bag(aggregate.step(List.of(delta(row(1, "a"), row(1, "A")))));
    output.addAll(aggregate.step(List.of(delta(-1, row(1, "a")))));
    assertEquals("A", output.firstKey().getText(0));
    assertEquals(1, output.size());
  }

  @Test
  void noStateIsLeftOfAGroupThatIsGone() {
    InMemoryArrangements arrangements = new InMemoryArrangements();
    Operator aggregate = aggregate(arrangements, 1);
    aggregate.step(List.of(delta(row(1, "a"), row(2, "a"))));
    aggregate.step(List.of(delta(-1, row(1, "a"))));
    aggregate.step(List.of(delta(-1, row(2, "a"))));
    byte[] group = keyOf(row("a"));
    assertEquals(null, arrangements.keyed("groups").get(group));
    assertEquals(null, arrangements.indexed("min").first(group));
  }

  private static Operator aggregate(Arrangements arrangements, int keyCount) {
    return new Aggregate(
        input -> input.project(TEXT),
        AggregateTest::keyOf,
        keyCount,
        List.of(
            new AlgebraicAggregate(input -> Row.EMPTY, new Count()),
            new AlgebraicAggregate(input -> input.project(NUMBER), new Sum()),
            new FilteredAggregate(
                AggregateTest::passes,
                new AlgebraicAggregate(input -> input.project(NUMBER), new Sum())),
            new DistinctAggregate(
                input -> input.project(NUMBER),
                Row::bytes,
                new Sum(),
                arrangements.keyed("distinct")),
            extreme(false, arrangements),
            extreme(true, arrangements)),
        arrangements.keyed("groups"));
  }

  private static GroupAggregate extreme(boolean greatest, Arrangements arrangements) {
    KeyFunction order = argument -> argument.copy(0); // domain: not negative
    return new ExtremeAggregate(
        greatest,
        input -> input.project(NUMBER),
        order,
        arrangements.indexed(greatest ? "max" : "min"));
  }

  private static byte[] keyOf(Row key) {
    return Rows.lowerCase(key).bytes();
  }

  private static boolean passes(Row input) {
    return !input.isNull(1) && input.getText(1).equals("a");
  }

  private static Bag grouped(Bag input) {
    TreeMap<Row, Bag> groups = new TreeMap<>();
    input.forEach((row, weight) ->
        groups
            .computeIfAbsent(Rows.lowerCase(row.project(TEXT)), ignored -> new Bag())
            .plus(row, weight));
    Bag result = new Bag();
    groups.forEach((key, rows) -> result.plus(aggregated(key, rows), 1));
    return result;
  }

  private static Row aggregated(Row key, Bag rows) {
    List<Integer> numbers = new ArrayList<>();
    List<Integer> filtered = new ArrayList<>();
    long count = 0;
    for (var entry : rows.entrySet()) {
      count += entry.getValue();
      for (int copy = 0; copy < entry.getValue() && !entry.getKey().isNull(0); copy++) {
        numbers.add(entry.getKey().getInt(0));
        if (passes(entry.getKey())) {
          filtered.add(entry.getKey().getInt(0));
        }
      }
    }
    TreeSet<Integer> distinct = new TreeSet<>(numbers);
    return key.concat(
        row(
            count,
            sum(numbers),
            sum(filtered),
            sum(List.copyOf(distinct)),
            distinct.isEmpty() ? null : distinct.first(),
            distinct.isEmpty() ? null : distinct.last()));
  }

  private static Long sum(List<Integer> numbers) {
    return numbers.isEmpty() ? null : numbers.stream().mapToLong(Integer::longValue).sum();
  }

  private static final class Count implements Accumulator {
    private long count;

    @Override
    public void add(Row arguments, long weight) {
      count += weight;
    }

    @Override
    public void merge(Accumulator other) {
      count += ((Count) other).count;
    }

    @Override
    public void result(RowBuilder target) {
      target.addLong(count);
    }

    @Override
    public void write(DataOutput out) throws IOException {
      out.writeLong(count);
    }

    @Override
    public void read(DataInput in) throws IOException {
      count = in.readLong();
    }
  }

  private static final class Sum implements Accumulator {
    private long count;
    private long sum;

    @Override
    public void add(Row arguments, long weight) {
      if (!arguments.isNull(0)) {
        count += weight;
        sum += weight * arguments.getInt(0);
      }
    }

    @Override
    public void merge(Accumulator other) {
      Sum more = (Sum) other;
      count += more.count;
      sum += more.sum;
    }

    @Override
    public void result(RowBuilder target) {
      if (count == 0) {
        target.addNull();
      } else {
        target.addLong(sum);
      }
    }

    @Override
    public void write(DataOutput out) throws IOException {
      out.writeLong(count);
      out.writeLong(sum);
    }

    @Override
    public void read(DataInput in) throws IOException {
      count = in.readLong();
      sum = in.readLong();
    }
  }
}
