package io.tidemark.engine.circuit;

import static io.tidemark.engine.circuit.IntegerExpressions.INT;
import static io.tidemark.engine.circuit.IntegerExpressions.aggregate;
import static io.tidemark.engine.circuit.IntegerExpressions.call;
import static io.tidemark.engine.circuit.IntegerExpressions.column;
import static io.tidemark.engine.circuit.IntegerExpressions.constant;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.engine.plan.WindowCall;
import io.tidemark.engine.plan.WindowFrame;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Plans over integers, of all operators, up to a depth. */
final class RandomPlans {

  private final Random random;
  private final List<SourceTable> sources;

  RandomPlans(Random random, List<SourceTable> sources) {
    this.random = random;
    this.sources = sources;
  }

  static SourceTable source(int oid, String name, int columns) {
    return new SourceTable(oid, "public", name, fields(columns), List.of());
  }

  static List<Field> fields(int columns) {
    return IntStream.range(0, columns).mapToObj(i -> new Field("c" + i, INT, true)).toList();
  }

  static Plan scan(SourceTable source, Integer... columns) {
    return new Plan.Scan(source, List.of(columns), fields(columns.length));
  }

  Plan plan(int depth) {
    if (depth == 0 || random.nextInt(8) == 0) {
      return leaf();
    }
    Plan input = plan(depth - 1);
    int width = input.fields().size();
    return switch (random.nextInt(10)) {
      case 0 -> new Plan.Filter(input, call("<", scalar(width), scalar(width)));
      case 1 -> {
        List<Expression> list = scalars(1 + random.nextInt(3), width);
        yield new Plan.Project(input, list, fields(list.size()));
      }
      case 2 -> join(input, plan(depth - 1));
      case 3 -> {
        List<Expression> keys = scalars(random.nextInt(3), width);
        List<AggregateCall> calls = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
          calls.add(aggregateCall(width));
        }
        yield new Plan.Aggregate(input, keys, calls, fields(keys.size() + calls.size()));
      }
      case 4 -> new Plan.Distinct(input);
      case 5 -> groupingSets(input, width);
      case 6 -> topK(input, width);
      case 7 -> window(input, width);
      case 8 -> {
        Plan other = plan(depth - 1);
        int common = Math.min(width, other.fields().size());
        Plan.SetOperation.SetOperator[] kinds = Plan.SetOperation.SetOperator.values();
        yield new Plan.SetOperation(
            kinds[random.nextInt(kinds.length)],
            random.nextBoolean(),
            narrow(input, common),
            narrow(other, common),
            fields(common));
      }
      default -> {
        Plan other = plan(depth - 1);
        int common = Math.min(width, other.fields().size());
        yield new Plan.UnionAll(
            List.of(narrow(input, common), narrow(other, common)), fields(common));
      }
    };
  }

  private Plan window(Plan input, int width) {
    List<WindowCall> calls = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      calls.add(windowCall(width));
    }
    return narrow(window(input, width, calls), Math.min(4, width + calls.size()));
  }

  Plan.Window window(Plan input, int width, List<WindowCall> calls) {
    boolean hasRange =
        calls.stream()
            .anyMatch(call ->
                call.frame().from().inRange() != null || call.frame().to().inRange() != null);
    List<SortKey> order =
        scalars(hasRange ? 1 : random.nextInt(3), width).stream()
            .map(key -> new SortKey(key, random.nextBoolean(), random.nextBoolean(), 0))
            .toList();
    return new Plan.Window(
        input, scalars(random.nextInt(2), width), order, calls, fields(calls.size()));
  }

  /** A call that gives integers. */
  WindowCall windowCall(int width) {
    List<String> names =
        List.of(
            "count",
            "count",
            "sum",
            "min",
            "max",
            "window_first_value",
            "window_last_value",
            "window_nth_value",
            "window_lag_with_offset_and_default",
            "window_lead_with_offset");
    String name = names.get(random.nextInt(names.size()));
    List<Expression> arguments = new ArrayList<>();
    if (!name.equals("count") || random.nextBoolean()) {
      arguments.add(scalar(width));
    }
    if (name.equals("window_nth_value")) {
      arguments.add(constant(1 + random.nextInt(3)));
    } else if (name.startsWith("window_l") && !name.equals("window_last_value")) {
      arguments.add(random.nextInt(3) == 0 ? scalar(width) : constant(random.nextInt(5) - 2));
    }
    if (name.endsWith("default")) {
      arguments.add(scalar(width));
    }
    boolean isAggregate = !name.startsWith("window");
    Expression filter =
        !isAggregate || random.nextInt(4) > 0 ? null : call("<", scalar(width), scalar(width));
    return windowCall(name, arguments, filter, frame());
  }

  static WindowCall windowCall(
      String name, List<Expression> arguments, @Nullable Expression filter, WindowFrame frame) {
    boolean isAggregate = !name.startsWith("window");
    return new WindowCall(
        IntegerExpressions.function(name), arguments, isAggregate, filter, frame, INT, 0);
  }

  WindowFrame frame() {
    WindowFrame.Mode[] modes = WindowFrame.Mode.values();
    WindowFrame.Exclusion[] exclusions = WindowFrame.Exclusion.values();
    WindowFrame.Mode mode = modes[random.nextInt(modes.length)];
    WindowFrame.Bound from = bound(mode);
    WindowFrame.Bound to = bound(mode);
    boolean possible =
        from.kind() != WindowFrame.Bound.Kind.UNBOUNDED_FOLLOWING
            && to.kind() != WindowFrame.Bound.Kind.UNBOUNDED_PRECEDING
            && from.kind().compareTo(to.kind()) <= 0;
    return possible
        ? new WindowFrame(
            mode,
            from,
            to,
            random.nextBoolean()
                ? WindowFrame.Exclusion.NO_OTHERS
                : exclusions[random.nextInt(exclusions.length)])
        : frame();
  }

  private WindowFrame.Bound bound(WindowFrame.Mode mode) {
    WindowFrame.Bound.Kind[] kinds = WindowFrame.Bound.Kind.values();
    WindowFrame.Bound.Kind kind = kinds[random.nextInt(kinds.length)];
    if (kind != WindowFrame.Bound.Kind.PRECEDING && kind != WindowFrame.Bound.Kind.FOLLOWING) {
      return WindowFrame.Bound.of(kind);
    }
    int offset = random.nextInt(4);
    return mode == WindowFrame.Mode.RANGE
        ? new WindowFrame.Bound(kind, constant(offset), IntegerExpressions.function("in_range"))
        : new WindowFrame.Bound(
            kind,
            new Expression.Constant(
                new RowBuilder(1).addLong(offset).build().copy(0), PgType.of(PgType.INT8)),
            null);
  }

  private Plan topK(Plan input, int width) {
    List<SortKey> order =
        scalars(random.nextInt(3), width).stream()
            .map(key -> new SortKey(key, random.nextBoolean(), random.nextBoolean(), 0))
            .toList();
    return new Plan.TopK(
        input,
        scalars(random.nextInt(2), width),
        order,
        random.nextInt(3),
        random.nextInt(4) == 0 ? null : (Long) random.nextLong(4),
        random.nextBoolean());
  }

  private Plan groupingSets(Plan input, int width) {
    List<Expression> keys = scalars(1 + random.nextInt(2), width);
    List<List<Integer>> sets = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      sets.add(IntStream.range(0, keys.size()).filter(_ -> random.nextBoolean()).boxed().toList());
    }
    List<AggregateCall> calls = List.of(aggregateCall(width));
    List<List<Integer>> groupings = List.of(IntStream.range(0, keys.size()).boxed().toList());
    return new Plan.GroupingSets(input, keys, sets, calls, groupings, fields(keys.size() + 3));
  }

  private Plan leaf() {
    if (random.nextInt(10) == 0) {
      return new Plan.Values(
          List.of(List.of(constant(1), constant(2)), List.of(constant(1), constant(3))), fields(2));
    }
    SourceTable source = sources.get(random.nextInt(sources.size()));
    Integer[] columns = new Integer[1 + random.nextInt(3)];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = random.nextInt(source.columns().size());
    }
    return scan(source, columns);
  }

  private Plan join(Plan left, Plan right) {
    int leftWidth = left.fields().size();
    int rightWidth = right.fields().size();
    List<Plan.Join.Equality> equalities = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Expression rightSide = scalar(rightWidth);
      if (random.nextInt(4) == 0) { // a type without common keys: left to the residual
        rightSide =
            new Expression.Column(random.nextInt(rightWidth), new PgType(PgType.INT4, 7, 0));
      }
      equalities.add(
          new Plan.Join.Equality(
              IntegerExpressions.function("="), scalar(leftWidth), rightSide, 0));
    }
    int width = leftWidth + rightWidth;
    Optional<Expression> residual =
        random.nextInt(3) > 0 && !equalities.isEmpty()
            ? Optional.empty()
            : Optional.of(call("<", scalar(width), scalar(width)));
    Plan.Join.Kind[] kinds = Plan.Join.Kind.values();
    Plan.Join.Kind kind = kinds[random.nextInt(kinds.length)];
    return narrow(
        new Plan.Join(kind, left, right, equalities, residual),
        Math.min(kind.givesRight() ? width : leftWidth, 4));
  }

  private AggregateCall aggregateCall(int width) {
    Expression filter = random.nextInt(3) > 0 ? null : call("<", scalar(width), scalar(width));
    return switch (random.nextInt(5)) {
      case 0 -> aggregate("count", false, filter);
      case 1 -> aggregate("count", random.nextBoolean(), filter, scalar(width));
      case 2 -> aggregate("sum", random.nextBoolean(), filter, scalar(width));
      case 3 -> aggregate("min", random.nextBoolean(), filter, scalar(width));
      default -> aggregate("max", random.nextBoolean(), filter, scalar(width));
    };
  }

  private static Plan narrow(Plan plan, int width) {
    List<Expression> columns =
        IntStream.range(0, width).mapToObj(IntegerExpressions::column).toList();
    return new Plan.Project(plan, columns, fields(width));
  }

  private List<Expression> scalars(int count, int width) {
    return IntStream.range(0, count).mapToObj(_ -> scalar(width)).toList();
  }

  private Expression scalar(int width) {
    return switch (random.nextInt(6)) {
      case 0 -> constant(random.nextInt(4));
      case 1 -> call("+", column(random.nextInt(width)), constant(1));
      default -> column(random.nextInt(width));
    };
  }
}
