package io.tidemark.engine.function;

import io.tidemark.engine.type.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Functions of timestamptz that take a time zone by its name (timestamp.c). Zones that are not
 * known to be the same here, abbreviations and POSIX formulas are left to PostgreSQL.
 */
final class NamedZoneFunctions {

  private final Zones zones;

  private NamedZoneFunctions(Zones zones) {
    this.zones = zones;
  }

  static void register(FunctionLibrary library, Zones zones) {
    NamedZoneFunctions of = new NamedZoneFunctions(zones);
    library.<String, Long>binary(
        "timestamptz_zone",
        (z, t) -> Calendar.isInfinite(t) ? t : Calendar.checkedTimestamp(of.zone(z).toLocal(t)));
    library.<String, Long>binary("timestamp_zone", (z, t) -> of.zone(z).toUtc(t));
    library.<String, Long, String>ternary(
        "timestamptz_trunc_zone", (u, t, z) -> of.functions(z).truncate(u, t));
    library
        .before(18)
        .<String, Long, String>ternary(
            "timestamptz_trunc_zone",
            (u, t, z) -> Calendar.isInfinite(t) ? t : of.functions(z).truncate(u, t));
    library.<Long, Interval, String>ternary(
        "timestamptz_pl_interval_at_zone", (t, i, z) -> of.functions(z).plus(t, i));
    library.<Long, Interval, String>ternary(
        "timestamptz_mi_interval_at_zone", (t, i, z) -> of.functions(z).plus(t, i.negate()));
    library
        .before(17)
        .<Long, Interval, String>ternary(
            "timestamptz_mi_interval_at_zone",
            (t, i, z) -> Calendar.isInfinite(t) ? t : of.functions(z).plus(t, i.negate()));
    library.nary("make_timestamptz_at_timezone", of::make);
    library.partial("timestamptz_zone", 0, zones::check);
    library.partial("timestamp_zone", 0, zones::check);
    library.partial("timestamptz_trunc_zone", 2, zones::check);
    library.partial("timestamptz_pl_interval_at_zone", 2, zones::check);
    library.partial("timestamptz_mi_interval_at_zone", 2, zones::check);
    library.partial("make_timestamptz_at_timezone", 6, zones::check);
  }

  private SessionZone zone(String name) {
    SessionZone zone = zones.get(name);
    if (zone == null) {
      throw Uncomputed.SIGNAL;
    }
    return zone;
  }

  private ZonedFunctions functions(String name) {
    return new ZonedFunctions(zone(name));
  }

  private Object make(@Nullable Object[] fields) {
    SessionZone zone = zone(FunctionLibrary.argument(fields, 6));
    return zone.toUtc(TimestampFunctions.make(fields));
  }
}
