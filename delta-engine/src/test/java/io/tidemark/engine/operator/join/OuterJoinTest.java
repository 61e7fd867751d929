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

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.operator.OperatorModel;
import io.tidemark.engine.operator.Rows;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OuterJoinTest {

  private static final Row NULLS = Row.nulls(2);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rowsWithoutKeyStandBesideNulls(boolean full) {
    check(full, BY_NUMBER, null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void matchesByEqualityNotByBytes(boolean full) {
    check(full, BY_TEXT, null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void matchesWhereTheResidualIsTrue(boolean full) {
    check(full, BY_TEXT, LEFT_NUMBER_SMALLER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutEqualityEveryPairIsLookedAt(boolean full) {
    check(full, ALL, LEFT_NUMBER_SMALLER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutConditionEveryPairMatches(boolean full) {
    check(full, ALL, null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void findsIntervalsThatOverlapAndThoseThatHoldAValue(boolean full) {
    check(full, OVERLAPPING, OVERLAPPING, OVERLAP, BY_TEXT, OVERLAP);
    check(full, LEFT_HOLDING, RIGHT_HELD, HOLDS, BY_TEXT, HOLDS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void findsMatchesByRange(boolean full) {
    check(full, LEFT_SMALLER, RIGHT_GREATER, null, BY_TEXT, LEFT_NUMBER_SMALLER);
    check(full, BETWEEN, BETWEEN, null, BY_TEXT, SAME_NUMBER);
    check(
        full,
        LEFT_SMALLER,
        RIGHT_GREATER,
        RIGHT_NUMBER_EVEN,
        BY_TEXT,
        JoinCases.and(LEFT_NUMBER_SMALLER, RIGHT_NUMBER_EVEN));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPartnerTakesThePlaceOfTheNulls(boolean full) {
    Operator join = join(full, BY_NUMBER, null);
    Row left = row(1, "l");
    assertEquals(bag(delta(left.concat(NULLS))), bag(join.step(List.of(delta(left), new ZSet()))));
    Row right = row(1, "r");
    ZSet expected = delta(left.concat(right));
    expected.add(left.concat(NULLS), -1);
    assertEquals(bag(expected), bag(join.step(List.of(new ZSet(), delta(right)))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anErrorCountsOnlyForAPairThatExists(boolean full) {
    Operator join = join(full, BY_NUMBER, JoinCases::fail);
    join.step(List.of(new ZSet(), delta(row(1, "leaves"))));
    ZSet output = join.step(List.of(delta(row(1, "comes")), delta(-1, row(1, "leaves"))));
    assertEquals(1, bag(output).get(row(1, "comes").concat(NULLS)));
    List<ZSet> next = List.of(new ZSet(), delta(row(1, "again")));
    assertThrows(EvaluationException.class, () -> join.step(next));
  }

  private static void check(boolean full, KeyFunction key, @Nullable RowPredicate residual) {
    JoinSide side = JoinSide.byKey(key);
    check(full, side, side, residual, key, residual);
  }

  /**
   * @param key of both sides
   * @param matches the pairs of one key that match
   */
  private static void check(
      boolean full,
      JoinSide leftSide,
      JoinSide rightSide,
      @Nullable RowPredicate residual,
      KeyFunction key,
      @Nullable RowPredicate matches) {
    new OperatorModel(
            arrangements ->
                new OuterJoin(full, leftSide, rightSide, 2, 2, residual, arrangements, "join"),
            List.of(Rows::random, Rows::random),
            inputs -> {
              Bag result = new Bag();
              Set<Row> matched = new HashSet<>();
              inputs
                  .get(0)
                  .forEach((left, leftWeight) -> {
                    boolean[] found = {false};
                    inputs
                        .get(1)
                        .forEach((right, rightWeight) -> {
                          if (JoinCases.match(left, right, key, key, matches)) {
                            found[0] = true;
                            matched.add(right);
                            result.plus(left.concat(right), leftWeight * rightWeight);
                          }
                        });
                    if (!found[0]) {
                      result.plus(left.concat(NULLS), leftWeight);
                    }
                  });
              inputs
                  .get(1)
                  .forEach((right, weight) -> {
                    if (full && !matched.contains(right)) {
                      result.plus(NULLS.concat(right), weight);
                    }
                  });
              return result;
            })
        .check();
  }

  private static Operator join(boolean full, KeyFunction key, @Nullable RowPredicate residual) {
    JoinSide side = JoinSide.byKey(key);
    return new OuterJoin(full, side, side, 2, 2, residual, new InMemoryArrangements(), "join");
  }
}
