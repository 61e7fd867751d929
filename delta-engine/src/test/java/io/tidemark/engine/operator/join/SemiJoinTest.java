package io.tidemark.engine.operator.join;

import static io.tidemark.engine.operator.Rows.bag;
import static io.tidemark.engine.operator.Rows.delta;
import static io.tidemark.engine.operator.Rows.row;
import static io.tidemark.engine.operator.join.JoinCases.ALL;
import static io.tidemark.engine.operator.join.JoinCases.BETWEEN;
import static io.tidemark.engine.operator.join.JoinCases.BY_NUMBER;
import static io.tidemark.engine.operator.join.JoinCases.BY_TEXT;
import static io.tidemark.engine.operator.join.JoinCases.HOLDS;
import static io.tidemark.engine.operator.join.JoinCases.LEFT_HOLDING;
import static io.tidemark.engine.operator.join.JoinCases.LEFT_NUMBER_SMALLER;
import static io.tidemark.engine.operator.join.JoinCases.LEFT_SMALLER;
import static io.tidemark.engine.operator.join.JoinCases.OVERLAP;
import static io.tidemark.engine.operator.join.JoinCases.OVERLAPPING;
import static io.tidemark.engine.operator.join.JoinCases.RIGHT_GREATER;
import static io.tidemark.engine.operator.join.JoinCases.RIGHT_HELD;
import static io.tidemark.engine.operator.join.JoinCases.RIGHT_NUMBER_EVEN;
import static io.tidemark.engine.operator.join.JoinCases.SAME_NUMBER;
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
    check(anti, BY_NUMBER, null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void matchesByEqualityNotByBytes(boolean anti) {
    check(anti, BY_TEXT, null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRowMatchesWhereTheResidualIsTrueForSomePair(boolean anti) {
    check(anti, BY_TEXT, LEFT_NUMBER_SMALLER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutEqualityEveryPairIsLookedAt(boolean anti) {
    check(anti, ALL, LEFT_NUMBER_SMALLER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutConditionAnyRowIsAMatch(boolean anti) {
    check(anti, ALL, null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void findsIntervalsThatOverlapAndThoseThatHoldAValue(boolean anti) {
    check(anti, OVERLAPPING, OVERLAPPING, OVERLAP, BY_TEXT, OVERLAP);
    check(anti, LEFT_HOLDING, RIGHT_HELD, HOLDS, BY_TEXT, HOLDS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void findsMatchesByRange(boolean anti) {
    check(anti, LEFT_SMALLER, RIGHT_GREATER, null, BY_TEXT, LEFT_NUMBER_SMALLER);
    check(anti, BETWEEN, BETWEEN, null, BY_TEXT, SAME_NUMBER);
    check(
        anti,
        LEFT_SMALLER,
        RIGHT_GREATER,
        RIGHT_NUMBER_EVEN,
        BY_TEXT,
        JoinCases.and(LEFT_NUMBER_SMALLER, RIGHT_NUMBER_EVEN));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anErrorCountsOnlyForAPairThatExists(boolean anti) {
    Operator join = join(anti, BY_NUMBER, JoinCases::fail);
    join.step(List.of(new ZSet(), delta(row(1, "leaves"))));
    ZSet output = join.step(List.of(delta(row(1, "comes")), delta(-1, row(1, "leaves"))));
    assertEquals(anti ? bag(delta(row(1, "comes"))) : new Bag(), bag(output));
    List<ZSet> next = List.of(new ZSet(), delta(row(1, "again")));
    assertThrows(EvaluationException.class, () -> join.step(next));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSecondMatchChangesNothing(boolean anti) {
    Operator join = join(anti, BY_NUMBER, null);
    join.step(List.of(delta(row(1, "l")), delta(row(1, "r"))));
    assertTrue(join.step(List.of(new ZSet(), delta(row(1, "s")))).isEmpty());
    assertTrue(join.step(List.of(new ZSet(), delta(-1, row(1, "r")))).isEmpty());
    ZSet output = join.step(List.of(new ZSet(), delta(-1, row(1, "s"))));
    assertEquals(bag(delta(anti ? 1 : -1, row(1, "l"))), bag(output));
  }

  private static void check(boolean anti, KeyFunction key, @Nullable RowPredicate residual) {
    JoinSide side = JoinSide.byKey(key);
    check(anti, side, side, residual, key, residual);
  }

  /**
   * @param key of both sides
   * @param matches the pairs of one key that match
   */
  private static void check(
      boolean anti,
      JoinSide leftSide,
      JoinSide rightSide,
      @Nullable RowPredicate residual,
      KeyFunction key,
      @Nullable RowPredicate matches) {
    new OperatorModel(
            arrangements -> new SemiJoin(anti, leftSide, rightSide, residual, arrangements, "join"),
            List.of(Rows::random, Rows::random),
            inputs -> {
              Bag result = new Bag();
              inputs
                  .get(0)
                  .forEach((left, weight) -> {
                    boolean matched =
                        inputs.get(1).keySet().stream()
                            .anyMatch(right -> JoinCases.match(left, right, key, key, matches));
                    if (matched != anti) {
                      result.plus(left, weight);
                    }
                  });
              return result;
            })
        .check();
  }

  private static Operator join(boolean anti, KeyFunction key, @Nullable RowPredicate residual) {
    JoinSide side = JoinSide.byKey(key);
    return new SemiJoin(anti, side, side, residual, new InMemoryArrangements(), "join");
  }
}
