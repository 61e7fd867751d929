package io.tidemark.engine.type;

/** PostgreSQL's interval: months, days and microseconds, which do not convert into each other. */
public record Interval(int months, int days, long micros) implements Comparable<Interval> {

  public static final long DAY_MICROS = 86_400_000_000L;
  private static final int MONTH_DAYS = 30;

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

  public Interval negate() {
    return new Interval(Math.negateExact(months), Math.negateExact(days), Math.negateExact(micros));
  }

  public Interval add(Interval other) {
    return new Interval(
        Math.addExact(months, other.months),
        Math.addExact(days, other.days),
        Math.addExact(micros, other.micros));
  }

  /** PostgreSQL's order, in which a month is 30 days and a day is 24 hours. */
  @Override
  public int compareTo(Interval other) {
    int byDays = Long.compare(wholeDays(), other.wholeDays());
    return byDays != 0 ? byDays : Long.compare(restMicros(), other.restMicros());
  }
}
