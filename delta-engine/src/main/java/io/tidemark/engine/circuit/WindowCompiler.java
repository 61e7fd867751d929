package io.tidemark.engine.circuit;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.function.OrderedFunction;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.window.AccumulatedSummary;
import io.tidemark.engine.operator.window.ExtremeSummary;
import io.tidemark.engine.operator.window.FilteredSummary;
import io.tidemark.engine.operator.window.FrameLimits;
import io.tidemark.engine.operator.window.NeighbourFunction;
import io.tidemark.engine.operator.window.RankFunction;
import io.tidemark.engine.operator.window.Summary;
import io.tidemark.engine.operator.window.TileFunction;
import io.tidemark.engine.operator.window.Window;
import io.tidemark.engine.operator.window.WindowFunction;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.WindowCall;
import io.tidemark.engine.plan.WindowFrame;
import io.tidemark.engine.plan.WindowFrame.Bound;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a window's operator: its functions, and the summaries that aggregates among them need. */
final class WindowCompiler {

  private final Plan.Window plan;
  private final Expressions expressions;
  private final List<Supplier<Summary>> summaries = new ArrayList<>();

  WindowCompiler(Plan.Window plan, Expressions expressions) {
    this.plan = plan;
    this.expressions = expressions;
  }

  Window compile(KeyFunction partition, KeyedState state) {
    List<WindowFunction> functions = plan.calls().stream().map(this::function).toList();
    int labels = plan.input() instanceof Plan.OrderLabels input ? input.labels().size() : 0;
    return new Window(
        partition, expressions.order(plan.sortKeys()), functions, summaries, labels, state);
  }

  private WindowFunction function(WindowCall call) {
    if (call.isAggregate()) {
      OrderedFunction ordered = expressions.ordered(call.overGroup());
      if (ordered != null) {
        return limits(call.frame()).ordered(mapper(call.arguments()), filter(call), ordered);
      }
      summaries.add(summary(call));
      return limits(call.frame()).aggregate(summaries.size() - 1);
    }
    if (!call.function().isBuiltIn()) {
      throw unsupported(call);
    }
    return switch (call.function().source()) {
      case "window_row_number" -> new RankFunction(RankFunction.Kind.ROW_NUMBER);
      case "window_rank" -> new RankFunction(RankFunction.Kind.RANK);
      case "window_dense_rank" -> new RankFunction(RankFunction.Kind.DENSE_RANK);
      case "window_percent_rank" -> new RankFunction(RankFunction.Kind.PERCENT_RANK);
      case "window_cume_dist" -> new RankFunction(RankFunction.Kind.CUME_DIST);
      case "window_ntile" -> {
        if (!isConstant(call.arguments().getFirst())) {
          throw new UnsupportedQueryException(
              "ntile of a number that is not the same for all rows", "Give it a constant.");
        }
        yield new TileFunction(integer(call.arguments().getFirst()).of(Row.EMPTY));
      }
      case "window_lag", "window_lag_with_offset", "window_lag_with_offset_and_default" ->
          neighbour(call, -1);
      case "window_lead", "window_lead_with_offset", "window_lead_with_offset_and_default" ->
          neighbour(call, 1);
      case "window_first_value" ->
          limits(call.frame()).nthValue(value(call.arguments().getFirst()), 1L);
      case "window_last_value" ->
          limits(call.frame()).lastValue(value(call.arguments().getFirst()));
      case "window_nth_value" -> {
        RowMapper value = value(call.arguments().getFirst());
        IntegerValue number = integer(call.arguments().get(1));
        yield isConstant(call.arguments().get(1))
            ? limits(call.frame()).nthValue(value, toLong(number.of(Row.EMPTY)))
            : limits(call.frame()).nthValue(value, row -> toLong(number.of(row)));
      }
      default -> throw unsupported(call);
    };
  }

