package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgNumeric;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.IsoFields;

/**
 * The Gregorian calendar over PostgreSQL's counts: days and microseconds since 2000-01-01, with the
 * extreme values as infinities and the ranges of dates and timestamps (timestamp.h, datetime.c).
 */
final class Calendar {

  static final long DAY = Interval.DAY_MICROS;
  static final long SECOND = 1_000_000L;
  static final long MINUTE = 60 * SECOND;
  static final long HOUR = 60 * MINUTE;

  static final int JULIAN_OF_EPOCH = 2_451_545;
  private static final int UNIX_DAY_OF_EPOCH = 10_957; // 2000-01-01 since 1970-01-01
  static final long UNIX_SECONDS_OF_EPOCH = UNIX_DAY_OF_EPOCH * 86_400L;

  private static final int DAY_MIN = -JULIAN_OF_EPOCH; // 4714-11-24 BC
  private static final int DAY_END = 2_147_483_494 - JULIAN_OF_EPOCH; // after 5874897-12-31
  private static final int TIMESTAMP_DAY_END = 109_203_528 - JULIAN_OF_EPOCH; // 294277-01-01
  private static final long TIMESTAMP_MIN = DAY_MIN * DAY;
  private static final long TIMESTAMP_END = TIMESTAMP_DAY_END * DAY;

  private Calendar() {}

  static boolean isInfinite(long micros) {
    return micros == Long.MIN_VALUE || micros == Long.MAX_VALUE;
  }

  static boolean isInfinite(int days) {
    return days == Integer.MIN_VALUE || days == Integer.MAX_VALUE;
  }

  static LocalDate date(long days) {
    return LocalDate.ofEpochDay(days + UNIX_DAY_OF_EPOCH);
  }

  static LocalDate dateOf(long micros) {
    return date(Math.floorDiv(micros, DAY));
  }

  static long timeOf(long micros) {
    return Math.floorMod(micros, DAY);
  }

  static long days(LocalDate date) {
    return date.toEpochDay() - UNIX_DAY_OF_EPOCH;
  }

  /** A date within range, else the error. */
  static int checkedDate(long days) {
    if (days < DAY_MIN || days >= DAY_END) {
      throw new EvaluationException("22008", "date out of range");
    }
    return (int) days;
  }

  static boolean isBeyondTimestamps(int days) {
    return !isInfinite(days) && days >= TIMESTAMP_DAY_END;
  }

  /** A timestamp within range, else the error. */
  static long checkedTimestamp(long micros) {
    if (micros < TIMESTAMP_MIN || micros >= TIMESTAMP_END) {
      throw timestampOutOfRange();
    }
    return micros;
  }

  static EvaluationException timestampOutOfRange() {
    return new EvaluationException("22008", "timestamp out of range");
  }

  static long timestamp(LocalDate date, long time) {
    long days = days(date);
    if (days < DAY_MIN || days >= TIMESTAMP_DAY_END) {
      throw timestampOutOfRange();
    }
    return checkedTimestamp(days * DAY + time);
  }

