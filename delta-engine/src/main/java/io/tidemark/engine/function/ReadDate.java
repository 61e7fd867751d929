package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.DateReader.Field;
import java.time.LocalDate;
import java.time.Year;
import java.time.temporal.IsoFields;

/**
 * The day and the time that fields mean together (formatting.c). What is not given is the first: of
 * the month, of the year, of 1 BC.
 *
 * @param time microseconds
 * @param hasZone whether an offset was given
 * @param zone seconds west of UTC
 * @param precision decimals of a second; 0 for all
 */
record ReadDate(int year, int month, int day, long time, boolean hasZone, int zone, int precision) {

  private static final int ZONE_HOURS_MAX = 15;
  private static final int JULIAN_YEAR_MIN = -4713;
  private static final int JULIAN_MONTH_MIN = 11;
  private static final int JULIAN_YEAR_MAX = 5_874_898;
  private static final int JULIAN_MONTH_END = 6;
  private static final int ISO_YEAR_MAX = 5_000_000; // beyond, PostgreSQL's day numbers wrap
  private static final int ISO_WEEK_MAX = 1_000_000;

  static ReadDate of(String template, String text, int major) {
    DateTemplate parsed = DateTemplate.of(template);
    if (parsed.isTranslated()) {
      throw Uncomputed.SIGNAL;
    }
    DateReader fields = DateReader.read(parsed, text, major);
    try {
      long time = time(fields);
      Date date = new Date(fields);
      date.check();
      if (time < 0 || time >= Calendar.DAY) {
        throw overflow();
      }
      int sign = fields.get(Field.ZONE_SIGN);
      return new ReadDate(
          date.year,
          date.month,
          date.day,
          time,
          sign != 0,
          -sign * zone(fields, sign),
          fields.get(Field.PRECISION));
    } catch (ArithmeticException overflow) {
      throw Uncomputed.SIGNAL; // the older majors let it wrap
    }
  }

  /** Days since 2000-01-01, not yet within the range of a type. */
  long days() {
    boolean valid =
        (year > JULIAN_YEAR_MIN || (year == JULIAN_YEAR_MIN && month >= JULIAN_MONTH_MIN))
            && (year < JULIAN_YEAR_MAX || (year == JULIAN_YEAR_MAX && month < JULIAN_MONTH_END));
    if (!valid) {
      throw new EvaluationException("22008", "date out of range");
    }
    return Calendar.days(LocalDate.of(year, month, 1)) + day - 1; // a 31st of June is in July
  }

  private static EvaluationException overflow() {
    return new EvaluationException("22008", "date/time field value out of range");
  }

  /** Microseconds of the day; −1 if a field is out of its range. */
  private static long time(DateReader fields) {
    int hour = 0;
    int minute = 0;
    int second = 0;
    int ofDay = fields.get(Field.SECOND_OF_DAY);
    if (ofDay != 0) {
      hour = ofDay / 3600;
      minute = ofDay % 3600 / 60;
      second = ofDay % 60;
    }
    second = fields.get(Field.SECOND) != 0 ? fields.get(Field.SECOND) : second;
    minute = fields.get(Field.MINUTE) != 0 ? fields.get(Field.MINUTE) : minute;
    hour = fields.get(Field.HOUR) != 0 ? fields.get(Field.HOUR) : hour;
    if (fields.get(Field.TWELVE_HOURS) != 0) {
      if (hour < 1 || hour > 12) {
        throw new EvaluationException(
            "22007", "hour \"%d\" is invalid for the 12-hour clock".formatted(hour));
      }
      boolean afternoon = fields.get(Field.AFTERNOON) != 0;
      hour = hour % 12 + (afternoon ? 12 : 0);
    }
    long micros =
        Math.multiplyExact(fields.get(Field.MILLISECOND), 1000) + fields.get(Field.MICROSECOND);
    boolean valid =
        hour >= 0
            && hour < 24
            && minute >= 0
            && minute < 60
            && second >= 0
            && second < 60
            && micros >= 0
            && micros < Calendar.SECOND;
    return valid
        ? hour * Calendar.HOUR + minute * Calendar.MINUTE + second * Calendar.SECOND + micros
        : -1;
  }

  /** Seconds, without the sign. */
  private static int zone(DateReader fields, int sign) {
    int hours = fields.get(Field.ZONE_HOUR);
    int minutes = fields.get(Field.ZONE_MINUTE);
    if (sign != 0 && (hours < 0 || hours > ZONE_HOURS_MAX || minutes < 0 || minutes >= 60)) {
      throw new EvaluationException("22009", "time zone displacement out of range");
    }
    return (hours * 60 + minutes) * 60;
  }

  /** The parts of a date, with which of them were given. */
  private static final class Date {

    private int year;
    private int month = 1;
    private int day = 1;
    private boolean hasYear;
    private boolean hasMonth;
    private boolean hasDay;
    private int dayOfYear;
    private final DateReader fields;

