package io.tidemark.engine.function;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the settings of the sessions in which PostgreSQL would compute: functions whose
 * result depends on more are left to it.
 *
 * @param timeZone null if it is none that Java knows by its name
 * @param symbols of numbers; null if they are not known
 * @param hasIsoStyles whether DateStyle is ISO and IntervalStyle is postgres
 */
public record SessionSettings(
    @Nullable ZoneId timeZone, @Nullable NumberSymbols symbols, boolean hasIsoStyles) {

  /** Nothing is known. */
  public static final SessionSettings UNKNOWN = new SessionSettings(null, null, false);

  /** Only the time zone is known. */
  public static SessionSettings of(@Nullable ZoneId timeZone) {
    return new SessionSettings(timeZone, null, false);
  }
}
