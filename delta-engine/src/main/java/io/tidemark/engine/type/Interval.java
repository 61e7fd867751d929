package io.tidemark.engine.type;

import io.tidemark.engine.EvaluationException;

/**
 * PostgreSQL's interval: months, days and microseconds, which do not convert into each other. The
 * infinities, known since PostgreSQL 17, have every field extreme.
 */
public record Interval(int months, int days, long micros) implements Comparable<Interval> {

  public static final long DAY_MICROS = 86_400_000_000L;

  public static final Interval INFINITY =
      new Interval(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);
  public static final Interval MINUS_INFINITY =
      new Interval(Integer.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE);

  private static final int MONTH_DAYS = 30;
  private static final double DAY_SECONDS = 86_400;
  private static final double SECOND_MICROS = 1e6;

  /** The error of any overflow. */
  public static EvaluationException outOfRange() {
    return new EvaluationException("22008", "interval out of range");
  }

  public boolean isInfinite() {
    return equals(INFINITY) || equals(MINUS_INFINITY);
  }

  /**
   * Whole days of 24 hours, months being 30 of them: what comparison goes by, with {@link
   * #restMicros}.
   */
  long wholeDays() {
    return (long) months * MONTH_DAYS + days + Math.floorDiv(micros, DAY_MICROS);
  }

  /** Microseconds beyond {@link #wholeDays}, never negative. */
  long restMicros() {
    return Math.floorMod(micros, DAY_MICROS);
  }

  /** The sign by the order of intervals. */
  public int signum() {
    return compareTo(new Interval(0, 0, 0));
  }

  public Interval negate() {
    if (isInfinite()) {
      return equals(INFINITY) ? MINUS_INFINITY : INFINITY;
    }
    try {
      return finite(Math.negateExact(months), Math.negateExact(days), Math.negateExact(micros));
    } catch (ArithmeticException overflow) {
      throw outOfRange();
    }
  }

  public Interval add(Interval other) {
    if (isInfinite() || other.isInfinite()) {
      if (isInfinite() && other.isInfinite() && !equals(other)) {
        throw outOfRange();
      }
      return isInfinite() ? this : other;
    }
    try {
      return finite(
          Math.addExact(months, other.months),
          Math.addExact(days, other.days),
          Math.addExact(micros, other.micros));
    } catch (ArithmeticException overflow) {
      throw outOfRange();
    }
  }

  public Interval subtract(Interval other) {
    if (isInfinite() || other.isInfinite()) {
      if (equals(other)) {
        throw outOfRange();
      }
      return isInfinite() ? this : other.negate();
    }
    try {
      return finite(
          Math.subtractExact(months, other.months),
          Math.subtractExact(days, other.days),
          Math.subtractExact(micros, other.micros));
    } catch (ArithmeticException overflow) {
      throw outOfRange();
    }
  }

  /** interval_mul: fractions of months become days, of days seconds. */
  public Interval multiply(double factor) {
    if (Double.isNaN(factor)) {
      throw outOfRange();
    }
    if (isInfinite() || Double.isInfinite(factor)) {
      double sign = signum() * Math.signum(factor);
      if (sign == 0) {
        throw outOfRange();
      }
      return sign > 0 ? INFINITY : MINUS_INFINITY;
    }
    return cascade(months * factor, days * factor, micros * factor);
  }

  /** interval_div. */
  public Interval divide(double divisor) {
    if (divisor == 0) {
      throw new EvaluationException("22012", "division by zero");
    }
    if (Double.isNaN(divisor) || (isInfinite() && Double.isInfinite(divisor))) {
      throw outOfRange();
    }
    if (isInfinite()) {
      return divisor < 0 ? negate() : this;
    }
    return cascade(months / divisor, days / divisor, micros / divisor);
  }

  private static Interval cascade(double exactMonths, double exactDays, double exactMicros) {
    int wholeMonths = toInt(exactMonths);
    int wholeDays = toInt(exactDays);
    double dayRest = toMicros((exactMonths - wholeMonths) * MONTH_DAYS);
    double secondRest = toMicros((exactDays - wholeDays + dayRest - (int) dayRest) * DAY_SECONDS);
    try {
      if (Math.abs(secondRest) >= DAY_SECONDS) {
        int extra = (int) (secondRest / DAY_SECONDS);
        wholeDays = Math.addExact(wholeDays, extra);
        secondRest -= extra * DAY_SECONDS;
      }
      wholeDays = Math.addExact(wholeDays, (int) dayRest);
    } catch (ArithmeticException overflow) {
      throw outOfRange();
    }
    double total = Math.rint(exactMicros + secondRest * SECOND_MICROS);
    if (Double.isNaN(total) || total < Long.MIN_VALUE || total >= -(double) Long.MIN_VALUE) {
      throw outOfRange();
    }
    return finite(wholeMonths, wholeDays, (long) total);
  }

  /** Rounded to a multiple of a millionth. */
  private static double toMicros(double value) {
    return Math.rint(value * SECOND_MICROS) / SECOND_MICROS;
  }

  private static int toInt(double value) {
    if (Double.isNaN(value) || value < Integer.MIN_VALUE || value >= -(double) Integer.MIN_VALUE) {
      throw outOfRange();
    }
    return (int) value;
  }

  private static Interval finite(int months, int days, long micros) {
    Interval result = new Interval(months, days, micros);
    if (result.isInfinite()) {
      throw outOfRange();
    }
    return result;
  }

  /** PostgreSQL's order, in which a month is 30 days and a day is 24 hours. */
  @Override
  public int compareTo(Interval other) {
    int byDays = Long.compare(wholeDays(), other.wholeDays());
    return byDays != 0 ? byDays : Long.compare(restMicros(), other.restMicros());
  }
}
