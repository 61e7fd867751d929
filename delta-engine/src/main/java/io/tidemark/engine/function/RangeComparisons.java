package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.TimeTz;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The in_range functions: whether a value is not beyond (or not before) what lies at a distance
 * from another, which {@link RangeOffset} knows.
 */
final class RangeComparisons {

  private RangeComparisons() {}

  static void register(FunctionLibrary library) {
    for (String types :
        List.of(
            "int2_int2",
            "int2_int4",
            "int2_int8",
            "int4_int2",
            "int4_int4",
            "int4_int8",
            "int8_int8")) {
      register(
          library,
          "in_range_" + types,
          value -> ((Number) value).longValue(),
          Comparator.comparingLong(value -> (Long) value));
    }
    for (String types : List.of("float4_float8", "float8_float8")) {
      register(
          library,
          "in_range_" + types,
          UnaryOperator.identity(),
          (a, b) -> FloatFunctions.compare((Number) a, (Number) b));
    }
    register(
        library,
        "in_range_numeric_numeric",
        UnaryOperator.identity(),
        (a, b) -> ((PgNumeric) a).compareTo((PgNumeric) b));
    register(
        library,
        "in_range_interval_interval",
        UnaryOperator.identity(),
        (a, b) -> ((Interval) a).compareTo((Interval) b));
    for (String source : List.of("in_range_timestamp_interval", "in_range_time_interval")) {
      register(
          library,
          source,
          UnaryOperator.identity(),
          Comparator.comparingLong(value -> (Long) value));
    }
    library.before(17).nary("in_range_time_interval", RangeComparisons::isTimeInRangeUnchecked);
    register(
        library,
        "in_range_date_interval",
        value -> {
          Calendar.timestamp((Integer) value); // PostgreSQL compares timestamps
          return value;
        },
        Comparator.comparingInt(value -> (Integer) value));
    library.nary("in_range_timetz_interval", arguments -> isTimeTzInRange(arguments, true));
    library
        .before(17)
        .nary("in_range_timetz_interval", arguments -> isTimeTzInRange(arguments, false));
  }

  private static void register(
      FunctionLibrary library,
      String source,
      UnaryOperator<Object> form,
      Comparator<Object> order) {
    library.nary(
        source,
        arguments -> {
          Object value = form.apply(FunctionLibrary.argument(arguments, 0));
          Object base = FunctionLibrary.argument(arguments, 1);
          boolean subtract = FunctionLibrary.<Boolean>argument(arguments, 3);
          boolean less = FunctionLibrary.<Boolean>argument(arguments, 4);
          Object bound =
              RangeOffset.of(source, FunctionLibrary.argument(arguments, 2), subtract, less)
                  .apply(base);
          if (bound instanceof RangeOffset.Beyond beyond) {
            return (beyond == RangeOffset.Beyond.ABOVE) == less;
          }
          int comparison = order.compare(value, bound);
          return less ? comparison <= 0 : comparison >= 0;
        });
  }

  /** The older majors let the sum wrap. */
  private static boolean isTimeInRangeUnchecked(@Nullable Object[] arguments) {
    long value = FunctionLibrary.<Long>argument(arguments, 0);
    long base = FunctionLibrary.<Long>argument(arguments, 1);
    long offset = FunctionLibrary.<Interval>argument(arguments, 2).micros();
    boolean less = FunctionLibrary.<Boolean>argument(arguments, 4);
    if (offset < 0) {
      throw invalidOffset();
    }
    long moved = FunctionLibrary.<Boolean>argument(arguments, 3) ? base - offset : base + offset;
    return less ? value <= moved : value >= moved;
  }

  private static boolean isTimeTzInRange(@Nullable Object[] arguments, boolean checked) {
    TimeTz value = FunctionLibrary.argument(arguments, 0);
    TimeTz base = FunctionLibrary.argument(arguments, 1);
    long offset = FunctionLibrary.<Interval>argument(arguments, 2).micros();
    boolean subtract = FunctionLibrary.<Boolean>argument(arguments, 3);
    boolean less = FunctionLibrary.<Boolean>argument(arguments, 4);
    if (offset < 0) {
      throw invalidOffset();
    }
    long moved = subtract ? base.micros() - offset : base.micros() + offset;
    if (checked && !subtract && moved < base.micros()) {
      return less; // beyond every time
    }
    int comparison = value.compareTo(new TimeTz(moved, base.zone()));
    return less ? comparison <= 0 : comparison >= 0;
  }

  static EvaluationException invalidOffset() {
    return new EvaluationException(
        "22013", "invalid preceding or following size in window function");
  }
}
