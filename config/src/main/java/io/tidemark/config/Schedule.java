package io.tidemark.config;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** When a stream table is refreshed. */
public sealed interface Schedule {

  /** As soon as something changed. */
  record Continuous() implements Schedule {
    @Override
    public String toString() {
      return "continuous";
    }
  }

  /** At most once in each period. */
  record Every(Duration period) implements Schedule {
    @Override
    public String toString() {
      return Durations.format(period);
    }
  }

  /** At the times of a five-field cron expression in a time zone. */
  record AtTimes(String expression, ZoneId zone) implements Schedule {

    private static final CronParser PARSER =
        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    /** The first time after the given one, if there is any. */
    public Optional<ZonedDateTime> next(ZonedDateTime after) {
      Cron cron = PARSER.parse(expression);
      return ExecutionTime.forCron(cron).nextExecution(after.withZoneSameInstant(zone));
    }

    @Override
    public String toString() {
      return "cron '" + expression + "'" + (zone.equals(ZoneId.of("UTC")) ? "" : " " + zone);
    }
  }

  /** Only when somebody asks for it. */
  record OnDemand() implements Schedule {
    @Override
    public String toString() {
      return "on demand";
    }
  }

  /**
   * Parses {@code continuous}, {@code on demand}, a duration, or {@code cron 'm h d M w' [zone]}.
   *
   * @throws IllegalArgumentException with what is wrong and which forms there are
   */
  static Schedule parse(String text) {
    String trimmed = text.strip();
    switch (trimmed) {
      case "continuous" -> {
        return new Continuous();
      }
      case "on demand", "on-demand" -> {
        return new OnDemand();
      }
      case "calculated" ->
          throw new IllegalArgumentException("the schedule 'calculated' is not supported yet");
      default -> {}
    }
    if (trimmed.startsWith("cron ")) {
      return cron(trimmed.substring("cron ".length()).strip());
    }
    try {
      Duration period = Durations.parse(trimmed);
      if (period.isZero()) {
        throw new IllegalArgumentException("a period of 0 is 'continuous'");
      }
      return new Every(period);
    } catch (IllegalArgumentException noDuration) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a schedule: continuous, on demand, 500ms, 1s, 5m, 2h, or cron '*/5 * * * *'",
          noDuration);
    }
  }

  private static Schedule cron(String rest) {
    int open = rest.indexOf('\'');
    int close = rest.lastIndexOf('\'');
    if (open != 0 || close <= open) {
      throw new IllegalArgumentException("write the cron expression in quotes: cron '*/5 * * * *'");
    }
    String expression = rest.substring(open + 1, close);
    String zone = rest.substring(close + 1).strip();
    try {
      AtTimes.PARSER.parse(expression);
      return new AtTimes(expression, zone.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(zone));
    } catch (IllegalArgumentException | java.time.DateTimeException invalid) {
      throw new IllegalArgumentException(
          "'" + rest + "' is not a cron schedule: " + invalid.getMessage(), invalid);
    }
  }
}
