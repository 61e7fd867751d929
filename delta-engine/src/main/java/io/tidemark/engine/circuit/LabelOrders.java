package io.tidemark.engine.circuit;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.function.AggregateLibrary;
import io.tidemark.engine.function.HypotheticalRank;
import io.tidemark.engine.plan.AggregateCall;
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
 * orders, labels of the values are put beside the rows, and it orders by those. Above, the columns
 * are what they were.
 *
 * <p>Covers ORDER BY with LIMIT, DISTINCT ON, windows, min and max, ORDER BY and DISTINCT in
 * aggregates, of types of any kind: text by a collation of libc or ICU, jsonb, what extensions
 * bring.
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
      case Plan.Aggregate aggregate -> {
        Labelled input = new Labelled(aggregate.input());
        aggregate.aggregates().forEach(call -> call(call, input));
        yield input.isUsed()
            ? new Plan.Aggregate(
                input.plan(),
                aggregate.keys(),
                calls(aggregate.aggregates(), input),
                aggregate.fields())
            : over;
      }
      case Plan.GroupingSets grouping -> {
        Labelled input = new Labelled(grouping.input());
        grouping.aggregates().forEach(call -> call(call, input));
        yield input.isUsed()
            ? new Plan.GroupingSets(
                input.plan(),
                grouping.keys(),
                grouping.sets(),
                calls(grouping.aggregates(), input),
                grouping.groupings(),
                grouping.fields())
            : over;
      }
      case Plan.Scan _,
          Plan.Filter _,
          Plan.Project _,
          Plan.Join _,
          Plan.DependentJoin _,
          Plan.Distinct _,
          Plan.OrderLabels _,
          Plan.SetOperation _,
          Plan.UnionAll _,
          Plan.Values _,
          Plan.TableFunction _,
          Plan.Recursive _,
          Plan.RecursiveReference _ ->
          over;
    };
  }

  private Plan topK(Plan.TopK topK) {
    Labelled input = new Labelled(topK.input());
    keys(topK.sortKeys(), input);
    return input.isUsed()
        ? without(
            new Plan.TopK(
                input.plan(),
                topK.partitionKeys(),
                keys(topK.sortKeys(), input),
                topK.offset(),
                topK.limit(),
                topK.withTies()),
            topK.fields().size(),
            0,
            topK.fields())
        : topK;
  }

  private Plan window(Plan.Window window) {
    Labelled input = new Labelled(window.input());
    keys(window.sortKeys(), input);
    windowCalls(window.calls(), input);
    return input.isUsed()
        ? without(
            new Plan.Window(
                input.plan(),
                window.partitionKeys(),
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
      PgType type = key.expression().type();
      Expression by =
          input.label(key.expression(), new PgType(type.oid(), type.modifier(), key.collation()));
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
                ? call.labelled(labels(call.arguments(), input))
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
      return call.labelled(labels(call.arguments(), input), call.orderBy());
    }
    if (!takesOrder(call)) {
      return call;
    }
    return call.labelled(
        call.distinct() ? labels(call.arguments(), input) : List.of(), keys(call.orderBy(), input));
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

  /** What arguments are ordered by; nothing if all of them are by themselves. */
  private List<Expression> labels(List<Expression> arguments, Labelled input) {
    List<Expression> labels =
        arguments.stream().map(argument -> input.label(argument, argument.type())).toList();
    return labels.equals(arguments) ? List.of() : labels;
  }

  /**
   * An input with the labels that are asked for. It is gone through twice: first all that is needed
   * is asked for, then the places are known.
   */
  private final class Labelled {
    private final Plan input;
    private final List<Expression> computed = new ArrayList<>();
    private final List<Plan.OrderLabels.Label> labels = new ArrayList<>();

    Labelled(Plan input) {
      this.input = input;
    }

    boolean isUsed() {
      return !labels.isEmpty();
    }

    /** The value's label, or itself where its order is known. */
    Expression label(Expression value, PgType type) {
      if (expressions.valueOrder(type) == null) {
        return value;
      }
      PgType ordered = new PgType(type.oid(), -1, type.collation());
      Plan.OrderLabels.Label label = new Plan.OrderLabels.Label(columnOf(value), ordered);
      if (!labels.contains(label)) {
        labels.add(label);
      }
      int width = input.fields().size() + computed.size();
      return new Column(width + labels.indexOf(label), PgType.of(PgType.BYTEA));
    }

    private int columnOf(Expression value) {
      Expression plain = value;
      while (plain instanceof Expression.Relabel relabel) {
        plain = relabel.operand();
      }
      if (plain instanceof Column column) {
        return column.index();
      }
      if (!computed.contains(value)) {
        computed.add(value);
      }
      return input.fields().size() + computed.indexOf(value);
    }

    Plan plan() {
      if (computed.isEmpty()) {
        return new Plan.OrderLabels(input, labels);
      }
      List<Expression> columns = new ArrayList<>();
      List<Field> fields = new ArrayList<>(input.fields());
      for (Field field : input.fields()) {
        columns.add(new Column(columns.size(), field.type()));
      }
      for (Expression value : computed) {
        fields.add(new Field("ordered" + columns.size(), value.type(), true));
        columns.add(value);
      }
      return new Plan.OrderLabels(new Plan.Project(input, columns, fields), labels);
    }
  }
}
