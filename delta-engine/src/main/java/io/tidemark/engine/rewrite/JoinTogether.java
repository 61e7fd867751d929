package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Equality;
import io.tidemark.engine.plan.Plan.Join.Kind;
import io.tidemark.engine.plan.Plan.MultiJoin;
import io.tidemark.engine.rewrite.RowEstimate.Size;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Inner joins along a tree of equal columns as one {@link MultiJoin}, where its state is smaller:
 * it keeps the inputs by each of their edges, where joins of two keep the intermediate results.
 * Those of a fact table with its dimensions are about as large as the table and wider; those of
 * rows of which most are filtered out are small, and stay.
 *
 * <p>Joins that stand in the plan more than once stay themselves, since they are computed once; so
 * do those within a recursion, whose rounds they compare.
 */
final class JoinTogether implements Rewrite {

  /** Of the state that joins of two have: below, the estimates' errors matter less. */
  private static final double WORTH_IT = 0.8;

  private final RowEstimate estimate;

  JoinTogether(RowEstimate estimate) {
    this.estimate = estimate;
  }

  @Override
  public String name() {
    return "join together";
  }

  @Override
  public Plan apply(Plan plan) {
    Map<Plan, Integer> occurrences = new HashMap<>();
    count(plan, occurrences);
    return joined(plan, occurrences);
  }

  private static void count(Plan plan, Map<Plan, Integer> occurrences) {
    if (plan instanceof Plan.Join) {
      occurrences.merge(plan, 1, Integer::sum);
    }
    plan.inputs().forEach(input -> count(input, occurrences));
  }

  private Plan joined(Plan plan, Map<Plan, Integer> occurrences) {
    if (plan instanceof Plan.Recursive) {
      return plan;
    }
    if (plan instanceof Plan.Join || plan instanceof Plan.Project) {
      Chain chain = chain(plan, true, occurrences);
      if (chain.inputs.size() > 2 && chain.isWorthIt()) {
        List<Plan> inputs = chain.inputs.stream().map(input -> joined(input, occurrences)).toList();
        return new Plan.Project(new MultiJoin(inputs, chain.edges), chain.columns(), plan.fields());
      }
    }
    return plan.mapInputs(input -> joined(input, occurrences));
  }

  /** The joins at the top of a plan taken apart, down to what cannot be. */
  private Chain chain(Plan plan, boolean isTop, Map<Plan, Integer> occurrences) {
    if (plan instanceof Plan.Project project
        && project.expressions().stream().allMatch(Column.class::isInstance)) {
      Chain below = chain(project.input(), isTop, occurrences);
      if (below.inputs.size() > 1) {
        below.project(project.expressions());
        return below;
      }
    }
    if (plan instanceof Plan.Join join
        && join.kind() == Kind.INNER
        && join.residual().isEmpty()
        && (isTop || occurrences.getOrDefault(join, 0) == 1)) {
      Chain left = chain(join.left(), false, occurrences);
      if (left.add(join.right(), join.equalities())) {
        return left;
      }
    }
    return new Chain(plan);
  }

  /** Where a column of a chain comes from. */
  private record Origin(int input, int column) {}

  /** Joins that may be put together, as far as they were taken apart. */
  private final class Chain {
    private final List<Plan> inputs = new ArrayList<>();
    private final List<MultiJoin.Edge> edges = new ArrayList<>();
    private List<Origin> origins = new ArrayList<>();
    private Size size; // of the rows so far
    private double cellsOfPairs; // that joins of two keep
    private int width; // of a row so far as joins of two have it

    Chain(Plan first) {
      inputs.add(first);
      size = estimate.of(first);
      width = first.fields().size();
      for (int i = 0; i < width; i++) {
        origins.add(new Origin(0, i));
      }
    }

    /**
     * Joins one more input.
     *
     * @return whether the equalities are an edge from it to one input
     */
    boolean add(Plan right, List<Equality> equalities) {
      int from = -1;
      List<Equality> moved = new ArrayList<>();
      BitSet left = new BitSet();
      BitSet rightColumns = new BitSet();
      for (Equality equality : equalities) {
        if (!(equality.left() instanceof Column leftColumn)
            || !(equality.right() instanceof Column rightColumn)) {
          return false;
        }
        Origin origin = origins.get(leftColumn.index());
        if (from >= 0 && from != origin.input()) {
          return false;
        }
        from = origin.input();
        left.set(origin.column());
        rightColumns.set(rightColumn.index());
        moved.add(
            new Equality(
                equality.function(),
                new Column(origin.column(), leftColumn.type()),
                rightColumn,
                equality.collation(),
                equality.nullsEqual()));
      }
      if (from < 0) {
        return false;
      }
      Size other = estimate.of(right);
      cellsOfPairs += size.rows() * width + other.rows() * right.fields().size();
      size =
          RowEstimate.joined(
              size,
              other,
              inputs.size() == 1 && Dependencies.of(inputs.getFirst()).hasKeyWithin(left),
              Dependencies.of(right).hasKeyWithin(rightColumns));
      width += right.fields().size();
      edges.add(new MultiJoin.Edge(from, moved));
      inputs.add(right);
      for (int i = 0; i < right.fields().size(); i++) {
        origins.add(new Origin(inputs.size() - 1, i));
      }
      return true;
    }

    void project(List<Expression> columns) {
      List<Origin> picked = new ArrayList<>();
      columns.forEach(column -> picked.add(origins.get(((Column) column).index())));
      origins = picked;
      width = columns.size();
    }

    boolean isWorthIt() {
      double cells = 0;
      for (int i = 0; i < edges.size(); i++) {
        for (int end : List.of(edges.get(i).earlier(), i + 1)) {
          Plan input = inputs.get(end);
          cells += estimate.of(input).rows() * input.fields().size();
        }
      }
      return cells <= WORTH_IT * cellsOfPairs;
    }

    /** The chain's columns over the inputs side by side. */
    List<Expression> columns() {
      List<Integer> starts = new ArrayList<>();
      int start = 0;
      for (Plan input : inputs) {
        starts.add(start);
        start += input.fields().size();
      }
      List<Expression> columns = new ArrayList<>();
      for (Origin origin : origins) {
        columns.add(
            new Column(
                starts.get(origin.input()) + origin.column(),
                inputs.get(origin.input()).fields().get(origin.column()).type()));
      }
      return columns;
    }
  }
}