    Date(DateReader fields) {
      this.fields = fields;
      this.dayOfYear = fields.get(Field.DAY_OF_YEAR);
      year();
      int julian = fields.get(Field.JULIAN);
      if (julian != 0) {
        onJulianDay(julian);
      }
      week();
      int dayOfMonth = fields.get(Field.DAY);
      int weekOfMonth = fields.get(Field.WEEK_OF_MONTH);
      if (weekOfMonth != 0) {
        dayOfMonth = firstDayOfWeek(weekOfMonth);
      }
      if (dayOfMonth != 0) {
        day = dayOfMonth;
        hasDay = true;
      }
      if (fields.get(Field.MONTH) != 0) {
        month = fields.get(Field.MONTH);
        hasMonth = true;
      }
      if (dayOfYear != 0 && (month <= 1 || day <= 1)) {
        onDayOfYear();
      }
    }

    private static int firstDayOfWeek(int week) {
      return Math.addExact(Math.multiplyExact(Math.subtractExact(week, 1), 7), 1);
    }

    private void year() {
      int read = fields.get(Field.YEAR);
      int century = fields.get(Field.CENTURY);
      boolean beforeChrist = fields.get(Field.BEFORE_CHRIST) != 0;
      if (read != 0 && (century == 0 || fields.get(Field.YEAR_DIGITS) > 2)) {
        year = beforeChrist ? -read : read;
        year += year < 0 ? 1 : 0;
      } else if (read != 0) {
        int signed = beforeChrist ? -century : century;
        int ofCentury = read % 100;
        if (ofCentury != 0) {
          year =
              signed >= 0
                  ? Math.addExact(ofCentury, Math.multiplyExact(signed - 1, 100))
                  : Math.addExact(
                      Math.subtractExact(Math.multiplyExact(signed + 1, 100), ofCentury), 1);
        } else {
          year = Math.multiplyExact(signed, 100) + (signed >= 0 ? 0 : 1);
        }
      } else if (century != 0) {
        int signed = beforeChrist ? -century : century;
        year = Math.addExact(Math.multiplyExact(signed >= 0 ? signed - 1 : signed, 100), 1);
      }
      hasYear = read != 0 || century != 0;
    }

    private void onJulianDay(long julian) {
      if (julian < 0 || julian > Integer.MAX_VALUE - 1000) {
        throw Uncomputed.SIGNAL; // its arithmetic wraps
      }
      LocalDate date = Calendar.date(julian - Calendar.JULIAN_OF_EPOCH);
      year = date.getYear();
      month = date.getMonthValue();
      day = date.getDayOfMonth();
      hasYear = true;
      hasMonth = true;
      hasDay = true;
    }

    private void week() {
      int week = fields.get(Field.WEEK);
      if (week == 0) {
        return;
      }
      if (!fields.isIso()) {
        dayOfYear = firstDayOfWeek(week);
        return;
      }
      int weekday = fields.get(Field.WEEKDAY); // 1 is Sunday, the last day of the week
      int behindMonday = weekday == 0 ? 0 : weekday > 1 ? weekday - 2 : 6;
      onJulianDay(firstMonday() + 7L * (week - 1) + behindMonday);
    }

    /** The Julian day that the ISO year begins with. */
    private long firstMonday() {
      if (Math.abs(year) > ISO_YEAR_MAX || Math.abs(fields.get(Field.WEEK)) > ISO_WEEK_MAX) {
        throw Uncomputed.SIGNAL;
      }
      LocalDate monday =
          LocalDate.of(year, 1, 4)
              .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 1)
              .with(java.time.DayOfWeek.MONDAY);
      return Calendar.days(monday) + Calendar.JULIAN_OF_EPOCH;
    }

    private void onDayOfYear() {
      if (year == 0 && fields.get(Field.BEFORE_CHRIST) == 0) {
        throw new EvaluationException(
            "22007", "cannot calculate day of year without year information");
      }
      if (fields.isIso()) {
        onJulianDay(firstMonday() + dayOfYear - 1);
        return;
      }
      int[] ends = monthEnds();
      int of = 1;
      while (of <= 12 && dayOfYear > ends[of]) {
        of++;
      }
      if (month <= 1) {
        month = of;
      }
      if (day <= 1) {
        day = dayOfYear - ends[of - 1];
      }
      hasMonth = true;
      hasDay = true;
    }

    private int[] monthEnds() {
      int[] ends = new int[13];
      for (int i = 1; i <= 12; i++) {
        ends[i] = ends[i - 1] + java.time.Month.of(i).length(Year.isLeap(year));
      }
      return ends;
    }

    /** Only a whole date is held against the calendar. */
    void check() {
      boolean valid =
          (!hasMonth || (month >= 1 && month <= 12))
              && (!hasDay || (day >= 1 && day <= 31))
              && !(hasYear
                  && hasMonth
                  && hasDay
                  && day > java.time.Month.of(month).length(Year.isLeap(year)));
      if (!valid) {
        throw overflow();
      }
    }
  }
}