  private static UnsupportedQueryException unsupported(WindowCall call) {
    return new UnsupportedQueryException(
        "the window function %s is not known".formatted(call.function().name()),
        "docs/sql-support.md lists the window functions that are.");
  }

  private WindowFunction neighbour(WindowCall call, int direction) {
    List<Expression> arguments = call.arguments();
    boolean constant = arguments.size() == 1 || isConstant(arguments.get(1));
    IntegerValue offset = arguments.size() == 1 ? row -> 1 : integer(arguments.get(1));
    return new NeighbourFunction(
        value(arguments.getFirst()),
        row -> {
          Integer rows = offset.of(row);
          return rows == null ? null : (Long) ((long) direction * rows);
        },
        constant,
        arguments.size() < 3 ? null : value(arguments.get(2)));
  }

  private Supplier<Summary> summary(WindowCall call) {
    AggregateCall aggregate = call.overGroup();
    RowMapper arguments = mapper(aggregate.argumentsAndLabels());
    Supplier<Summary> plain;
    if (call.function().isBuiltIn() && call.function().name().equals("any_value")) {
      plain = () -> ExtremeSummary.first(arguments);
    } else if (expressions.isExtreme(aggregate)) {
      boolean greatest = expressions.isGreatest(aggregate);
      KeyFunction order = expressions.extremeOrder(aggregate);
      plain = () -> new ExtremeSummary(greatest, arguments, order);
    } else {
      expressions.accumulator(aggregate); // refuses what there is none for
      plain = () -> new AccumulatedSummary(arguments, expressions.accumulator(aggregate));
    }
    RowPredicate filter = filter(call);
    return filter == null ? plain : () -> new FilteredSummary(filter, plain.get());
  }

  private @Nullable RowPredicate filter(WindowCall call) {
    return call.filter() == null ? null : RowFunctions.predicate(call.filter(), expressions);
  }

  private FrameLimits limits(WindowFrame frame) {
    return new FrameLimits(
        FrameLimits.Mode.valueOf(frame.mode().name()),
        limit(frame, frame.from(), true),
        limit(frame, frame.to(), false),
        FrameLimits.Exclusion.valueOf(frame.exclusion().name()));
  }

  private FrameLimits.Limit limit(WindowFrame frame, Bound bound, boolean from) {
    return switch (bound.kind()) {
      case UNBOUNDED_PRECEDING, UNBOUNDED_FOLLOWING -> FrameLimits.UNBOUNDED;
      case CURRENT_ROW -> FrameLimits.CURRENT_ROW;
      case PRECEDING, FOLLOWING -> {
        Row offset = offset(bound);
        if (frame.mode() == WindowFrame.Mode.RANGE) {
          yield FrameLimits.range(
              expressions.rangeLimit(plan.sortKeys().getFirst(), bound, offset, from));
        }
        long distance = offset.getLong(0);
        yield FrameLimits.distance(bound.kind() == Bound.Kind.PRECEDING ? -distance : distance);
      }
    };
  }

  private Row offset(Bound bound) {
    Expression offset = bound.offset();
    if (offset == null || !isConstant(offset)) {
      throw new IllegalArgumentException("a frame's offset is a constant");
    }
    return mapper(List.of(offset)).map(Row.EMPTY);
  }

  private static boolean isConstant(Expression expression) {
    return Columns.of(expression).isEmpty();
  }

  private interface IntegerValue {
    @Nullable Integer of(Row row);
  }

  private IntegerValue integer(Expression expression) {
    RowMapper mapper = mapper(List.of(expression));
    return row -> {
      Row value = mapper.map(row);
      return value.isNull(0) ? null : (Integer) value.getInt(0);
    };
  }

  private static @Nullable Long toLong(@Nullable Integer number) {
    return number == null ? null : (Long) number.longValue();
  }

  private RowMapper value(Expression expression) {
    return mapper(List.of(expression));
  }

  private RowMapper mapper(List<Expression> list) {
    return RowFunctions.mapper(list, expressions);
  }
}
