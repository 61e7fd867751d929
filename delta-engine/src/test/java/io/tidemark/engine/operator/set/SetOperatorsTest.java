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
import org.junit.jupiter.api.Test;

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
    return new Distinct(row -> Rows.lowerCase(row).bytes(), arrangements.keyed("distinct"));
  }
}
