package io.tidemark.engine.circuit;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Expressions over the day that it is: what of them is the clock's becomes a row of its own, {@link
 * Plan.Values} with {@link Expression.Now}, that changes when the day does and that is joined with
 * the rows. So they are all computed anew once a day, and not at every tick.
 *
 * <p>Filters whose rows' times can be foreseen ({@link ClockUse}) stay as they are.
 */
final class SlowClock {

  private static final Set<String> UNITS =
      Set.of("day", "week", "month", "quarter", "year", "decade", "century", "millennium");

  private SlowClock() {}

  static Plan join(Plan plan) {
    Plan over = plan.mapInputs(SlowClock::join);
    return switch (over) {
      case Plan.Project project -> {
        Days days = new Days(project.input());
        List<Expression> expressions = days.replace(project.expressions());
        yield days.isUsed() ? new Plan.Project(days.joined(), expressions, project.fields()) : over;
      }
      case Plan.Filter filter when ClockUse.isIn(filter.predicate()) && !isForeseen(filter) -> {
        Days days = new Days(filter.input());
        Expression predicate = days.replace(filter.predicate());
        yield days.isUsed() ? days.without(new Plan.Filter(days.joined(), predicate)) : over;
      }
      case Plan.Aggregate aggregate -> {
        Days days = new Days(aggregate.input());
        List<Expression> keys = days.replace(aggregate.keys());
        List<AggregateCall> calls = days.replaceIn(aggregate.aggregates());
        yield days.isUsed()
            ? new Plan.Aggregate(days.joined(), keys, calls, aggregate.fields())
            : over;
      }
      default -> over;
    };
  }

  private static boolean isForeseen(Plan.Filter filter) {
    try {
      ClockUse.of(filter.predicate());
      return true;
    } catch (UnsupportedQueryException otherwise) {
      return false;
    }
  }

  /** What changes with the day in the expressions over one input. */
  private static final class Days {
    private final Plan input;
    private final List<Expression> values = new ArrayList<>();

    Days(Plan input) {
      this.input = input;
    }

    boolean isUsed() {
      return !values.isEmpty();
    }

    List<Expression> replace(List<Expression> expressions) {
      return expressions.stream().map(this::replace).toList();
    }

    List<AggregateCall> replaceIn(List<AggregateCall> calls) {
      return calls.stream()
          .map(call ->
              call.expressions().stream().anyMatch(ClockUse::isIn)
                  ? call.mapExpressions(this::replace)
                  : call)
          .toList();
    }

    /** The expression with the largest parts that are the day's alone as columns. */
    Expression replace(Expression expression) {
      if (!ClockUse.isIn(expression)) {
        return expression;
      }
      if (!isOfDays(expression) || !Columns.of(expression).isEmpty()) {
        return Columns.replaceChildren(expression, this::replace);
      }
      int place = values.indexOf(expression);
      if (place < 0) {
        place = values.size();
        values.add(expression);
      }
      return new Column(input.fields().size() + place, expression.type());
    }

    Plan joined() {
      List<Field> fields = new ArrayList<>();
      for (Expression value : values) {
        fields.add(new Field("day" + fields.size(), value.type(), true));
      }
      return new Plan.Join(
          Plan.Join.Kind.INNER,
          input,
          new Plan.Values(List.of(values), fields),
          List.of(),
          Optional.empty());
    }

    Plan without(Plan joined) {
      List<Expression> columns = new ArrayList<>();
      for (Field field : input.fields()) {
        columns.add(new Column(columns.size(), field.type()));
      }
      return new Plan.Project(joined, columns, input.fields());
    }
  }

  /** Whether it stays the same all day: the clock is cut to days before anything else is done. */
  private static boolean isOfDays(Expression expression) {
    return switch (expression) {
      case Expression.Now _ -> false;
      case Expression.Call call
          when call.function().isBuiltIn() && call.function().source().equals("timestamptz_date") ->
          true;
      case Expression.Call call
          when call.function().isBuiltIn()
              && Set.of("timestamptz_trunc", "timestamp_trunc").contains(call.function().source())
              && call.arguments().getFirst() instanceof Expression.Constant unit
              && unit.value() != null ->
          UNITS.contains(new String(unit.value(), StandardCharsets.UTF_8));
      default ->
          expression.children().stream()
              .allMatch(child -> !ClockUse.isIn(child) || isOfDays(child));
    };
  }
}
