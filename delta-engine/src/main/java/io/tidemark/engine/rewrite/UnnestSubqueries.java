package io.tidemark.engine.rewrite;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.engine.plan.WindowCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Subqueries in expressions and dependent joins to joins: EXISTS and IN among the conditions of
 * WHERE become semi and anti joins, other subqueries columns of what the node reads.
 */
final class UnnestSubqueries implements Rewrite {

  @Override
  public String name() {
    return "unnest subqueries";
  }

  @Override
  public Plan apply(Plan plan) {
    Plan over = plan.mapInputs(this::apply);
    if (over instanceof Plan.DependentJoin join) {
      return dependent(join);
    }
    if (over.expressions().stream().noneMatch(SubqueryColumns::hasSubquery)) {
      return over;
    }
    return switch (over) {
      case Plan.Filter filter -> filter(filter);
      case Plan.Project project -> {
        SubqueryColumns columns = columns(project.input());
        List<Expression> values = project.expressions().stream().map(columns::value).toList();
        yield new Plan.Project(columns.plan(), values, project.fields());
      }
      case Plan.Aggregate aggregate -> {
        SubqueryColumns columns = columns(aggregate.input());
        List<Expression> keys = aggregate.keys().stream().map(columns::value).toList();
        List<AggregateCall> calls = calls(aggregate.aggregates(), columns);
        yield new Plan.Aggregate(columns.plan(), keys, calls, aggregate.fields());
      }
      case Plan.TableFunction function when !function.outer() -> {
        SubqueryColumns columns = columns(function.input());
        List<TableCall> calls =
            function.calls().stream().map(call -> call.map(columns::value)).toList();
        int width = function.input().fields().size();
        Plan given = function.over(columns.plan(), calls);
        List<Expression> outputs = new ArrayList<>(Unnested.columns(given, 0, width));
        int from = columns.plan().fields().size();
        outputs.addAll(Unnested.columns(given, from, given.fields().size()));
        yield new Plan.Project(given, outputs, function.fields());
      }
      case Plan.GroupingSets grouping -> {
        SubqueryColumns columns = columns(grouping.input());
        List<Expression> keys = grouping.keys().stream().map(columns::value).toList();
        List<AggregateCall> calls = calls(grouping.aggregates(), columns);
        yield new Plan.GroupingSets(
            columns.plan(), keys, grouping.sets(), calls, grouping.groupings(), grouping.fields());
      }
      case Plan.TopK topK -> {
        SubqueryColumns columns = columns(topK.input());
        List<Expression> partition = topK.partitionKeys().stream().map(columns::value).toList();
        List<SortKey> order =
            topK.sortKeys().stream().map(key -> key.over(columns.value(key.expression()))).toList();
        yield SubqueryColumns.first(
            new Plan.TopK(
                columns.plan(), partition, order, topK.offset(), topK.limit(), topK.withTies()),
            topK.fields().size());
      }
      case Plan.Window window -> window(window);
      case Plan.Values values -> {
        SubqueryColumns columns = columns(NumberedRows.of(values.rows().size()));
        List<Expression> outputs =
            NumberedRows.columns(values).stream().map(columns::value).toList();
        yield new Plan.Project(columns.plan(), outputs, values.fields());
      }
      case Plan.Join join when join.kind() == Plan.Join.Kind.INNER ->
          filter(
              new Plan.Filter(
                  new Plan.Join(
                      join.kind(), join.left(), join.right(), List.of(), Optional.empty()),
                  Conjunctions.join(join.conditions()).orElseThrow()));
      case Plan.Join join -> new OuterJoinSubqueries(join, this::apply).plan();
      default ->
          throw new UnsupportedQueryException(
              "A subquery in this place cannot be maintained by deltas yet",
              "Compute it in a subquery in FROM");
    };
  }

  private Plan window(Plan.Window window) {
    SubqueryColumns columns = columns(window.input());
    List<Expression> partition = window.partitionKeys().stream().map(columns::value).toList();
    List<SortKey> order =
        window.sortKeys().stream().map(key -> key.over(columns.value(key.expression()))).toList();
    List<WindowCall> calls =
        window.calls().stream().map(call -> call.mapExpressions(columns::value)).toList();
    Plan over = new Plan.Window(columns.plan(), partition, order, calls, window.callFields());
    int width = over.fields().size();
    List<Expression> outputs =
        new ArrayList<>(Unnested.columns(over, 0, window.input().fields().size()));
    outputs.addAll(Unnested.columns(over, width - calls.size(), width));
    return new Plan.Project(over, outputs, window.fields());
  }

  private static List<AggregateCall> calls(List<AggregateCall> calls, SubqueryColumns columns) {
    return calls.stream().map(call -> call.mapExpressions(columns::value)).toList();
  }

  private SubqueryColumns columns(Plan plan) {
    return new SubqueryColumns(plan, this::apply);
  }

  private Plan filter(Plan.Filter filter) {
    List<Expression> plain = new ArrayList<>();
    List<Expression> exists = new ArrayList<>();
    List<Expression> others = new ArrayList<>();
    for (Expression condition : Conjunctions.split(SubqueryTruth.truth(filter.predicate()))) {
      if (!SubqueryColumns.hasSubquery(condition)) {
        plain.add(condition);
      } else if (isExists(condition)
          || (condition instanceof Expression.Not not && isExists(not.operand()))) {
        exists.add(condition);
      } else {
        others.add(condition);
      }
    }
    SubqueryColumns columns = columns(Conjunctions.filter(filter.input(), plain));
    exists.forEach(columns::filter);
    others.forEach(columns::filter);
    return columns.withoutColumns();
  }

  private static boolean isExists(Expression expression) {
    return expression instanceof Expression.Subquery subquery
        && subquery.kind() == Expression.Subquery.Kind.EXISTS;
  }

  /** A function of the left row alone is called for each left row. */
  private static Plan beside(Plan.DependentJoin join, Plan.TableFunction function) {
    boolean outer = join.kind() == Plan.Join.Kind.LEFT;
    Plan.TableFunction over =
        function.over(
            join.left(),
            function.calls().stream()
                .map(call ->
                    call.map(argument ->
                        Parameters.replace(argument, join.depth(), join.arguments()::get)))
                .toList());
    Plan given =
        new Plan.TableFunction(
            over.input(),
            over.calls(),
            over.ordinality(),
            outer,
            outer ? join.condition() : Optional.empty(),
            join.fields());
    return outer
        ? given
        : Conjunctions.filter(given, join.condition().map(Conjunctions::split).orElse(List.of()));
  }

  private Plan dependent(Plan.DependentJoin join) {
    if (join.condition().stream().anyMatch(SubqueryColumns::hasSubquery)) {
      return OuterJoinSubqueries.lateral(join, this::apply);
    }
    if (join.right() instanceof Plan.TableFunction function
        && function.input() instanceof Plan.Values values
        && values.fields().isEmpty()
        && values.rows().size() == 1) {
      return beside(join, function);
    }
    int width = join.left().fields().size();
    Unnested right =
        new Unnesting(join.depth(), new Domain(join.left(), join.arguments(), null))
            .of(join.right());
    CorrelatedJoin.Joined joined =
        new CorrelatedJoin(join.depth(), join.left(), join.arguments()::get)
            .join(join.kind(), right, join.condition().map(Conjunctions::split).orElse(List.of()));
    List<Expression> outputs = new ArrayList<>(Unnested.columns(joined.plan(), 0, width));
    outputs.addAll(joined.outputs());
    return new Plan.Project(joined.plan(), outputs, join.fields());
  }
}
