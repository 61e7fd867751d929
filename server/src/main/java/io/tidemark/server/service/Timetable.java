package io.tidemark.server.service;

import io.tidemark.config.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When circuits are due. Stream tables that are connected tick together, at the shortest of their
 * schedules.
 */
final class Timetable {

  private static final long NEVER = Long.MAX_VALUE;

  /** For each circuit when it ticked last, or was first asked about. */
  private static final Map<CircuitRunner, Last> LAST = new ConcurrentHashMap<>();

  private record Last(long nanos, ZonedDateTime time) {
    static Last now() {
      return new Last(System.nanoTime(), ZonedDateTime.now(ZoneId.of("UTC")));
    }
  }

  private Timetable() {}

  static void ticked(CircuitRunner runner) {
    LAST.put(runner, Last.now());
  }

  /** Nanoseconds until the circuit is due; 0 or less if it is now. */
  static long nanosUntilDue(CircuitRunner runner, long watermark) {
    if (Long.compareUnsigned(watermark, runner.frontier()) <= 0) {
      return NEVER;
    }
    long nearest = NEVER;
    for (StreamTableEntry table : runner.tables()) {
      nearest = Math.min(nearest, nanosUntilDue(runner, table.definition().schedule()));
    }
    return nearest;
  }

  private static long nanosUntilDue(CircuitRunner runner, Schedule schedule) {
    Last last = LAST.computeIfAbsent(runner, ignored -> Last.now());
    return switch (schedule) {
      case Schedule.Continuous _ -> 0;
      case Schedule.Every every -> every.period().toNanos() - (System.nanoTime() - last.nanos());
      case Schedule.AtTimes times ->
          times
              .next(last.time())
              .map(next -> Duration.between(ZonedDateTime.now(ZoneId.of("UTC")), next).toNanos())
              .orElse(NEVER);
      case Schedule.OnDemand _ -> NEVER;
    };
  }
}
