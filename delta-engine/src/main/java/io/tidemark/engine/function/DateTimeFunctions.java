package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgNumeric;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;

/**
 * Functions and operators of date, timestamp, timestamptz, time and interval that do not depend on
 * the session's time zone (date.c, timestamp.c). Dates are days and times microseconds since
 * 2000-01-01; the extreme values are the infinities.
 */
final class DateTimeFunctions {

  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
  private static final long UNIX_EPOCH_SECONDS = 946_684_800L;
  private static final int DATE_PART_DATE = 1384; // date_part(text, date), written in SQL
  private static final long DAY = Interval.DAY_MICROS;
  private static final long SECOND = 1_000_000L;

  private DateTimeFunctions() {}

  static void register(FunctionLibrary library) {
    library.<Integer, Integer>comparisons("date_", Integer::compare);
    library.<Long, Long>comparisons("timestamp_", Long::compare);
    library.<Long, Long>comparisons("time_", Long::compare);
    library.<Interval, Interval>comparisons("interval_", Interval::compareTo);
    crossComparisons(library);
    library.<Integer, Integer>binary("date_pli", DateTimeFunctions::plusDays);
    library.<Integer, Integer>binary("date_mii", (d, n) -> plusDays(d, Math.negateExact(n)));
    library.<Integer, Integer>binary("date_mi", DateTimeFunctions::daysBetween);
    library.<Integer>unary("date_timestamp", DateTimeFunctions::timestamp);
    library.<Long>unary("timestamp_date", DateTimeFunctions::date);
    library.<Integer, Interval>binary("date_pl_interval", (d, i) -> plus(timestamp(d), i));
    library.<Integer, Interval>binary("date_mi_interval", (d, i) -> plus(timestamp(d), i.negate()));
    library.<Long, Interval>binary("timestamp_pl_interval", DateTimeFunctions::plus);
    library.<Long, Interval>binary("timestamp_mi_interval", (t, i) -> plus(t, i.negate()));
    library.<Long, Long>binary("timestamp_mi", DateTimeFunctions::difference);
    library.<Interval, Interval>binary("interval_pl", Interval::add);
    library.<Interval, Interval>binary("interval_mi", (a, b) -> a.add(b.negate()));
    library.<Interval>unary("interval_um", Interval::negate);
    library.<String, Integer>binary("extract_date", DateTimeFunctions::extractDate);
    library.<String, Long>binary("extract_timestamp", DateTimeFunctions::extract);
    library.<String, Long>binary("timestamp_part", (f, t) -> toDouble(extract(f, t)));
    library.<String, Integer>binary(DATE_PART_DATE, (f, d) -> toDouble(extract(f, timestamp(d))));
    library.<String, Long>binary("timestamp_trunc", DateTimeFunctions::truncate);
    library.<Integer, Integer, Integer>ternary("make_date", DateTimeFunctions::makeDate);
    library.<Long, Integer>binary("timestamp_scale", DateTimeFunctions::round);
    library.<Long, Integer>binary("timestamptz_scale", DateTimeFunctions::round);
  }

  private static void crossComparisons(FunctionLibrary library) {
    String[] operators = {"eq", "ne", "lt", "le", "gt", "ge"};
    for (String operator : operators) {
      library.<Integer, Long>binary(
          "date_" + operator + "_timestamp",
          (d, t) -> holds(operator, Long.compare(comparable(d), t)));
      library.<Long, Integer>binary(
          "timestamp_" + operator + "_date",
          (t, d) -> holds(operator, Long.compare(t, comparable(d))));
    }
  }

  private static boolean holds(String operator, int order) {
    return switch (operator) {
      case "eq" -> order == 0;
      case "ne" -> order != 0;
      case "lt" -> order < 0;
      case "le" -> order <= 0;
      case "gt" -> order > 0;
      default -> order >= 0;
    };
  }

  private static boolean isInfinite(long micros) {
    return micros == Long.MIN_VALUE || micros == Long.MAX_VALUE;
  }

  private static boolean isInfinite(int days) {
    return days == Integer.MIN_VALUE || days == Integer.MAX_VALUE;
  }

