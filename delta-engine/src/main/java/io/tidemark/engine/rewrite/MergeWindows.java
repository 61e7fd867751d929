package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.WindowCall;
import io.tidemark.engine.plan.WindowFrame;
import io.tidemark.engine.plan.WindowFrame.Bound;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Two windows over the same partitions as one, which keeps the rows once: where their orders are
 * the same, or where all that the one computes is of whole partitions and does not care for an
 * order.
 */
final class MergeWindows implements Rewrite {

  private static final WindowFrame WHOLE =
      new WindowFrame(
          WindowFrame.Mode.ROWS,
          Bound.of(Bound.Kind.UNBOUNDED_PRECEDING),
          Bound.of(Bound.Kind.UNBOUNDED_FOLLOWING),
          WindowFrame.Exclusion.NO_OTHERS);

  /** Aggregates whose value does not depend on the order of their rows. */
  private static final Set<String> ORDERLESS =
      Set.of(
          "count",
          "sum",
          "avg",
          "bool_and",
          "bool_or",
          "every",
          "bit_and",
          "bit_or",
          "bit_xor",
          "stddev",
          "stddev_pop",
          "stddev_samp",
          "variance",
          "var_pop",
          "var_samp",
          "min",
          "max");

  @Override
  public String name() {
    return "merge windows";
  }

  @Override
  public Plan apply(Plan plan) {
    Plan over = plan.mapInputs(this::apply);
    return over instanceof Plan.Window outer
            && outer.input() instanceof Plan.Window inner
            && new HashSet<>(outer.partitionKeys()).equals(new HashSet<>(inner.partitionKeys()))
            && !readsCalls(outer, inner.input().fields().size())
        ? merged(outer, inner)
        : over;
  }

  private static boolean readsCalls(Plan.Window outer, int width) {
    List<Expression> expressions = new ArrayList<>(outer.partitionKeys());
    outer.sortKeys().forEach(key -> expressions.add(key.expression()));
    outer.calls().forEach(call -> expressions.addAll(call.expressions()));
    return Columns.of(expressions).length() > width;
  }

  private static Plan merged(Plan.Window outer, Plan.Window inner) {
    if (outer.sortKeys().equals(inner.sortKeys())) {
      return merged(outer, inner, inner.sortKeys(), outer.calls(), inner.calls());
    }
    if (isWhole(outer)) {
      return merged(outer, inner, inner.sortKeys(), whole(outer), inner.calls());
    }
    return isWhole(inner)
        ? merged(outer, inner, outer.sortKeys(), outer.calls(), whole(inner))
        : outer;
  }

  private static Plan merged(
      Plan.Window outer,
      Plan.Window inner,
      List<SortKey> sortKeys,
      List<WindowCall> outerCalls,
      List<WindowCall> innerCalls) {
    List<WindowCall> calls = new ArrayList<>(innerCalls);
    calls.addAll(outerCalls);
    List<Field> fields = new ArrayList<>(inner.callFields());
    fields.addAll(outer.callFields());
    return new Plan.Window(inner.input(), inner.partitionKeys(), sortKeys, calls, fields);
  }

  private static boolean isWhole(Plan.Window window) {
    return window.calls().stream()
        .allMatch(call ->
            call.isAggregate()
                && call.function().isBuiltIn()
                && ORDERLESS.contains(call.function().name())
                && isWhole(call.frame(), window.sortKeys().isEmpty()));
  }

  /** Without an order all rows are peers. */
  private static boolean isWhole(WindowFrame frame, boolean ofPeers) {
    Bound.Kind to = frame.to().kind();
    return frame.exclusion() == WindowFrame.Exclusion.NO_OTHERS
        && frame.from().kind() == Bound.Kind.UNBOUNDED_PRECEDING
        && (to == Bound.Kind.UNBOUNDED_FOLLOWING
            || (ofPeers && to == Bound.Kind.CURRENT_ROW && frame.mode() != WindowFrame.Mode.ROWS));
  }

  private static List<WindowCall> whole(Plan.Window window) {
    return window.calls().stream()
        .map(call ->
            new WindowCall(
                call.function(),
                call.arguments(),
                true,
                call.filter(),
                WHOLE,
                call.type(),
                call.collation()))
        .toList();
  }
}
