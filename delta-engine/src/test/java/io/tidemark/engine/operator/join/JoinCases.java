package io.tidemark.engine.operator.join;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.Rows;
import io.tidemark.state.row.Row;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keys and conditions for the tests of joins over {@link Rows#random}. */
final class JoinCases {

  static final KeyFunction BY_NUMBER = row -> row.isNull(0) ? null : row.copy(0);
  static final KeyFunction BY_TEXT =
      row -> row.isNull(1) ? null : Rows.lowerCase(row.project(new int[] {1})).bytes();
  static final KeyFunction ALL = row -> new byte[0];
  static final RowPredicate LEFT_NUMBER_SMALLER =
      pair -> !pair.isNull(0) && !pair.isNull(2) && pair.getInt(0) < pair.getInt(2);

  private static final KeyFunction NUMBER_IN_ORDER =
      row -> {
        byte[] bytes = row.copy(0);
        bytes[0] ^= (byte) 0x80;
        return bytes;
      };

  /** By text, and within it the right's number greater than the left's. */
  static final JoinSide LEFT_SMALLER =
      new JoinSide(
          JoinCases::byTextWithNumber,
          new JoinSide.Range(NUMBER_IN_ORDER, null, new JoinSide.Bound(NUMBER_IN_ORDER, false)));

  static final JoinSide RIGHT_GREATER =
      new JoinSide(
          JoinCases::byTextWithNumber,
          new JoinSide.Range(NUMBER_IN_ORDER, new JoinSide.Bound(NUMBER_IN_ORDER, false), null));

  /** The right's number is the left's: a range of both ends. */
  static final JoinSide BETWEEN =
      new JoinSide(
          JoinCases::byTextWithNumber,
          new JoinSide.Range(
              NUMBER_IN_ORDER,
              new JoinSide.Bound(NUMBER_IN_ORDER, true),
              new JoinSide.Bound(NUMBER_IN_ORDER, true)));

  /** By text, the interval from the number to some steps on, or back where the text says so. */
  private static final KeyFunction END_IN_ORDER =
      row -> {
        byte[] bytes = NUMBER_IN_ORDER.keyOf(row);
        bytes[3] += (byte) length(row, 0);
        return bytes;
      };

  /** Where both intervals overlap. */
  static final JoinSide OVERLAPPING =
      new JoinSide(
          JoinCases::byTextWithNumber,
          new JoinSide.Overlap(NUMBER_IN_ORDER, END_IN_ORDER, NUMBER_IN_ORDER, END_IN_ORDER));

  static final RowPredicate OVERLAP =
      pair ->
          !pair.isNull(0)
              && !pair.isNull(2)
              && pair.getInt(0) <= pair.getInt(2) + length(pair, 2)
              && pair.getInt(2) <= pair.getInt(0) + length(pair, 0);

  /** Where the left interval holds the right number. */
  static final JoinSide LEFT_HOLDING =
      new JoinSide(
          JoinCases::byTextWithNumber,
          new JoinSide.Overlap(NUMBER_IN_ORDER, END_IN_ORDER, NUMBER_IN_ORDER, null));

  static final JoinSide RIGHT_HELD =
      new JoinSide(
          JoinCases::byTextWithNumber,
          new JoinSide.Range(
              NUMBER_IN_ORDER,
              new JoinSide.Bound(NUMBER_IN_ORDER, true),
              new JoinSide.Bound(END_IN_ORDER, true)));

  static final RowPredicate HOLDS =
      pair ->
          !pair.isNull(0)
              && !pair.isNull(2)
              && pair.getInt(0) <= pair.getInt(2)
              && pair.getInt(2) <= pair.getInt(0) + length(pair, 0);

  private static int length(Row row, int number) {
    return row.copy(number + 1)[0] == 'A' ? -1 : row.copy(number + 1)[0] % 4;
  }

  static final RowPredicate SAME_NUMBER =
      pair -> !pair.isNull(0) && !pair.isNull(2) && pair.getInt(0) == pair.getInt(2);
  static final RowPredicate RIGHT_NUMBER_EVEN = pair -> !pair.isNull(2) && pair.getInt(2) % 2 == 0;

  private JoinCases() {}

  private static byte @Nullable [] byTextWithNumber(Row row) {
    return row.isNull(0) ? null : BY_TEXT.keyOf(row);
  }

  static RowPredicate and(RowPredicate first, RowPredicate second) {
    return pair -> first.test(pair) && second.test(pair);
  }

  static boolean fail(Row pair) {
    throw new EvaluationException("22012", "division by zero");
  }

  static boolean match(
      Row left,
      Row right,
      KeyFunction leftKey,
      KeyFunction rightKey,
      @Nullable RowPredicate residual) {
    byte[] key = leftKey.keyOf(left);
    return key != null
        && Arrays.equals(key, rightKey.keyOf(right))
        && (residual == null || residual.test(left.concat(right)));
  }
}
