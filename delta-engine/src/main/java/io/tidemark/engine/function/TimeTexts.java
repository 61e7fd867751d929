package io.tidemark.engine.function;

import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TimeTz;
import java.time.LocalDate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The text of dates, times and intervals, with DateStyle ISO and IntervalStyle postgres
 * (EncodeDateTime and its kin in datetime.c).
 */
final class TimeTexts {

  private static final int FRACTION_DIGITS = 6;

  private TimeTexts() {}

  /**
   * The output function of a type whose text depends on these settings; null for other types, and
   * where the settings are others or not known.
   */
  static @Nullable Function<Object, Object> output(int type, SessionSettings settings) {
    if (!settings.hasIsoStyles()) {
      return null;
    }
    return switch (type) {
      case PgType.DATE -> value -> date((Integer) value);
      case PgType.TIMESTAMP -> value -> timestamp((Long) value);
      case PgType.INTERVAL -> value -> interval((Interval) value);
      case PgType.TIMESTAMPTZ -> zoned(settings.sessionZone());
      default -> null;
    };
  }

  private static @Nullable Function<Object, Object> zoned(@Nullable SessionZone zone) {
    if (zone == null) {
      return null;
    }
    return value -> timestamptz((Long) value, zone);
  }

  private static String infinity(boolean positive) {
    return positive ? "infinity" : "-infinity";
  }

  private static String era(LocalDate date) {
    return date.getYear() <= 0 ? " BC" : "";
  }

  private static String day(LocalDate date) {
    int year = date.getYear();
    return "%s-%s-%s"
        .formatted(
            DateNames.padded(year <= 0 ? 1 - year : year, 4),
            DateNames.padded(date.getMonthValue(), 2),
            DateNames.padded(date.getDayOfMonth(), 2));
  }

  static String date(int days) {
    if (Calendar.isInfinite(days)) {
      return infinity(days > 0);
    }
    LocalDate date = Calendar.date(days);
    return day(date) + era(date);
  }

  static String timestamp(long micros) {
    if (Calendar.isInfinite(micros)) {
      return infinity(micros > 0);
    }
    LocalDate date = Calendar.dateOf(micros);
    return day(date) + " " + time(Calendar.timeOf(micros)) + era(date);
  }

  static String timestamptz(long utc, SessionZone zone) {
    if (Calendar.isInfinite(utc)) {
      return infinity(utc > 0);
    }
    long offset = zone.offset(utc);
    LocalDate date = Calendar.dateOf(utc + offset);
    return day(date)
        + " "
        + time(Calendar.timeOf(utc + offset))
        + offset((int) (offset / Calendar.SECOND))
        + era(date);
  }

  static String timetz(TimeTz time) {
    return time(time.micros()) + offset(-time.zone());
  }

  /** Seconds east of UTC; minutes and seconds only if they are not 0. */
  private static String offset(int seconds) {
    int size = Math.abs(seconds);
    StringBuilder text = new StringBuilder(seconds < 0 ? "-" : "+");
    text.append(DateNames.padded(size / 3600, 2));
    if (size % 3600 != 0) {
      text.append(':').append(DateNames.padded(size / 60 % 60, 2));
    }
    if (size % 60 != 0) {
      text.append(':').append(DateNames.padded(size % 60, 2));
    }
    return text.toString();
  }

  /** Of microseconds that are not negative; a fraction without zeros at its end. */
  static String time(long micros) {
    StringBuilder text = new StringBuilder(15);
    text.append(DateNames.padded(micros / Calendar.HOUR, 2)).append(':');
    text.append(DateNames.padded(micros / Calendar.MINUTE % 60, 2)).append(':');
    text.append(DateNames.padded(micros / Calendar.SECOND % 60, 2));
    long fraction = micros % Calendar.SECOND;
    if (fraction != 0) {
      text.append('.').append(DateNames.padded(fraction, FRACTION_DIGITS));
      int end = text.length();
      while (text.charAt(end - 1) == '0') {
        end--;
      }
      text.setLength(end);
    }
    return text.toString();
  }

  /** Behind a negative field, a positive one has its sign. */
  static String interval(Interval interval) {
    if (interval.isInfinite()) {
      return infinity(interval.signum() > 0);
    }
    StringBuilder text = new StringBuilder();
    boolean negative = field(interval.months() / 12, "year", false, text);
    negative = field(interval.months() % 12, "mon", negative, text);
    negative = field(interval.days(), "day", negative, text);
    long micros = interval.micros();
    if (micros != 0 || text.isEmpty()) {
      text.append(text.isEmpty() ? "" : " ").append(micros < 0 ? "-" : negative ? "+" : "");
      if (micros == Long.MIN_VALUE) { // its size is no long
        return text.append("2562047788:00:54.775808").toString();
      }
      text.append(time(Math.abs(micros)));
    }
    return text.toString();
  }

  /** Whether the last field that is not 0 is negative. */
  private static boolean field(int value, String unit, boolean negative, StringBuilder text) {
    if (value == 0) {
      return negative;
    }
    text.append(text.isEmpty() ? "" : " ").append(negative && value > 0 ? "+" : "");
    text.append(value).append(' ').append(unit).append(value == 1 ? "" : "s");
    return value < 0;
  }
}
