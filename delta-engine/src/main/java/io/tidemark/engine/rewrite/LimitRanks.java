package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Expression.Constant;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.WindowCall;
import io.tidemark.engine.plan.WindowFrame;
import io.tidemark.engine.plan.WindowFrame.Bound;
import io.tidemark.state.row.Bytes;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A condition such as {@code n <= 3} on row_number() or rank() takes only the first rows of each
 * partition: these are found first, as a top-k, so that the others need not be numbered. Only where
 * no other function of the window looks at what comes behind a row. The condition stays.
 */
final class LimitRanks implements Rewrite {

  @Override
  public String name() {
    return "limit ranks";
  }

  @Override
  public Plan apply(Plan plan) {
    Plan over = plan.mapInputs(this::apply);
    return over instanceof Plan.Filter(Plan.Window window, Expression predicate)
            && !(window.input() instanceof Plan.TopK)
            && window.calls().stream().allMatch(LimitRanks::looksBack)
        ? limited(window, predicate)
        : over;
  }

  private static Plan limited(Plan.Window window, Expression predicate) {
    Plan.@Nullable TopK best = null;
    for (Expression condition : Conjunctions.split(predicate)) {
      Plan.@Nullable TopK topK = topK(window, condition);
      if (topK != null && (best == null || limit(topK) < limit(best))) {
        best = topK;
      }
    }
    return best == null
        ? new Plan.Filter(window, predicate)
        : new Plan.Filter(window.withInputs(List.of(best)), predicate);
  }

  private static long limit(Plan.TopK topK) {
    return topK.limit() == null ? Long.MAX_VALUE : topK.limit();
  }

  /** The rows among which those must be that a condition lets through; null if it says nothing. */
  private static Plan.@Nullable TopK topK(Plan.Window window, Expression condition) {
    if (!(condition instanceof Expression.Call call)
        || call.arguments().size() != 2
        || !call.function().isBuiltIn()) {
      return null;
    }
    boolean swapped = call.arguments().getFirst() instanceof Constant;
    Expression left = call.arguments().get(swapped ? 1 : 0);
    Expression right = call.arguments().get(swapped ? 0 : 1);
    int width = window.input().fields().size();
    if (!(left instanceof Column column) || column.index() < width) {
      return null;
    }
    WindowCall ranked = window.calls().get(column.index() - width);
    boolean byRank = ranked.isBuiltIn("window_rank");
    OptionalLong number = number(right);
    if (number.isEmpty() || !(byRank || ranked.isBuiltIn("window_row_number"))) {
      return null;
    }
    OptionalLong limit = limit(call.function().source(), swapped, number.getAsLong());
    return limit.isEmpty()
        ? null
        : new Plan.TopK(
            window.input(),
            window.partitionKeys(),
            window.sortKeys(),
            0,
            Math.max(0, limit.getAsLong()),
            byRank);
  }

  /** The greatest number for which a comparison of eight-byte integers can be true. */
  private static OptionalLong limit(String comparison, boolean swapped, long number) {
    return switch (comparison) {
      case "int8le", "int84le", "int82le", "int48le", "int28le" ->
          swapped ? OptionalLong.empty() : OptionalLong.of(number);
      case "int8lt", "int84lt", "int82lt", "int48lt", "int28lt" ->
          swapped ? OptionalLong.empty() : OptionalLong.of(number - 1);
      case "int8ge", "int84ge", "int82ge", "int48ge", "int28ge" ->
          swapped ? OptionalLong.of(number) : OptionalLong.empty();
      case "int8gt", "int84gt", "int82gt", "int48gt", "int28gt" ->
          swapped ? OptionalLong.of(number - 1) : OptionalLong.empty();
      case "int8eq", "int84eq", "int82eq", "int48eq", "int28eq" -> OptionalLong.of(number);
      default -> OptionalLong.empty();
    };
  }

  private static OptionalLong number(Expression expression) {
    if (!(expression instanceof Constant(byte[] value, _)) || value == null) {
      return OptionalLong.empty();
    }
    return switch (value.length) {
      case 4 -> OptionalLong.of((int) Bytes.INT.get(value, 0));
      case 8 -> OptionalLong.of((long) Bytes.LONG.get(value, 0));
      default -> OptionalLong.empty();
    };
  }

  /** Whether a call's value for a row is the same if all rows behind it go, its last peers too. */
  private static boolean looksBack(WindowCall call) {
    if (!call.isAggregate()) {
      return call.isBuiltIn("window_row_number")
          || call.isBuiltIn("window_rank")
          || call.isBuiltIn("window_dense_rank")
          || call.isBuiltIn("window_lag");
    }
    WindowFrame frame = call.frame();
    return frame.mode() == WindowFrame.Mode.ROWS
        && (frame.to().kind() == Bound.Kind.CURRENT_ROW
            || frame.to().kind() == Bound.Kind.PRECEDING)
        && (frame.exclusion() == WindowFrame.Exclusion.NO_OTHERS
            || frame.exclusion() == WindowFrame.Exclusion.CURRENT_ROW);
  }
}
