package io.tidemark.engine.circuit;

import io.tidemark.engine.function.Accumulator;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.WindowCall;
import io.tidemark.engine.plan.WindowFrame;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a window says, row by row and word for word: which rows are in a frame is asked of every
 * pair of rows. Ties go by the rows' bytes.
 */
final class BatchWindow {

  private final Plan.Window plan;
  private final Expressions expressions = new IntegerExpressions();
  private List<Row> rows = List.of(); // of the partition at hand, in order
  private int[] groups = {}; // of peers, by row

  BatchWindow(Plan.Window plan) {
    this.plan = plan;
  }

  Bag evaluate(Bag input) {
    RowMapper partition = expressions.mapper(plan.partitionKeys());
    KeyFunction order = expressions.order(plan.sortKeys());
    TreeMap<Row, List<Row>> partitions = new TreeMap<>();
    input.forEach((row, weight) -> {
      for (long copy = 0; copy < weight; copy++) {
        partitions.computeIfAbsent(partition.map(row), _ -> new ArrayList<>()).add(row);
      }
    });
    Bag output = new Bag();
    for (List<Row> members : partitions.values()) {
      members.sort(
          Comparator.<Row, Row>comparing(row -> Row.wrap(order.keyOf(row)))
              .thenComparing(Comparator.naturalOrder()));
      rows = members;
      groups = new int[rows.size()];
      for (int i = 1; i < groups.length; i++) {
        boolean peers = Arrays.equals(order.keyOf(rows.get(i)), order.keyOf(rows.get(i - 1)));
        groups[i] = groups[i - 1] + (peers ? 0 : 1);
      }
      for (int i = 0; i < rows.size(); i++) {
        RowBuilder values = new RowBuilder(plan.calls().size());
        for (WindowCall call : plan.calls()) {
          append(call, i, values);
        }
        output.plus(rows.get(i).concat(values.build()), 1);
      }
    }
    return output;
  }

  private void append(WindowCall call, int row, RowBuilder target) {
    if (call.isAggregate()) {
      aggregate(call, row, target);
      return;
    }
    int size = rows.size();
    int smaller = (int) Arrays.stream(groups).filter(group -> group < groups[row]).count();
    int notGreater = (int) Arrays.stream(groups).filter(group -> group <= groups[row]).count();
    switch (call.function().source()) {
      case "window_row_number" -> target.addLong(row + 1);
      case "window_rank" -> target.addLong(smaller + 1);
      case "window_dense_rank" -> target.addLong(groups[row] + 1);
      case "window_percent_rank" -> add(size == 1 ? 0 : (double) smaller / (size - 1), target);
      case "window_cume_dist" -> add((double) notGreater / size, target);
      case "window_ntile" -> {
        int tiles = Objects.requireNonNull(value(call.arguments().getFirst(), row));
        List<Integer> tileOfRow = new ArrayList<>();
        for (int tile = 0; tile < tiles; tile++) {
          for (int i = 0; i < size / tiles + (tile < size % tiles ? 1 : 0); i++) {
            tileOfRow.add(tile + 1);
          }
        }
        target.addInt(tileOfRow.get(row));
      }
      case "window_lag_with_offset_and_default", "window_lead_with_offset" -> {
        Integer offset = value(call.arguments().get(1), row);
        int sign = call.function().source().contains("lag") ? -1 : 1;
        int other = offset == null ? row : row + sign * offset;
        boolean exists = other >= 0 && other < size;
        Integer value =
            offset == null
                ? null
                : exists
                    ? value(call.arguments().getFirst(), other)
                    : call.arguments().size() < 3 ? null : value(call.arguments().get(2), row);
        add(value, target);
      }
      case "window_first_value" -> ofFrame(call, row, 0, target);
      case "window_last_value" -> ofFrame(call, row, -1, target);
      case "window_nth_value" -> {
        Integer number = value(call.arguments().get(1), row);
        if (number == null) {
          target.addNull();
        } else {
          ofFrame(call, row, number - 1, target);
        }
      }
      default -> throw new IllegalArgumentException(call.toString());
    }
  }

