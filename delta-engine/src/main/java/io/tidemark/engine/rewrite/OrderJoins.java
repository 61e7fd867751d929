package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.rewrite.RowEstimate.Size;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Inner joins of three and more inputs in the order in which the intermediate results are small,
 * greedily: first the pair, then ever the next input that gives the fewest rows. Inputs that no
 * equality connects to those already joined come only when there are no others, so that no cross
 * product arises where an equality path exists. Joins of other kinds are inputs like any other.
 */
final class OrderJoins implements Rewrite {

  private final RowEstimate estimate;

  OrderJoins(RowEstimate estimate) {
    this.estimate = estimate;
  }

  @Override
  public String name() {
    return "order joins";
  }

  @Override
  public Plan apply(Plan plan) {
    if (!(plan instanceof Plan.Join join) || join.kind() != Plan.Join.Kind.INNER) {
      return plan.mapInputs(this::apply);
    }
    JoinGraph graph = JoinGraph.of(join).mapInputs(this::apply);
    if (graph.inputs().size() <= 2) {
      return plan.mapInputs(this::apply);
    }
    return new Ordering(graph).run();
  }

  /** One greedy run over a graph. */
  private final class Ordering {

    private final JoinGraph graph;
    private final List<Expression> pending;
    private final List<Integer> placed = new ArrayList<>();

    Ordering(JoinGraph graph) {
      this.graph = graph;
      this.pending = new ArrayList<>(graph.conditions());
    }

    Plan run() {
      List<Joined> singles =
          IntStream.range(0, graph.inputs().size()).mapToObj(this::single).toList();
      Joined current = bestPair(singles);
      while (placed.size() < singles.size()) {
        Joined best = null;
        int bestInput = -1;
        for (int i = 0; i < singles.size(); i++) {
          if (!placed.contains(i)) {
            Joined next = current.with(singles.get(i));
            if (best == null || next.isBetterThan(best)) {
              best = next;
              bestInput = i;
            }
          }
        }
        current = take(java.util.Objects.requireNonNull(best), bestInput);
      }
      return graph.project(current.plan, placed);
    }

    private Joined single(int input) {
      Plan plan = graph.inputs().get(input);
      return new Joined(plan, List.of(input), estimate.of(plan), true);
    }

    private Joined bestPair(List<Joined> singles) {
      @Nullable Joined best = null;
      for (int i = 0; i < singles.size(); i++) {
        for (int j = i + 1; j < singles.size(); j++) {
          Joined pair = singles.get(i).with(singles.get(j));
          if (best == null || pair.isBetterThan(best)) {
            best = pair;
          }
        }
      }
      Joined pair = java.util.Objects.requireNonNull(best);
      placed.add(pair.inputs.getFirst());
      return take(pair, pair.inputs.getLast());
    }

    private Joined take(Joined next, int input) {
      placed.add(input);
      pending.removeAll(graph.within(pending, placed));
      return next;
    }

    /** Some inputs joined, in the order of {@code inputs}. */
    private final class Joined {
      private final Plan plan;
      private final List<Integer> inputs;
      private final Size size;
      private final boolean connected;

      Joined(Plan plan, List<Integer> inputs, Size size, boolean connected) {
        this.plan = plan;
        this.inputs = inputs;
        this.size = size;
        this.connected = connected;
      }

      boolean isBetterThan(Joined other) {
        return connected == other.connected ? size.rows() < other.size.rows() : connected;
      }

      Joined with(Joined right) {
        List<Integer> all = new ArrayList<>(inputs);
        all.addAll(right.inputs);
        int width = plan.fields().size();
        List<Expression> conditions =
            graph.within(pending, all).stream()
                .map(condition -> Columns.move(condition, graph.places(all)))
                .toList();
        BitSet leftColumns = new BitSet();
        BitSet rightColumns = new BitSet();
        boolean equal = false;
        for (Expression condition : conditions) {
          var equality = ExtractJoinEqualities.between(condition, width);
          if (equality.isPresent()) {
            equal = true;
            Dependencies.column(equality.get().left()).ifPresent(leftColumns::set);
            Dependencies.column(equality.get().right()).ifPresent(rightColumns::set);
          }
        }
        Size joined =
            equal
                ? RowEstimate.joined(
                    size,
                    right.size,
                    Dependencies.of(plan).hasKeyWithin(leftColumns),
                    Dependencies.of(right.plan).hasKeyWithin(rightColumns))
                : RowEstimate.crossed(size, right.size);
        return new Joined(
            new Plan.Join(
                Plan.Join.Kind.INNER, plan, right.plan, List.of(), Conjunctions.join(conditions)),
            all,
            joined,
            equal);
      }
    }
  }
}
