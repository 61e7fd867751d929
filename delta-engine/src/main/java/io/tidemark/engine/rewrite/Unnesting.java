package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import io.tidemark.engine.plan.TableCall;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Takes the parameters of one depth out of a plan, after Neumann and Kemper, "Unnesting Arbitrary
 * Queries" (BTW 2015).
 *
 * <p>Conditions that speak of parameters rise to the join with the outer rows. Where they cannot
 * pass, at an aggregation for instance, their equalities with parameters become columns that the
 * node keeps apart, as it would keep groups apart; for what is no such equality the rows are joined
 * with the {@link Domain} of the parameters first. So the domain is only materialised where no
 * column can stand for it. Then a plan is computed for more values than the outer rows have; one
 * that may fail for those is joined with the domain, too.
 */
final class Unnesting {

  private final int depth;
  private final Domain domain;

  /** The parameters that the rows of the recursions around carry, by the recursions' ids. */
  private final Map<Integer, BitSet> recursions = new HashMap<>();

  Unnesting(int depth, Domain domain) {
    this.depth = depth;
    this.domain = domain;
  }

  Unnested of(Plan plan) {
    if (read(plan).isEmpty()) {
      return Unnested.of(plan);
    }
    return switch (plan) {
      case Plan.Filter filter ->
          filtered(of(filter.input()), Conjunctions.split(filter.predicate()));
      case Plan.Project project -> of(project.input()).project(project.expressions());
      case Plan.Values values ->
          new Unnested(
              NumberedRows.of(values.rows().size()), NumberedRows.columns(values), List.of());
      case Plan.Join join when join.kind() == Kind.INNER -> inner(join);
      case Plan.Join join when join.kind() == Kind.FULL -> full(join);
      case Plan.Join join -> sided(join);
      case Plan.Aggregate aggregate -> aggregate(aggregate);
      case Plan.GroupingSets grouping -> of(GroupingSetsAsUnion.of(grouping));
      case Plan.Distinct distinct -> distinct(distinct);
      case Plan.UnionAll union -> apart(union);
      case Plan.SetOperation operation -> apart(operation);
      case Plan.TopK topK -> topK(topK);
      case Plan.TableFunction function -> tableFunction(function);
      case Plan.Window window -> window(window);
      case Plan.DependentJoin join -> throw join.isLeft();
      case Plan.OrderLabels labels -> throw labels.isTooEarly();
      case Plan.MultiJoin join -> throw join.isTooEarly();
      case Plan.Recursive recursive -> recursive(recursive);
      case Plan.RecursiveReference reference -> reference(reference);
      case Plan.Scan _ -> throw new IllegalStateException("a scan reads no parameters");
    };
  }

  /** The parameters that a plan reads, be it through the rows of a recursion around it. */
  private BitSet read(Plan plan) {
    BitSet read = Parameters.of(plan, depth);
    recursions.forEach((id, parameters) -> {
      if (refersTo(plan, id)) {
        read.or(parameters);
      }
    });
    return read;
  }

  private static boolean refersTo(Plan plan, int recursion) {
    return (plan instanceof Plan.RecursiveReference reference && reference.id() == recursion)
        || plan.inputs().stream().anyMatch(input -> refersTo(input, recursion));
  }

  /** A recursion whose rows carry the parameters' values from round to round. */
  private Unnested recursive(Plan.Recursive recursive) {
    BitSet needed = Parameters.of(recursive, depth);
    Apart base = apart(of(recursive.base()), needed);
    recursions.put(recursive.id(), needed);
    Apart step = apart(of(recursive.step()), needed);
    recursions.remove(recursive.id());
    int width = recursive.fields().size();
    List<Field> fields = new ArrayList<>(recursive.fields());
    fields.addAll(parameterFields(needed));
    Plan all =
        new Plan.Recursive(base.plan(), step.plan(), recursive.all(), recursive.id(), fields);
    return new Unnested(
        all,
        Unnested.columns(all, 0, width),
        base.ties().stream().map(Correlated::condition).toList());
  }

