package io.tidemark.engine.function;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The session's time zone: local time to UTC and back, both as microseconds since 2000-01-01 with
 * the extreme values as infinities. A local time that does not exist is taken by the offset before
 * the gap, one that exists twice by the offset after the change, as PostgreSQL does
 * (DetermineTimeZoneOffset in datetime.c).
 */
final class SessionZone {

  private static final long EPOCH_SECONDS = Calendar.UNIX_SECONDS_OF_EPOCH;

  /** Zones whose abbreviation is one for all times; Java does not know those of others. */
  private static final Map<String, String> ABBREVIATIONS =
      Map.of("UTC", "UTC", "Etc/UTC", "UTC", "GMT", "GMT", "Etc/GMT", "GMT");

  static final SessionZone UTC = new SessionZone(ZoneId.of("UTC"));

  private final ZoneRules rules;
  private final @Nullable String abbreviation;

  SessionZone(ZoneId zone) {
    this.rules = zone.getRules();
    this.abbreviation = ABBREVIATIONS.get(zone.getId());
  }

  /** What to_char writes for the zone; null if only PostgreSQL knows it. */
  @Nullable String abbreviation() {
    return abbreviation;
  }

  /** Whether its offset never changes. */
  boolean isFixed() {
    return rules.isFixedOffset();
  }

  /** Of a zone that {@link #isFixed}, seconds west of UTC. */
  int fixedWest() {
    return -rules.getOffset(Instant.EPOCH).getTotalSeconds();
  }

  /** The offset at an instant, in microseconds. */
  long offset(long utc) {
    if (rules.isFixedOffset()) {
      return micros(rules.getOffset(Instant.EPOCH));
    }
    long seconds = Math.floorDiv(utc, Calendar.SECOND) + EPOCH_SECONDS;
    return micros(rules.getOffset(Instant.ofEpochSecond(seconds)));
  }

  long toLocal(long utc) {
    return Calendar.isInfinite(utc) ? utc : utc + offset(utc);
  }

  long toUtc(long local) {
    long utc = beyondRange(local);
    return Calendar.isInfinite(local) ? local : Calendar.checkedTimestamp(utc);
  }

  /** UTC of a local time at the ends of the range too, where PostgreSQL only compares it. */
  long beyondRange(long local) {
    if (Calendar.isInfinite(local)) {
      return local;
    }
    if (rules.isFixedOffset()) {
      return local - offset(0);
    }
    long seconds = Math.floorDiv(local, Calendar.SECOND) + EPOCH_SECONDS;
    LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    ZoneOffsetTransition change = rules.getTransition(time);
    ZoneOffset offset;
    if (change == null) {
      offset = rules.getOffset(time);
    } else {
      offset = change.isGap() ? change.getOffsetBefore() : change.getOffsetAfter();
    }
    return local - micros(offset);
  }

  private static long micros(ZoneOffset offset) {
    return offset.getTotalSeconds() * Calendar.SECOND;
  }
}
