package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgNumeric;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Functions and operators of timestamp, and of timestamptz where they do not depend on the
 * session's time zone (timestamp.c). Both are microseconds since 2000-01-01, timestamptz in UTC.
 */
final class TimestampFunctions {

  private static final String TYPE = "timestamp without time zone";

  private static final String INTERVAL_PLUS_TIMESTAMP = FunctionLibrary.oid(2548); // written in SQL

  private TimestampFunctions() {}

  static void register(FunctionLibrary library) {
    library.wordOrder("timestamp_", Word.INT8); // timestamptz's have the same sources
    library.word("timestamp_finite", Word.BOOL, t -> Calendar.isInfinite(t) ? 0 : 1);
    library.word("timestamp_date", Word.INT4, TimestampFunctions::date);
    library.<Long>unary(
        "timestamp_time", t -> Calendar.isInfinite(t) ? null : (Long) Calendar.timeOf(t));
    library.<Long, Interval>binary("timestamp_pl_interval", Calendar::plus);
    library.<Interval, Long>binary(INTERVAL_PLUS_TIMESTAMP, (i, t) -> Calendar.plus(t, i));
    library.<Long, Interval>binary("timestamp_mi_interval", (t, i) -> Calendar.plus(t, i.negate()));
    library
        .before(17)
        .<Long, Interval>binary(
            "timestamp_mi_interval",
            (t, i) -> Calendar.isInfinite(t) ? t : Calendar.plus(t, i.negate()));
    library.<Long, Long>binary("timestamp_mi", TimestampFunctions::difference);
    library
        .before(17)
        .<Long, Long>binary("timestamp_mi", TimestampFunctions::differenceWithoutInfinity);
    library.<Long, Long>binary("timestamp_age", TimestampFunctions::age);
    library.before(17).<Long, Long>binary("timestamp_age", TimestampFunctions::finiteAge);
    library.<String, Long>binary("extract_timestamp", TimestampFunctions::extract);
    library.<String, Long>binary("timestamp_part", TimestampFunctions::part);
    library.<String, Long>binary("timestamp_trunc", TimestampFunctions::truncate);
    library
        .before(18)
        .<String, Long>binary(
            "timestamp_trunc", (u, t) -> Calendar.isInfinite(t) ? t : truncate(u, t));
    for (String source : new String[] {"timestamp_bin", "timestamptz_bin"}) {
      library.<Interval, Long, Long>ternary(source, TimestampFunctions::bin);
    }
    for (String source : new String[] {"timestamp_scale", "timestamptz_scale"}) {
      library.<Long, Integer>binary(source, TimestampFunctions::round);
    }
    for (String source : new String[] {"tsrange_subdiff", "tstzrange_subdiff"}) {
      library.<Long, Long>binary(source, (a, b) -> ((double) a - (double) b) / Calendar.SECOND);
    }
    library.nary("make_timestamp", TimestampFunctions::make);
    library.<Interval, Long>binary("timestamptz_izone", (z, t) -> shift(t, z, 1));
    library.<Interval, Long>binary("timestamp_izone", (z, t) -> shift(t, z, -1));
    library.<Double>unary("float8_timestamptz", TimestampFunctions::ofUnixSeconds);
  }

  private static int date(long micros) {
    return Calendar.isInfinite(micros)
        ? micros > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE
        : (int) Math.floorDiv(micros, Calendar.DAY);
  }

  /** Days and a time of the same sign, as interval_justify_hours leaves them. */
  private static Interval difference(long a, long b) {
    if (Calendar.isInfinite(a) || Calendar.isInfinite(b)) {
      return infiniteDifference(a, b);
    }
    try {
      return days(Math.subtractExact(a, b));
    } catch (ArithmeticException overflow) {
      throw Interval.outOfRange();
    }
  }

  static Interval infiniteDifference(long a, long b) {
    if (a == b) {
      throw Interval.outOfRange();
    }
    return a == Long.MAX_VALUE || b == Long.MIN_VALUE ? Interval.INFINITY : Interval.MINUS_INFINITY;
  }

  private static Interval differenceWithoutInfinity(long a, long b) {
    if (Calendar.isInfinite(a) || Calendar.isInfinite(b)) {
      throw new EvaluationException("22008", "cannot subtract infinite timestamps");
    }
    return days(a - b); // the older majors let it wrap
  }

  private static Interval days(long micros) {
    return new Interval(0, (int) (micros / Calendar.DAY), micros % Calendar.DAY);
  }

