package io.tidemark.engine.operator.join;

import static io.tidemark.engine.operator.Rows.bag;
import static io.tidemark.engine.operator.Rows.delta;
import static io.tidemark.engine.operator.Rows.row;
import static io.tidemark.engine.operator.join.JoinCases.ALL;
import static io.tidemark.engine.operator.join.JoinCases.BY_NUMBER;
import static io.tidemark.engine.operator.join.JoinCases.BY_TEXT;
import static io.tidemark.engine.operator.join.JoinCases.LEFT_NUMBER_SMALLER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.operator.OperatorModel;
import io.tidemark.engine.operator.Rows;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.row.ZSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemiJoinTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rowsWithoutKeyHaveNoMatch(boolean anti) {
    check(anti, BY_NUMBER, BY_NUMBER, null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void matchesByEqualityNotByBytes(boolean anti) {
    check(anti, BY_TEXT, BY_TEXT, null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRowMatchesWhereTheResidualIsTrueForSomePair(boolean anti) {
    check(anti, BY_TEXT, BY_TEXT, LEFT_NUMBER_SMALLER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutEqualityEveryPairIsLookedAt(boolean anti) {
    check(anti, ALL, ALL, LEFT_NUMBER_SMALLER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutConditionAnyRowIsAMatch(boolean anti) {
    check(anti, ALL, ALL, null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anErrorCountsOnlyForAPairThatExists(boolean anti) {
    Operator join = join(anti, BY_NUMBER, BY_NUMBER, JoinCases::fail, new InMemoryArrangements());
    join.step(List.of(new ZSet(), delta(row(1, "leaves"))));
    ZSet output = join.step(List.of(delta(row(1, "comes")), delta(-1, row(1, "leaves"))));
    assertEquals(anti ? bag(delta(row(1, "comes"))) : new Bag(), bag(output));
    List<ZSet> next = List.of(new ZSet(), delta(row(1, "again")));
    assertThrows(EvaluationException.class, () -> join.step(next));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSecondMatchChangesNothing(boolean anti) {
    Operator join = join(anti, BY_NUMBER, BY_NUMBER, null, new InMemoryArrangements());
    join.step(List.of(delta(row(1, "l")), delta(row(1, "r"))));
    assertTrue(join.step(List.of(new ZSet(), delta(row(1, "s")))).isEmpty());
    assertTrue(join.step(List.of(new ZSet(), delta(-1, row(1, "r")))).isEmpty());
    ZSet output = join.step(List.of(new ZSet(), delta(-1, row(1, "s"))));
    assertEquals(bag(delta(anti ? 1 : -1, row(1, "l"))), bag(output));
  }

  private static void check(
      boolean anti, KeyFunction leftKey, KeyFunction rightKey, @Nullable RowPredicate residual) {
    new OperatorModel(
            arrangements -> join(anti, leftKey, rightKey, residual, arrangements),
            List.of(Rows::random, Rows::random),
            inputs -> {
              Bag result = new Bag();
              inputs
                  .get(0)
                  .forEach((left, weight) -> {
                    boolean matched =
                        inputs.get(1).keySet().stream()
                            .anyMatch(
                                right -> JoinCases.match(left, right, leftKey, rightKey, residual));
                    if (matched != anti) {
                      result.plus(left, weight);
                    }
                  });
              return result;
            })
        .check();
  }

  private static Operator join(
      boolean anti,
      KeyFunction leftKey,
      KeyFunction rightKey,
      @Nullable RowPredicate residual,
      Arrangements arrangements) {
    return new SemiJoin(anti, leftKey, rightKey, residual, arrangements, "join");
  }
}
