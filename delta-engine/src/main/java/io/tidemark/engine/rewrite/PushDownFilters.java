package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import io.tidemark.engine.type.CollationRules;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Splits conditions at AND and evaluates each as near to the sources as its columns allow: below
 * projections, unions, DISTINCT, on the keys of an aggregation, on one side of a join.
 *
 * <p>What speaks of both sides of an inner join becomes its residual. A row that an outer join
 * fills up with NULLs must not lose its partner to a condition from above, so that only conditions
 * on the side that is kept go below it. A part of a join's own condition may drop a side's rows
 * where that side's rows without a match are dropped anyway; so may what {@linkplain
 * ImpliedConditions follows} from all that is true of a match.
 */
final class PushDownFilters implements Rewrite {

  @Override
  public String name() {
    return "push down filters";
  }

  @Override
  public Plan apply(Plan plan) {
    return push(plan, List.of());
  }

  /** The plan's rows for which all conditions are true. */
  private Plan push(Plan plan, List<Expression> conditions) {
    return switch (plan) {
      case Plan.Filter filter -> {
        List<Expression> all = new ArrayList<>(Conjunctions.split(filter.predicate()));
        conditions.stream().filter(condition -> !all.contains(condition)).forEach(all::add);
        yield push(filter.input(), all);
      }
      case Plan.Project project ->
          new Plan.Project(
              push(
                  project.input(),
                  conditions.stream()
                      .map(condition -> Columns.replace(condition, project.expressions()::get))
                      .toList()),
              project.expressions(),
              project.fields());
      case Plan.Join join -> pushIntoJoin(join, conditions);
      case Plan.Aggregate aggregate -> pushBelowAggregate(aggregate, conditions);
      case Plan.DependentJoin join -> throw join.isLeft();
      case Plan.OrderLabels labels -> throw labels.isTooEarly();
      case Plan.MultiJoin join -> throw join.isTooEarly();
      case Plan.GroupingSets grouping -> pushBelowSets(grouping, conditions);
      case Plan.Distinct distinct -> {
        List<Expression> below =
            conditions.stream().filter(it -> !tellsApart(it, distinct.fields())).toList();
        yield Conjunctions.filter(
            new Plan.Distinct(push(distinct.input(), below)),
            conditions.stream().filter(it -> !below.contains(it)).toList());
      }
      case Plan.TopK topK -> pushBelow(topK, topK.partitionKeys(), conditions);
      case Plan.Window window -> pushBelow(window, window.partitionKeys(), conditions);
      case Plan.SetOperation operation -> pushBelowSetOperation(operation, conditions);
      case Plan.TableFunction function -> pushBelow(function, conditions);
      case Plan.UnionAll union ->
          new Plan.UnionAll(
              union.inputs().stream().map(input -> push(input, conditions)).toList(),
              union.fields());
      // A condition on the result says nothing about the rows that lead to it
      case Plan.Recursive recursive ->
          Conjunctions.filter(recursive.mapInputs(input -> push(input, List.of())), conditions);
      case Plan.Scan _, Plan.Values _, Plan.RecursiveReference _ ->
          Conjunctions.filter(plan, conditions);
    };
  }

  /**
   * Whether a condition reads strings of a collation of users' own. Of strings that are equal there
   * it may pass one and not the other, so that it says nothing of a group as a whole.
   */
  private static boolean tellsApart(Expression condition, List<Field> fields) {
    return Columns.of(condition).stream()
        .anyMatch(column -> CollationRules.isUsersOwn(fields.get(column).type().collation()));
  }

  private Plan pushBelow(Plan.TableFunction function, List<Expression> conditions) {
    int width = function.input().fields().size();
    List<Expression> below = new ArrayList<>();
    List<Expression> above = new ArrayList<>();
    conditions.forEach(condition -> (isOfLeft(condition, width) ? below : above).add(condition));
    return Conjunctions.filter(function.withInputs(List.of(push(function.input(), below))), above);
  }