  private static Interval age(long a, long b) {
    return Calendar.isInfinite(a) || Calendar.isInfinite(b)
        ? infiniteDifference(a, b)
        : finiteAge(a, b);
  }

  /** Years, months, days and time between; a borrowed month has the days of the earlier month. */
  private static Interval finiteAge(long a, long b) {
    if (Calendar.isInfinite(a) || Calendar.isInfinite(b)) {
      throw Calendar.timestampOutOfRange();
    }
    return a < b ? between(b, a).negate() : between(a, b);
  }

  /**
   * Years, months, days and time from one time to another. The later one may have the earlier local
   * time, where clocks are set back.
   */
  static Interval between(long later, long earlier) {
    LocalDate late = Calendar.dateOf(later);
    LocalDate early = Calendar.dateOf(earlier);
    long time = Calendar.timeOf(later) - Calendar.timeOf(earlier);
    int days = late.getDayOfMonth() - early.getDayOfMonth();
    int months =
        (late.getYear() - early.getYear()) * 12 + late.getMonthValue() - early.getMonthValue();
    if (time < 0) {
      time += Calendar.DAY;
      days--;
    }
    while (days < 0) {
      days += early.lengthOfMonth();
      months--;
    }
    return new Interval(months, days, time);
  }

  private static long round(long micros, int precision) {
    return Calendar.isInfinite(micros) ? micros : Calendar.round(micros, precision);
  }

  /** The infinite value of a field, or null for NULL. */
  private static @Nullable PgNumeric ofInfinity(DateTimeField field, long micros) {
    return !field.isMonotonic()
        ? null
        : micros > 0 ? PgNumeric.POSITIVE_INFINITY : PgNumeric.NEGATIVE_INFINITY;
  }

  static @Nullable PgNumeric extract(String name, long micros) {
    DateTimeField field = DateTimeField.of(name, TYPE);
    if (Calendar.isInfinite(micros)) {
      return ofInfinity(field, micros);
    }
    long time = Calendar.timeOf(micros);
    PgNumeric ofTime = Calendar.timeField(field, time);
    if (ofTime != null) {
      return ofTime;
    }
    if (field.isTimeZone()) {
      throw DateTimeField.unsupported(name, TYPE);
    }
    LocalDate date = Calendar.dateOf(micros);
    return switch (field) {
      case EPOCH -> epoch(micros);
      case JULIAN ->
          PgNumeric.of(Calendar.field(field, date))
              .add(PgNumeric.of(time).divide(PgNumeric.of(Calendar.DAY)));
      default -> PgNumeric.of(Calendar.field(field, date));
    };
  }

  /** Exact but near the end of the range, where PostgreSQL divides and so rounds. */
  private static PgNumeric epoch(long micros) {
    BigDecimal exact =
        BigDecimal.valueOf(micros, 6).add(BigDecimal.valueOf(Calendar.UNIX_SECONDS_OF_EPOCH));
    if (micros < Long.MAX_VALUE - Calendar.UNIX_SECONDS_OF_EPOCH * Calendar.SECOND) {
      return PgNumeric.of(exact);
    }
    return PgNumeric.of(exact.movePointRight(6).setScale(0))
        .divide(PgNumeric.of(Calendar.SECOND))
        .round(6, RoundingMode.HALF_UP);
  }

  static @Nullable Double part(String name, long micros) {
    DateTimeField field = DateTimeField.of(name, TYPE);
    if (!Calendar.isInfinite(micros)) {
      long time = Calendar.timeOf(micros);
      long second = time % Calendar.MINUTE / Calendar.SECOND;
      long fraction = time % Calendar.SECOND;
      switch (field) {
        case MILLISECONDS -> {
          return second * 1000.0 + fraction / 1000.0;
        }
        case SECOND -> {
          return second + fraction / 1_000_000.0;
        }
        case EPOCH -> {
          long epoch = -Calendar.UNIX_SECONDS_OF_EPOCH * Calendar.SECOND;
          return micros < Long.MAX_VALUE + epoch
              ? (micros - epoch) / 1_000_000.0
              : ((double) micros - epoch) / 1_000_000.0;
        }
        case JULIAN -> {
          long seconds = time / Calendar.SECOND;
          return Calendar.field(field, Calendar.dateOf(micros))
              + (seconds + fraction / 1_000_000.0) / 86_400.0;
        }
        default -> {}
      }
    }
    PgNumeric value = extract(name, micros);
    return value == null ? null : (Double) FloatFunctions.toDouble(value);
  }

