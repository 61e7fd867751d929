package io.tidemark.config;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.tidemark.config.problem.ErrorCode;
import io.tidemark.config.problem.InvalidValueException;
import io.tidemark.config.problem.Spelling;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
  record Interval(Duration duration) implements Schedule {

    /** Below this a tick's fixed cost would be all that runs; continuous does better. */
    public static final Duration MIN = Duration.ofMillis(10);

    /** A longer interval is a slip of the unit, or a case for on-demand. */
    public static final Duration MAX = Duration.ofDays(366);

    public Interval {
      if (duration.compareTo(MIN) < 0 || duration.compareTo(MAX) > 0) {
        throw new InvalidValueException(
            ErrorCode.BAD_SCHEDULE,
            "an interval lies between "
                + DurationText.format(MIN)
                + " and "
                + DurationText.format(MAX)
                + ", not at "
                + DurationText.format(duration),
            "for less use continuous, for more on-demand");
      }
    }

    @Override
    public String toString() {
      return DurationText.format(duration);
    }
  }

  /**
   * At the times of a cron expression.
   *
   * @param expression five fields: minute, hour, day of month, month, day of week
   * @param zone in which the fields are meant
   */
  record Cron(String expression, ZoneId zone) implements Schedule {

    private static final CronParser PARSER =
        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    public Cron {
      expression = expression.strip().replaceAll("\\s+", " ");
      try {
        PARSER.parse(expression).validate();
      } catch (IllegalArgumentException invalid) {
        String why = String.valueOf(invalid.getMessage());
        throw bad(
            "'" + expression + "' is not a cron expression: " + why.lines().findFirst().orElse(""));
      }
      CronDays.check(expression);
    }

    /** The first time after {@code after}. */
    public Optional<Instant> next(Instant after) {
      return ExecutionTime.forCron(PARSER.parse(expression))
          .nextExecution(after.atZone(zone))
          .map(java.time.ZonedDateTime::toInstant);
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

  /** As often as the stream tables that read it need. */
  record Calculated() implements Schedule {
    @Override
    public String toString() {
      return "calculated";
    }
  }

  /** Only when asked to. */
  record OnDemand() implements Schedule {
    @Override
    public String toString() {
      return "on-demand";
    }
  }

  /**
   * Parses {@code continuous}, {@code 500ms}, {@code cron '0 6 * * *' Europe/Berlin} (UTC unless
   * given), {@code calculated}, {@code on-demand}.
   *
   * @throws InvalidValueException if {@code text} is no schedule
   */
  static Schedule parse(String text) {
    return switch (text) {
      case "continuous" -> new Continuous();
      case "calculated" -> new Calculated();
      case "on-demand" -> new OnDemand();
      default -> {
        if (DurationText.isDuration(text)) {
          yield new Interval(DurationText.parse(text));
        }
        if (text.startsWith("cron")) {
          yield cron(text);
        }
        throw new InvalidValueException(
            ErrorCode.BAD_SCHEDULE,
            "'" + text + "' is not a schedule",
            Spelling.nearest(text, List.of("continuous", "calculated", "on-demand"))
                .map(word -> "did you mean '" + word + "'?")
                .orElse(
                    "write continuous, calculated, on-demand, an interval such as 500ms, 1s, 5m or"
                        + " 1h, or cron '*/5 * * * *'"));
      }
    };
  }

  private static Schedule cron(String text) {
    Matcher matcher = Pattern.compile("cron\\s+(['\"])([^'\"]*)\\1(?:\\s+(\\S+))?").matcher(text);
    if (!matcher.matches()) {
      throw Cron.bad("the expression after cron stands in quotes, a time zone may follow");
    }
    String zone = matcher.group(3);
    try {
      return new Cron(matcher.group(2), zone == null ? ZoneOffset.UTC : zone(zone));
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
    return name.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(name);
  }
}
