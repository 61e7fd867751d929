package io.tidemark.engine.circuit;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.type.PgType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a condition looks at the clock: comparisons of something that moves with it with something
 * that is the row's. The condition can become another one only where one of these is crossed,
 * whatever connects them.
 */
final class ClockUse {

  /**
   * A comparison. Both sides are of one type: timestamptz, timestamp or date.
   *
   * @param moving over the row and {@link Expression.Now}; grows with the clock, or stays, apart
   *     from where days are of unequal length
   * @param fixed over the row
   * @param distance what is to be added to the fixed side: an interval, a number of days, or
   *     nothing if null
   * @param subtracted whether the distance is to be taken away instead
   */
  record Comparison(
      Expression moving,
      Expression fixed,
      @org.jspecify.annotations.Nullable Expression distance,
      boolean subtracted) {}

  private static final Pattern COMPARISON =
      Pattern.compile(
          "(date|timestamp|timestamptz|interval)_(eq|ne|lt|le|gt|ge)"
              + "(_date|_timestamp|_timestamptz)?|int4(eq|ne|lt|le|gt|ge)");

  /** Functions that grow with their first argument, or stay. */
  private static final Set<String> GROWING =
      Set.of(
          "timestamptz_pl_interval",
          "timestamptz_mi_interval",
          "timestamptz_date",
          "timestamptz_timestamp",
          "timestamp_timestamptz",
          "date_timestamp",
          "date_timestamptz",
          "timestamp_date",
          "timestamp_pl_interval",
          "timestamp_mi_interval",
          "date_pli",
          "date_mii",
          "date_pl_interval",
          "date_mi_interval",
          "timestamptz_scale",
          "timestamp_scale");

  private static final Set<String> TRUNCATION = Set.of("timestamptz_trunc", "timestamp_trunc");
  private static final Set<String> DIFFERENCE = Set.of("timestamp_mi", "date_mi");

  private static final Function DATE_TO_TIMESTAMP = cast(2024, "date_timestamp", PgType.DATE, 'i');
  private static final Function DATE_TO_TIMESTAMPTZ =
      cast(1174, "date_timestamptz", PgType.DATE, 's');
  private static final Function TIMESTAMP_TO_TIMESTAMPTZ =
      cast(2028, "timestamp_timestamptz", PgType.TIMESTAMP, 's');

  private final List<Comparison> comparisons = new ArrayList<>();

  private ClockUse() {}

  static boolean isIn(Expression expression) {
    return expression instanceof Expression.Now
        || expression.children().stream().anyMatch(ClockUse::isIn);
  }

  /**
   * The comparisons of a condition.
   *
   * @throws UnsupportedQueryException if it looks at the clock in another way
   */
  static List<Comparison> of(Expression condition) {
    ClockUse use = new ClockUse();
    use.collect(condition);
    return use.comparisons;
  }

  private void collect(Expression expression) {
    if (!isIn(expression)) {
      return;
    }
    switch (expression) {
      case Expression.And _,
          Expression.Or _,
          Expression.Not _,
          Expression.BooleanTest _,
          Expression.IsNull _,
          Expression.Case _,
          Expression.Coalesce _ ->
          expression.children().forEach(this::collect);
      case Expression.IsDistinctFrom test -> comparison(test.equality(), test.left(), test.right());
      case Expression.Call call when call.arguments().size() == 2 ->
          comparison(call.function(), call.arguments().get(0), call.arguments().get(1));
      default -> throw refusal();
    }
  }

  private void comparison(Function function, Expression left, Expression right) {
    boolean onLeft = isIn(left);
    if (!function.isBuiltIn()
        || !COMPARISON.matcher(function.source()).matches()
        || onLeft == isIn(right)) {
      throw refusal();
    }
    Expression moving = onLeft ? left : right;
    Expression other = onLeft ? right : left;
    if (moving instanceof Expression.Call difference
        && DIFFERENCE.contains(difference.function().source())) {
      // clock - x = d is clock = x + d; x - clock = d is clock = x - d
      Expression from = difference.arguments().get(0);
      Expression what = difference.arguments().get(1);
      if (isIn(from) == isIn(what)) {
        throw refusal();
      }
      add(isIn(from) ? from : what, isIn(from) ? what : from, other, !isIn(from));
    } else {
      add(moving, other, null, false);
    }
  }

  private void add(
      Expression moving,
      Expression fixed,
      @org.jspecify.annotations.Nullable Expression distance,
      boolean subtracted) {
    if (!grows(moving)) {
      throw refusal();
    }
    int type = Math.max(rank(moving), rank(fixed));
    comparisons.add(new Comparison(as(type, moving), as(type, fixed), distance, subtracted));
  }

  private static boolean grows(Expression expression) {
    return switch (expression) {
      case Expression.Now _ -> true;
      case Expression.Relabel relabel -> grows(relabel.operand());
      case Expression.Call call -> {
        int place = TRUNCATION.contains(call.function().source()) ? 1 : 0;
        boolean known =
            call.function().isBuiltIn()
                && (place == 1 || GROWING.contains(call.function().source()));
        boolean others = true;
        for (int i = 0; i < call.arguments().size(); i++) {
          others &= i == place || !isIn(call.arguments().get(i));
        }
        yield known && others && grows(call.arguments().get(place));
      }
      default -> false;
    };
  }

  private static int rank(Expression expression) {
    return switch (expression.type().oid()) {
      case PgType.DATE -> 0;
      case PgType.TIMESTAMP -> 1;
      case PgType.TIMESTAMPTZ -> 2;
      default -> throw refusal();
    };
  }

  private static Expression as(int rank, Expression expression) {
    if (rank(expression) == rank) {
      return expression;
    }
    Function cast =
        rank(expression) == 1
            ? TIMESTAMP_TO_TIMESTAMPTZ
            : rank == 1 ? DATE_TO_TIMESTAMP : DATE_TO_TIMESTAMPTZ;
    return new Expression.Call(
        cast, List.of(expression), PgType.of(rank == 1 ? PgType.TIMESTAMP : PgType.TIMESTAMPTZ), 0);
  }

  private static Function cast(int oid, String source, int from, char volatility) {
    String name = source.substring(source.indexOf('_') + 1);
    return new Function(oid, "pg_catalog", name, source, List.of(from), true, volatility);
  }

  /** Whether the local calendar has a say in it, whose days are not all of the same length. */
  static boolean isZoned(Expression moving) {
    return (moving instanceof Expression.Call call && call.function().volatility() == 's')
        || moving.children().stream().anyMatch(ClockUse::isZoned);
  }

  /** Whether months may be added or taken away, whose last days fall together. */
  static boolean movesByMonths(Expression moving) {
    return (moving instanceof Expression.Call call
            && call.function().source().endsWith("_interval")
            && !(call.arguments().get(1) instanceof Expression.Constant constant
                && constant.value() != null
                && ByteBuffer.wrap(constant.value()).getInt(12) == 0))
        || moving.children().stream().anyMatch(ClockUse::movesByMonths);
  }

  private static UnsupportedQueryException refusal() {
    return new UnsupportedQueryException(
        "now() can be kept up where a condition compares it, plus or minus an interval, with a"
            + " timestamp or date of the row, and not otherwise",
        "Write it as ts > now() - interval '1 hour', or compute with it where the stream table is"
            + " read.");
  }
}
