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
import org.junit.jupiter.api.Test;

class InnerJoinTest {

  @Test
  void pairsRowsWithEqualKeysAndNeverThoseWithNull() {
    model(BY_NUMBER, null).check();
  }

  @Test
  void pairsByEqualityNotByBytes() {
    model(BY_TEXT, null).check();
  }

  @Test
  void keepsThePairsForWhichTheResidualIsTrue() {
    model(BY_TEXT, LEFT_NUMBER_SMALLER).check();
  }

  @Test
  void looksAtEveryPairWhereThereIsNoEquality() {
    model(ALL, LEFT_NUMBER_SMALLER).check();
  }

  @Test
  void findsPairsByRange() {
    model(LEFT_SMALLER, RIGHT_GREATER, null, BY_TEXT, LEFT_NUMBER_SMALLER).check();
    model(BETWEEN, BETWEEN, null, BY_TEXT, SAME_NUMBER).check();
    model(
            LEFT_SMALLER,
            RIGHT_GREATER,
            RIGHT_NUMBER_EVEN,
            BY_TEXT,
            JoinCases.and(LEFT_NUMBER_SMALLER, RIGHT_NUMBER_EVEN))
        .check();
  }

  @Test
  void findsIntervalsThatOverlapAndThoseThatHoldAValue() {
    model(OVERLAPPING, OVERLAPPING, OVERLAP, BY_TEXT, OVERLAP).check();
    model(LEFT_HOLDING, RIGHT_HELD, HOLDS, BY_TEXT, HOLDS).check();
  }

  @Test
  void bothSidesOfAPairMayComeInOneStep() {
    Operator join = join(BY_NUMBER, null);
    ZSet output = join.step(List.of(delta(row(1, "l")), delta(row(1, "r"))));
    assertEquals(bag(delta(row(1, "l", 1, "r"))), bag(output));
  }

  @Test
  void aPairThatNeverExistedIsNotInTheDelta() {
    Operator join = join(BY_NUMBER, null);
    join.step(List.of(new ZSet(), delta(row(1, "leaves"))));
    ZSet output = join.step(List.of(delta(row(1, "comes")), delta(-1, row(1, "leaves"))));
    assertTrue(output.isEmpty());
  }

  @Test
  void anErrorOfThePairThatNeverExistedIsNone() {
    Operator join = join(BY_NUMBER, JoinCases::fail);
    join.step(List.of(new ZSet(), delta(row(1, "leaves"))));
    ZSet output = join.step(List.of(delta(row(1, "comes")), delta(-1, row(1, "leaves"))));
    assertTrue(output.isEmpty());
  }

  @Test
  void anErrorOfAPairThatExistsIsRaisedWhicheverSideChanges() {
    for (int side = 0; side < 3; side++) {
      Operator join = join(BY_NUMBER, JoinCases::fail);
      ZSet left = delta(row(1, "l"));
      ZSet right = delta(row(1, "r"));
      if (side < 2) {
        join.step(List.of(side == 0 ? left : new ZSet(), side == 0 ? new ZSet() : right));
      }
      List<ZSet> last = List.of(side == 0 ? new ZSet() : left, side == 1 ? new ZSet() : right);
      assertThrows(EvaluationException.class, () -> join.step(last), "side " + side);
    }
  }

  private static OperatorModel model(KeyFunction key, @Nullable RowPredicate residual) {
    JoinSide side = JoinSide.byKey(key);
    return model(side, side, residual, key, residual);
  }

  private static OperatorModel model(
      JoinSide left,
      JoinSide right,
      @Nullable RowPredicate residual,
      KeyFunction key,
      @Nullable RowPredicate matches) {
    return new OperatorModel(
        arrangements -> new InnerJoin(left, right, residual, arrangements, "join"),
        List.of(Rows::random, Rows::random),
        inputs -> {
          Bag pairs = new Bag();
          inputs
              .get(0)
              .forEach((l, leftWeight) ->
                  inputs
                      .get(1)
                      .forEach((r, rightWeight) -> {
                        if (JoinCases.match(l, r, key, key, matches)) {
                          pairs.plus(l.concat(r), leftWeight * rightWeight);
                        }
                      }));
          return pairs;
        });
  }

  private static Operator join(KeyFunction key, @Nullable RowPredicate residual) {
    JoinSide side = JoinSide.byKey(key);
    return new InnerJoin(side, side, residual, new InMemoryArrangements(), "join");
  }
}
