package io.tidemark.engine.operator.set;

import static io.tidemark.engine.operator.Rows.bag;
import static io.tidemark.engine.operator.Rows.delta;
import static io.tidemark.engine.operator.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.operator.OperatorModel;
import io.tidemark.engine.operator.Rows;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetOperatorsTest {

  private final Operator distinct = distinct(new InMemoryArrangements());

  @Test
  void unionAllAddsItsInputs() {
    new OperatorModel(
            ignored -> new UnionAll(),
            List.of(Rows::random, Rows::random, Rows::random),
            inputs -> {
              Bag sum = new Bag();
              inputs.forEach(input -> input.forEach(sum::plus));
              return sum;
            })
        .check();
  }

  @Test
  void distinctGivesEachRowOnceByItsKey() {
    new OperatorModel(
            SetOperatorsTest::distinct,
            List.of(Rows::random),
            inputs -> {
              Bag once = new Bag();
              inputs
                  .getFirst()
                  .canonical(Rows::lowerCase)
                  .keySet()
                  .forEach(row -> once.plus(row, 1));
              return once;
            },
            Rows::lowerCase)
        .check();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void intersectGivesWhatBothSidesHave(boolean all) {
    setOperation(
        arrangements -> new Intersect(all, SetOperatorsTest::key, arrangements.keyed("sides")),
        (l, r) -> all ? Math.min(l, r) : Math.min(1, Math.min(l, r)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void exceptGivesWhatTheRightSideHasNot(boolean all) {
    setOperation(
        arrangements -> new Except(all, SetOperatorsTest::key, arrangements.keyed("sides")),
        (l, r) -> all ? Math.max(0, l - r) : r > 0 ? 0 : Math.min(1, l));
  }

  private static void setOperation(
      Function<Arrangements, Operator> operator, LongBinaryOperator copies) {
    new OperatorModel(
            operator,
            List.of(Rows::random, Rows::random),
            inputs -> {
              Bag right = inputs.get(1).canonical(Rows::lowerCase);
              Bag result = new Bag();
              inputs
                  .get(0)
                  .canonical(Rows::lowerCase)
                  .forEach((row, weight) ->
                      result.plus(row, copies.applyAsLong(weight, right.getOrDefault(row, 0L))));
              return result;
            },
            Rows::lowerCase)
        .check();
  }

  @Test
  void leftRowsAreGivenOutInTheOrderOfTheirArrival() {
    Operator except =
        new Except(true, SetOperatorsTest::key, new InMemoryArrangements().keyed("sides"));
    ZSet nothing = new ZSet();
    assertEquals(bag(delta(row("b"))), bag(except.step(List.of(delta(row("b")), nothing))));
    assertEquals(bag(delta(row("B"))), bag(except.step(List.of(delta(row("B")), nothing))));
    assertEquals(bag(delta(-1, row("B"))), bag(except.step(List.of(nothing, delta(row("b"))))));
  }

  @Test
  void theRepresentativeStaysWhileItExists() {
    assertEquals(bag(delta(row("b"))), step(delta(row("b"))));
    assertTrue(step(delta(row("B"))).isEmpty());
    assertTrue(step(delta(-1, row("B"))).isEmpty());
  }

  @Test
  void theRepresentativeIsReplacedWhenItLeavesOthersBehind() {
    step(delta(row("b"), row("b"), row("B")));
    assertTrue(step(delta(-1, row("b"))).isEmpty());
    Bag replaced = step(delta(-1, row("b")));
    assertEquals(new Bag().plus(row("b"), -1).plus(row("B"), 1), replaced);
    assertEquals(bag(delta(-1, row("B"))), step(delta(-1, row("B"))));
  }

  @Test
  void whatIsGivenOutIsARowOfTheInput() {
    Bag input = new Bag();
    Bag output = new Bag();
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 2_000; i++) {
      Row row = Rows.random(random);
      ZSet delta = delta(input.containsKey(row) && random.nextBoolean() ? -1 : 1, row);
      input.addAll(delta);
      output.addAll(distinct.step(List.of(delta)));
      assertTrue(input.keySet().containsAll(output.keySet()), "step " + i);
    }
  }

  private Bag step(ZSet delta) {
    return bag(distinct.step(List.of(delta)));
  }

  private static Operator distinct(Arrangements arrangements) {
    return new Distinct(SetOperatorsTest::key, arrangements.keyed("distinct"));
  }

  private static byte[] key(Row row) {
    return Rows.lowerCase(row).bytes();
  }
}
