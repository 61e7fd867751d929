package io.tidemark.config;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a stream table is brought up to date. Prints as it is written in a definition, and {@link
 * #parse} reads that back.
 */
public sealed interface Schedule {

  /** As soon as there are changes. */
  record Continuous() implements Schedule {
    @Override
    public String toString() {
      return "continuous";
    }
  }

  /** At most once per interval. */
  record Every(Duration period) implements Schedule {

    /** Below this a tick's fixed cost would be all that runs; continuous does better. */
    public static final Duration MIN = Duration.ofMillis(10);

    /** A longer interval is a slip of the unit, or a case for on demand. */
    public static final Duration MAX = Duration.ofDays(366);

    public Every {
      if (period.compareTo(MIN) < 0 || period.compareTo(MAX) > 0) {
        throw new InvalidValueException(
            ErrorCode.BAD_SCHEDULE,
            "an interval lies between "
                + Durations.format(MIN)
                + " and "
                + Durations.format(MAX)
                + ", not at "
                + Durations.format(period),
            "for less use continuous, for more on demand");
      }
    }

    @Override
    public String toString() {
      return Durations.format(period);
    }
  }

  /**
   * At the times of a cron expression.
   *
   * @param expression five fields: minute, hour, day of month, month, day of week
   * @param zone in which the fields are meant
   */
  record AtTimes(String expression, ZoneId zone) implements Schedule {

    private static final CronParser PARSER =
        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    /** Fixed, so that whether an expression is valid does not depend on today. */
    private static final ZonedDateTime SOME_TIME =
        ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    public AtTimes {
      expression = expression.strip().replaceAll("\\s+", " ");
      try {
        PARSER.parse(expression).validate();
      } catch (IllegalArgumentException invalid) {
        String why = String.valueOf(invalid.getMessage());
        throw bad(
            "'" + expression + "' is not a cron expression: " + why.lines().findFirst().orElse(""));
      }
      if (ExecutionTime.forCron(PARSER.parse(expression)).nextExecution(SOME_TIME).isEmpty()) {
        throw bad("'" + expression + "' never comes true");
      }
    }

    /** The first time after the given one, in this schedule's zone. */
    public Optional<ZonedDateTime> next(ZonedDateTime after) {
      return ExecutionTime.forCron(PARSER.parse(expression))
          .nextExecution(after.withZoneSameInstant(zone));
    }

    static InvalidValueException bad(String message) {
      return new InvalidValueException(
          ErrorCode.BAD_CRON,
          message,
          "five fields: minute hour day-of-month month day-of-week, such as '*/5 * * * *'");
    }

    @Override
    public String toString() {
      return "cron '" + expression + "'" + (zone.equals(ZoneOffset.UTC) ? "" : " " + zone);
    }
  }

  /** Only when asked to. */
  record OnDemand() implements Schedule {
    @Override
    public String toString() {
      return "on demand";
    }
  }

  /**
   * Parses {@code continuous}, {@code 500ms}, {@code cron '0 6 * * *' Europe/Berlin} (UTC unless
   * given), {@code on demand}.
   *
   * @throws InvalidValueException if {@code text} is no schedule
   */
  static Schedule parse(String text) {
    return switch (text) {
      case "continuous" -> new Continuous();
      case "on demand", "on-demand" -> new OnDemand();
      case "calculated" ->
          throw new InvalidValueException(
              ErrorCode.BAD_SCHEDULE,
              "the schedule 'calculated' is not supported yet",
              "use continuous, or the interval that the readers of the stream table need");
      default -> {
        if (Durations.isDuration(text)) {
          yield new Every(Durations.parse(text));
        }
        if (text.startsWith("cron")) {
          yield cron(text);
        }
        throw new InvalidValueException(
            ErrorCode.BAD_SCHEDULE,
            "'" + text + "' is not a schedule",
            Spelling.nearest(text, List.of("continuous", "on demand"))
                .map(word -> "did you mean '" + word + "'?")
                .orElse(
                    "write continuous, on demand, an interval such as 500ms, 1s, 5m or"
                        + " 1h, or cron '*/5 * * * *'"));
      }
    };
  }

  private static Schedule cron(String text) {
    Matcher matcher = Pattern.compile("cron\\s+(['\"])([^'\"]*)\\1(?:\\s+(\\S+))?").matcher(text);
    if (!matcher.matches()) {
      throw AtTimes.bad("the expression after cron stands in quotes, a time zone may follow");
    }
    String zone = matcher.group(3);
    try {
      return new AtTimes(matcher.group(2), zone == null ? ZoneOffset.UTC : zone(zone));
    } catch (DateTimeException unknown) {
      throw new InvalidValueException(
          ErrorCode.BAD_CRON,
          "'" + zone + "' is not a time zone",
          Spelling.nearest(zone, ZoneId.getAvailableZoneIds())
              .map(near -> "did you mean '" + near + "'?")
              .orElse("name it as in Europe/Berlin, or leave it out for UTC"));
    }
  }

  private static ZoneId zone(String name) {
    return name.equals("UTC") || name.equals("Z") ? ZoneOffset.UTC : ZoneId.of(name);
  }
}
