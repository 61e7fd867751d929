package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * A projection of a projection as one, a projection below an aggregation into its expressions, one
 * of plain columns into the scan below it, and one of constant rows into them; unless an expression
 * would then be evaluated more often.
 */
final class MergeProjections implements Rewrite {

  @Override
  public String name() {
    return "merge projections";
  }

  @Override
  public Plan apply(Plan plan) {
    Plan over = plan.mapInputs(this::apply);
    return switch (over) {
      case Plan.Project(Plan.Project inner, List<Expression> outer, List<Field> fields)
          when isUsedOnce(inner, outer) ->
          apply(
              new Plan.Project(
                  inner.input(),
                  outer.stream()
                      .map(expression -> Columns.replace(expression, inner.expressions()::get))
                      .toList(),
                  fields));
      case Plan.Project(Plan.Scan scan, List<Expression> outer, List<Field> fields)
          when outer.stream().allMatch(Expression.Column.class::isInstance) ->
          new Plan.Scan(
              scan.source(),
              outer.stream()
                  .map(column -> scan.columns().get(((Expression.Column) column).index()))
                  .toList(),
              fields);
      case Plan.Project(Plan.Values values, List<Expression> outer, List<Field> fields)
          when values.rows().size() <= 1 || outer.stream().allMatch(MergeProjections::isPlain) ->
          new Plan.Values(
              values.rows().stream()
                  .map(row ->
                      outer.stream()
                          .map(expression -> Columns.replace(expression, row::get))
                          .toList())
                  .toList(),
              fields);
      case Plan.Aggregate(
              Plan.Project inner,
              List<Expression> keys,
              List<AggregateCall> calls,
              List<Field> fields)
          when isUsedOnce(inner, inputsOf(keys, calls)) ->
          new Plan.Aggregate(
              inner.input(),
              keys.stream().map(key -> Columns.replace(key, inner.expressions()::get)).toList(),
              calls.stream().map(call -> Columns.replace(call, inner.expressions()::get)).toList(),
              fields);
      case Plan.GroupingSets(
              Plan.Project inner,
              List<Expression> keys,
              List<List<Integer>> sets,
              List<AggregateCall> calls,
              List<List<Integer>> groupings,
              List<Field> fields)
          when inputsOf(keys, calls).stream().allMatch(MergeProjections::isPlain)
              && inner.expressions().stream().allMatch(MergeProjections::isPlain) ->
          new Plan.GroupingSets(
              inner.input(),
              keys.stream().map(key -> Columns.replace(key, inner.expressions()::get)).toList(),
              sets,
              calls.stream().map(call -> Columns.replace(call, inner.expressions()::get)).toList(),
              groupings,
              fields);
      case Plan.Project _,
          Plan.Aggregate _,
          Plan.GroupingSets _,
          Plan.Scan _,
          Plan.Filter _,
          Plan.Join _,
          Plan.DependentJoin _,
          Plan.OrderLabels _,
          Plan.MultiJoin _,
          Plan.Distinct _,
          Plan.TopK _,
          Plan.TableFunction _,
          Plan.Window _,
          Plan.SetOperation _,
          Plan.UnionAll _,
          Plan.Values _,
          Plan.Recursive _,
          Plan.RecursiveReference _ ->
          over;
    };
  }

  private static boolean isPlain(Expression expression) {
    return expression.children().isEmpty();
  }

  private static List<Expression> inputsOf(List<Expression> keys, List<AggregateCall> calls) {
    List<Expression> expressions = new ArrayList<>(keys);
    for (AggregateCall call : calls) {
      expressions.addAll(call.arguments());
      call.orderBy().forEach(key -> expressions.add(key.expression()));
      if (call.filter() != null) {
        expressions.add(call.filter());
      }
    }
    return expressions;
  }

  /** Whether each of the inner expressions that costs something is read at most once. */
  private static boolean isUsedOnce(Plan.Project inner, List<Expression> outer) {
    int[] uses = new int[inner.expressions().size()];
    outer.forEach(expression -> count(expression, uses));
    for (int i = 0; i < uses.length; i++) {
      if (uses[i] > 1 && !inner.expressions().get(i).children().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static void count(Expression expression, int[] uses) {
    if (expression instanceof Expression.Column column) {
      uses[column.index()]++;
    }
    expression.children().forEach(child -> count(child, uses));
  }
}