  private Unnested reference(Plan.RecursiveReference reference) {
    BitSet carried = java.util.Objects.requireNonNull(recursions.get(reference.id()));
    int width = reference.fields().size();
    List<Field> own = parameterFields(carried);
    List<Field> fields = new ArrayList<>(reference.fields());
    fields.addAll(own);
    Plan rows = new Plan.RecursiveReference(reference.id(), fields);
    List<Expression> pending = new ArrayList<>();
    for (int index : carried.stream().toArray()) {
      Field field = own.get(pending.size());
      pending.add(
          Correlated.exact(
                  new Expression.Parameter(depth, index, field.type(), field.nullable()),
                  width + pending.size())
              .condition());
    }
    return new Unnested(rows, Unnested.columns(rows, 0, width), pending);
  }

  private List<Field> parameterFields(BitSet parameters) {
    return domain.of(parameters).fields();
  }

  private boolean reads(Expression expression) {
    return Parameters.reads(expression, depth);
  }

  private Unnested filtered(Unnested input, List<Expression> conditions) {
    if (input.isTotal()) {
      return input.where(conditions);
    }
    List<Expression> over =
        conditions.stream()
            .map(condition -> Columns.replace(condition, input.outputs()::get))
            .toList();
    boolean tied = !input.pending().isEmpty() || over.stream().anyMatch(this::reads);
    List<Expression> now = new ArrayList<>();
    List<Expression> pending = new ArrayList<>(input.pending());
    for (Expression condition : over) {
      (reads(condition) || (tied && Failures.mayFail(condition)) ? pending : now).add(condition);
    }
    return new Unnested(Conjunctions.filter(input.plan(), now), input.outputs(), pending);
  }

  private Unnested inner(Plan.Join join) {
    Unnested left = rows(of(join.left()));
    Unnested right = rows(of(join.right()));
    int width = left.plan().fields().size();
    List<Expression> outputs = new ArrayList<>(left.outputs());
    right.outputs().forEach(output -> outputs.add(Columns.shift(output, width)));
    List<Expression> pending = new ArrayList<>(left.pending());
    right.pending().forEach(condition -> pending.add(Columns.shift(condition, width)));
    Plan pairs = new Plan.Join(Kind.INNER, left.plan(), right.plan(), List.of(), Optional.empty());
    return filtered(new Unnested(pairs, outputs, pending), join.conditions());
  }

  /** LEFT, SEMI and ANTI: the right side may read parameters where the left side has them. */
  private Unnested sided(Plan.Join join) {
    Unnested left = rows(of(join.left()));
    int leftOutputs = left.outputs().size();
    BitSet needed = read(join.right());
    for (Expression condition : join.conditions()) {
      needed.or(
          Parameters.of(
              Columns.replace(
                  condition,
                  column -> column < leftOutputs ? left.outputs().get(column) : Unnested.TRUE),
              depth));
    }
    Bound asItIs = new Bound(depth, left.plan(), left.pending());
    boolean unsure = !left.pending().isEmpty() && Failures.mayFail(join.conditions());
    Bound bound = asItIs.has(needed) && !unsure ? asItIs : withDomain(left, needed);
    int width = bound.plan().fields().size();
    List<Expression> outputs = left.outputs().stream().map(bound::value).toList();
    List<Expression> conditions =
        join.conditions().stream()
            .map(condition ->
                bound.value(
                    Columns.replace(
                        condition,
                        column ->
                            column < leftOutputs
                                ? outputs.get(column)
                                : new Column(
                                    width + column - leftOutputs,
                                    join.right().fields().get(column - leftOutputs).type()))))
            .toList();
    CorrelatedJoin.Joined joined =
        new CorrelatedJoin(depth, bound.plan(), bound::parameter)
            .join(join.kind(), of(join.right()), conditions);
    List<Expression> all = new ArrayList<>(outputs);
    all.addAll(joined.outputs());
    return new Unnested(joined.plan(), all, bound.pending());
  }

