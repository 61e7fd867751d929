package io.tidemark.engine.function;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The time zones that are the same here and in PostgreSQL. Java and the server have each a time
 * zone database of their own, of which one may be older, and names that mean something else (CET):
 * so a zone is known only after its offsets were held against the server's. Thread-safe.
 */
public final class Zones {

  /** The server's side of the comparison. */
  public interface Server {

    /** Whether the zone is of these offsets, seconds east of UTC, at these Unix seconds. */
    boolean agrees(String zone, List<Long> seconds, List<Integer> offsets);
  }

  /** No zone is known. */
  public static final Zones NONE = new Zones((zone, seconds, offsets) -> false);

  private static final Map<String, Zones> TRUSTING = new ConcurrentHashMap<>();

  /** As names of zones or as abbreviations these are UTC under any settings. */
  private static final List<String> UTC = List.of("UTC", "utc", "GMT", "gmt");

  private static final int FUTURE_TRANSITIONS = 400; // two a year, for as long as rules repeat
  private static final int SAMPLE_DAYS = 15;
  private static final int SAMPLE_YEAR_FIRST = 1880;
  private static final int SAMPLE_YEAR_END = 2120;
  private static final int[] FAR_YEARS = {-4000, 1, 1500, 1800, 2200, 2400, 3000, 50_000, 290_000};

  private final Server server;
  private final Map<String, Boolean> compared = new ConcurrentHashMap<>();
  private final Map<String, SessionZone> known = new ConcurrentHashMap<>();

  /**
   * @param server is asked once for each zone, when a query that names it is compiled
   */
  public Zones(Server server) {
    this.server = server;
  }

  /** Takes one zone for the same without asking. */
  static Zones trusting(ZoneId zone) {
    return TRUSTING.computeIfAbsent(
        zone.getId(), trusted -> new Zones((name, seconds, offsets) -> name.equals(trusted)));
  }

  /** Whether a zone is known by a name as AT TIME ZONE has it, comparing it if it was not yet. */
  boolean check(String name) {
    if (UTC.contains(name)) {
      return true;
    }
    // without a slash it may be an abbreviation, or one of POSIX's formulas
    return name.indexOf('/') > 0 && isSame(name);
  }

  /** Whether the session's zone is known. */
  boolean check(ZoneId session) {
    return isSame(session.getId());
  }

  private synchronized boolean isSame(String name) {
    return compared.computeIfAbsent(name, this::compare);
  }

  private boolean compare(String name) {
    if (!ZoneId.getAvailableZoneIds().contains(name)) {
      return false;
    }
    ZoneId zone = ZoneId.of(name);
    List<Long> seconds = new ArrayList<>(samples(zone.getRules()));
    List<Integer> offsets =
        seconds.stream()
            .map(at -> zone.getRules().getOffset(Instant.ofEpochSecond(at)).getTotalSeconds())
            .toList();
    if (!server.agrees(name, seconds, offsets)) {
      return false;
    }
    known.put(name, new SessionZone(zone));
    return true;
  }

  /** The zone of a name that was checked; null for others. */
  @Nullable SessionZone get(String name) {
    return UTC.contains(name) ? SessionZone.UTC : known.get(name);
  }

  /** Both sides of every change of the offset, and times in between, where others may change it. */
  private static SortedSet<Long> samples(ZoneRules rules) {
    SortedSet<Long> samples = new TreeSet<>();
    for (ZoneOffsetTransition change : rules.getTransitions()) {
      add(samples, change);
    }
    ZoneOffsetTransition next = rules.nextTransition(Instant.now());
    for (int i = 0; i < FUTURE_TRANSITIONS && next != null; i++) {
      add(samples, next);
      next = rules.nextTransition(next.getInstant());
    }
    long end = LocalDate.of(SAMPLE_YEAR_END, 1, 1).toEpochDay();
    for (long day = LocalDate.of(SAMPLE_YEAR_FIRST, 1, 1).toEpochDay(); day < end; ) {
      samples.add(day * 86_400);
      day += SAMPLE_DAYS;
    }
    for (int year : FAR_YEARS) {
      for (int month = 1; month <= 12; month += 2) {
        samples.add(LocalDate.of(year, month, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC));
      }
    }
    return samples;
  }

  private static void add(SortedSet<Long> samples, ZoneOffsetTransition change) {
    samples.add(change.toEpochSecond() - 1);
    samples.add(change.toEpochSecond());
  }
}
