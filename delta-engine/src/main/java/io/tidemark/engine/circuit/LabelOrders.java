package io.tidemark.engine.circuit;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.function.AggregateLibrary;
import io.tidemark.engine.function.HypotheticalRank;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.WindowCall;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;

/**
 * Orders that only PostgreSQL knows, as orders of {@linkplain Plan.OrderLabels labels}: below what
 * orders or tells values apart, their labels are put beside the rows, and it goes by those. Above,
 * the columns are what they were.
 *
 * <p>Orders: ORDER BY with LIMIT, DISTINCT ON, windows, min and max, ORDER BY and DISTINCT in
 * aggregates, of text by a collation of libc or ICU, of jsonb, of what extensions bring. Equality,
 * where equal is more than equal bytes and not known here: GROUP BY, DISTINCT, partitions, and
 * {@linkplain LabelledJoin joins}, INTERSECT and EXCEPT, by nondeterministic collations above all.
 */
final class LabelOrders {

  private final Expressions expressions;

  private LabelOrders(Expressions expressions) {
    this.expressions = expressions;
  }

  /** The same plan over labels where it needs them. */
  static Plan in(Plan plan, Expressions expressions) {
    return new LabelOrders(expressions).label(plan);
  }

  private Plan label(Plan plan) {
    Plan over = plan.mapInputs(this::label);
    return switch (over) {
      case Plan.TopK topK -> topK(topK);
      case Plan.Window window -> window(window);
      case Plan.Distinct distinct -> distinct(distinct);
      case Plan.Join join -> LabelledJoin.of(join, expressions);
      case Plan.SetOperation operation -> setOperation(operation);
      case Plan.Aggregate aggregate -> LabelledGroups.of(aggregate, this::calls, expressions);
      case Plan.GroupingSets grouping -> LabelledGroups.of(grouping, this::calls, expressions);
      case Plan.Scan _,
          Plan.Filter _,
          Plan.Project _,
          Plan.DependentJoin _,
          Plan.OrderLabels _,
          Plan.MultiJoin _,
          Plan.UnionAll _,
          Plan.Values _,
          Plan.TableFunction _,
          Plan.Recursive _,
          Plan.RecursiveReference _ ->
          over;
    };
  }

  private Plan topK(Plan.TopK topK) {
    Labelled input = new Labelled(topK.input(), expressions);
    keys(topK.sortKeys(), input);
    input.keys(topK.partitionKeys());
    return input.isUsed()
        ? without(
            new Plan.TopK(
                input.plan(),
                input.keys(topK.partitionKeys()),
                keys(topK.sortKeys(), input),
                topK.offset(),
                topK.limit(),
                topK.withTies()),
            topK.fields().size(),
            0,
            topK.fields())
        : topK;
  }

  /** Of equal rows the first by its bytes. */
  private Plan distinct(Plan.Distinct distinct) {
    List<Expression> columns = Labelled.columns(distinct.fields());
    Labelled input = new Labelled(distinct.input(), expressions);
    input.keys(columns);
    return input.isUsed()
        ? without(
            new Plan.TopK(input.plan(), input.keys(columns), List.of(), 0, 1L, false),
            columns.size(),
            0,
            distinct.fields())
        : distinct;
  }

