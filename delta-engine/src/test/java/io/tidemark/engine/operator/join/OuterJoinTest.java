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

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.operator.OperatorModel;
import io.tidemark.engine.operator.Rows;
import io.tidemark.state.arrangement.Arrangements;
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
    check(full, BY_NUMBER, BY_NUMBER, null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void matchesByEqualityNotByBytes(boolean full) {
    check(full, BY_TEXT, BY_TEXT, null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void matchesWhereTheResidualIsTrue(boolean full) {
    check(full, BY_TEXT, BY_TEXT, LEFT_NUMBER_SMALLER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutEqualityEveryPairIsLookedAt(boolean full) {
    check(full, ALL, ALL, LEFT_NUMBER_SMALLER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutConditionEveryPairMatches(boolean full) {
    check(full, ALL, ALL, null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPartnerTakesThePlaceOfTheNulls(boolean full) {
    Operator join = join(full, BY_NUMBER, BY_NUMBER, null, new InMemoryArrangements());
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
    Operator join = join(full, BY_NUMBER, BY_NUMBER, JoinCases::fail, new InMemoryArrangements());
    join.step(List.of(new ZSet(), delta(row(1, "leaves"))));
    ZSet output = join.step(List.of(delta(row(1, "comes")), delta(-1, row(1, "leaves"))));
    assertEquals(1, bag(output).get(row(1, "comes").concat(NULLS)));
    List<ZSet> next = List.of(new ZSet(), delta(row(1, "again")));
    assertThrows(EvaluationException.class, () -> join.step(next));
  }

  private static void check(
      boolean full, KeyFunction leftKey, KeyFunction rightKey, @Nullable RowPredicate residual) {
    new OperatorModel(
            arrangements -> join(full, leftKey, rightKey, residual, arrangements),
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
                          if (JoinCases.match(left, right, leftKey, rightKey, residual)) {
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

  private static Operator join(
      boolean full,
      KeyFunction leftKey,
      KeyFunction rightKey,
      @Nullable RowPredicate residual,
      Arrangements arrangements) {
    return new OuterJoin(full, leftKey, rightKey, 2, 2, residual, arrangements, "join");
  }
}
