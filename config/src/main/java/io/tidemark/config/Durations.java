package io.tidemark.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 1s}, {@code 5m}, {@code 1h}, {@code 1d}.
 */
public final class Durations {

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Map<String, Duration> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("d", Duration.ofDays(1));
    UNITS.put("h", Duration.ofHours(1));
    UNITS.put("m", Duration.ofMinutes(1));
    UNITS.put("s", Duration.ofSeconds(1));
    UNITS.put("ms", Duration.ofMillis(1));
  }

  private Durations() {}

  static boolean isDuration(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * @throws InvalidValueException if {@code text} is no duration
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new InvalidValueException(
          ErrorCode.BAD_DURATION,
          "'" + text + "' is not a duration",
          "write a whole number and ms, s, m, h or d, such as 500ms or 5m");
    }
    return unit.multipliedBy(Long.parseLong(matcher.group(1)));
  }

  /** The shortest form that {@link #parse} reads back; whole milliseconds only. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    return UNITS.entrySet().stream()
        .filter(unit -> millis > 0 && millis % unit.getValue().toMillis() == 0)
        .findFirst()
        .map(unit -> millis / unit.getValue().toMillis() + unit.getKey())
        .orElse(millis + "ms");
  }
}