  static long timestamp(int days) {
    if (isInfinite(days)) {
      return days > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    if (isBeyondTimestamps(days)) {
      throw new EvaluationException("22008", "date out of range for timestamp");
    }
    return days * DAY;
  }

  /** Months first, with the day held within the month, then days, then time. */
  static long plus(long micros, Interval interval) {
    if (interval.isInfinite()) {
      long infinity = interval.signum() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
      if (isInfinite(micros) && micros != infinity) {
        throw timestampOutOfRange();
      }
      return infinity;
    }
    if (isInfinite(micros)) {
      return micros;
    }
    try {
      long moved = micros;
      if (interval.months() != 0) {
        moved = timestamp(dateOf(moved).plusMonths(interval.months()), timeOf(moved));
      }
      if (interval.days() != 0) {
        moved = timestamp(dateOf(moved).plusDays(interval.days()), timeOf(moved));
      }
      return checkedTimestamp(Math.addExact(moved, interval.micros()));
    } catch (ArithmeticException | java.time.DateTimeException overflow) {
      throw timestampOutOfRange();
    }
  }

  /** A calendar field of a day, as extract gives it; only of fields that a date has. */
  static long field(DateTimeField field, LocalDate date) {
    int year = date.getYear();
    return switch (field) {
      case DAY -> date.getDayOfMonth();
      case WEEK -> date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case MONTH -> date.getMonthValue();
      case QUARTER -> (date.getMonthValue() + 2) / 3;
      case YEAR -> withoutZero(year);
      case DECADE -> Math.floorDiv(year, 10);
      case CENTURY -> year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
      case MILLENNIUM -> year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000);
      case DOW -> date.getDayOfWeek().getValue() % 7;
      case ISODOW -> date.getDayOfWeek().getValue();
      case DOY -> date.getDayOfYear();
      case ISOYEAR -> withoutZero(date.get(IsoFields.WEEK_BASED_YEAR));
      case JULIAN -> days(date) + JULIAN_OF_EPOCH;
      default -> throw new IllegalArgumentException(field + " is not one of a date");
    };
  }

  /** The year 0 is 1 BC, shown as −1. */
  private static long withoutZero(int year) {
    return year > 0 ? year : year - 1;
  }

  /** The first day of the week, month … that a day is in. */
  static LocalDate start(DateTimeField unit, LocalDate date) {
    int year = date.getYear();
    return switch (unit) {
      case WEEK -> date.with(DayOfWeek.MONDAY);
      case MONTH -> date.withDayOfMonth(1);
      case QUARTER -> LocalDate.of(year, (date.getMonthValue() - 1) / 3 * 3 + 1, 1);
      case YEAR -> LocalDate.of(year, 1, 1);
      case DECADE -> LocalDate.of(Math.floorDiv(year, 10) * 10, 1, 1);
      case CENTURY -> LocalDate.of(Math.floorDiv(year - 1, 100) * 100 + 1, 1, 1);
      case MILLENNIUM -> LocalDate.of(Math.floorDiv(year - 1, 1000) * 1000 + 1, 1, 1);
      default -> date;
    };
  }

  /** Microseconds of the unit, if it is one of the time of day. */
  static long size(DateTimeField unit) {
    return switch (unit) {
      case MICROSECONDS -> 1;
      case MILLISECONDS -> 1_000;
      case SECOND -> SECOND;
      case MINUTE -> MINUTE;
      case HOUR -> HOUR;
      default -> DAY;
    };
  }

  /** The field of a time of day as numeric; null if it is none. */
  static @org.jspecify.annotations.Nullable PgNumeric timeField(DateTimeField field, long time) {
    return switch (field) {
      case MICROSECONDS -> PgNumeric.of(time % MINUTE);
      case MILLISECONDS -> scaled(time % MINUTE, 3);
      case SECOND -> scaled(time % MINUTE, 6);
      case MINUTE -> PgNumeric.of(time / MINUTE % 60);
      case HOUR -> PgNumeric.of(time / HOUR);
      default -> null;
    };
  }

  /** A field of an offset that is given in seconds east of UTC. */
  static long zoneField(DateTimeField field, long seconds) {
    return switch (field) {
      case TIMEZONE -> seconds;
      case TIMEZONE_HOUR -> seconds / 3600;
      case TIMEZONE_MINUTE -> seconds / 60 % 60;
      default -> throw new IllegalArgumentException(field + " is not one of a time zone");
    };
  }

  static PgNumeric scaled(long value, int scale) {
    return PgNumeric.of(BigDecimal.valueOf(value, scale));
  }

  /** Rounds to decimals of a second, half away from zero. */
  static long round(long micros, int precision) {
    if (precision < 0 || precision >= 6) {
      return micros;
    }
    long unit = 1;
    for (int i = precision; i < 6; i++) {
      unit *= 10;
    }
    long half = unit / 2;
    return micros >= 0 ? (micros + half) / unit * unit : -((-micros + half) / unit * unit);
  }
}