  static long truncate(String name, long micros) {
    DateTimeField unit = unit(name, TYPE);
    if (Calendar.isInfinite(micros)) {
      return micros;
    }
    return Calendar.checkedTimestamp(start(unit, micros));
  }

  /** A unit that a time can be cut down to. */
  static DateTimeField unit(String name, String type) {
    DateTimeField unit = DateTimeField.unit(name, type);
    if (unit.isTimeZone()) {
      throw DateTimeField.unsupported(name, type);
    }
    return unit;
  }

  /** The beginning of the unit that a time is in, which may be just outside of the range. */
  static long start(DateTimeField unit, long micros) {
    if (unit.compareTo(DateTimeField.DAY) <= 0) {
      long size = Calendar.size(unit);
      return Math.floorDiv(micros, size) * size;
    }
    try {
      long days = Calendar.days(Calendar.start(unit, Calendar.dateOf(micros)));
      return Math.multiplyExact(days, Calendar.DAY);
    } catch (ArithmeticException overflow) {
      throw Calendar.timestampOutOfRange();
    }
  }

  private static long bin(Interval stride, long micros, long origin) {
    if (Calendar.isInfinite(micros)) {
      return micros;
    }
    if (Calendar.isInfinite(origin)) {
      throw new EvaluationException("22008", "origin out of range");
    }
    if (stride.isInfinite()) {
      throw new EvaluationException("22008", "timestamps cannot be binned into infinite intervals");
    }
    if (stride.months() != 0) {
      throw new EvaluationException(
          "0A000", "timestamps cannot be binned into intervals containing months or years");
    }
    try {
      long width = Math.addExact(Math.multiplyExact(stride.days(), Calendar.DAY), stride.micros());
      if (width <= 0) {
        throw new EvaluationException("22008", "stride must be greater than zero");
      }
      long distance = Math.subtractExact(micros, origin);
      long rest = distance % width;
      long start = origin + (distance - rest);
      return rest < 0 ? Calendar.checkedTimestamp(Math.subtractExact(start, width)) : start;
    } catch (ArithmeticException overflow) {
      throw Interval.outOfRange();
    }
  }

  static long make(@Nullable Object[] fields) {
    int year = FunctionLibrary.<Integer>argument(fields, 0);
    int month = FunctionLibrary.<Integer>argument(fields, 1);
    int day = FunctionLibrary.<Integer>argument(fields, 2);
    LocalDate date;
    try {
      if (year == 0) {
        throw new java.time.DateTimeException("year 0");
      }
      date = LocalDate.of(year < 0 ? year + 1 : year, month, day);
    } catch (java.time.DateTimeException invalid) {
      throw new EvaluationException(
          "22008", "date field value out of range: %d-%02d-%02d".formatted(year, month, day));
    }
    long time =
        TimeFunctions.make(
            FunctionLibrary.<Integer>argument(fields, 3),
            FunctionLibrary.<Integer>argument(fields, 4),
            FunctionLibrary.<Double>argument(fields, 5));
    return Calendar.timestamp(date, time);
  }

  /** Microseconds east of UTC of a zone that is an interval. */
  static long zone(Interval zone) {
    if (zone.isInfinite()) {
      throw new EvaluationException("22023", "interval time zone must not be infinite");
    }
    if (zone.months() != 0 || zone.days() != 0) {
      throw new EvaluationException("22023", "interval time zone must not include months or days");
    }
    return zone.micros() / Calendar.SECOND * Calendar.SECOND;
  }

  private static long shift(long micros, Interval zone, int direction) {
    if (Calendar.isInfinite(micros)) {
      return micros;
    }
    long by = direction * zone(zone);
    long moved = micros + by;
    if (((micros ^ moved) & (by ^ moved)) < 0) {
      throw Calendar.timestampOutOfRange();
    }
    return Calendar.checkedTimestamp(moved);
  }

  private static long ofUnixSeconds(double seconds) {
    if (Double.isNaN(seconds)) {
      throw new EvaluationException("22008", "timestamp cannot be NaN");
    }
    if (Double.isInfinite(seconds)) {
      return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    double since = seconds - Calendar.UNIX_SECONDS_OF_EPOCH;
    double micros = Math.rint(since * 1_000_000.0);
    if (micros < Long.MIN_VALUE || micros >= -(double) Long.MIN_VALUE) {
      throw new EvaluationException("22008", "timestamp out of range: \"" + seconds + "\"");
    }
    return Calendar.checkedTimestamp((long) micros);
  }
}
