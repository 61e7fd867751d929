package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * A tree of inner joins taken apart: its inputs, joins of other kinds among them, and the
 * conditions between them, over the row of all inputs side by side in the order of {@code inputs}.
 *
 * @param outputs the tree's columns over that row
 * @param fields the tree's fields
 */
record JoinGraph(
    List<Plan> inputs, List<Expression> conditions, List<Expression> outputs, List<Field> fields) {

  JoinGraph {
    inputs = List.copyOf(inputs);
    conditions = List.copyOf(conditions);
    outputs = List.copyOf(outputs);
    fields = List.copyOf(fields);
  }

  /**
   * @param join an inner join
   */
  static JoinGraph of(Plan.Join join) {
    List<Plan> inputs = new ArrayList<>();
    List<Expression> conditions = new ArrayList<>();
    List<Expression> outputs = flatten(join, inputs, conditions);
    return new JoinGraph(inputs, conditions, outputs, join.fields());
  }

  /** Adds a subtree's inputs and conditions; gives its columns over the row of all inputs. */
  private static List<Expression> flatten(
      Plan plan, List<Plan> inputs, List<Expression> conditions) {
    switch (plan) {
      case Plan.Join join when join.kind() == Kind.INNER -> {
        List<Expression> left = flatten(join.left(), inputs, conditions);
        List<Expression> right = flatten(join.right(), inputs, conditions);
        List<Expression> both = new ArrayList<>(left);
        both.addAll(right);
        join.conditions()
            .forEach(condition -> conditions.add(Columns.replace(condition, both::get)));
        return both;
      }
      case Plan.Project project when isOverJoin(project) -> {
        List<Expression> columns = flatten(project.input(), inputs, conditions);
        return project.expressions().stream()
            .map(expression -> Columns.replace(expression, columns::get))
            .toList();
      }
      case Plan.Project _,
          Plan.Join _,
          Plan.DependentJoin _,
          Plan.OrderLabels _,
          Plan.MultiJoin _,
          Plan.Scan _,
          Plan.Values _,
          Plan.Filter _,
          Plan.TopK _,
          Plan.TableFunction _,
          Plan.Window _,
          Plan.SetOperation _,
          Plan.Aggregate _,
          Plan.GroupingSets _,
          Plan.Distinct _,
          Plan.UnionAll _,
          Plan.Recursive _,
          Plan.RecursiveReference _ -> {
        int width = inputs.stream().mapToInt(input -> input.fields().size()).sum();
        inputs.add(plan);
        List<Expression> columns = new ArrayList<>();
        for (Field field : plan.fields()) {
          columns.add(new Column(width + columns.size(), field.type()));
        }
        return columns;
      }
    }
  }

  /** Whether a projection only picks columns of a join. */
  private static boolean isOverJoin(Plan.Project project) {
    return project.input() instanceof Plan.Join join
        && join.kind() == Kind.INNER
        && project.expressions().stream().allMatch(Column.class::isInstance);
  }

  /** The inner joins of some inputs, as they stand, by conditions over the row of all of them. */
  static Plan joined(List<Plan> inputs, List<Expression> conditions) {
    Plan joined = inputs.getFirst();
    for (int i = 1; i < inputs.size(); i++) {
      Optional<Expression> residual =
          i == inputs.size() - 1 ? Conjunctions.join(conditions) : Optional.empty();
      joined = new Plan.Join(Kind.INNER, joined, inputs.get(i), List.of(), residual);
    }
    return joined;
  }

  JoinGraph mapInputs(UnaryOperator<Plan> function) {
    return new JoinGraph(inputs.stream().map(function).toList(), conditions, outputs, fields);
  }

  /** Those of the conditions that speak of the given inputs only. */
  List<Expression> within(List<Expression> candidates, List<Integer> among) {
    return candidates.stream()
        .filter(
            condition -> Columns.of(condition).stream().allMatch(c -> among.contains(inputOf(c))))
        .toList();
  }

  /** Where the columns stand in the row of some of the inputs in another order. */
  IntUnaryOperator places(List<Integer> order) {
    return column -> {
      int input = inputOf(column);
      int before = 0;
      for (int other : order) {
        if (other == input) {
          return before + column - start(input);
        }
        before += inputs.get(other).fields().size();
      }
      throw new IllegalArgumentException("column " + column + " is of no joined input");
    };
  }

  /** The tree's columns over a plan that has all inputs in the given order. */
  Plan project(Plan joined, List<Integer> order) {
    List<Expression> columns = new ArrayList<>();
    boolean inPlace = joined.fields().equals(fields);
    for (Expression output : outputs) {
      Expression moved = Columns.move(output, places(order));
      inPlace &= moved instanceof Column column && column.index() == columns.size();
      columns.add(moved);
    }
    return inPlace ? joined : new Plan.Project(joined, columns, fields);
  }

  /** An input's first column in the row of all inputs. */
  int start(int input) {
    return inputs.subList(0, input).stream().mapToInt(plan -> plan.fields().size()).sum();
  }

  int inputOf(int column) {
    int end = 0;
    for (int i = 0; i < inputs.size(); i++) {
      end += inputs.get(i).fields().size();
      if (column < end) {
        return i;
      }
    }
    throw new IllegalArgumentException("column " + column + " is beyond all inputs");
  }
}