  /** A date as timestamp for comparison; one beyond timestamp's range is beyond all timestamps. */
  private static long comparable(int days) {
    long limit = Long.MAX_VALUE / DAY;
    return days >= limit ? Long.MAX_VALUE : days <= -limit ? Long.MIN_VALUE : days * DAY;
  }

  private static long timestamp(int days) {
    if (isInfinite(days)) {
      return days == Integer.MAX_VALUE ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    long micros = comparable(days);
    if (isInfinite(micros)) {
      throw new EvaluationException("22008", "date out of range for timestamp");
    }
    return micros;
  }

  private static int date(long micros) {
    return isInfinite(micros)
        ? micros == Long.MAX_VALUE ? Integer.MAX_VALUE : Integer.MIN_VALUE
        : (int) Math.floorDiv(micros, DAY);
  }

  private static int plusDays(int date, int days) {
    if (isInfinite(date)) {
      return date;
    }
    try {
      return Math.addExact(date, days);
    } catch (ArithmeticException overflow) {
      throw new EvaluationException("22008", "date out of range");
    }
  }

  private static int daysBetween(int a, int b) {
    if (isInfinite(a) || isInfinite(b)) {
      throw new EvaluationException("22008", "cannot subtract infinite dates");
    }
    return a - b;
  }

  /** Months first, with the day held within the month, then days, then time. */
  private static long plus(long micros, Interval interval) {
    if (isInfinite(micros)) {
      return micros;
    }
    try {
      long days = Math.floorDiv(micros, DAY);
      long time = Math.floorMod(micros, DAY);
      LocalDate date = EPOCH.plusDays(days).plusMonths(interval.months()).plusDays(interval.days());
      long moved = Math.multiplyExact(ChronoUnit.DAYS.between(EPOCH, date), DAY);
      return Math.addExact(Math.addExact(moved, time), interval.micros());
    } catch (ArithmeticException | java.time.DateTimeException overflow) {
      throw new EvaluationException("22008", "timestamp out of range");
    }
  }

  /** Days and a time of the same sign, as interval_justify_hours leaves them. */
  private static Interval difference(long a, long b) {
    if (isInfinite(a) || isInfinite(b)) {
      throw new EvaluationException("22008", "cannot subtract infinite timestamps");
    }
    long micros = Math.subtractExact(a, b);
    return new Interval(0, (int) (micros / DAY), micros % DAY);
  }

  private static int makeDate(int year, int month, int day) {
    try {
      if (year == 0) {
        throw new java.time.DateTimeException("year 0");
      }
      LocalDate date = LocalDate.of(year < 0 ? year + 1 : year, month, day);
      return (int) ChronoUnit.DAYS.between(EPOCH, date);
    } catch (java.time.DateTimeException invalid) {
      throw new EvaluationException(
          "22008", "date field value out of range: %d-%02d-%02d".formatted(year, month, day));
    }
  }

  private static long round(long micros, int precision) {
    if (isInfinite(micros) || precision < 0 || precision >= 6) {
      return micros;
    }
    long unit = 1;
    for (int i = precision; i < 6; i++) {
      unit *= 10;
    }
    long half = unit / 2;
    return micros >= 0 ? (micros + half) / unit * unit : -((-micros + half) / unit * unit);
  }

  private static PgNumeric extractDate(String field, int date) {
    if (isInfinite(date)) {
      return infinite(field, date > 0);
    }
    return switch (field.toLowerCase(Locale.ROOT)) {
      case "hour", "minute", "second", "milliseconds", "microseconds", "timezone" ->
          throw new EvaluationException(
              "0A000", "unit \"%s\" not supported for type date".formatted(field));
      case "epoch" -> PgNumeric.of(date * 86_400L + UNIX_EPOCH_SECONDS);
      default -> extract(field, date * DAY);
    };
  }

  private static PgNumeric infinite(String field, boolean positive) {
    return switch (field.toLowerCase(Locale.ROOT)) {
      case "year", "decade", "century", "millennium", "epoch", "isoyear", "julian" ->
          positive ? PgNumeric.POSITIVE_INFINITY : PgNumeric.NEGATIVE_INFINITY;
      default ->
          throw new EvaluationException(
              "0A000", "extract(%s) of an infinite time".formatted(field));
    };
  }

  private static PgNumeric extract(String field, long micros) {
    if (isInfinite(micros)) {
      return infinite(field, micros > 0);
    }
    long time = Math.floorMod(micros, DAY);
    LocalDate date = EPOCH.plusDays(Math.floorDiv(micros, DAY));
    int year = date.getYear();
    return switch (field.toLowerCase(Locale.ROOT)) {
      case "microseconds" -> PgNumeric.of(time % (60 * SECOND));
      case "milliseconds" -> scaled(time % (60 * SECOND), 3);
      case "second" -> scaled(time % (60 * SECOND), 6);
      case "minute" -> PgNumeric.of(time / (60 * SECOND) % 60);
      case "hour" -> PgNumeric.of(time / (3600 * SECOND));
      case "day" -> PgNumeric.of(date.getDayOfMonth());
      case "month" -> PgNumeric.of(date.getMonthValue());
      case "quarter" -> PgNumeric.of((date.getMonthValue() + 2) / 3);
      case "week" -> PgNumeric.of(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case "year" -> PgNumeric.of(year > 0 ? year : year - 1);
      case "isoyear" -> {
        int isoYear = date.get(IsoFields.WEEK_BASED_YEAR);
        yield PgNumeric.of(isoYear > 0 ? isoYear : isoYear - 1);
      }
      case "decade" -> PgNumeric.of(Math.floorDiv(year, 10));
      case "century" -> PgNumeric.of(year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100));
      case "millennium" ->
          PgNumeric.of(year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000));
      case "dow" -> PgNumeric.of(date.getDayOfWeek().getValue() % 7);
      case "isodow" -> PgNumeric.of(date.getDayOfWeek().getValue());
      case "doy" -> PgNumeric.of(date.getDayOfYear());
      case "epoch" ->
          PgNumeric.of(BigDecimal.valueOf(micros, 6).add(BigDecimal.valueOf(UNIX_EPOCH_SECONDS)));
      default ->
          throw new EvaluationException("22023", "unit \"%s\" not recognized".formatted(field));
    };
  }

