package io.tidemark.engine.function;

import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.TimeTz;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Functions and operators of timestamptz that go by the session's time zone (timestamp.c, date.c).
 * They are STABLE in PostgreSQL; here the zone is one for all queries.
 */
final class ZonedFunctions {

  private static final String INTERVAL_PLUS_TIMESTAMPTZ =
      FunctionLibrary.oid(2549); // written in SQL

  private static final String TIMESTAMPTZ_OF_DATE_AND_TIME = FunctionLibrary.oid(1176);

  private final SessionZone zone;

  ZonedFunctions(SessionZone zone) {
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
    library.<String, Long>binary("timestamptz_part", of::part);
    library.<Interval, Long>binary(INTERVAL_PLUS_TIMESTAMPTZ, (i, t) -> of.plus(t, i));
    library.<Integer, Long>binary(
        TIMESTAMPTZ_OF_DATE_AND_TIME, (d, t) -> zone.toUtc(DateFunctions.at(d, t)));
    library.nary("make_timestamptz", fields -> zone.toUtc(TimestampFunctions.make(fields)));
    library.<Long>unary("timestamptz_timetz", of::timetz);
    library.<Long>unary(
        "timestamptz_at_local",
        t -> Calendar.isInfinite(t) ? t : Calendar.checkedTimestamp(zone.toLocal(t)));
    library.<Long>unary("timestamp_at_local", zone::toUtc);
    library.<Long, Long>binary("timestamptz_age", of::age);
    library.before(17).<Long, Long>binary("timestamptz_age", of::finiteAge);
    library.<Integer, Long>binary("date_cmp_timestamptz", of::compare);
    library.<Long, Integer>binary("timestamptz_cmp_date", (t, d) -> -of.compare(d, t));
    library.<Long, Long>binary(
        "timestamp_cmp_timestamptz", (l, t) -> Long.compare(zone.beyondRange(l), t));
    library.<Long, Long>binary(
        "timestamptz_cmp_timestamp", (t, l) -> Long.compare(t, zone.beyondRange(l)));
    library.nary("in_range_timestamptz_interval", of::isInRange);
    if (zone.isFixed()) { // of any other zone they depend on the day that it is
      library.<Long>unary("time_timetz", t -> new TimeTz(t, zone.fixedWest()));
      library.<TimeTz>unary("timetz_at_local", t -> TimeTzFunctions.at(t, zone.fixedWest()));
    }
    OverlapFunctions.register(
        library, new int[] {1305, 1306, 1307}, (t, i) -> of.plus((Long) t, (Interval) i));
  }

  private @Nullable TimeTz timetz(long utc) {
    if (Calendar.isInfinite(utc)) {
      return null;
    }
    long offset = zone.offset(utc);
    return new TimeTz(Calendar.timeOf(utc + offset), (int) (-offset / Calendar.SECOND));
  }

  private Interval age(long a, long b) {
    return Calendar.isInfinite(a) || Calendar.isInfinite(b)
        ? TimestampFunctions.infiniteDifference(a, b)
        : finiteAge(a, b);
  }

  /** By local times, whatever their offsets. */
  private Interval finiteAge(long a, long b) {
    if (Calendar.isInfinite(a) || Calendar.isInfinite(b)) {
      throw Calendar.timestampOutOfRange();
    }
    long left = zone.toLocal(a);
    long right = zone.toLocal(b);
    return a < b
        ? TimestampFunctions.between(right, left).negate()
        : TimestampFunctions.between(left, right);
  }

  private boolean isInRange(@Nullable Object[] arguments) {
    long value = FunctionLibrary.<Long>argument(arguments, 0);
    long base = FunctionLibrary.<Long>argument(arguments, 1);
    Interval offset = FunctionLibrary.argument(arguments, 2);
    boolean subtract = FunctionLibrary.<Boolean>argument(arguments, 3);
    boolean less = FunctionLibrary.<Boolean>argument(arguments, 4);
    if (offset.signum() < 0) {
      throw RangeComparisons.invalidOffset();
    }
    if (offset.isInfinite() && base == (subtract ? Long.MAX_VALUE : Long.MIN_VALUE)) {
      return true;
    }
    long bound = plus(base, subtract ? offset.negate() : offset);
    return less ? value <= bound : value >= bound;
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
  long plus(long utc, Interval interval) {
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
  long truncate(String name, long utc) {
    DateTimeField unit = TimestampFunctions.unit(name, "timestamp with time zone");
    if (Calendar.isInfinite(utc)) {
      return utc;
    }
    long truncated = TimestampFunctions.start(unit, zone.toLocal(utc));
    return unit.compareTo(DateTimeField.DAY) < 0
        ? Calendar.checkedTimestamp(truncated - zone.offset(utc))
        : zone.toUtc(truncated);
  }

  private @Nullable PgNumeric extract(String name, long utc) {
    DateTimeField field = DateTimeField.of(name, "timestamp with time zone");
    if (field.isTimeZone() && !Calendar.isInfinite(utc)) {
      return PgNumeric.of(Calendar.zoneField(field, zone.offset(utc) / Calendar.SECOND));
    }
    return TimestampFunctions.extract(name, field == DateTimeField.EPOCH ? utc : zone.toLocal(utc));
  }

  private @Nullable Double part(String name, long utc) {
    DateTimeField field = DateTimeField.of(name, "timestamp with time zone");
    if (field.isTimeZone() && !Calendar.isInfinite(utc)) {
      return (double) Calendar.zoneField(field, zone.offset(utc) / Calendar.SECOND);
    }
    return TimestampFunctions.part(name, field == DateTimeField.EPOCH ? utc : zone.toLocal(utc));
  }
}
