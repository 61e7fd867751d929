package io.tidemark.engine.operator.aggregate;

import static io.tidemark.engine.operator.Rows.delta;
import static io.tidemark.engine.operator.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tidemark.engine.function.HypotheticalRank;
import io.tidemark.engine.function.OrderedFunction;
import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.operator.OperatorModel;
import io.tidemark.engine.operator.Rows;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Groups (number, text) rows by text: all numbers in order, the different ones, the one in the
 * middle, the most frequent, and the ranks that a hypothetical 2 would take, NULLs being last.
 */
class OrderedAggregatesTest {

  private static final int[] NUMBER = {0};
  private static final int[] TEXT = {1};
  private static final int HYPOTHETICAL = 2;

  @Test
  void theResultsAreThoseOfTheGroupsRowsInOrder() {
    new OperatorModel(
            OrderedAggregatesTest::aggregate,
            List.of(Rows::random),
            inputs -> grouped(inputs.getFirst()),
            Rows::lowerCase)
        .check();
  }

  @Test
  void noStateIsLeftOfAGroupThatIsGone() {
    InMemoryArrangements arrangements = new InMemoryArrangements();
    Operator aggregate = aggregate(arrangements);
    aggregate.step(List.of(delta(row(1, "a"), row(2, "a"), row(null, "a"))));
    aggregate.step(List.of(delta(-1, row(1, "a"))));
    aggregate.step(List.of(delta(-1, row(null, "a"))));
    aggregate.step(List.of(delta(-1, row(2, "a"))));
    byte[] root = new byte[keyOf(row("a")).length + Long.BYTES]; // of a tree: the group, then 0
    System.arraycopy(keyOf(row("a")), 0, root, 0, root.length - Long.BYTES);
    for (String state :
        List.of("all", "different", "middle", "mode", "frequency", "dense.different")) {
      assertNull(arrangements.keyed(state).get(root), state);
    }
    assertNull(arrangements.keyed("groups").get(keyOf(row("a"))));
  }

  @Test
  void ofNumbersThatAreEquallyFrequentTheFirstIsTheMode() {
    Operator aggregate = aggregate(new InMemoryArrangements());
    Row result = aggregate.step(List.of(delta(row(7, "a"), row(3, "a"), row(5, "a")))).row(0);
    assertEquals(3, result.getInt(4));
  }

  private static Operator aggregate(Arrangements arrangements) {
    return new Aggregate(
        input -> input.project(TEXT),
        OrderedAggregatesTest::keyOf,
        1,
        List.of(
            ordered(false, new All(), arrangements.keyed("all")),
            new RememberedAggregate(ordered(true, new All(), arrangements.keyed("different"))),
            ordered(false, new Middle(), arrangements.keyed("middle")),
            new ModeAggregate(
                input -> input.project(NUMBER),
                OrderedAggregatesTest::place,
                arrangements.keyed("mode"),
                arrangements.keyed("frequency")),
            rank(HypotheticalRank.RANK, arrangements, "rank"),
            rank(HypotheticalRank.DENSE_RANK, arrangements, "dense"),
            rank(HypotheticalRank.CUME_DIST, arrangements, "cume")),
        arrangements.keyed("groups"));
  }

  private static GroupAggregate ordered(
      boolean distinct, OrderedFunction function, io.tidemark.state.arrangement.KeyedState nodes) {
    return new OrderedAggregate(
        input -> input.project(NUMBER),
        row -> row,
        OrderedAggregatesTest::place,
        distinct,
        function,
        nodes);
  }

  private static GroupAggregate rank(HypotheticalRank rank, Arrangements states, String name) {
    KeyFunction order = OrderedAggregatesTest::place;
    return new HypotheticalAggregate(
        rank,
        order,
        nothing -> row(HYPOTHETICAL),
        order,
        states.keyed(name),
        states.keyed(name + ".different"));
  }

  /** NULLs last; domain: not negative. */
  private static byte[] place(Row row) {
    if (row.isNull(0)) {
      return new byte[] {2};
    }
    byte[] number = row.copy(0);
    return new byte[] {1, number[0], number[1], number[2], number[3]};
  }

  private static byte[] keyOf(Row key) {
    return Rows.lowerCase(key).bytes();
  }

  /** The numbers as one text; NULLs count. */
  private static final class All implements OrderedFunction {
    @Override
    public boolean passesOver(Row arguments) {
      return false;
    }

    @Override
    public void result(Rows rows, Row direct, RowBuilder target) {
      List<@Nullable Integer> numbers = new ArrayList<>();
      rows.forEach((row, copies) -> {
        for (long copy = 0; copy < copies; copy++) {
          numbers.add(row.isNull(0) ? null : (Integer) row.getInt(0));
        }
      });
      target.addText(numbers.toString());
    }
  }

  /** The number at half of the way; NULLs do not count. */
  private static final class Middle implements OrderedFunction {
    @Override
    public boolean passesOver(Row arguments) {
      return arguments.isNull(0);
    }

    @Override
    public void result(Rows rows, Row direct, RowBuilder target) {
      Row middle = rows.at(rows.size() / 2);
      if (middle == null) {
        target.addNull();
      } else {
        target.add(middle, 0);
      }
    }
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
    List<@Nullable Integer> all = new ArrayList<>();
    rows.forEach((row, weight) -> {
      for (long copy = 0; copy < weight; copy++) {
        all.add(row.isNull(0) ? null : (Integer) row.getInt(0));
      }
    });
    all.sort(Comparator.nullsLast(Comparator.naturalOrder()));
    List<Integer> known = all.stream().filter(Objects::nonNull).toList();
    RowBuilder builder = new RowBuilder(8).add(key, 0);
    builder.addText(all.toString());
    builder.addText(all.stream().distinct().toList().toString());
    addInt(known.isEmpty() ? null : known.get(known.size() / 2), builder);
    Map<Integer, Long> frequencies =
        known.stream().collect(Collectors.groupingBy(n -> n, TreeMap::new, Collectors.counting()));
    long most = frequencies.values().stream().mapToLong(n -> n).max().orElse(0);
    addInt(
        frequencies.keySet().stream()
            .filter(number -> frequencies.get(number) == most)
            .findFirst()
            .orElse(null),
        builder);
    builder.addLong(1 + known.stream().filter(number -> number < HYPOTHETICAL).count());
    builder.addLong(1 + known.stream().filter(number -> number < HYPOTHETICAL).distinct().count());
    double upTo = 1 + known.stream().filter(number -> number <= HYPOTHETICAL).count();
    builder.addLong(Double.doubleToLongBits(upTo / (all.size() + 1)));
    return builder.build();
  }

  private static void addInt(@Nullable Integer value, RowBuilder builder) {
    if (value == null) {
      builder.addNull();
    } else {
      builder.addInt(value);
    }
  }
}
