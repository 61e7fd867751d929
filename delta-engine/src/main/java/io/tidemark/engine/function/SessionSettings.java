package io.tidemark.engine.function;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the settings of the sessions in which PostgreSQL would compute: functions whose
 * result depends on more are left to it.
 *
 * @param timeZone null if it is none that Java knows by its name
 * @param zones which zones, this one too, are the same as the server's
 * @param symbols of numbers; null if they are not known
 * @param hasIsoStyles whether DateStyle is ISO and IntervalStyle is postgres
 */
public record SessionSettings(
    @Nullable ZoneId timeZone, Zones zones, @Nullable NumberSymbols symbols, boolean hasIsoStyles) {

  /** Nothing is known. */
  public static final SessionSettings UNKNOWN = new SessionSettings(null, Zones.NONE, null, false);

  /** Only the time zone is known, and taken for the server's. */
  public static SessionSettings of(@Nullable ZoneId timeZone) {
    return new SessionSettings(
        timeZone, timeZone == null ? Zones.NONE : Zones.trusting(timeZone), null, false);
  }

  /** The session's zone, if it is the same as the server's. */
  @Nullable SessionZone sessionZone() {
    return timeZone != null && zones.check(timeZone) ? new SessionZone(timeZone) : null;
  }
}
