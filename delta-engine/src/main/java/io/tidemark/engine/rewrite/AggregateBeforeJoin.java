package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Equality;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * An aggregation of a large table's columns by a small table's: the large one is aggregated by its
 * join key first, so that the join sees one row per key and not one per change (Yan and Larson,
 * "Eager aggregation and lazy aggregation", VLDB 1995):
 *
 * <pre>{@code γ_{r; sum(s)}(S ⋈ R) = γ_{r; sum(p)}(γ_{k; sum(s) AS p}(S) ⋈ R)}</pre>
 *
 * A group of S joins as often as each of its rows would, so that nothing is asked of R. It pays
 * where there are few groups of S that join, hence a small R, and rows of S enough for many to fall
 * into one.
 */
final class AggregateBeforeJoin implements Rewrite {

  /** Groups up to which a tick's changes of a large table are expected to share them. */
  private static final double MAX_SMALL_ROWS = 1_000;

  private static final double MIN_ROWS_PER_GROUP = 20;

  private final RowEstimate estimate;

  AggregateBeforeJoin(RowEstimate estimate) {
    this.estimate = estimate;
  }

  @Override
  public String name() {
    return "aggregate before join";
  }

  @Override
  public Plan apply(Plan plan) {
    Plan over = plan.mapInputs(this::apply);
    if (over instanceof Plan.Aggregate aggregate
        && aggregate.input() instanceof Plan.Join join
        && join.kind() == Kind.INNER
        && !join.equalities().isEmpty()
        && join.residual().isEmpty()) {
      return new Sides(aggregate, join, true)
          .rewritten(estimate)
          .or(() -> new Sides(aggregate, join, false).rewritten(estimate))
          .orElse(over);
    }
    return over;
  }

  /**
   * @param leftIsLarge which side is to be aggregated first
   */
  private record Sides(Plan.Aggregate aggregate, Plan.Join join, boolean leftIsLarge) {

    Optional<Plan> rewritten(RowEstimate estimate) {
      double largeRows = estimate.of(large()).rows();
      double smallRows = estimate.of(small()).rows();
      if (smallRows > MAX_SMALL_ROWS || largeRows < MIN_ROWS_PER_GROUP * smallRows) {
        return Optional.empty();
      }
      BitSet joined = new BitSet();
      keys().forEach(key -> Dependencies.column(key).ifPresent(joined::set));
      if (Dependencies.of(large()).hasKeyWithin(joined)) {
        return Optional.empty(); // each row is a group of its own
      }
      for (Expression key : aggregate.keys()) {
        if (Columns.of(key).stream().anyMatch(this::isOfLarge)) {
          return Optional.empty();
        }
      }
      PartialAggregates partials = new PartialAggregates(keys().size());
      for (AggregateCall call : aggregate.aggregates()) {
        BitSet columns = Columns.of(call);
        if (!columns.stream().allMatch(this::isOfLarge)
            || !partials.add(Columns.replace(call, this::overLarge))) {
          return Optional.empty();
        }
      }
      return Optional.of(plan(partials));
    }

    private Plan plan(PartialAggregates partials) {
      List<Expression> keys = keys();
      List<Field> fields = new ArrayList<>();
      for (Expression key : keys) {
        fields.add(new Field("key" + fields.size(), key.type(), true));
      }
      for (AggregateCall call : partials.partials()) {
        fields.add(new Field("partial" + fields.size(), call.type(), true));
      }
      Plan groups = new Plan.Aggregate(large(), keys, partials.partials(), fields);
      List<Equality> equalities = new ArrayList<>();
      for (Equality equality : join.equalities()) {
        Expression key = new Column(equalities.size(), keys.get(equalities.size()).type());
        equalities.add(
            new Equality(
                equality.function(),
                leftIsLarge ? key : equality.left(),
                leftIsLarge ? equality.right() : key,
                equality.collation()));
      }
      Plan.Join joined =
          new Plan.Join(
              Kind.INNER,
              leftIsLarge ? groups : join.left(),
              leftIsLarge ? join.right() : groups,
              equalities,
              Optional.empty());
      int groupsStart = leftIsLarge ? 0 : leftWidth();
      int shift = leftIsLarge ? fields.size() - leftWidth() : 0;
      List<Expression> groupKeys =
          aggregate.keys().stream().map(key -> Columns.shift(key, shift)).toList();
      return partials.finished(joined, groupsStart, groupKeys, aggregate.fields());
    }

    private Plan large() {
      return leftIsLarge ? join.left() : join.right();
    }

    private Plan small() {
      return leftIsLarge ? join.right() : join.left();
    }

    private int leftWidth() {
      return join.left().fields().size();
    }

    private boolean isOfLarge(int column) {
      return column < leftWidth() == leftIsLarge;
    }

    private Expression overLarge(int column) {
      int index = leftIsLarge ? column : column - leftWidth();
      return new Column(index, large().fields().get(index).type());
    }

    /** What the large side is joined by. */
    private List<Expression> keys() {
      return join.equalities().stream()
          .map(equality -> leftIsLarge ? equality.left() : equality.right())
          .toList();
    }
  }
}
