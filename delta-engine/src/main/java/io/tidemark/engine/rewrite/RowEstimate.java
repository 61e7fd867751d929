package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import java.util.Map;

/**
 * A rough count of a plan's rows: good enough to tell a dimension from a fact table, no more.
 * Guesses are those of every planner without statistics: 1/10 for an equality, 1/3 for other
 * conditions.
 */
final class RowEstimate {

  private static final double UNKNOWN_TABLE_ROWS = 1_000;
  private static final double EQUALITY_SELECTIVITY = 0.1;
  private static final double OTHER_SELECTIVITY = 1.0 / 3;
  private static final double HAS_MATCH_SELECTIVITY = 0.5;
  private static final double FUNCTION_ROWS = 10;
  private static final double ROWS_PER_GROUP = 10;

  /** Pairs per row of the larger side where an equality is on no key. */
  private static final double FAN_OUT = 10;

  private final Map<Integer, Double> sourceRows;

  RowEstimate(Map<Integer, Double> sourceRows) {
    this.sourceRows = Map.copyOf(sourceRows);
  }

  /**
   * Rows and what part they are of the rows without any filter.
   *
   * @param fraction 0 to 1
   */
  record Size(double rows, double fraction) {}

  Size of(Plan plan) {
    return switch (plan) {
      case Plan.Scan scan -> {
        double known = sourceRows.getOrDefault(scan.source().oid(), -1.0);
        yield new Size(known < 0 ? UNKNOWN_TABLE_ROWS : Math.max(1, known), 1);
      }
      case Plan.Values values -> new Size(values.rows().size(), 1);
      case Plan.Filter filter -> {
        Size input = of(filter.input());
        double selectivity =
            Conjunctions.split(filter.predicate()).stream()
                .mapToDouble(RowEstimate::selectivity)
                .reduce(1, (left, right) -> left * right);
        yield new Size(input.rows() * selectivity, input.fraction() * selectivity);
      }
      case Plan.Project project -> of(project.input());
      case Plan.TableFunction function -> {
        Size input = of(function.input());
        yield new Size(input.rows() * FUNCTION_ROWS, input.fraction());
      }
      case Plan.Distinct distinct -> of(distinct.input());
      case Plan.TopK topK -> {
        Size input = of(topK.input());
        double partitions = topK.partitionKeys().isEmpty() ? 1 : input.rows() / ROWS_PER_GROUP;
        Long limit = topK.limit();
        double rows =
            limit == null ? input.rows() : Math.min(input.rows(), Math.max(1, limit * partitions));
        yield new Size(rows, input.fraction() * rows / Math.max(1, input.rows()));
      }
      case Plan.Window window -> of(window.input());
      case Plan.SetOperation operation -> of(operation.left());
      case Plan.Join join -> {
        Size left = of(join.left());
        Size right = of(join.right());
        double rows =
            join.equalities().isEmpty()
                ? left.rows() * right.rows()
                : Math.max(left.rows(), right.rows());
        yield switch (join.kind()) {
          case INNER -> new Size(rows, left.fraction() * right.fraction());
          case LEFT, FULL -> new Size(rows, left.fraction());
          case SEMI, ANTI ->
              new Size(
                  left.rows() * HAS_MATCH_SELECTIVITY, left.fraction() * HAS_MATCH_SELECTIVITY);
        };
      }
      case Plan.MultiJoin join -> of(join.joins());
      case Plan.Aggregate aggregate -> {
        Size input = of(aggregate.input());
        yield new Size(
            aggregate.keys().isEmpty() ? 1 : input.rows() / ROWS_PER_GROUP, input.fraction());
      }
      case Plan.Recursive recursive ->
          new Size(Math.max(of(recursive.base()).rows(), of(recursive.step()).rows()) * FAN_OUT, 1);
      case Plan.RecursiveReference _ -> new Size(UNKNOWN_TABLE_ROWS, 1);
      case Plan.DependentJoin join -> throw join.isLeft();
      case Plan.OrderLabels labels -> throw labels.isTooEarly();
      case Plan.GroupingSets grouping -> {
        Size input = of(grouping.input());
        double groups = grouping.sets().size() * input.rows() / ROWS_PER_GROUP;
        yield new Size(Math.max(1, groups), input.fraction());
      }
      case Plan.UnionAll union ->
          new Size(union.inputs().stream().mapToDouble(input -> of(input).rows()).sum(), 1);
    };
  }

  /**
   * The size of an equi-join.
   *
   * @param leftUnique whether the equalities are on a key of the left side
   * @param rightUnique likewise
   */
  static Size joined(Size left, Size right, boolean leftUnique, boolean rightUnique) {
    double rows = FAN_OUT * Math.max(left.rows(), right.rows());
    if (leftUnique) {
      rows = Math.min(rows, right.rows() * left.fraction());
    }
    if (rightUnique) {
      rows = Math.min(rows, left.rows() * right.fraction());
    }
    return new Size(rows, left.fraction() * right.fraction());
  }

  static Size crossed(Size left, Size right) {
    return new Size(left.rows() * right.rows(), left.fraction() * right.fraction());
  }

  private static double selectivity(Expression condition) {
    return EqualityFunctions.match(condition).isPresent()
            || condition instanceof Expression.ArrayComparison
        ? EQUALITY_SELECTIVITY
        : OTHER_SELECTIVITY;
  }
}
