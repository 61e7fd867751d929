package io.tidemark.engine.operator.ordered;

import static io.tidemark.engine.operator.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.ValueOrder;
import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.operator.OperatorModel;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.engine.type.KeyEncoder;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows are (integer, text); texts are ordered by a comparison that bytes know nothing of. */
class OrderLabelsTest {

  private static final int[] WITHOUT_LABEL = {0, 1};

  /** Letters before case, as most languages have it; strings of one spelling differ. */
  private static final Comparator<String> DETERMINISTIC =
      String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.reverseOrder());

  /** Strings of two spellings are equal. */
  private static final Comparator<String> NONDETERMINISTIC = String.CASE_INSENSITIVE_ORDER;

  /** Stands for PostgreSQL: ranks by a comparison, and counts how often it was asked. */
  private static final class Comparing implements ValueOrder {
    private final Comparator<String> comparator;
    private int asked;

    Comparing(Comparator<String> comparator) {
      this.comparator = comparator;
    }

    @Override
    public int[] ranks(int[] parts, List<byte[]> values) {
      asked++;
      assertTrue(values.size() <= valuesMax());
      assertEquals(values.size(), parts.length);
      Map<Integer, TreeSet<String>> distinct = new HashMap<>();
      for (int i = 0; i < parts.length; i++) {
        distinct.computeIfAbsent(parts[i], _ -> new TreeSet<>(comparator)).add(text(values.get(i)));
      }
      Map<Integer, List<String>> sorted = new HashMap<>();
      distinct.forEach((part, texts) -> sorted.put(part, List.copyOf(texts)));
      int[] ranks = new int[parts.length];
      for (int i = 0; i < parts.length; i++) {
        List<String> ofPart = Objects.requireNonNull(sorted.get(parts[i]));
        ranks[i] = Collections.binarySearch(ofPart, text(values.get(i)), comparator);
        assertTrue(ranks[i] >= 0);
      }
      return ranks;
    }

    private static String text(byte[] value) {
      return new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public int valuesMax() {
      return 1_024;
    }
  }

  private static OrderLabels operator(ValueOrder order, Arrangements arrangements) {
    return new OrderLabels(
        List.of(new OrderLabels.Columns(new int[] {1}, new int[] {0}, order)),
        arrangements,
        "labels");
  }

  private static @Nullable String text(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> null;
      case 1 -> "";
      default -> {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
          char letter = (char) ('a' + random.nextInt(3));
          text.append(random.nextBoolean() ? letter : Character.toUpperCase(letter));
        }
        yield text.toString();
      }
    };
  }

  /** The first rows by label, without it. */
  private static Operator firstByLabel(ValueOrder order, Arrangements arrangements) {
    OrderLabels labels = operator(order, arrangements);
    KeyEncoder encoder =
        KeyEncoder.ordered(
            List.of(new KeyEncoder.Order(PgType.of(PgType.BYTEA), false, false)),
            CollationRules.UNKNOWN_DEFAULT);
    int[] label = {2};
    TopK first =
        new TopK(
            ignored -> new byte[0],
            labelled -> encoder.encode(labelled.project(label)),
            1,
            5L,
            false,
            arrangements.keyed("top"));
    return deltas -> {
      ZSet output = new ZSet();
      first
          .step(List.of(labels.step(deltas)))
          .forEach((labelled, weight) -> output.add(labelled.project(WITHOUT_LABEL), weight));
      return output;
    };
  }

  private static Bag firstByComparison(Bag input, Comparator<String> comparator) {
    List<Row> rows = new ArrayList<>();
    input.forEach((row, weight) -> {
      for (long copy = 0; copy < weight; copy++) {
        rows.add(row);
      }
    });
    Comparator<@Nullable String> nullsLast = Comparator.nullsLast(comparator);
    rows.sort(
        Comparator.comparing((Row row) -> row.isNull(1) ? null : row.getText(1), nullsLast)
            .thenComparing(Comparator.naturalOrder()));
    Bag output = new Bag();
    for (int i = 1; i < Math.min(6, rows.size()); i++) {
      output.plus(rows.get(i), 1);
    }
    return output;
  }

  @Test
  void labelsAreInTheOrderOfTheComparison() {
    new OperatorModel(
            arrangements -> firstByLabel(new Comparing(DETERMINISTIC), arrangements),
            List.of(random -> row(random.nextInt(4), text(random))),
            inputs -> firstByComparison(inputs.getFirst(), DETERMINISTIC))
        .check();
  }

  @Test
  void labelsOfEqualTextsAreEqual() {
    new OperatorModel(
            arrangements -> firstByLabel(new Comparing(NONDETERMINISTIC), arrangements),
            List.of(random -> row(random.nextInt(4), text(random))),
            inputs -> firstByComparison(inputs.getFirst(), NONDETERMINISTIC))
        .check();
  }

  /** What a value's label is while rows with it are there never changes, whatever the weights. */
  @Test
  void aValueKeepsItsLabelWhileRowsWithItAreThere() {
    InMemoryArrangements arrangements = new InMemoryArrangements();
    Comparing order = new Comparing(DETERMINISTIC);
    Bag output = new Bag();
    ZSet first = delta(row(1, "b"), 1, row(2, "d"), 1);
    output.addAll(operator(order, arrangements).step(List.of(first)));
    // the weights of "b" add up to nothing for a while, though its rows do not
    output.addAll(operator(order, arrangements).step(List.of(delta(row(3, "b"), -1))));
    output.addAll(
        operator(order, arrangements).step(List.of(delta(row(4, "a"), 1, row(5, "c"), 1))));
    output.addAll(
        operator(order, arrangements).step(List.of(delta(row(1, "b"), -1, row(3, "b"), 1))));
    assertEquals(
        List.of("(2, d)", "(4, a)", "(5, c)"),
        output.keySet().stream()
            .map(row -> "(" + row.getInt(0) + ", " + row.getText(1) + ")")
            .sorted()
            .toList());
    assertTrue(output.values().stream().allMatch(weight -> weight == 1));
  }

  @Test
  void whatIsEmptyAgainLeavesNothing() {
    InMemoryArrangements arrangements = new InMemoryArrangements();
    Comparing order = new Comparing(NONDETERMINISTIC);
    ZSet rows = new ZSet();
    ZSet back = new ZSet();
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      Row row = row(i, Integer.toString(random.nextInt(1_000), 36));
      rows.add(row, 1);
      back.add(row, -1);
    }
    operator(order, arrangements).step(List.of(rows));
    operator(order, arrangements).step(List.of(back));
    for (ZSet one : List.of(delta(row(1, "x"), 1), delta(row(1, "x"), -1))) {
      ZSet output = operator(order, arrangements).step(List.of(one));
      assertEquals(9, output.row(0).length(2), "as of the first value ever");
    }
    int before = order.asked;
    operator(order, arrangements).step(List.of(delta(row(1, "y"), 1)));
    assertEquals(before, order.asked, "there is nothing to compare with");
  }

  @Test
  void aFewRoundTripsPlaceManyValues() {
    InMemoryArrangements arrangements = new InMemoryArrangements();
    Comparing order = new Comparing(DETERMINISTIC);
    ZSet load = new ZSet();
    for (int i = 0; i < 20_000; i++) {
      load.add(row(i, "v" + i), 1);
    }
    operator(order, arrangements).step(List.of(load));
    order.asked = 0;
    operator(order, arrangements).step(List.of(delta(row(0, "v777x"), 1)));
    assertTrue(order.asked <= 3, order.asked + " for one value");
    order.asked = 0;
    ZSet many = new ZSet();
    for (int i = 0; i < 200; i++) {
      many.add(row(i, "v" + 97 * i + "y"), 1);
    }
    operator(order, arrangements).step(List.of(many));
    assertTrue(order.asked <= 7, order.asked + " for 200 values");
    order.asked = 0;
    many.forEach((row, weight) -> load.add(row, -weight));
    operator(order, arrangements).step(List.of(delta(row(9, "v9"), 1, row(8, "v777x"), -1)));
    assertEquals(0, order.asked, "known values need no question");
  }

  @Test
  void aChangedOrderIsNoticed() {
    InMemoryArrangements arrangements = new InMemoryArrangements();
    operator(new Comparing(DETERMINISTIC), arrangements)
        .step(List.of(delta(row(1, "a"), 1, row(2, "b"), 1)));
    OrderLabels later = operator(new Comparing(DETERMINISTIC.reversed()), arrangements);
    EvaluationException changed =
        assertThrows(EvaluationException.class, () -> later.step(List.of(delta(row(3, "c"), 1))));
    assertTrue(String.valueOf(changed.getMessage()).contains("repair"));
  }

  @Test
  void labelsTellValuesApartAsTheComparisonDoes() {
    for (Comparator<String> comparator : List.of(DETERMINISTIC, NONDETERMINISTIC)) {
      InMemoryArrangements arrangements = new InMemoryArrangements();
      Comparing order = new Comparing(comparator);
      Random random = new Random(11);
      Map<String, byte[]> labels = new HashMap<>();
      for (int step = 0; step < 60; step++) {
        ZSet delta = new ZSet();
        for (int i = random.nextInt(30); i >= 0; i--) {
          delta.add(row(random.nextInt(), "" + text(random) + text(random)), 1);
        }
        operator(order, arrangements)
            .step(List.of(delta))
            .forEach((row, weight) -> {
              byte[] label = row.copy(2);
              byte[] known = labels.putIfAbsent(row.getText(1), label);
              assertTrue(known == null || Arrays.equals(known, label));
            });
      }
      List<String> texts = new ArrayList<>(labels.keySet());
      for (String left : texts) {
        for (String right : texts) {
          assertEquals(
              Integer.signum(comparator.compare(left, right)),
              Integer.signum(Arrays.compareUnsigned(labels.get(left), labels.get(right))));
        }
      }
    }
  }

  private static ZSet delta(Row first, long firstWeight, Row second, long secondWeight) {
    ZSet delta = delta(first, firstWeight);
    delta.add(second, secondWeight);
    return delta;
  }

  private static ZSet delta(Row row, long weight) {
    ZSet delta = new ZSet();
    delta.add(row, weight);
    return delta;
  }
}
