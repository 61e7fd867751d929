package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * {@code (A ⟕ B) ⋈ C = (A ⋈ C) ⟕ B} where the inner join asks nothing of B and C is filtered: B is
 * then looked up only for the rows that stay, and A takes part in the order of the inner joins.
 */
final class PullUpLeftJoins implements Rewrite {

  private final RowEstimate estimate;

  PullUpLeftJoins(RowEstimate estimate) {
    this.estimate = estimate;
  }

  @Override
  public String name() {
    return "pull up left joins";
  }

  @Override
  public Plan apply(Plan plan) {
    if (!(plan instanceof Plan.Join join) || join.kind() != Kind.INNER) {
      return plan.mapInputs(this::apply);
    }
    JoinGraph graph = JoinGraph.of(join);
    for (int i = 0; i < graph.inputs().size(); i++) {
      Optional<Inner> found = Inner.of(graph, i);
      if (found.isPresent() && isFiltered(graph, i)) {
        return apply(found.get().pulledUp());
      }
    }
    return plan.mapInputs(this::apply);
  }

  /** Whether any input but one leaves rows out. */
  private boolean isFiltered(JoinGraph graph, int but) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      if (i != but && estimate.of(graph.inputs().get(i)).fraction() < 1) {
        return true;
      }
    }
    return false;
  }

  /**
   * Inner joins of which one input is a LEFT join whose right side none of them asks.
   *
   * @param columns of the input over the LEFT join's row
   * @param start the input's first column in the row of all inputs
   */
  private record Inner(
      JoinGraph graph, int input, Plan.Join left, List<Integer> columns, int start) {

    static Optional<Inner> of(JoinGraph graph, int input) {
      Plan plan = graph.inputs().get(input);
      List<Integer> columns = new ArrayList<>();
      for (int i = 0; i < plan.fields().size(); i++) {
        columns.add(i);
      }
      while (plan instanceof Plan.Project project
          && project.expressions().stream().allMatch(Column.class::isInstance)) {
        columns.replaceAll(c -> ((Column) project.expressions().get(c)).index());
        plan = project.input();
      }
      if (!(plan instanceof Plan.Join join) || join.kind() != Kind.LEFT) {
        return Optional.empty();
      }
      int start = 0;
      for (Plan before : graph.inputs().subList(0, input)) {
        start += before.fields().size();
      }
      Inner inner = new Inner(graph, input, join, columns, start);
      return Columns.of(graph.conditions()).stream().noneMatch(inner::isOfRight)
          ? Optional.of(inner)
          : Optional.empty();
    }

    private int kept() {
      return left.left().fields().size();
    }

    private boolean isOfInput(int column) {
      return column >= start && column < start + columns.size();
    }

    private boolean isOfRight(int column) {
      return isOfInput(column) && columns.get(column - start) >= kept();
    }

    Plan pulledUp() {
      List<Plan> inputs = new ArrayList<>(graph.inputs());
      inputs.set(input, left.left());
      int width = inputs.stream().mapToInt(plan -> plan.fields().size()).sum();
      IntUnaryOperator ofLeftJoin =
          column -> column < kept() ? start + column : width + column - kept();
      IntUnaryOperator ofInputs =
          column -> {
            if (isOfInput(column)) {
              return ofLeftJoin.applyAsInt(columns.get(column - start));
            }
            return column < start ? column : column - columns.size() + kept();
          };
      List<Expression> conditions = new ArrayList<>();
      graph.conditions().forEach(condition -> conditions.add(Columns.move(condition, ofInputs)));
      List<Expression> on = new ArrayList<>();
      left.conditions().forEach(condition -> on.add(Columns.move(condition, ofLeftJoin)));
      Plan.Join pulledUp =
          new Plan.Join(
              Kind.LEFT,
              JoinGraph.joined(inputs, conditions),
              left.right(),
              List.of(),
              Conjunctions.join(on));
      return new Plan.Project(
          pulledUp,
          graph.outputs().stream().map(output -> Columns.move(output, ofInputs)).toList(),
          graph.fields());
    }
  }
}
