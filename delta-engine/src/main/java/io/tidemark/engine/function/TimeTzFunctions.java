package io.tidemark.engine.function;

import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.TimeTz;

/** Functions and operators of time with time zone (date.c). */
final class TimeTzFunctions {

  private static final String TYPE = "time with time zone";

  private static final String INTERVAL_PLUS_TIMETZ = FunctionLibrary.oid(2547); // written in SQL
  private static final String TIMETZ_PLUS_DATE = FunctionLibrary.oid(1298);

  private TimeTzFunctions() {}

  static void register(FunctionLibrary library) {
    library.<TimeTz>order("timetz_", TimeTz::compareTo);
    library.<TimeTz, Interval>binary("timetz_pl_interval", TimeTzFunctions::plus);
    library.<Interval, TimeTz>binary(INTERVAL_PLUS_TIMETZ, (i, t) -> plus(t, i));
    library.<TimeTz, Interval>binary(
        "timetz_mi_interval", (t, i) -> new TimeTz(TimeFunctions.minus(t.micros(), i), t.zone()));
    library.<TimeTz>unary("timetz_time", TimeTz::micros);
    library.<TimeTz, Integer>binary(
        "timetz_scale", (t, p) -> new TimeTz(Calendar.round(t.micros(), p), t.zone()));
    library.<Interval, TimeTz>binary(
        "timetz_izone", (z, t) -> at(t, (int) -(TimestampFunctions.zone(z) / Calendar.SECOND)));
    library.<String, TimeTz>binary("extract_timetz", TimeTzFunctions::extract);
    library.<String, TimeTz>binary("timetz_part", TimeTzFunctions::part);
    library.<Integer, TimeTz>binary("datetimetz_timestamptz", TimeTzFunctions::on);
    library.<TimeTz, Integer>binary(TIMETZ_PLUS_DATE, (t, d) -> on(d, t));
  }

  private static TimeTz plus(TimeTz time, Interval interval) {
    return new TimeTz(TimeFunctions.plus(time.micros(), interval), time.zone());
  }

  /** The same time by the clock of another offset. */
  static TimeTz at(TimeTz time, int zone) {
    long moved = time.utcMicros() - zone * Calendar.SECOND;
    return new TimeTz(Math.floorMod(moved, Calendar.DAY), zone);
  }

  private static long on(int date, TimeTz time) {
    long midnight = Calendar.timestamp(date);
    return Calendar.isInfinite(midnight)
        ? midnight
        : Calendar.checkedTimestamp(midnight + time.utcMicros());
  }

  private static PgNumeric extract(String name, TimeTz time) {
    DateTimeField field = DateTimeField.of(name, TYPE);
    PgNumeric value =
        switch (field) {
          case EPOCH -> Calendar.scaled(time.utcMicros(), 6);
          case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE ->
              PgNumeric.of(Calendar.zoneField(field, -time.zone()));
          default -> Calendar.timeField(field, time.micros());
        };
    if (value == null) {
      throw DateTimeField.unsupported(name, TYPE);
    }
    return value;
  }

  private static double part(String name, TimeTz time) {
    return switch (DateTimeField.of(name, TYPE)) {
      case EPOCH -> time.micros() / 1_000_000.0 + time.zone();
      case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE -> extract(name, time).decimal().doubleValue();
      default -> TimeFunctions.part(name, time.micros(), TYPE);
    };
  }
}