  /** INTERSECT and EXCEPT as distinct rows that have, or have not, an equal one on the right. */
  private Plan setOperation(Plan.SetOperation operation) {
    List<PgType> types = operation.fields().stream().map(Field::type).toList();
    if (operation.all() || types.stream().noneMatch(this::isLabelled)) {
      return operation;
    }
    int width = types.size();
    List<Plan.Join.Equality> equalities = new ArrayList<>();
    List<Expression> conditions = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      PgType type = types.get(i);
      Column column = new Column(i, type);
      if (isLabelled(type)) {
        conditions.add(
            new Expression.Not(
                new Expression.IsDistinctFrom(
                    LabelledJoin.EQUAL, column, new Column(width + i, type), type.collation())));
      } else {
        equalities.add(
            new Plan.Join.Equality(LabelledJoin.EQUAL, column, column, type.collation(), true));
      }
    }
    Plan.Join join =
        new Plan.Join(
            operation.kind() == Plan.SetOperation.SetOperator.EXCEPT
                ? Plan.Join.Kind.ANTI
                : Plan.Join.Kind.SEMI,
            operation.left(),
            operation.right(),
            equalities,
            Conjunctions.join(conditions));
    return distinct(new Plan.Distinct(LabelledJoin.of(join, expressions)));
  }

  private boolean isLabelled(PgType type) {
    return !expressions.hasKey(type) && expressions.valueOrder(type) != null;
  }

  private Plan window(Plan.Window window) {
    Labelled input = new Labelled(window.input(), expressions);
    keys(window.sortKeys(), input);
    input.keys(window.partitionKeys());
    windowCalls(window.calls(), input);
    return input.isUsed()
        ? without(
            new Plan.Window(
                input.plan(),
                input.keys(window.partitionKeys()),
                keys(window.sortKeys(), input),
                windowCalls(window.calls(), input),
                window.callFields()),
            window.input().fields().size(),
            window.calls().size(),
            window.fields())
        : window;
  }

  /** The first columns and the last ones of a plan. */
  private static Plan without(Plan plan, int first, int last, List<Field> fields) {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < first + last; i++) {
      int column = i < first ? i : plan.fields().size() - last + i - first;
      columns.add(new Column(column, fields.get(i).type()));
    }
    return new Plan.Project(plan, columns, fields);
  }

  private List<SortKey> keys(List<SortKey> keys, Labelled input) {
    List<SortKey> labelled = new ArrayList<>();
    for (SortKey key : keys) {
      Expression by = input.order(key.expression(), key.collation());
      labelled.add(
          new SortKey(
              by,
              key.descending(),
              key.nullsFirst(),
              by.equals(key.expression()) ? key.collation() : 0));
    }
    return labelled;
  }

  private List<WindowCall> windowCalls(List<WindowCall> calls, Labelled input) {
    return calls.stream()
        .map(call ->
            call.isAggregate() && isExtreme(call.overGroup())
                ? call.labelled(orders(call.arguments(), input))
                : call)
        .toList();
  }

  private boolean isExtreme(AggregateCall call) {
    return expressions.isExtreme(call) && !AggregateLibrary.isAny(call);
  }

  private List<AggregateCall> calls(List<AggregateCall> calls, Labelled input) {
    return calls.stream().map(call -> call(call, input)).toList();
  }

  private AggregateCall call(AggregateCall call, Labelled input) {
    if (isExtreme(call)) {
      return call.labelled(orders(call.arguments(), input), call.orderBy());
    }
    if (takesOrder(call)) {
      return call.labelled(
          call.distinct() ? orders(call.arguments(), input) : List.of(),
          keys(call.orderBy(), input));
    }
    return call.distinct()
        ? call.labelled(changed(call.arguments(), input.keys(call.arguments())), call.orderBy())
        : call;
  }

  /** Whether the engine computes the call from its arguments in their order. */
  private boolean takesOrder(AggregateCall call) {
    if (HypotheticalRank.of(call).isPresent()) {
      return false; // the row that is not there has no label
    }
    try {
      return AggregateLibrary.isMode(call) || expressions.ordered(call) != null;
    } catch (UnsupportedQueryException byPostgreSql) {
      return false;
    }
  }

  private static List<Expression> orders(List<Expression> arguments, Labelled input) {
    return changed(
        arguments,
        arguments.stream()
            .map(argument -> input.order(argument, argument.type().collation()))
            .toList());
  }

  /** Labels; none if all arguments are labels of their own. */
  private static List<Expression> changed(List<Expression> arguments, List<Expression> labels) {
    return labels.equals(arguments) ? List.of() : labels;
  }
}
