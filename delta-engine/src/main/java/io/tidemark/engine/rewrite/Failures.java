package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import java.util.Collection;
import java.util.Set;

/**
 * Whether an expression might raise an error for some row. Only what surely does not may be
 * computed for rows that the query would never have asked it of. Unknown functions may.
 *
 * <p>Numbers that outgrow numeric, sums that outgrow bigint and texts beyond 1 GB are held to be
 * impossible.
 */
final class Failures {

  private static final Set<String> COMPARISON_ENDS = Set.of("eq", "ne", "lt", "le", "gt", "ge");

  private static final Set<String> SURE =
      Set.of(
          "numeric_add",
          "numeric_sub",
          "numeric_mul",
          "numeric_uminus",
          "numeric_abs",
          "int2_numeric",
          "int4_numeric",
          "int8_numeric",
          "i2toi4",
          "int28",
          "int48",
          "ftod",
          "i4tod",
          "i8tod",
          "i2tod",
          "date_timestamp",
          "date_eq_timestamp",
          "date_ne_timestamp",
          "date_lt_timestamp",
          "date_le_timestamp",
          "date_gt_timestamp",
          "date_ge_timestamp",
          "timestamp_eq_date",
          "timestamp_ne_date",
          "timestamp_lt_date",
          "timestamp_le_date",
          "timestamp_gt_date",
          "timestamp_ge_date",
          "textlike",
          "textnlike",
          "bpcharlike",
          "bpcharnlike",
          "texticlike",
          "texticnlike",
          "textcat",
          "textlen",
          "bpcharlen",
          "lower",
          "upper",
          "btrim1",
          "ltrim1",
          "rtrim1",
          "rtrim",
          "text_substr",
          "text_substr_no_len",
          "single_value");

  /** Aggregates whose accumulation never fails. */
  private static final Set<String> SURE_AGGREGATES =
      Set.of(
          "count",
          "sum",
          "avg",
          "min",
          "max",
          "bool_and",
          "bool_or",
          "every",
          "bit_and",
          "bit_or",
          "bit_xor",
          "any_value",
          "array_agg",
          "string_agg",
          "mode",
          "percentile_disc",
          "single_value");

  /** The pseudo-type anyarray. */
  private static final int ANY_ARRAY = 2277;

  private Failures() {}

  static boolean mayFail(Collection<Expression> expressions) {
    return expressions.stream().anyMatch(Failures::mayFail);
  }

  /** Whether anything that the plan computes may fail. */
  static boolean mayFail(Plan plan) {
    boolean unsure =
        switch (plan) {
          case Plan.Aggregate aggregate ->
              aggregate.aggregates().stream().anyMatch(Failures::mayFail);
          case Plan.GroupingSets grouping ->
              grouping.aggregates().stream().anyMatch(Failures::mayFail);
          default -> false;
        };
    return unsure
        || mayFail(plan.expressions())
        || plan.inputs().stream().anyMatch(Failures::mayFail);
  }

  static boolean mayFail(AggregateCall call) {
    return !SURE_AGGREGATES.contains(call.function().source())
        || call.function().argumentTypes().contains(ANY_ARRAY) // of different dimensions
        || mayFail(call.expressions());
  }

  static boolean mayFail(Expression expression) {
    boolean itself =
        switch (expression) {
          case Expression.Call call -> !isSure(call.function());
          case Expression.ArrayComparison comparison -> !isSure(comparison.function());
          case Expression.TextCast cast -> cast.type().oid() != io.tidemark.engine.type.PgType.TEXT;
          case Expression.SingleRow _, Expression.Subquery _, Expression.Sql _ -> true;
          default -> false;
        };
    return (itself && !isConstant(expression)) || mayFail(expression.children());
  }

  /** Computed once for all rows, so that a query for which it fails gives nothing at all. */
  private static boolean isConstant(Expression expression) {
    return switch (expression) {
      case Expression.Column _, Expression.Parameter _, Expression.Subquery _ -> false;
      default -> expression.children().stream().allMatch(Failures::isConstant);
    };
  }

  private static boolean isSure(Function function) {
    String source = function.source();
    boolean compares =
        function.isBuiltIn()
            && source.length() > 2
            && !source.startsWith("array_")
            && !source.startsWith("record_")
            && COMPARISON_ENDS.contains(source.substring(source.length() - 2));
    return compares || SURE.contains(source);
  }
}
