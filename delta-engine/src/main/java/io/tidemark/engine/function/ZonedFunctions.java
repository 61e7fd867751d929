package io.tidemark.engine.function;

import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgNumeric;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Functions and operators of timestamptz that go by the session's time zone (timestamp.c, date.c).
 * They are STABLE in PostgreSQL; here the zone is one for all queries.
 */
final class ZonedFunctions {

  private final SessionZone zone;

  private ZonedFunctions(SessionZone zone) {
    this.zone = zone;
  }

  static void register(FunctionLibrary library, SessionZone zone) {
    ZonedFunctions of = new ZonedFunctions(zone);
    library.<Long>unary(
        "timestamptz_timestamp",
        t -> Calendar.isInfinite(t) ? t : Calendar.checkedTimestamp(zone.toLocal(t)));
    library.<Long>unary("timestamp_timestamptz", zone::toUtc);
    library.<Integer>unary("date_timestamptz", of::midnight);
    library.<Long>unary("timestamptz_date", of::date);
    library.<Long>unary(
        "timestamptz_time",
        t -> Calendar.isInfinite(t) ? null : (Long) Calendar.timeOf(zone.toLocal(t)));
    library.<Long, Interval>binary("timestamptz_pl_interval", of::plus);
    library.<Long, Interval>binary("timestamptz_mi_interval", (t, i) -> of.plus(t, i.negate()));
    library
        .before(17)
        .<Long, Interval>binary(
            "timestamptz_mi_interval",
            (t, i) -> Calendar.isInfinite(t) ? t : of.plus(t, i.negate()));
    library.<Integer, Long>comparisons("date_", "_timestamptz", of::compare);
    library.<Long, Integer>comparisons("timestamptz_", "_date", (t, d) -> -of.compare(d, t));
    library.<Long, Long>comparisons(
        "timestamp_", "_timestamptz", (l, t) -> Long.compare(zone.beyondRange(l), t));
    library.<Long, Long>comparisons(
        "timestamptz_", "_timestamp", (t, l) -> Long.compare(t, zone.beyondRange(l)));
    library.<String, Long>binary("timestamptz_trunc", of::truncate);
    library
        .before(18)
        .<String, Long>binary(
            "timestamptz_trunc", (u, t) -> Calendar.isInfinite(t) ? t : of.truncate(u, t));
    library.<String, Long>binary("extract_timestamptz", of::extract);
  }

  private long midnight(int date) {
    return zone.toUtc(Calendar.timestamp(date));
  }

  private int date(long utc) {
    if (Calendar.isInfinite(utc)) {
      return utc > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE;
    }
    return (int) Math.floorDiv(zone.toLocal(utc), Calendar.DAY);
  }

  /** A date beyond the range of timestamps is after every one but infinity. */
  private int compare(int date, long utc) {
    if (Calendar.isBeyondTimestamps(date)) {
      return utc == Long.MAX_VALUE ? -1 : 1;
    }
    return Long.compare(zone.beyondRange(Calendar.timestamp(date)), utc);
  }

  /** Months and days by the local calendar, each back to UTC for itself; the time in UTC. */
  private long plus(long utc, Interval interval) {
    if (interval.isInfinite() || Calendar.isInfinite(utc)) {
      return Calendar.plus(utc, interval);
    }
    long moved = utc;
    if (interval.months() != 0) {
      long local = zone.toLocal(moved);
      moved = at(Calendar.dateOf(local).plusMonths(interval.months()), local);
    }
    if (interval.days() != 0) {
      long local = zone.toLocal(moved);
      moved = at(Calendar.dateOf(local).plusDays(interval.days()), local);
    }
    return Calendar.plus(moved, new Interval(0, 0, interval.micros()));
  }

  /** The time of day of a local time on another day, which may be just outside of the range. */
  private long at(LocalDate date, long local) {
    try {
      long midnight = Math.multiplyExact(Calendar.days(date), Calendar.DAY);
      return zone.toUtc(Math.addExact(midnight, Calendar.timeOf(local)));
    } catch (ArithmeticException overflow) {
      throw Calendar.timestampOutOfRange();
    }
  }

  /** Hours and less keep the offset, so that an hour that comes twice stays the one it is. */
  private long truncate(String name, long utc) {
    long truncated = TimestampFunctions.truncate(name, zone.toLocal(utc));
    if (Calendar.isInfinite(utc)) {
      return utc;
    }
    return DateTimeField.unit(name, "timestamp with time zone").compareTo(DateTimeField.DAY) < 0
        ? Calendar.checkedTimestamp(truncated - zone.offset(utc))
        : zone.toUtc(truncated);
  }

  private @Nullable PgNumeric extract(String name, long utc) {
    DateTimeField field = DateTimeField.of(name, "timestamp with time zone");
    if (field.isTimeZone() && !Calendar.isInfinite(utc)) {
      long seconds = zone.offset(utc) / Calendar.SECOND;
      return PgNumeric.of(
          switch (field) {
            case TIMEZONE -> seconds;
            case TIMEZONE_HOUR -> seconds / 3600;
            default -> seconds / 60 % 60;
          });
    }
    return TimestampFunctions.extract(name, field == DateTimeField.EPOCH ? utc : zone.toLocal(utc));
  }
}
