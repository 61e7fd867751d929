package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgNumeric;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Functions and operators of date (date.c). A date is days since 2000-01-01. */
final class DateFunctions {

  private static final String DATE_PART =
      FunctionLibrary.oid(1384); // date_part(text, date), written in SQL

  // further ones that are
  private static final String INTEGER_PLUS_DATE = FunctionLibrary.oid(2550);
  private static final String INTERVAL_PLUS_DATE = FunctionLibrary.oid(2546);
  private static final String TIME_PLUS_DATE = FunctionLibrary.oid(1296);

  private DateFunctions() {}

  static void register(FunctionLibrary library) {
    library.<Integer>order("date_", Integer::compare);
    library.<Integer, Long>comparisons("date_", "_timestamp", DateFunctions::compare);
    library.<Long, Integer>comparisons("timestamp_", "_date", (t, d) -> -compare(d, t));
    library.<Integer, Long>binary("date_cmp_timestamp", DateFunctions::compare);
    library.<Long, Integer>binary("timestamp_cmp_date", (t, d) -> -compare(d, t));
    library.<Integer>unary("date_finite", d -> !Calendar.isInfinite(d));
    library.<Integer, Integer>binary("date_pli", (d, n) -> plus(d, n));
    library.<Integer, Integer>binary(INTEGER_PLUS_DATE, (n, d) -> plus(d, n));
    library.<Integer, Integer>binary("date_mii", (d, n) -> plus(d, -(long) n));
    library.<Integer, Integer>binary("date_mi", DateFunctions::daysBetween);
    library.<Integer, Interval>binary(
        "date_pl_interval", (d, i) -> Calendar.plus(Calendar.timestamp(d), i));
    library.<Interval, Integer>binary(
        INTERVAL_PLUS_DATE, (i, d) -> Calendar.plus(Calendar.timestamp(d), i));
    library.<Integer, Interval>binary(
        "date_mi_interval", (d, i) -> Calendar.plus(Calendar.timestamp(d), i.negate()));
    library
        .before(17)
        .<Integer, Interval>binary(
            "date_mi_interval",
            (d, i) -> {
              long t = Calendar.timestamp(d);
              return Calendar.isInfinite(t) ? t : Calendar.plus(t, i.negate());
            });
    library.<Integer>unary("date_timestamp", Calendar::timestamp);
    library.<Integer, Long>binary("datetime_timestamp", DateFunctions::at);
    library.<Long, Integer>binary(TIME_PLUS_DATE, (t, d) -> at(d, t));
    library.<String, Integer>binary("extract_date", DateFunctions::extract);
    library.<String, Integer>binary(
        DATE_PART, (f, d) -> TimestampFunctions.part(f, Calendar.timestamp(d)));
    library.<Integer, Integer, Integer>ternary("make_date", DateFunctions::make);
    library.<Integer, Integer>binary("daterange_subdiff", (a, b) -> (double) a - b);
  }

  /** A date beyond timestamp's range is after every timestamp but infinity. */
  private static int compare(int date, long timestamp) {
    if (Calendar.isBeyondTimestamps(date)) {
      return timestamp == Long.MAX_VALUE ? -1 : 1;
    }
    return Long.compare(Calendar.timestamp(date), timestamp);
  }

  private static int plus(int date, long days) {
    return Calendar.isInfinite(date) ? date : Calendar.checkedDate(date + days);
  }

  private static int daysBetween(int a, int b) {
    if (Calendar.isInfinite(a) || Calendar.isInfinite(b)) {
      throw new EvaluationException("22008", "cannot subtract infinite dates");
    }
    return a - b;
  }

  static long at(int date, long time) {
    long midnight = Calendar.timestamp(date);
    return Calendar.isInfinite(midnight) ? midnight : Calendar.checkedTimestamp(midnight + time);
  }

  private static int make(int year, int month, int day) {
    try {
      if (year == 0) {
        throw new java.time.DateTimeException("year 0");
      }
      return Calendar.checkedDate(
          Calendar.days(LocalDate.of(year < 0 ? year + 1 : year, month, day)));
    } catch (java.time.DateTimeException invalid) {
      throw new EvaluationException(
          "22008", "date field value out of range: %d-%02d-%02d".formatted(year, month, day));
    }
  }

  private static @Nullable PgNumeric extract(String name, int date) {
    DateTimeField field = DateTimeField.of(name, "date");
    if (field.compareTo(DateTimeField.DAY) < 0 || field.isTimeZone()) {
      throw DateTimeField.unsupported(name, "date");
    }
    if (Calendar.isInfinite(date)) {
      return !field.isMonotonic()
          ? null
          : date > 0 ? PgNumeric.POSITIVE_INFINITY : PgNumeric.NEGATIVE_INFINITY;
    }
    return PgNumeric.of(
        field == DateTimeField.EPOCH
            ? date * 86_400L + Calendar.UNIX_SECONDS_OF_EPOCH
            : Calendar.field(field, Calendar.date(date)));
  }
}