  private Unnested full(Plan.Join join) {
    BitSet needed = read(join);
    Apart left = apart(of(join.left()), needed);
    Apart right = apart(of(join.right()), needed);
    Unnested.Flagged flagged = Unnested.of(left.plan()).flagged();
    int leftWidth = left.width();
    int width = flagged.plan().fields().size();
    List<Expression> conditions = new ArrayList<>();
    List<Expression> pending = new ArrayList<>();
    for (int i = 0; i < left.ties().size(); i++) {
      Correlated leftTie = left.ties().get(i);
      Correlated rightTie = right.ties().get(i);
      Expression there = Columns.shift(rightTie.inner(), width);
      conditions.add(
          new Expression.Not(
              new Expression.IsDistinctFrom(
                  leftTie.equality(), leftTie.inner(), there, leftTie.collation())));
      pending.add(
          new Expression.Not(
              new Expression.IsDistinctFrom(
                  leftTie.equality(),
                  leftTie.outer(),
                  Unnested.choice(flagged.isThere(), leftTie.inner(), there),
                  leftTie.collation())));
    }
    for (Expression condition : join.conditions()) {
      conditions.add(
          Parameters.replace(
              Columns.move(
                  condition, column -> column < leftWidth ? column : column - leftWidth + width),
              depth,
              index -> left.parameter(index)));
    }
    Plan pairs =
        new Plan.Join(
            Kind.FULL, flagged.plan(), right.plan(), List.of(), Conjunctions.join(conditions));
    List<Expression> outputs = new ArrayList<>(Unnested.columns(pairs, 0, leftWidth));
    outputs.addAll(Unnested.columns(pairs, width, width + right.width()));
    return new Unnested(pairs, outputs, pending);
  }

  private Unnested aggregate(Plan.Aggregate aggregate) {
    Unnested input = rows(of(aggregate.input()));
    List<Expression> read = new ArrayList<>(aggregate.keys());
    aggregate.aggregates().forEach(call -> read.addAll(call.expressions()));
    List<Expression> over =
        read.stream().map(value -> Columns.replace(value, input.outputs()::get)).toList();
    boolean unsure = aggregate.aggregates().stream().anyMatch(Failures::mayFail);
    boolean total = aggregate.keys().isEmpty();
    if (total && EmptyAggregates.values(aggregate.aggregates(), 0).isEmpty()) {
      return withEmptyGroups(aggregate, input);
    }
    Bound bound =
        unsure
            ? withDomain(input, Parameters.of(over, depth))
            : bind(input, Parameters.of(over, depth), over);
    List<Correlated> ties = bound.ties();
    List<Expression> keys = new ArrayList<>();
    aggregate
        .keys()
        .forEach(key -> keys.add(bound.value(Columns.replace(key, input.outputs()::get))));
    ties.forEach(tie -> keys.add(tie.inner()));
    List<AggregateCall> calls =
        aggregate.aggregates().stream()
            .map(call ->
                call.mapExpressions(
                    value -> bound.value(Columns.replace(value, input.outputs()::get))))
            .toList();
    int own = aggregate.keys().size();
    List<Field> fields = new ArrayList<>(aggregate.fields().subList(0, own));
    ties.forEach(tie -> fields.add(tie.field(bound.plan(), "outer")));
    fields.addAll(aggregate.fields().subList(own, aggregate.fields().size()));
    Plan grouped = new Plan.Aggregate(bound.plan(), keys, calls, fields);
    List<Expression> outputs = new ArrayList<>(Unnested.columns(grouped, 0, own));
    outputs.addAll(Unnested.columns(grouped, own + ties.size(), fields.size()));
    return total
        ? new Unnested(
            grouped,
            EmptyAggregates.values(aggregate.aggregates(), ties.size()).orElseThrow(),
            bound.tiesAt(0),
            true,
            0)
        : new Unnested(grouped, outputs, bound.tiesAt(own));
  }

  /**
   * An aggregation without keys whose value over nothing is not known here: each of the domain's
   * values brings one row that every aggregate filters out.
   */
  private Unnested withEmptyGroups(Plan.Aggregate aggregate, Unnested input) {
    BitSet needed = Parameters.of(aggregate, depth);
    Bound bound = withDomain(input, needed);
    Plan grouped =
        EmptyAggregates.padded(
            bound.with(
                input.outputs().stream().map(bound::value).toList(), aggregate.input().fields()),
            domain.of(bound.parameters()),
            aggregate,
            depth,
            bound.parameters());
    int keys = bound.ties().size();
    return new Unnested(
        grouped, Unnested.columns(grouped, keys, grouped.fields().size()), bound.tiesAt(0));
  }

  private Unnested distinct(Plan.Distinct distinct) {
    Unnested input = rows(of(distinct.input()));
    Bound bound = bind(input, Parameters.of(input.outputs(), depth), input.outputs());
    List<Expression> values = input.outputs().stream().map(bound::value).toList();
    Plan rows = bound.with(values, distinct.fields());
    return new Unnested(
        new Plan.Distinct(rows),
        Unnested.columns(rows, 0, values.size()),
        bound.tiesAt(values.size()));
  }

