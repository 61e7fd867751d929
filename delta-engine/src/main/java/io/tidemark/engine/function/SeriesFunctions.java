package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Set-returning functions that are computed here: unnest, generate_series of integers,
 * generate_subscripts, string_to_table, and those of {@link JsonRows}. But for string_to_table all
 * are strict: a NULL argument gives no row.
 */
final class SeriesFunctions {

  /** Beyond it a call is refused, before it fills the memory. */
  private static final int VALUES_MAX = 10_000_000;

  private SeriesFunctions() {}

  /** The columns of one call, in wire form, of arguments that stand in a row from a place on. */
  interface Series {
    List<List<byte @Nullable []>> columns(Row arguments, int from);
  }

  /** The values of a call that gives one column. */
  interface Values {
    List<byte @Nullable []> of(Row arguments, int from);
  }

  /** How a call is computed; empty if it is not. */
  static Optional<Series> of(TableCall call) {
    Optional<Series> json = JsonRows.of(call);
    if (json.isPresent()) {
      return json;
    }
    if (!(call.function() instanceof Expression.Call function)
        || !function.function().isBuiltIn()
        || call.columns().size() != 1
        || call.columns().getFirst().oid() != function.type().oid() // a composite's only field
        || !call.definition().isEmpty()) {
      return Optional.empty();
    }
    int arguments = function.arguments().size();
    return switch (function.function().source()) {
      case "array_unnest" -> Optional.of(strict(1, SeriesFunctions::elements));
      case "multirange_unnest" -> Optional.of(strict(1, SeriesFunctions::ranges));
      case "text_to_table", "text_to_table_null" ->
          ArrayTexts.isDeterministic(function.collation())
              ? Optional.of((row, at) -> List.of(parts(row, at, arguments)))
              : Optional.empty();
      case "generate_series_int4", "generate_series_step_int4" ->
          Optional.of(strict(arguments, (row, at) -> series(row, at, arguments, 4)));
      case "generate_series_int8", "generate_series_step_int8" ->
          Optional.of(strict(arguments, (row, at) -> series(row, at, arguments, 8)));
      case "generate_subscripts", "generate_subscripts_nodir" ->
          Optional.of(strict(arguments, (row, at) -> subscripts(row, at, arguments == 3)));
      default -> Optional.empty();
    };
  }

  private static Series strict(int arguments, Values values) {
    return strict(arguments, 1, (row, from) -> List.of(values.of(row, from)));
  }

  /** What gives no row if an argument is NULL. */
  static Series strict(int arguments, int columns, Series series) {
    List<List<byte @Nullable []>> none = Collections.nCopies(columns, List.of());
    return (row, from) -> {
      for (int i = from; i < from + arguments; i++) {
        if (row.isNull(i)) {
          return none;
        }
      }
      return series.columns(row, from);
    };
  }

  /** An array's elements, row by row. */
  private static List<byte @Nullable []> elements(Row row, int column) {
    byte[] bytes = row.bytes();
    int offset = row.offset(column);
    int dimensions = (int) Bytes.INT.get(bytes, offset);
    int count = dimensions == 0 ? 0 : 1;
    for (int i = 0; i < dimensions; i++) {
      count *= (int) Bytes.INT.get(bytes, offset + 12 + 8 * i);
    }
    List<byte @Nullable []> elements = new ArrayList<>(count);
    int at = offset + 12 + 8 * dimensions;
    for (int i = 0; i < count; i++) {
      int length = (int) Bytes.INT.get(bytes, at);
      at += 4;
      if (length < 0) {
        elements.add(null);
      } else {
        byte[] element = new byte[length];
        System.arraycopy(bytes, at, element, 0, length);
        elements.add(element);
        at += length;
      }
    }
    return elements;
  }

  /** A multirange's ranges. */
  private static List<byte @Nullable []> ranges(Row row, int column) {
    List<byte @Nullable []> ranges = new ArrayList<>();
    int at = row.offset(column) + 4;
    for (int i = (int) Bytes.INT.get(row.bytes(), at - 4); i > 0; i--) {
      int length = (int) Bytes.INT.get(row.bytes(), at);
      ranges.add(Arrays.copyOfRange(row.bytes(), at + 4, at + 4 + length));
      at += 4 + length;
    }
    return ranges;
  }

  private static List<byte @Nullable []> parts(Row row, int from, int arguments) {
    if (row.isNull(from)) {
      return List.of();
    }
    List<byte @Nullable []> parts = new ArrayList<>();
    for (String part :
        ArrayTexts.split(
            row.getText(from),
            row.isNull(from + 1) ? null : row.getText(from + 1),
            arguments < 3 || row.isNull(from + 2) ? null : row.getText(from + 2))) {
      parts.add(part == null ? null : part.getBytes(StandardCharsets.UTF_8));
    }
    return parts;
  }

  private static List<byte @Nullable []> series(Row row, int from, int arguments, int width) {
    long start = integer(row, from, width);
    long stop = integer(row, from + 1, width);
    long step = arguments == 3 ? integer(row, from + 2, width) : 1;
    if (step == 0) {
      throw new EvaluationException("22023", "step size cannot equal zero");
    }
    List<byte @Nullable []> values = new ArrayList<>();
    for (long value = start; step > 0 ? value <= stop : value >= stop; ) {
      if (values.size() == VALUES_MAX) {
        throw new EvaluationException("54000", "generate_series gives too many rows");
      }
      values.add(wire(value, width));
      long next = value + step;
      if (((value ^ next) & (step ^ next)) < 0) {
        break; // PostgreSQL, too, ends where the next value does not fit
      }
      value = next;
    }
    return values;
  }

  private static List<byte @Nullable []> subscripts(Row row, int from, boolean mayReverse) {
    byte[] bytes = row.bytes();
    int offset = row.offset(from);
    int dimensions = (int) Bytes.INT.get(bytes, offset);
    long dimension = integer(row, from + 1, 4);
    if (dimension < 1 || dimension > dimensions) {
      return List.of();
    }
    int at = offset + 12 + 8 * ((int) dimension - 1);
    int length = (int) Bytes.INT.get(bytes, at);
    int lower = (int) Bytes.INT.get(bytes, at + 4);
    boolean reverse = mayReverse && bytes[row.offset(from + 2)] != 0;
    List<byte @Nullable []> values = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      values.add(wire(reverse ? lower + length - 1 - i : lower + i, 4));
    }
    return values;
  }

  private static long integer(Row row, int column, int width) {
    int at = row.offset(column);
    return width == 4
        ? (int) Bytes.INT.get(row.bytes(), at)
        : (long) Bytes.LONG.get(row.bytes(), at);
  }

  private static byte[] wire(long value, int width) {
    byte[] bytes = new byte[width];
    if (width == 4) {
      Bytes.INT.set(bytes, 0, (int) value);
    } else {
      Bytes.LONG.set(bytes, 0, value);
    }
    return bytes;
  }
}
