package io.tidemark.engine.operator.join;

import static io.tidemark.engine.operator.Rows.bag;
import static io.tidemark.engine.operator.Rows.delta;
import static io.tidemark.engine.operator.Rows.row;
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
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InnerJoinTest {

  private static final KeyFunction BY_NUMBER = row -> row.isNull(0) ? null : row.copy(0);
  private static final KeyFunction BY_TEXT =
      row -> row.isNull(1) ? null : Rows.lowerCase(row.project(new int[] {1})).bytes();
  private static final KeyFunction ALL = row -> new byte[0];
  private static final RowPredicate LEFT_NUMBER_SMALLER =
      pair -> !pair.isNull(0) && !pair.isNull(2) && pair.getInt(0) < pair.getInt(2);

  @Test
  void pairsRowsWithEqualKeysAndNeverThoseWithNull() {
    model(BY_NUMBER, BY_NUMBER, null).check();
  }

  @Test
  void pairsByEqualityNotByBytes() {
    model(BY_TEXT, BY_TEXT, null).check();
  }

  @Test
  void keepsThePairsForWhichTheResidualIsTrue() {
    model(BY_TEXT, BY_TEXT, LEFT_NUMBER_SMALLER).check();
  }

  @Test
  void looksAtEveryPairWhereThereIsNoEquality() {
    model(ALL, ALL, LEFT_NUMBER_SMALLER).check();
  }

  @Test
  void bothSidesOfAPairMayComeInOneStep() {
    Operator join = join(new InMemoryArrangements(), BY_NUMBER, BY_NUMBER, null);
    ZSet output = join.step(List.of(delta(row(1, "l")), delta(row(1, "r"))));
    assertEquals(bag(delta(row(1, "l", 1, "r"))), bag(output));
  }

  @Test
  void aPairThatNeverExistedIsNotInTheDelta() {
    Operator join = join(new InMemoryArrangements(), BY_NUMBER, BY_NUMBER, null);
    join.step(List.of(new ZSet(), delta(row(1, "leaves"))));
    ZSet output = join.step(List.of(delta(row(1, "comes")), delta(-1, row(1, "leaves"))));
    assertTrue(output.isEmpty());
  }

  @Test
  void anErrorOfThePairThatNeverExistedIsNone() {
    Operator join = join(new InMemoryArrangements(), BY_NUMBER, BY_NUMBER, InnerJoinTest::fail);
    join.step(List.of(new ZSet(), delta(row(1, "leaves"))));
    ZSet output = join.step(List.of(delta(row(1, "comes")), delta(-1, row(1, "leaves"))));
    assertTrue(output.isEmpty());
  }

  @Test
  void anErrorOfAPairThatExistsIsRaisedWhicheverSideChanges() {
    for (int side = 0; side < 3; side++) {
      Operator join = join(new InMemoryArrangements(), BY_NUMBER, BY_NUMBER, InnerJoinTest::fail);
      ZSet left = delta(row(1, "l"));
      ZSet right = delta(row(1, "r"));
      if (side < 2) {
        join.step(List.of(side == 0 ? left : new ZSet(), side == 0 ? new ZSet() : right));
      }
      List<ZSet> last = List.of(side == 0 ? new ZSet() : left, side == 1 ? new ZSet() : right);
      assertThrows(EvaluationException.class, () -> join.step(last), "side " + side);
    }
  }

  private static boolean fail(Row pair) {
    throw new EvaluationException("22012", "division by zero");
  }

  private static OperatorModel model(
      KeyFunction leftKey, KeyFunction rightKey, @Nullable RowPredicate residual) {
    return new OperatorModel(
        arrangements -> join(arrangements, leftKey, rightKey, residual),
        List.of(Rows::random, Rows::random),
        inputs -> nestedLoops(inputs.get(0), inputs.get(1), leftKey, rightKey, residual));
  }

  private static Operator join(
      Arrangements arrangements,
      KeyFunction leftKey,
      KeyFunction rightKey,
      @Nullable RowPredicate residual) {
    return new InnerJoin(leftKey, rightKey, residual, arrangements, "join");
  }

  private static Bag nestedLoops(
      Bag left,
      Bag right,
      KeyFunction leftKey,
      KeyFunction rightKey,
      @Nullable RowPredicate residual) {
    Bag pairs = new Bag();
    left.forEach((l, leftWeight) ->
        right.forEach((r, rightWeight) -> {
          byte[] key = leftKey.keyOf(l);
          Row pair = l.concat(r);
          if (key != null
              && Arrays.equals(key, rightKey.keyOf(r))
              && (residual == null || residual.test(pair))) {
            pairs.plus(pair, leftWeight * rightWeight);
          }
        }));
    return pairs;
  }
}