  private Unnested topK(Plan.TopK topK) {
    Unnested input = rows(of(topK.input()));
    Bound bound =
        bind(
            input,
            Parameters.of(
                Stream.concat(input.outputs().stream(), topK.expressions().stream()).toList(),
                depth),
            input.outputs());
    List<Expression> values = input.outputs().stream().map(bound::value).toList();
    Plan rows = bound.with(values, topK.fields());
    Bound moved = bound.at(rows, values.size());
    List<Expression> partition =
        new ArrayList<>(topK.partitionKeys().stream().map(moved::value).toList());
    partition.addAll(Unnested.columns(rows, values.size(), rows.fields().size()));
    Plan top =
        new Plan.TopK(
            rows,
            partition,
            topK.sortKeys().stream().map(key -> key.over(moved.value(key.expression()))).toList(),
            topK.offset(),
            topK.limit(),
            topK.withTies());
    return new Unnested(top, Unnested.columns(rows, 0, values.size()), moved.pending());
  }

  /** A function may fail, or give many rows: it is called for values that there are only. */
  private Unnested tableFunction(Plan.TableFunction function) {
    Unnested input = rows(of(function.input()));
    BitSet needed = Parameters.of(input.outputs(), depth);
    needed.or(Parameters.of(function.expressions(), depth));
    Bound bound = withDomain(input, needed);
    List<Expression> values = input.outputs().stream().map(bound::value).toList();
    Plan rows = bound.with(values, function.input().fields());
    int width = values.size();
    int ties = rows.fields().size() - width;
    IntFunction<Expression> parameters =
        index -> {
          int place = width + bound.ties().indexOf(bound.tie(index));
          return new Column(place, rows.fields().get(place).type());
        };
    List<TableCall> calls =
        function.calls().stream()
            .map(call -> call.map(argument -> Parameters.replace(argument, depth, parameters)))
            .toList();
    List<Field> fields = new ArrayList<>(rows.fields());
    fields.addAll(function.given());
    Plan given =
        new Plan.TableFunction(
            rows,
            calls,
            function.ordinality(),
            function.outer(),
            function
                .condition()
                .map(condition ->
                    Parameters.replace(
                        Columns.move(condition, column -> column < width ? column : column + ties),
                        depth,
                        parameters)),
            fields);
    List<Expression> outputs = new ArrayList<>(Unnested.columns(given, 0, width));
    outputs.addAll(Unnested.columns(given, width + ties, fields.size()));
    return new Unnested(given, outputs, bound.tiesAt(width));
  }

  private Unnested window(Plan.Window window) {
    Unnested input = rows(of(window.input()));
    List<Expression> computed =
        Stream.concat(
                input.outputs().stream(),
                window.expressions().stream()
                    .map(value -> Columns.replace(value, input.outputs()::get)))
            .toList();
    boolean unsure =
        window.calls().stream()
            .anyMatch(call -> call.isAggregate() && Failures.mayFail(call.overGroup()));
    BitSet needed = Parameters.of(computed, depth);
    Bound bound = unsure ? withDomain(input, needed) : bind(input, needed, computed);
    List<Expression> values = input.outputs().stream().map(bound::value).toList();
    int width = values.size();
    Plan rows = bound.with(values, window.input().fields());
    Bound moved = bound.at(rows, width);
    List<Expression> partition =
        new ArrayList<>(window.partitionKeys().stream().map(moved::value).toList());
    partition.addAll(Unnested.columns(rows, width, rows.fields().size()));
    Plan all =
        new Plan.Window(
            rows,
            partition,
            window.sortKeys().stream().map(key -> key.over(moved.value(key.expression()))).toList(),
            window.calls().stream().map(call -> call.mapExpressions(moved::value)).toList(),
            window.callFields());
    List<Expression> outputs = new ArrayList<>(Unnested.columns(rows, 0, width));
    outputs.addAll(Unnested.columns(all, rows.fields().size(), all.fields().size()));
    return new Unnested(all, outputs, moved.pending());
  }

