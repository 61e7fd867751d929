package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** Projections that leave every column where it is: their names go to the plan below. */
final class RemoveIdentityProjections implements Rewrite {

  @Override
  public String name() {
    return "remove identity projections";
  }

  @Override
  public Plan apply(Plan plan) {
    Plan over = plan.mapInputs(this::apply);
    return over instanceof Plan.Project project && isIdentity(project)
        ? renamed(project.input(), project.fields())
        : over;
  }

  private static boolean isIdentity(Plan.Project project) {
    List<Expression> expressions = project.expressions();
    if (expressions.size() != project.input().fields().size()) {
      return false;
    }
    for (int i = 0; i < expressions.size(); i++) {
      if (!(expressions.get(i) instanceof Expression.Column column) || column.index() != i) {
        return false;
      }
    }
    return true;
  }

  /** The same rows under other names. */
  private static Plan renamed(Plan plan, List<Field> fields) {
    return switch (plan) {
      case Plan.Scan scan -> new Plan.Scan(scan.source(), scan.columns(), fields);
      case Plan.Values values -> new Plan.Values(values.rows(), fields);
      case Plan.Project project -> new Plan.Project(project.input(), project.expressions(), fields);
      case Plan.Aggregate aggregate ->
          new Plan.Aggregate(aggregate.input(), aggregate.keys(), aggregate.aggregates(), fields);
      case Plan.DependentJoin join -> throw join.isLeft();
      case Plan.OrderLabels labels -> throw labels.isTooEarly();
      case Plan.MultiJoin join -> throw join.isTooEarly();
      case Plan.GroupingSets grouping ->
          new Plan.GroupingSets(
              grouping.input(),
              grouping.keys(),
              grouping.sets(),
              grouping.aggregates(),
              grouping.groupings(),
              fields);
      case Plan.UnionAll union -> new Plan.UnionAll(union.inputs(), fields);
      case Plan.TableFunction function ->
          new Plan.TableFunction(
              function.input(),
              function.calls(),
              function.ordinality(),
              function.outer(),
              function.condition(),
              fields);
      case Plan.Recursive recursive ->
          new Plan.Recursive(
              recursive.base(), recursive.step(), recursive.all(), recursive.id(), fields);
      case Plan.RecursiveReference reference -> new Plan.RecursiveReference(reference.id(), fields);
      case Plan.Filter filter ->
          new Plan.Filter(renamed(filter.input(), fields), filter.predicate());
      case Plan.Distinct distinct -> new Plan.Distinct(renamed(distinct.input(), fields));
      case Plan.Window window -> {
        int width = window.input().fields().size();
        yield new Plan.Window(
            renamed(window.input(), fields.subList(0, width)),
            window.partitionKeys(),
            window.sortKeys(),
            window.calls(),
            fields.subList(width, fields.size()));
      }
      case Plan.TopK topK -> topK.withInputs(List.of(renamed(topK.input(), fields)));
      case Plan.SetOperation operation ->
          new Plan.SetOperation(
              operation.kind(), operation.all(), operation.left(), operation.right(), fields);
      case Plan.Join join -> {
        int width = join.left().fields().size();
        yield new Plan.Join(
            join.kind(),
            renamedSide(join.left(), fields.subList(0, width)),
            join.kind().givesRight()
                ? renamedSide(join.right(), fields.subList(width, fields.size()))
                : join.right(),
            join.equalities(),
            join.residual());
      }
    };
  }

  /** A join's side is as nullable as it was, also where the join's output is nullable. */
  private static Plan renamedSide(Plan side, List<Field> fields) {
    List<Field> own = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      own.add(
          new Field(fields.get(i).name(), fields.get(i).type(), side.fields().get(i).nullable()));
    }
    return renamed(side, own);
  }
}