  private static PgNumeric scaled(long micros, int scale) {
    return PgNumeric.of(BigDecimal.valueOf(micros, scale));
  }

  private static double toDouble(PgNumeric value) {
    return FloatFunctions.toDouble(value);
  }

  private static long truncate(String unit, long micros) {
    if (isInfinite(micros)) {
      return micros;
    }
    LocalDate date = EPOCH.plusDays(Math.floorDiv(micros, DAY));
    int year = date.getYear();
    LocalDate start =
        switch (unit.toLowerCase(Locale.ROOT)) {
          case "microseconds" -> null;
          case "milliseconds" -> null;
          case "second", "minute", "hour" -> null;
          case "day" -> date;
          case "week" -> date.with(DayOfWeek.MONDAY);
          case "month" -> date.withDayOfMonth(1);
          case "quarter" -> LocalDate.of(year, (date.getMonthValue() - 1) / 3 * 3 + 1, 1);
          case "year" -> LocalDate.of(year, 1, 1);
          case "decade" -> LocalDate.of(Math.floorDiv(year, 10) * 10, 1, 1);
          case "century" -> LocalDate.of(Math.floorDiv(year - 1, 100) * 100 + 1, 1, 1);
          case "millennium" -> LocalDate.of(Math.floorDiv(year - 1, 1000) * 1000 + 1, 1, 1);
          default ->
              throw new EvaluationException("22023", "unit \"%s\" not recognized".formatted(unit));
        };
    if (start != null) {
      return ChronoUnit.DAYS.between(EPOCH, start) * DAY;
    }
    long size =
        switch (unit.toLowerCase(Locale.ROOT)) {
          case "milliseconds" -> 1_000L;
          case "second" -> SECOND;
          case "minute" -> 60 * SECOND;
          case "hour" -> 3600 * SECOND;
          default -> 1L;
        };
    return Math.floorDiv(micros, size) * size;
  }
}