  /** UNION ALL, INTERSECT and EXCEPT of rows that the parameters' values tell apart. */
  private Unnested apart(Plan operation) {
    BitSet needed = read(operation);
    List<Plan> inputs = new ArrayList<>();
    List<Expression> pending = List.of();
    for (Plan input : operation.inputs()) {
      Apart apart = apart(of(input), needed);
      inputs.add(apart.plan());
      pending = apart.ties().stream().map(Correlated::condition).toList();
    }
    List<Field> fields = new ArrayList<>(operation.fields());
    int width = fields.size();
    for (int i = width; i < inputs.getFirst().fields().size(); i++) {
      int column = i;
      Field field = inputs.getFirst().fields().get(i);
      fields.add(
          new Field(
              field.name(),
              field.type(),
              inputs.stream().anyMatch(input -> input.fields().get(column).nullable())));
    }
    Plan all =
        switch (operation) {
          case Plan.UnionAll _ -> new Plan.UnionAll(inputs, fields);
          case Plan.SetOperation set ->
              new Plan.SetOperation(set.kind(), set.all(), inputs.get(0), inputs.get(1), fields);
          default -> throw new IllegalStateException("not a set operation");
        };
    return new Unnested(all, Unnested.columns(all, 0, width), pending);
  }

  /**
   * Rows with the exact values of some parameters behind them.
   *
   * @param width how many columns are the rows' own
   * @param ties of those parameters to the columns behind, in order of their index
   */
  private record Apart(Plan plan, int width, List<Correlated> ties) {
    Expression parameter(int index) {
      return ties.stream()
          .filter(tie ->
              tie.outer() instanceof Expression.Parameter parameter && parameter.index() == index)
          .findFirst()
          .orElseThrow()
          .inner();
    }
  }

  private Apart apart(Unnested of, BitSet needed) {
    Unnested rows = rows(of);
    Bound bound = withDomain(rows, needed);
    List<Expression> values = new ArrayList<>(rows.outputs().stream().map(bound::value).toList());
    int width = values.size();
    List<Field> fields = new ArrayList<>();
    for (Expression value : values) {
      fields.add(
          new Field(
              value instanceof Column column
                  ? bound.plan().fields().get(column.index()).name()
                  : "value",
              value.type(),
              io.tidemark.engine.plan.Nullability.of(value, bound.plan().fields())));
    }
    List<Correlated> ties = new ArrayList<>();
    for (int index : needed.stream().toArray()) {
      Correlated tie = bound.tie(index);
      fields.add(tie.field(bound.plan(), "outer"));
      ties.add(tie.at(values.size()));
      values.add(tie.inner());
    }
    return new Apart(new Plan.Project(bound.plan(), values, fields), width, ties);
  }

  /** The same rows, none of them missing. */
  private Unnested rows(Unnested of) {
    if (!of.isTotal()) {
      return of;
    }
    BitSet needed = Parameters.of(of.outputs(), depth);
    needed.or(Parameters.of(of.pending(), depth));
    Plan values = domain.of(needed);
    Bound bound = Bound.toDomain(depth, values, values, needed, 0);
    CorrelatedJoin.Joined joined =
        new CorrelatedJoin(depth, values, bound::parameter).join(Kind.INNER, of, List.of());
    return new Unnested(joined.plan(), joined.outputs(), bound.pending());
  }

  /**
   * Rows that can be kept apart by columns, and in which some parameters have values.
   *
   * @param needed those parameters
   * @param computed what will be computed of all rows, those of other parameters among them
   */
  Bound bind(Unnested rows, BitSet needed, List<Expression> computed) {
    Bound asTheyAre = new Bound(depth, rows.plan(), rows.pending());
    return asTheyAre.hasTiesOnly()
            && asTheyAre.has(needed)
            && (rows.pending().isEmpty() || !Failures.mayFail(computed))
        ? asTheyAre
        : withDomain(rows, needed);
  }

  /** The rows joined with the domain of the parameters that are needed or pending. */
  private Bound withDomain(Unnested rows, BitSet needed) {
    BitSet all = Parameters.of(rows.pending(), depth);
    all.or(needed);
    int width = rows.plan().fields().size();
    Plan values = domain.of(all);
    Bound bound = Bound.toDomain(depth, rows.plan(), values, all, width);
    return bound.withPlan(
        new Plan.Join(
            Kind.INNER,
            rows.plan(),
            values,
            List.of(),
            Conjunctions.join(rows.pending().stream().map(bound::value).toList())));
  }
}
