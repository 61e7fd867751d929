package io.tidemark.server.service;

import io.tidemark.config.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * When circuits are due. Stream tables that are connected tick together, at the shortest of their
 * schedules. Owned by the core's thread.
 */
final class Timetable {

  private static final long NEVER = Long.MAX_VALUE;

  /** How often a query is computed at most whose changes nobody tells. */
  private static final long POLL_NANOS_MIN = 1_000_000_000L;

  /** For each circuit when it ticked last, or was first asked about. */
  private final Map<Runner, Last> last = new HashMap<>();

  private record Last(long nanos, ZonedDateTime time) {
    static Last now() {
      return new Last(System.nanoTime(), ZonedDateTime.now(ZoneId.of("UTC")));
    }
  }

  /** Forgets the circuits that are not among these. */
  void retain(Collection<Runner> runners) {
    last.keySet().retainAll(runners);
  }

  void ticked(Runner runner) {
    last.put(runner, Last.now());
  }

  /** Nanoseconds until the circuit is due; 0 or less if it is now. */
  long nanosUntilDue(Runner runner, long watermark) {
    if (Long.compareUnsigned(watermark, runner.frontier()) <= 0) {
      return NEVER;
    }
    long nearest = NEVER;
    for (StreamTableEntry table : runner.tables()) {
      nearest = Math.min(nearest, nanosUntilDue(runner, table.definition().schedule()));
    }
    return nearest;
  }

  /** Whether a circuit may tick now for another reason than changes of its sources. */
  boolean permits(CircuitRunner runner) {
    return runner.tables().stream()
        .anyMatch(table -> nanosUntilDue(runner, table.definition().schedule()) <= 0);
  }

  /**
   * Nanoseconds until a recomputation is due by schedule; 0 or less if it is now. A refresh takes
   * at most a fifth of the time where it is told of changes, a tenth where it has to look, and half
   * where a schedule was given.
   */
  long nanosUntilDue(FullRunner runner) {
    if (runner.needsLoad()) {
      return 0;
    }
    long rested = System.nanoTime() - runner.endedNanos();
    Schedule schedule = runner.table().definition().schedule();
    return switch (schedule) {
      case Schedule.Continuous _ ->
          runner.pollReason() == null
              ? 4 * runner.tookNanos() - rested
              : Math.max(POLL_NANOS_MIN, 9 * runner.tookNanos()) - rested;
      case Schedule.Every _, Schedule.AtTimes _, Schedule.OnDemand _ ->
          Math.max(nanosUntilDue(runner, schedule), runner.tookNanos() - rested);
    };
  }

  private long nanosUntilDue(Runner runner, Schedule schedule) {
    Last ticked = last.computeIfAbsent(runner, ignored -> Last.now());
    return switch (schedule) {
      case Schedule.Continuous _ -> 0;
      case Schedule.Every every -> every.period().toNanos() - (System.nanoTime() - ticked.nanos());
      case Schedule.AtTimes times ->
          times
              .next(ticked.time())
              .map(next -> Duration.between(ZonedDateTime.now(ZoneId.of("UTC")), next).toNanos())
              .orElse(NEVER);
      case Schedule.OnDemand _ -> NEVER;
    };
  }
}
