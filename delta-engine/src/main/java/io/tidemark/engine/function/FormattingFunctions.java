package io.tidemark.engine.function;

import io.tidemark.engine.type.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Formatting by templates (formatting.c). Names in the locale's language, abbreviations of time
 * zones and what else the locale decides are left to PostgreSQL.
 */
final class FormattingFunctions {

  private FormattingFunctions() {}

  static void register(FunctionLibrary library) {
    library.<Long, String>binary(
        "timestamp_to_char",
        (t, f) -> Calendar.isInfinite(t) ? null : write(f, DateFields.of(t, 0, "")));
    library.partial("timestamp_to_char", 1, template -> !DateTemplate.of(template).isTranslated());
    library.<Interval, String>binary(
        "interval_to_char", (i, f) -> i.isInfinite() ? null : write(f, DateFields.of(i)));
    library.partial("interval_to_char", 1, template -> !hasCalendarOfDays(template));
    library.<String, String>binary(
        "to_date", (s, f) -> Calendar.checkedDate(ReadDate.of(f, s, library.major()).days()));
    library.partial("to_date", 1, FormattingFunctions::isRead);
  }

  static void register(FunctionLibrary library, SessionZone zone) {
    library.<Long, String>binary(
        "timestamptz_to_char",
        (t, f) -> {
          if (Calendar.isInfinite(t)) {
            return null;
          }
          long offset = zone.offset(t);
          return write(
              f, DateFields.of(t + offset, (int) (offset / Calendar.SECOND), zone.abbreviation()));
        });
    library.partial(
        "timestamptz_to_char",
        1,
        template -> {
          DateTemplate parsed = DateTemplate.of(template);
          return !parsed.isTranslated()
              && (zone.abbreviation() != null || !parsed.has(DatePattern.ZONE));
        });
    library.<String, String>binary(
        "to_timestamp", (s, f) -> timestamp(ReadDate.of(f, s, library.major()), zone));
    library.partial("to_timestamp", 1, FormattingFunctions::isRead);
  }

  private static long timestamp(ReadDate read, SessionZone zone) {
    long local;
    try {
      local = Math.addExact(Math.multiplyExact(read.days(), Calendar.DAY), read.time());
    } catch (ArithmeticException overflow) {
      throw Calendar.timestampOutOfRange();
    }
    long utc = read.hasZone() ? local + read.zone() * Calendar.SECOND : zone.beyondRange(local);
    Calendar.checkedTimestamp(utc);
    return read.precision() == 0 ? utc : Calendar.round(utc, read.precision());
  }

  /** Whether no text depends on more than the template. */
  private static boolean isRead(String template) {
    DateTemplate parsed = DateTemplate.of(template);
    return !parsed.isTranslated()
        && !parsed.has(DatePattern.ZONE)
        && !parsed.has(DatePattern.JULIAN)
        && !parsed.has(DatePattern.YEAR_WITH_COMMA)
        && !parsed.isIso();
  }

  private static @Nullable String write(String template, DateFields fields) {
    if (template.isEmpty()) {
      return null;
    }
    DateTemplate parsed = DateTemplate.of(template);
    if (parsed.isTranslated()) {
      throw Uncomputed.SIGNAL;
    }
    return DateWriter.write(parsed, fields);
  }

  private static boolean hasCalendarOfDays(String template) {
    DateTemplate parsed = DateTemplate.of(template);
    return parsed.isTranslated() || parsed.has(DatePattern.JULIAN) || parsed.isIso();
  }
}
