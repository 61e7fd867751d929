package io.tidemark.engine.function;

import io.tidemark.engine.type.Interval;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What templates write of a timestamp or an interval.
 *
 * @param date null for an interval
 * @param year of a timestamp 0 for 1 BC; of an interval the whole years
 * @param dayOfYear of an interval all days, months being 30
 * @param offset seconds east of UTC; 0 if it has no zone
 * @param zone the zone's abbreviation, empty if it has no zone; null if only PostgreSQL knows it
 */
record DateFields(
    @Nullable LocalDate date,
    int year,
    int month,
    int day,
    int dayOfYear,
    long hour,
    int minute,
    int second,
    int micros,
    int offset,
    @Nullable String zone) {

  /** Of a local time. */
  static DateFields of(long local, int offset, @Nullable String zone) {
    LocalDate date = Calendar.dateOf(local);
    long time = Calendar.timeOf(local);
    return new DateFields(
        date,
        date.getYear(),
        date.getMonthValue(),
        date.getDayOfMonth(),
        date.getDayOfYear(),
        time / Calendar.HOUR,
        (int) (time / Calendar.MINUTE % 60),
        (int) (time / Calendar.SECOND % 60),
        (int) (time % Calendar.SECOND),
        offset,
        zone);
  }

  static DateFields of(Interval interval) {
    long time = interval.micros();
    return new DateFields(
        null,
        interval.months() / 12,
        interval.months() % 12,
        interval.days(),
        interval.months() * 30 + interval.days(),
        time / Calendar.HOUR,
        (int) (time / Calendar.MINUTE % 60),
        (int) (time / Calendar.SECOND % 60),
        (int) (time % Calendar.SECOND),
        0,
        "");
  }

  boolean isInterval() {
    return date == null;
  }
}
