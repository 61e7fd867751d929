package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * An aggregation of a large table's columns by small tables': the large one is aggregated by what
 * it is joined by first, so that the joins see one row per key and not one per change (Yan and
 * Larson, "Eager aggregation and lazy aggregation", VLDB 1995):
 *
 * <pre>{@code γ_{r; sum(s)}(S ⋈ R) = γ_{r; sum(p)}(γ_{k; sum(s) AS p}(S) ⋈ R)}</pre>
 *
 * A group of S joins as often as each of its rows would, so that nothing is asked of R. It pays
 * where there are few groups of S that join, hence where the tables that S is joined with are
 * small, and where S has rows enough for many to fall into one group.
 */
final class AggregateBeforeJoin implements Rewrite {

  /** Groups up to which a tick's changes of a large table are expected to share them. */
  private static final double MAX_GROUPS = 1_000;

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
        && join.kind() == Kind.INNER) {
      JoinGraph graph = JoinGraph.of(join);
      for (int i = 0; i < graph.inputs().size(); i++) {
        Optional<Plan> rewritten =
            Large.of(aggregate, graph, i, estimate).flatMap(Large::rewritten);
        if (rewritten.isPresent()) {
          return rewritten.get();
        }
      }
    }
    return over;
  }

  /**
   * The input that is aggregated first. It comes to stand behind the others.
   *
   * @param keys what it is joined by, over its own row
   * @param conditions of the joins, over the others' columns and the keys behind them
   */
  private record Large(
      Plan.Aggregate aggregate,
      JoinGraph graph,
      int input,
      List<Expression> keys,
      List<Expression> conditions) {

    static Optional<Large> of(
        Plan.Aggregate aggregate, JoinGraph graph, int input, RowEstimate estimate) {
      Large large = new Large(aggregate, graph, input, new ArrayList<>(), new ArrayList<>());
      BitSet partners = new BitSet();
      for (Expression condition : graph.conditions()) {
        BitSet columns = Columns.of(condition);
        if (columns.stream().noneMatch(large::isOfLarge)) {
          large.conditions.add(Columns.move(condition, large::place));
        } else if (!large.addKey(condition)) {
          return Optional.empty();
        }
        if (columns.stream().anyMatch(large::isOfLarge)) {
          columns.stream().map(graph::inputOf).filter(of -> of != input).forEach(partners::set);
        }
      }
      double groups =
          partners.stream()
              .mapToDouble(partner -> estimate.of(graph.inputs().get(partner)).rows())
              .reduce(1, (left, right) -> left * right);
      double rows = estimate.of(large.plan()).rows();
      boolean pays =
          !partners.isEmpty() && groups <= MAX_GROUPS && rows >= MIN_ROWS_PER_GROUP * groups;
      return pays && !large.isUnique() ? Optional.of(large) : Optional.empty();
    }

    /** Takes an equality with the others' columns as a key; false if it is none. */
    private boolean addKey(Expression condition) {
      Optional<EqualityFunctions.Match> match = EqualityFunctions.match(condition);
      if (match.isEmpty()) {
        return false;
      }
      Expression left = match.get().left();
      Expression right = match.get().right();
      if (isOfLarge(left) && isOfOthers(right)) {
        conditions.add(
            equality(match.get(), condition, key(left), Columns.move(right, this::place)));
        return true;
      }
      if (isOfLarge(right) && isOfOthers(left)) {
        conditions.add(
            equality(match.get(), condition, Columns.move(left, this::place), key(right)));
        return true;
      }
      return false;
    }

    private static Expression equality(
        EqualityFunctions.Match match, Expression condition, Expression left, Expression right) {
      return new Expression.Call(
          match.equality(),
          List.of(left, right),
          condition.type(),
          ((Expression.Call) condition).collation());
    }

    private Expression key(Expression value) {
      Expression over = Columns.shift(value, -graph.start(input));
      if (!keys.contains(over)) {
        keys.add(over);
      }
      return new Column(othersWidth() + keys.indexOf(over), over.type());
    }

    Optional<Plan> rewritten() {
      List<Expression> groupKeys = new ArrayList<>();
      for (Expression key : aggregate.keys()) {
        Expression over = Columns.replace(key, graph.outputs()::get);
        if (Columns.of(over).stream().anyMatch(this::isOfLarge)) {
          return Optional.empty();
        }
        groupKeys.add(Columns.move(over, this::place));
      }
      PartialAggregates partials = new PartialAggregates(keys.size());
      for (AggregateCall call : aggregate.aggregates()) {
        AggregateCall over = Columns.replace(call, graph.outputs()::get);
        if (!Columns.of(over).stream().allMatch(this::isOfLarge)
            || !partials.add(Columns.replace(over, this::ownColumn))) {
          return Optional.empty();
        }
      }
      List<Field> fields = new ArrayList<>();
      for (Expression key : keys) {
        fields.add(new Field("key" + fields.size(), key.type(), true));
      }
      for (AggregateCall call : partials.partials()) {
        fields.add(new Field("partial" + fields.size(), call.type(), true));
      }
      List<Plan> inputs = new ArrayList<>(graph.inputs());
      inputs.remove(input);
      inputs.add(new Plan.Aggregate(plan(), keys, partials.partials(), fields));
      Plan joined = JoinGraph.joined(inputs, conditions);
      return Optional.of(partials.finished(joined, othersWidth(), groupKeys, aggregate.fields()));
    }

    /** Whether each row would be a group of its own. */
    private boolean isUnique() {
      BitSet columns = new BitSet();
      keys.forEach(key -> Dependencies.column(key).ifPresent(columns::set));
      return Dependencies.of(plan()).hasKeyWithin(columns);
    }

    private Plan plan() {
      return graph.inputs().get(input);
    }

    private boolean isOfLarge(int column) {
      return graph.inputOf(column) == input;
    }

    private boolean isOfLarge(Expression expression) {
      BitSet columns = Columns.of(expression);
      return !columns.isEmpty() && columns.stream().allMatch(this::isOfLarge);
    }

    private boolean isOfOthers(Expression expression) {
      BitSet columns = Columns.of(expression);
      return !columns.isEmpty() && columns.stream().noneMatch(this::isOfLarge);
    }

    private int othersWidth() {
      return graph.inputs().stream().mapToInt(of -> of.fields().size()).sum()
          - plan().fields().size();
    }

    /** Where a column of another input comes to stand. */
    private int place(int column) {
      return column < graph.start(input) ? column : column - plan().fields().size();
    }

    private Expression ownColumn(int column) {
      int index = column - graph.start(input);
      return new Column(index, plan().fields().get(index).type());
    }
  }
}
