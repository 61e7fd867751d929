package io.tidemark.engine.operator.ordered;

import static io.tidemark.engine.operator.Rows.bag;
import static io.tidemark.engine.operator.Rows.delta;
import static io.tidemark.engine.operator.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.operator.OperatorModel;
import io.tidemark.engine.operator.Rows;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.engine.type.KeyEncoder;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows are (integer, text): partitioned by the text or not, ordered by the integer. */
class TopKTest {

  private record Definition(
      boolean partitioned,
      boolean descending,
      boolean nullsFirst,
      long offset,
      @Nullable Long limit,
      boolean withTies) {

    byte[] partition(Row row) {
      return partitioned ? row.project(new int[] {1}).bytes() : new byte[0];
    }

    byte[] order(Row row) {
      KeyEncoder.Order order = new KeyEncoder.Order(PgType.of(PgType.INT4), descending, nullsFirst);
      return KeyEncoder.ordered(List.of(order), CollationRules.UNKNOWN_DEFAULT)
          .encode(row.project(new int[] {0}));
    }

    TopK operator(Arrangements arrangements) {
      return new TopK(
          this::partition, this::order, offset, limit, withTies, arrangements.keyed("top"));
    }

    /** The batch definition, with the comparison that SQL describes in place of the encoding. */
    Bag batch(Bag input) {
      TreeMap<Row, List<Row>> partitions = new TreeMap<>();
      input.forEach((row, weight) -> {
        for (long copy = 0; copy < weight; copy++) {
          partitions.computeIfAbsent(Row.wrap(partition(row)), _ -> new ArrayList<>()).add(row);
        }
      });
      Comparator<Integer> values = Comparator.naturalOrder();
      values = descending ? values.reversed() : values;
      Comparator<@Nullable Integer> byValue =
          nullsFirst ? Comparator.nullsFirst(values) : Comparator.nullsLast(values);
      Comparator<Row> order =
          Comparator.comparing(row -> row.isNull(0) ? null : row.getInt(0), byValue);
      Bag output = new Bag();
      for (List<Row> rows : partitions.values()) {
        rows.sort(order.thenComparing(Comparator.naturalOrder()));
        boolean all = limit == null || limit > rows.size();
        long end = all ? rows.size() : Math.min(rows.size(), offset + limit);
        for (long i = offset; i < end; i++) {
          output.plus(rows.get((int) i), 1);
        }
        for (long i = end; withTies && end > offset && i < rows.size(); i++) {
          if (order.compare(rows.get((int) end - 1), rows.get((int) i)) == 0) {
            output.plus(rows.get((int) i), 1);
          }
        }
      }
      return output;
    }
  }

  @ParameterizedTest
  @CsvSource({
    // partitioned, descending, NULLs first, offset, limit, with ties
    "false, false, false, 0, 3, false",
    "false, true, true, 0, 3, true",
    "false, false, true, 2, 4, false",
    "false, true, false, 3, 2, true",
    "false, false, false, 5, , false",
    "false, false, false, 2, 0, true",
    "false, false, false, 100, 3, true",
    "false, true, false, 0, 9223372036854775807, false",
    "false, true, false, 7, 9223372036854775807, true",
    "true, false, false, 0, 1, false",
    "true, true, true, 0, 2, true",
    "true, true, false, 1, 2, false",
    "true, false, true, 1, , false",
  })
  void givesTheWindowOfEachPartition(
      boolean partitioned,
      boolean descending,
      boolean nullsFirst,
      long offset,
      @Nullable Long limit,
      boolean withTies) {
    Definition top = new Definition(partitioned, descending, nullsFirst, offset, limit, withTies);
    new OperatorModel(top::operator, List.of(Rows::random), inputs -> top.batch(inputs.getFirst()))
        .check();
  }

  /** Rows that neither changed nor crossed an edge are not even looked at. */
  @Test
  void outputIsWhatCrossesTheEdges() {
    TopK top =
        new Definition(false, false, false, 100, 500L, false).operator(new InMemoryArrangements());
    ZSet all = new ZSet();
    for (int i = 0; i < 2000; i++) {
      all.add(row(2 * i, "x"), 1);
    }
    assertEquals(500, top.step(List.of(all)).size());

    Bag expected = bag(delta(row(2 * 99, "x")));
    expected.addAll(delta(-1, row(2 * 599, "x")));
    assertEquals(expected, bag(top.step(List.of(delta(row(5, "new"))))));
    assertTrue(top.step(List.of(delta(row(3999, "behind")))).isEmpty());

    ZSet manyAtOnce = new ZSet();
    for (int i = 0; i < 50; i++) {
      manyAtOnce.add(row(2 * i, "x"), -1);
      manyAtOnce.add(row(2 * i + 1, "instead"), 1);
    }
    assertTrue(top.step(List.of(manyAtOnce)).isEmpty(), "as many came as went below the window");
  }

  @Test
  void aTieThatEndsTakesAllItsRowsAlong() {
    TopK top =
        new Definition(false, false, false, 0, 2L, true).operator(new InMemoryArrangements());
    top.step(List.of(delta(row(1, "a"), row(2, "b"), row(2, "c"), row(2, "d"))));
    Bag expected = bag(delta(row(1, "e")));
    Arrays.asList("b", "c", "d").forEach(text -> expected.plus(row(2, text), -1));
    assertEquals(expected, bag(top.step(List.of(delta(row(1, "e"))))));
  }
}
