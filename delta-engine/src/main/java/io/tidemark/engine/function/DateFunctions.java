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
    library.wordOrder("date_", Word.INT4);
    library.wordComparisons("date_", "_timestamp", (d, t) -> compare((int) d, t));
    library.wordComparisons("timestamp_", "_date", (t, d) -> -compare((int) d, t));
    library.words("date_cmp_timestamp", Word.INT4, (d, t) -> compare((int) d, t));
    library.words("timestamp_cmp_date", Word.INT4, (t, d) -> -compare((int) d, t));
    library.word("date_finite", Word.BOOL, d -> Calendar.isInfinite((int) d) ? 0 : 1);
    library.words("date_pli", Word.INT4, (d, n) -> plus((int) d, n));
    library.words(INTEGER_PLUS_DATE, Word.INT4, (n, d) -> plus((int) d, n));
    library.words("date_mii", Word.INT4, (d, n) -> plus((int) d, -n));
    library.words("date_mi", Word.INT4, (a, b) -> daysBetween((int) a, (int) b));
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
    library.word("date_timestamp", Word.INT8, d -> Calendar.timestamp((int) d));
    library.words("datetime_timestamp", Word.INT8, (d, t) -> at((int) d, t));
    library.words(TIME_PLUS_DATE, Word.INT8, (t, d) -> at((int) d, t));
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