  private void ofFrame(WindowCall call, int row, int index, RowBuilder target) {
    List<Integer> frame = frame(call.frame(), row);
    int wanted = index < 0 ? frame.size() - 1 : index;
    boolean exists = wanted >= 0 && wanted < frame.size();
    add(exists ? value(call.arguments().getFirst(), frame.get(wanted)) : null, target);
  }

  private void aggregate(WindowCall call, int row, RowBuilder target) {
    RowMapper arguments = expressions.mapper(call.arguments());
    List<Row> fed =
        frame(call.frame(), row).stream()
            .map(rows::get)
            .filter(member ->
                call.filter() == null || expressions.predicate(call.filter()).test(member))
            .map(arguments::map)
            .toList();
    if (expressions.isExtreme(call.overGroup())) {
      Comparator<Integer> order = Comparator.naturalOrder();
      Integer extreme =
          fed.stream()
              .filter(argument -> !argument.isNull(0))
              .map(argument -> argument.getInt(0))
              .max(expressions.isGreatest(call.overGroup()) ? order : order.reversed())
              .orElse(null);
      add(extreme, target);
      return;
    }
    Accumulator accumulator = expressions.accumulator(call.overGroup());
    fed.forEach(argument -> accumulator.add(argument, 1));
    accumulator.result(target);
  }

  private List<Integer> frame(WindowFrame frame, int row) {
    List<Integer> members = new ArrayList<>();
    for (int other = 0; other < rows.size(); other++) {
      boolean excluded =
          switch (frame.exclusion()) {
            case NO_OTHERS -> false;
            case CURRENT_ROW -> other == row;
            case GROUP -> groups[other] == groups[row];
            case TIES -> groups[other] == groups[row] && other != row;
          };
      if (!excluded
          && isWithin(frame, frame.from(), row, other, 1)
          && isWithin(frame, frame.to(), row, other, -1)) {
        members.add(other);
      }
    }
    return members;
  }

  /** Whether a row is not before the beginning of another's frame; with −1, not behind its end. */
  private boolean isWithin(
      WindowFrame frame, WindowFrame.Bound bound, int row, int other, int sign) {
    int distance =
        bound.offset() == null
            ? 0
            : frame.mode() == WindowFrame.Mode.RANGE
                ? value(bound.offset(), row)
                : (int) (long) Bytes.LONG.get(((Expression.Constant) bound.offset()).value(), 0);
    int signed = bound.kind() == WindowFrame.Bound.Kind.PRECEDING ? -distance : distance;
    return switch (bound.kind()) {
      case UNBOUNDED_PRECEDING, UNBOUNDED_FOLLOWING -> true;
      case PRECEDING, CURRENT_ROW, FOLLOWING ->
          switch (frame.mode()) {
            case ROWS -> sign * (other - row - signed) >= 0;
            case GROUPS -> sign * (groups[other] - groups[row] - signed) >= 0;
            case RANGE ->
                bound.offset() == null
                    ? sign * (groups[other] - groups[row]) >= 0
                    : isInRange(row, other, signed, sign);
          };
    };
  }

  private boolean isInRange(int row, int other, int signed, int sign) {
    SortKey key = plan.sortKeys().getFirst();
    Integer own = value(key.expression(), row);
    Integer others = value(key.expression(), other);
    if (own == null || others == null) { // NULLs are peers, and their place is one of the ends
      return sign * (groups[other] - groups[row]) >= 0;
    }
    return sign * ((key.descending() ? -1 : 1) * (others - own) - signed) >= 0;
  }

  private @Nullable Integer value(Expression expression, int row) {
    Row value = expressions.mapper(List.of(expression)).map(rows.get(row));
    return value.isNull(0) ? null : (Integer) value.getInt(0);
  }

  private static void add(@Nullable Integer value, RowBuilder target) {
    if (value == null) {
      target.addNull();
    } else {
      target.addInt(value);
    }
  }

  private static void add(double value, RowBuilder target) {
    target.addLong(Double.doubleToLongBits(value));
  }
}
