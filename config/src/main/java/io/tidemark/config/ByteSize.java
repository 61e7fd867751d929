package io.tidemark.config;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of memory or disk. KiB, MiB, GiB, TiB are powers of 1024; kB, MB, GB, TB of 1000. */
public record ByteSize(long bytes) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?) ?([A-Za-z]+)");
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("TiB", 1L << 40);
    UNITS.put("GiB", 1L << 30);
    UNITS.put("MiB", 1L << 20);
    UNITS.put("KiB", 1L << 10);
    UNITS.put("TB", 1_000_000_000_000L);
    UNITS.put("GB", 1_000_000_000L);
    UNITS.put("MB", 1_000_000L);
    UNITS.put("kB", 1_000L);
    UNITS.put("B", 1L);
  }

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is not negative: " + bytes);
    }
  }

  public static ByteSize ofMebibytes(long mebibytes) {
    return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
  }

  /**
   * Parses {@code 2GiB}, {@code 512MB}, {@code 1.5 GiB}.
   *
   * @throws InvalidValueException if {@code text} is no size
   */
  public static ByteSize parse(String text) {
    Matcher matcher = FORM.matcher(text);
    Long unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw bad("'" + text + "' is not a size");
    }
    BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw bad("'" + text + "' is more than any machine has");
    }
    return new ByteSize(bytes.longValue());
  }

  private static InvalidValueException bad(String message) {
    return new InvalidValueException(
        ErrorCode.BAD_SIZE,
        message,
        "write a number and one of " + String.join(", ", UNITS.keySet()) + ", such as 2GiB");
  }

  /** In the largest unit that needs no fraction. */
  @Override
  public String toString() {
    return UNITS.entrySet().stream()
        .filter(unit -> bytes > 0 && bytes % unit.getValue() == 0)
        .max(Map.Entry.comparingByValue())
        .map(unit -> bytes / unit.getValue() + unit.getKey())
        .orElse(bytes + "B");
  }
}