  private Plan pushIntoJoin(Plan.Join join, List<Expression> conditions) {
    Kind kind = join.kind();
    int width = join.left().fields().size();
    List<Expression> left = new ArrayList<>();
    List<Expression> right = new ArrayList<>();
    List<Expression> residual = new ArrayList<>();
    List<Expression> above = new ArrayList<>();
    for (Expression condition : join.residual().map(Conjunctions::split).orElse(List.of())) {
      if (!kind.keepsLeft() && isOfLeft(condition, width)) {
        left.add(condition);
      } else if (kind != Kind.FULL && isOfRight(condition, width)) {
        right.add(condition);
      } else {
        residual.add(condition);
      }
    }
    for (Expression condition : conditions) {
      if (kind != Kind.FULL && isOfLeft(condition, width)) {
        left.add(condition);
      } else if (kind == Kind.INNER) {
        (isOfRight(condition, width) ? right : residual).add(condition);
      } else {
        above.add(condition);
      }
    }
    List<Expression> matching = new ArrayList<>(join.conditions());
    matching.addAll(left);
    matching.addAll(right);
    matching.addAll(residual);
    if (!kind.keepsLeft()) {
      left.addAll(new ImpliedConditions(0, width).of(matching));
    }
    if (kind != Kind.FULL) {
      right.addAll(new ImpliedConditions(width, join.pairFields().size()).of(matching));
    }
    Plan pushed =
        new Plan.Join(
            kind,
            push(join.left(), distinct(left)),
            push(
                join.right(),
                distinct(right).stream()
                    .map(condition -> Columns.shift(condition, -width))
                    .toList()),
            join.equalities(),
            Conjunctions.join(distinct(residual)));
    return Conjunctions.filter(pushed, above);
  }

  private static boolean isOfLeft(Expression condition, int width) {
    return Columns.of(condition).length() <= width;
  }

  private static boolean isOfRight(Expression condition, int width) {
    return Columns.of(condition).nextSetBit(0) >= width;
  }

  private static List<Expression> distinct(List<Expression> conditions) {
    return conditions.stream().distinct().toList();
  }

  private Plan pushBelowAggregate(Plan.Aggregate aggregate, List<Expression> conditions) {
    int keys = aggregate.keys().size();
    List<Expression> below = new ArrayList<>();
    List<Expression> above = new ArrayList<>();
    for (Expression condition : conditions) {
      // Without keys there is one row even for an empty input: nothing may pass
      if (keys > 0
          && Columns.of(condition).length() <= keys
          && !tellsApart(condition, aggregate.fields())) {
        below.add(Columns.replace(condition, aggregate.keys()::get));
      } else {
        above.add(condition);
      }
    }
    Plan pushed =
        new Plan.Aggregate(
            push(aggregate.input(), below),
            aggregate.keys(),
            aggregate.aggregates(),
            aggregate.fields());
    return Conjunctions.filter(pushed, above);
  }

  /**
   * Only what holds of whole partitions: any other row that goes lets another one into a top-k, and
   * is no longer among those that a window function sees.
   *
   * @param plan a node of one input, whose columns it gives out first
   */
  private Plan pushBelow(Plan plan, List<Expression> partitionKeys, List<Expression> conditions) {
    List<Expression> below = new ArrayList<>();
    List<Expression> above = new ArrayList<>();
    for (Expression condition : conditions) {
      BitSet columns = Columns.of(condition);
      boolean ofPartition =
          !columns.isEmpty()
              && !tellsApart(condition, plan.fields())
              && columns.stream()
                  .allMatch(column ->
                      partitionKeys.contains(new Column(column, plan.fields().get(column).type())));
      (ofPartition ? below : above).add(condition);
    }
    Plan input = plan.inputs().getFirst();
    return Conjunctions.filter(plan.withInputs(List.of(push(input, below))), above);
  }

  /** Below EXCEPT a condition would meet rows that are not in its result, and might fail there. */
  private Plan pushBelowSetOperation(Plan.SetOperation operation, List<Expression> conditions) {
    boolean passes = operation.kind() == Plan.SetOperation.SetOperator.INTERSECT;
    List<Expression> below = passes ? conditions : List.of();
    return Conjunctions.filter(
        operation.withInputs(
            List.of(push(operation.left(), below), push(operation.right(), below))),
        passes ? List.of() : conditions);
  }

  /** Only a key of every set has its own value in every row; a set without keys has none. */
  private Plan pushBelowSets(Plan.GroupingSets grouping, List<Expression> conditions) {
    int keys = grouping.keys().size();
    boolean everySetHasKeys = grouping.sets().stream().noneMatch(List::isEmpty);
    List<Expression> below = new ArrayList<>();
    List<Expression> above = new ArrayList<>();
    for (Expression condition : conditions) {
      if (everySetHasKeys
          && !tellsApart(condition, grouping.fields())
          && Columns.of(condition).stream()
              .allMatch(column -> column < keys && grouping.isInEverySet(column))) {
        below.add(Columns.replace(condition, grouping.keys()::get));
      } else {
        above.add(condition);
      }
    }
    return Conjunctions.filter(grouping.withInputs(List.of(push(grouping.input(), below))), above);
  }
}
