package io.tidemark.engine.function;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgNumeric;
import java.util.function.UnaryOperator;

/**
 * What {@code RANGE n PRECEDING} and {@code FOLLOWING} mean for a type, as its in_range function
 * says: the value at a distance from a row's own, with which the values of other rows are compared.
 * The distance may lead beyond the type's values, which is no error.
 */
public final class RangeOffset {

  /** What is no value of the type, though it is in the order of them. */
  public enum Beyond {
    /** Smaller than any value. */
    BELOW,
    /** Greater than any value. */
    ABOVE
  }

  private static final Interval NO_TIME = new Interval(0, 0, 0);

  private RangeOffset() {}

  /**
   * The value at a distance from another, or what is {@link Beyond} all: rows are in range whose
   * value is not greater than it, or not smaller. Integers come as Long, reals as Double.
   *
   * @param offset not null
   * @param subtract whether the distance is taken downwards
   * @param upper whether what is in range is not greater than the result, else not smaller
   */
  public static UnaryOperator<Object> of(
      Function inRange, Object offset, boolean subtract, boolean upper) {
    if (!inRange.isBuiltIn()) {
      throw unsupported(inRange.source());
    }
    return of(inRange.source(), offset, subtract, upper);
  }

  static UnaryOperator<Object> of(String inRange, Object offset, boolean subtract, boolean upper) {
    return switch (inRange) {
      case "in_range_int2_int2",
          "in_range_int2_int4",
          "in_range_int2_int8",
          "in_range_int4_int2",
          "in_range_int4_int4",
          "in_range_int4_int8",
          "in_range_int8_int8" ->
          integer(((Number) offset).longValue(), subtract);
      case "in_range_float4_float8", "in_range_float8_float8" ->
          real(((Number) offset).doubleValue(), subtract, upper);
      case "in_range_numeric_numeric" -> numeric((PgNumeric) offset, subtract, upper);
      case "in_range_timestamp_interval" -> timestamp((Interval) offset, subtract, upper);
      case "in_range_timestamptz_interval" -> {
        Interval interval = (Interval) offset;
        if (interval.months() != 0 || interval.days() != 0) {
          throw new UnsupportedQueryException(
              "RANGE over timestamptz by days or months depends on the session's time zone",
              "Write the distance in hours.");
        }
        yield timestamp(interval, subtract, upper);
      }
      case "in_range_date_interval" -> {
        UnaryOperator<Object> instant = timestamp((Interval) offset, subtract, upper);
        yield day -> date(instant.apply(Calendar.timestamp((Integer) day)), upper);
      }
      case "in_range_time_interval" -> time((Interval) offset, subtract);
      case "in_range_interval_interval" -> interval((Interval) offset, subtract, upper);
      default -> throw unsupported(inRange);
    };
  }

  private static UnsupportedQueryException unsupported(String inRange) {
    return new UnsupportedQueryException(
        "RANGE with an offset over this type (%s) is not known".formatted(inRange),
        "Order by a number, a date or a timestamp, or use ROWS or GROUPS.");
  }

  private static void check(boolean valid) {
    if (!valid) {
      throw RangeComparisons.invalidOffset();
    }
  }

  private static UnaryOperator<Object> integer(long offset, boolean subtract) {
    return base -> {
      check(offset >= 0);
      long value = ((Number) base).longValue();
      long moved = subtract ? value - offset : value + offset;
      if (subtract) {
        return moved > value ? Beyond.BELOW : moved;
      }
      return moved < value ? Beyond.ABOVE : moved;
    };
  }

  private static UnaryOperator<Object> real(double offset, boolean subtract, boolean upper) {
    return base -> {
      check(offset >= 0); // not of NaN
      double value = ((Number) base).doubleValue();
      double moved = subtract ? value - offset : value + offset;
      if (Double.isNaN(moved) && !Double.isNaN(value)) { // from one infinity to the other
        return upper ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      }
      return moved;
    };
  }

  private static UnaryOperator<Object> numeric(PgNumeric offset, boolean subtract, boolean upper) {
    return base -> {
      check(offset.kind() != PgNumeric.Kind.NAN && offset.signum() >= 0);
      PgNumeric value = (PgNumeric) base;
      PgNumeric moved = subtract ? value.subtract(offset) : value.add(offset);
      if (moved.kind() == PgNumeric.Kind.NAN && value.kind() != PgNumeric.Kind.NAN) {
        return upper ? PgNumeric.POSITIVE_INFINITY : PgNumeric.NEGATIVE_INFINITY;
      }
      return moved;
    };
  }

  private static UnaryOperator<Object> timestamp(Interval offset, boolean subtract, boolean upper) {
    return base -> {
      check(offset.signum() >= 0);
      long value = (Long) base;
      if (offset.isInfinite() && value == (subtract ? Long.MAX_VALUE : Long.MIN_VALUE)) {
        return upper ? Beyond.ABOVE : Beyond.BELOW;
      }
      return Calendar.plus(value, subtract ? offset.negate() : offset);
    };
  }

  /** The last day that does not begin after an instant, or the first that does not before. */
  private static Object date(Object instant, boolean upper) {
    if (!(instant instanceof Long micros)) {
      return instant;
    }
    if (Calendar.isInfinite(micros)) {
      return micros > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE;
    }
    return (int) (upper ? Math.floorDiv(micros, Calendar.DAY) : Math.ceilDiv(micros, Calendar.DAY));
  }

  /** Only the interval's time counts, and it does not go around midnight. */
  private static UnaryOperator<Object> time(Interval offset, boolean subtract) {
    return base -> {
      check(offset.micros() >= 0);
      long value = (Long) base;
      long moved = subtract ? value - offset.micros() : value + offset.micros();
      return moved < value && !subtract ? Beyond.ABOVE : (Object) moved;
    };
  }

  private static UnaryOperator<Object> interval(Interval offset, boolean subtract, boolean upper) {
    return base -> {
      check(offset.compareTo(NO_TIME) >= 0);
      Interval value = (Interval) base;
      if (offset.isInfinite()
          && value.equals(subtract ? Interval.INFINITY : Interval.MINUS_INFINITY)) {
        return upper ? Beyond.ABOVE : Beyond.BELOW;
      }
      return subtract ? value.subtract(offset) : value.add(offset);
    };
  }
}
