package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.WindowCall;
import io.tidemark.engine.plan.WindowFrame;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Scans read, and rows carry, only the columns that something above needs. Joins get narrow inputs:
 * their state is as wide as those.
 */
final class PruneColumns implements Rewrite {

  @Override
  public String name() {
    return "prune columns";
  }

  @Override
  public Plan apply(Plan plan) {
    return exactly(plan, all(plan));
  }

  /**
   * A plan with fewer columns.
   *
   * @param kept the columns of the original that it has, in their order; no fewer than were asked
   */
  private record Pruned(Plan plan, BitSet kept) {

    /** Where a column of the original stands now. */
    int place(int column) {
      return kept.get(0, column).cardinality();
    }
  }

  /** The plan with just the needed columns, in order. */
  private Plan exactly(Plan plan, BitSet needed) {
    Pruned pruned = prune(plan, needed);
    if (pruned.kept().equals(needed)) {
      return pruned.plan();
    }
    List<Expression> columns = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int column : (Iterable<Integer>) needed.stream()::iterator) {
      int place = pruned.place(column);
      Field field = pruned.plan().fields().get(place);
      columns.add(new Column(place, field.type()));
      fields.add(field);
    }
    return new Plan.Project(pruned.plan(), columns, fields);
  }

  private Pruned prune(Plan plan, BitSet needed) {
    return switch (plan) {
      case Plan.Scan scan ->
          new Pruned(
              new Plan.Scan(
                  scan.source(), pick(scan.columns(), needed), pick(scan.fields(), needed)),
              needed);
      case Plan.Values values ->
          new Pruned(
              new Plan.Values(
                  values.rows().stream().map(row -> pick(row, needed)).toList(),
                  pick(values.fields(), needed)),
              needed);
      case Plan.Filter filter -> {
        Pruned input = prune(filter.input(), union(needed, Columns.of(filter.predicate())));
        yield new Pruned(
            new Plan.Filter(input.plan(), Columns.move(filter.predicate(), input::place)),
            input.kept());
      }
      case Plan.Project project -> {
        List<Expression> expressions = pick(project.expressions(), needed);
        Pruned input = prune(project.input(), Columns.of(expressions));
        yield new Pruned(
            new Plan.Project(
                input.plan(), moved(expressions, input), pick(project.fields(), needed)),
            needed);
      }
      case Plan.Join join -> prune(join, needed);
      case Plan.Aggregate aggregate -> prune(aggregate, needed);
      case Plan.DependentJoin join -> throw join.isLeft();
      case Plan.OrderLabels labels -> throw labels.isTooEarly();
      case Plan.MultiJoin join -> throw join.isTooEarly();
      case Plan.GroupingSets grouping -> prune(grouping, needed);
      case Plan.Distinct distinct ->
          new Pruned(new Plan.Distinct(exactly(distinct.input(), all(distinct))), all(distinct));
      case Plan.TopK topK -> prune(topK, needed);
      case Plan.Window window -> prune(window, needed);
      case Plan.SetOperation operation ->
          new Pruned(operation.mapInputs(input -> exactly(input, all(input))), all(operation));
      case Plan.TableFunction function -> prune(function, needed);
      case Plan.UnionAll union ->
          new Pruned(
              new Plan.UnionAll(
                  union.inputs().stream().map(input -> exactly(input, needed)).toList(),
                  pick(union.fields(), needed)),
              needed);
      // What a round computes from, and what tells its rows apart, are all columns
      case Plan.Recursive recursive ->
          new Pruned(recursive.mapInputs(input -> exactly(input, all(input))), all(recursive));
      case Plan.RecursiveReference reference -> new Pruned(reference, all(reference));
    };
  }

  private Pruned prune(Plan.TableFunction function, BitSet needed) {
    int width = function.input().fields().size();
    BitSet read = union(needed, Columns.of(function.expressions()));
    Pruned input = prune(function.input(), read.get(0, width));
    BitSet kept = (BitSet) input.kept().clone();
    kept.set(width, function.fields().size());
    Pruned beside = new Pruned(input.plan(), kept);
    Plan.TableFunction moved =
        function.over(
            input.plan(),
            function.calls().stream()
                .map(call -> call.map(argument -> Columns.move(argument, beside::place)))
                .toList());
    return new Pruned(
        new Plan.TableFunction(
            moved.input(),
            moved.calls(),
            moved.ordinality(),
            moved.outer(),
            moved.condition().map(condition -> Columns.move(condition, beside::place)),
            moved.fields()),
        kept);
  }

  private Pruned prune(Plan.Join join, BitSet needed) {
    int width = join.left().fields().size();
    BitSet read = join.residual().map(Columns::of).orElseGet(BitSet::new);
    read.or(needed);
    BitSet leftNeeded = read.get(0, width);
    BitSet rightNeeded = read.get(width, Math.max(width, read.length()));
    for (Plan.Join.Equality equality : join.equalities()) {
      leftNeeded.or(Columns.of(equality.left()));
      rightNeeded.or(Columns.of(equality.right()));
    }
    Plan left = exactly(join.left(), leftNeeded);
    Plan right = exactly(join.right(), rightNeeded);
    BitSet kept = new BitSet();
    kept.or(leftNeeded);
    rightNeeded.stream().forEach(column -> kept.set(width + column));
    Pruned leftSide = new Pruned(left, leftNeeded);
    Pruned rightSide = new Pruned(right, rightNeeded);
    Pruned pair = new Pruned(left, kept);
    Plan narrow =
        new Plan.Join(
            join.kind(),
            left,
            right,
            join.equalities().stream()
                .map(equality ->
                    new Plan.Join.Equality(
                        equality.function(),
                        Columns.move(equality.left(), leftSide::place),
                        Columns.move(equality.right(), rightSide::place),
                        equality.collation(),
                        equality.nullsEqual()))
                .toList(),
            join.residual().map(residual -> Columns.move(residual, pair::place)));
    return new Pruned(narrow, join.kind().givesRight() ? kept : leftNeeded);
  }

  /**
   * Ties are broken by whole rows. Where the query leaves open which rows are given out, they are
   * therefore kept whole, so that all who read it are given the same ones.
   */
  private Pruned prune(Plan.TopK topK, BitSet needed) {
    if (!isDetermined(topK)) {
      return new Pruned(topK.withInputs(List.of(exactly(topK.input(), all(topK)))), all(topK));
    }
    BitSet read = Columns.of(topK.partitionKeys());
    topK.sortKeys().forEach(key -> read.or(Columns.of(key.expression())));
    Pruned input = prune(topK.input(), union(needed, read));
    return new Pruned(
        new Plan.TopK(
            input.plan(),
            moved(topK.partitionKeys(), input),
            Columns.replace(
                topK.sortKeys(),
                column -> {
                  int place = input.place(column);
                  return new Column(place, input.plan().fields().get(place).type());
                }),
            topK.offset(),
            topK.limit(),
            topK.withTies()),
        input.kept());
  }

  /** Whether the query says which rows are given out, so that it does not matter how ties go. */
  private static boolean isDetermined(Plan.TopK topK) {
    return (topK.withTies() && topK.offset() == 0)
        || isOrderTotal(topK.input(), topK.partitionKeys(), topK.sortKeys());
  }

  /** Whether no two rows of a partition are peers. */
  private static boolean isOrderTotal(
      Plan input, List<Expression> partitionKeys, List<SortKey> sortKeys) {
    BitSet columns = new BitSet();
    partitionKeys.forEach(key -> Dependencies.column(key).ifPresent(columns::set));
    sortKeys.forEach(key -> Dependencies.column(key.expression()).ifPresent(columns::set));
    return Dependencies.of(input).hasKeyWithin(columns);
  }

  /** Calls that nobody reads go. As of a top-k, ties are broken by whole rows. */
  private Pruned prune(Plan.Window window, BitSet needed) {
    int width = window.input().fields().size();
    List<WindowCall> calls =
        pick(window.calls(), needed.get(width, Math.max(width, needed.length())));
    BitSet ofInput = needed.get(0, width);
    if (calls.isEmpty()) {
      return prune(window.input(), ofInput);
    }
    ofInput.or(Columns.of(window.partitionKeys()));
    window.sortKeys().forEach(key -> ofInput.or(Columns.of(key.expression())));
    calls.forEach(call -> ofInput.or(Columns.of(call.expressions())));
    boolean tiesMatter =
        calls.stream().anyMatch(PruneColumns::dependsOnTies)
            && !isOrderTotal(window.input(), window.partitionKeys(), window.sortKeys());
    if (tiesMatter) {
      ofInput.set(0, width);
    }
    Pruned input = prune(window.input(), ofInput);
    IntFunction<Expression> moved =
        column -> {
          int place = input.place(column);
          return new Column(place, input.plan().fields().get(place).type());
        };
    BitSet kept = (BitSet) input.kept().clone();
    needed.stream().filter(column -> column >= width).forEach(kept::set);
    return new Pruned(
        new Plan.Window(
            input.plan(),
            moved(window.partitionKeys(), input),
            Columns.replace(window.sortKeys(), moved),
            calls.stream().map(call -> Columns.replace(call, moved)).toList(),
            pick(window.callFields(), needed.get(width, needed.length()))),
        kept);
  }

  /** Whether the call's value for a row depends on where its peers stand. */
  private static boolean dependsOnTies(WindowCall call) {
    if (call.isAggregate()) {
      return !call.frame().isOfPeers()
          || call.frame().exclusion() == WindowFrame.Exclusion.TIES
          || call.frame().exclusion() == WindowFrame.Exclusion.CURRENT_ROW;
    }
    return !(call.isBuiltIn("window_rank")
        || call.isBuiltIn("window_dense_rank")
        || call.isBuiltIn("window_percent_rank")
        || call.isBuiltIn("window_cume_dist"));
  }

  private Pruned prune(Plan.Aggregate aggregate, BitSet needed) {
    int keys = aggregate.keys().size();
    BitSet kept = union(needed, range(keys));
    List<AggregateCall> calls = new ArrayList<>();
    for (int i = 0; i < aggregate.aggregates().size(); i++) {
      if (needed.get(keys + i)) {
        calls.add(aggregate.aggregates().get(i));
      }
    }
    BitSet read = Columns.of(aggregate.keys());
    calls.forEach(call -> read.or(Columns.of(call)));
    Pruned input = prune(aggregate.input(), read);
    return new Pruned(
        new Plan.Aggregate(
            input.plan(),
            moved(aggregate.keys(), input),
            movedCalls(calls, input),
            pick(aggregate.fields(), kept)),
        kept);
  }

  /** The set's number stays: it is what makes the rows unique. */
  private Pruned prune(Plan.GroupingSets grouping, BitSet needed) {
    int keys = grouping.keys().size();
    int aggregates = grouping.aggregates().size();
    BitSet kept = union(needed, range(keys));
    kept.set(grouping.fields().size() - 1);
    List<AggregateCall> calls = pick(grouping.aggregates(), kept.get(keys, keys + aggregates));
    BitSet read = Columns.of(grouping.keys());
    calls.forEach(call -> read.or(Columns.of(call)));
    Pruned input = prune(grouping.input(), read);
    return new Pruned(
        new Plan.GroupingSets(
            input.plan(),
            moved(grouping.keys(), input),
            grouping.sets(),
            movedCalls(calls, input),
            pick(
                grouping.groupings(),
                kept.get(keys + aggregates, keys + aggregates + grouping.groupings().size())),
            pick(grouping.fields(), kept)),
        kept);
  }

  private static List<AggregateCall> movedCalls(List<AggregateCall> calls, Pruned input) {
    return calls.stream()
        .map(call ->
            Columns.replace(
                call,
                column -> {
                  int place = input.place(column);
                  return new Column(place, input.plan().fields().get(place).type());
                }))
        .toList();
  }

  private static List<Expression> moved(List<Expression> expressions, Pruned input) {
    return expressions.stream().map(expression -> Columns.move(expression, input::place)).toList();
  }

  private static <T> List<T> pick(List<T> values, BitSet indexes) {
    return indexes.stream().mapToObj(values::get).toList();
  }

  private static BitSet all(Plan plan) {
    return range(plan.fields().size());
  }

  private static BitSet range(int size) {
    BitSet range = new BitSet();
    range.set(0, size);
    return range;
  }

  private static BitSet union(BitSet left, BitSet right) {
    BitSet union = (BitSet) left.clone();
    union.or(right);
    return union;
  }
}
