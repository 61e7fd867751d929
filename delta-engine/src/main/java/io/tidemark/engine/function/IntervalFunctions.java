package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgNumeric;
import org.jspecify.annotations.Nullable;

/** Functions and operators of interval (timestamp.c). */
final class IntervalFunctions {

  private static final String TYPE = "interval";
  private static final int MONTH_DAYS = 30;

  private IntervalFunctions() {}

  static void register(FunctionLibrary library) {
    library.<Interval>order("interval_", Interval::compareTo);
    library.<Interval, Interval>binary("interval_pl", Interval::add);
    library.<Interval, Interval>binary("interval_mi", Interval::subtract);
    library.<Interval>unary("interval_um", Interval::negate);
    library.<Interval, Double>binary("interval_mul", Interval::multiply);
    library.<Double, Interval>binary("mul_d_interval", (f, i) -> i.multiply(f));
    library.<Interval, Double>binary("interval_div", Interval::divide);
    library.<Interval>unary("interval_finite", i -> !i.isInfinite());
    library.<Interval>unary("interval_justify_hours", IntervalFunctions::justifyHours);
    library.<Interval>unary("interval_justify_days", IntervalFunctions::justifyDays);
    library.<Interval>unary("interval_justify_interval", IntervalFunctions::justify);
    library.<Interval, Integer>binary("interval_scale", (i, m) -> scale(i, m, true));
    library.before(17).<Interval, Integer>binary("interval_scale", (i, m) -> scale(i, m, false));
    library.nary("make_interval", IntervalFunctions::make);
    library.before(17).nary("make_interval", IntervalFunctions::makeUnchecked);
    library.<String, Interval>binary("extract_interval", (f, i) -> extract(f, i, false));
    library.<String, Interval>binary("interval_part", (f, i) -> part(f, i, false));
    library.before(18).<String, Interval>binary("extract_interval", (f, i) -> extract(f, i, true));
    library.before(18).<String, Interval>binary("interval_part", (f, i) -> part(f, i, true));
    library.<String, Interval>binary("interval_trunc", IntervalFunctions::truncate);
  }

  private static Interval justifyHours(Interval i) {
    if (i.isInfinite()) {
      return i;
    }
    try {
      int days = Math.addExact(i.days(), (int) (i.micros() / Calendar.DAY));
      long micros = i.micros() % Calendar.DAY;
      if (days > 0 && micros < 0) {
        return new Interval(i.months(), days - 1, micros + Calendar.DAY);
      }
      return days < 0 && micros > 0
          ? new Interval(i.months(), days + 1, micros - Calendar.DAY)
          : new Interval(i.months(), days, micros);
    } catch (ArithmeticException overflow) {
      throw Interval.outOfRange();
    }
  }

  private static Interval justifyDays(Interval i) {
    if (i.isInfinite()) {
      return i;
    }
    try {
      int months = Math.addExact(i.months(), i.days() / MONTH_DAYS);
      int days = i.days() % MONTH_DAYS;
      if (months > 0 && days < 0) {
        return new Interval(months - 1, days + MONTH_DAYS, i.micros());
      }
      return months < 0 && days > 0
          ? new Interval(months + 1, days - MONTH_DAYS, i.micros())
          : new Interval(months, days, i.micros());
    } catch (ArithmeticException overflow) {
      throw Interval.outOfRange();
    }
  }

  /** Hours and days to days and months, with all fields of one sign. */
  private static Interval justify(Interval i) {
    if (i.isInfinite()) {
      return i;
    }
    try {
      long months = i.months();
      long days = i.days() + i.micros() / Calendar.DAY;
      long micros = i.micros() % Calendar.DAY;
      months += days / MONTH_DAYS;
      days %= MONTH_DAYS;
      if (months > 0 && (days < 0 || (days == 0 && micros < 0))) {
        days += MONTH_DAYS;
        months--;
      } else if (months < 0 && (days > 0 || (days == 0 && micros > 0))) {
        days -= MONTH_DAYS;
        months++;
      }
      if (days > 0 && micros < 0) {
        micros += Calendar.DAY;
        days--;
      } else if (days < 0 && micros > 0) {
        micros -= Calendar.DAY;
        days++;
      }
      return new Interval(Math.toIntExact(months), (int) days, micros);
    } catch (ArithmeticException overflow) {
      throw Interval.outOfRange();
    }
  }

  private static Interval make(@Nullable Object[] fields) {
    double seconds = FunctionLibrary.<Double>argument(fields, 6);
    try {
      int months =
          Math.addExact(
              Math.multiplyExact(FunctionLibrary.<Integer>argument(fields, 0), 12),
              FunctionLibrary.<Integer>argument(fields, 1));
      int days =
          Math.addExact(
              Math.multiplyExact(FunctionLibrary.<Integer>argument(fields, 2), 7),
              FunctionLibrary.<Integer>argument(fields, 3));
      double micros = Math.rint(seconds * Calendar.SECOND);
      if (!(micros >= Long.MIN_VALUE && micros < -(double) Long.MIN_VALUE)) {
        throw Interval.outOfRange();
      }
      Interval made =
          new Interval(months, days, Math.addExact(hoursAndMinutes(fields), (long) micros));
      if (made.isInfinite()) {
        throw Interval.outOfRange();
      }
      return made;
    } catch (ArithmeticException overflow) {
      throw Interval.outOfRange();
    }
  }

  /** The older majors let it wrap. */
  private static Interval makeUnchecked(@Nullable Object[] fields) {
    double seconds = FunctionLibrary.<Double>argument(fields, 6);
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      throw Interval.outOfRange();
    }
    int months =
        FunctionLibrary.<Integer>argument(fields, 0) * 12
            + FunctionLibrary.<Integer>argument(fields, 1);
    int days =
        FunctionLibrary.<Integer>argument(fields, 2) * 7
            + FunctionLibrary.<Integer>argument(fields, 3);
    double micros = Math.rint(seconds * Calendar.SECOND);
    boolean fits = micros >= Long.MIN_VALUE && micros < -(double) Long.MIN_VALUE;
    return new Interval(
        months, days, hoursAndMinutes(fields) + (fits ? (long) micros : Long.MIN_VALUE));
  }

  private static long hoursAndMinutes(@Nullable Object[] fields) {
    return FunctionLibrary.<Integer>argument(fields, 4) * Calendar.HOUR
        + FunctionLibrary.<Integer>argument(fields, 5) * Calendar.MINUTE;
  }

  // Bits of the fields in a type modifier (timestamp.h)
  private static final int MONTH_BIT = 1 << 1;
  private static final int YEAR_BIT = 1 << 2;
  private static final int DAY_BIT = 1 << 3;
  private static final int HOUR_BIT = 1 << 10;
  private static final int MINUTE_BIT = 1 << 11;
  private static final int SECOND_BIT = 1 << 12;
  private static final int ALL_FIELDS = 0x7FFF;
  private static final int FULL_PRECISION = 0xFFFF;

  /** Cuts off what is below the last field of the type, and rounds seconds to its precision. */
  private static Interval scale(Interval i, int modifier, boolean checked) {
    if (modifier < 0 || i.isInfinite()) {
      return i;
    }
    int fields = modifier >> 16 & ALL_FIELDS;
    int precision = modifier & 0xFFFF;
    Interval cut =
        switch (fields) {
          case ALL_FIELDS -> i;
          case YEAR_BIT -> new Interval(i.months() / 12 * 12, 0, 0);
          case MONTH_BIT, YEAR_BIT | MONTH_BIT -> new Interval(i.months(), 0, 0);
          case DAY_BIT -> new Interval(i.months(), i.days(), 0);
          case HOUR_BIT, DAY_BIT | HOUR_BIT -> whole(i, Calendar.HOUR);
          case MINUTE_BIT, DAY_BIT | HOUR_BIT | MINUTE_BIT, HOUR_BIT | MINUTE_BIT ->
              whole(i, Calendar.MINUTE);
          case SECOND_BIT,
              DAY_BIT | HOUR_BIT | MINUTE_BIT | SECOND_BIT,
              HOUR_BIT | MINUTE_BIT | SECOND_BIT,
              MINUTE_BIT | SECOND_BIT ->
              i;
          default ->
              throw new EvaluationException("XX000", "unrecognized interval typmod: " + modifier);
        };
    if (precision == FULL_PRECISION) {
      return cut;
    }
    if (precision > 6) {
      throw new EvaluationException(
          "22023", "interval(%d) precision must be between 0 and 6".formatted(precision));
    }
    long micros = Calendar.round(cut.micros(), precision);
    if (checked && (micros ^ cut.micros()) < 0 && micros != 0) { // older majors let it wrap
      throw Interval.outOfRange();
    }
    return new Interval(cut.months(), cut.days(), micros);
  }

  private static Interval whole(Interval i, long unit) {
    return new Interval(i.months(), i.days(), i.micros() / unit * unit);
  }

  /**
   * @param old whether by the rules before 18: no weeks, and quarters of negative months count up
   */
  private static @Nullable PgNumeric extract(String name, Interval i, boolean old) {
    DateTimeField field = DateTimeField.of(name, TYPE);
    if (i.isInfinite()) {
      return switch (field) {
        case HOUR, DAY, YEAR, DECADE, CENTURY, MILLENNIUM, EPOCH ->
            i.signum() > 0 ? PgNumeric.POSITIVE_INFINITY : PgNumeric.NEGATIVE_INFINITY;
        case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, MONTH, QUARTER -> null;
        case WEEK -> {
          if (old) {
            throw DateTimeField.unsupported(name, TYPE);
          }
          yield null;
        }
        default -> throw DateTimeField.unsupported(name, TYPE);
      };
    }
    long time = i.micros();
    int years = i.months() / 12;
    return switch (field) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> Calendar.timeField(field, time);
      case DAY -> PgNumeric.of(i.days());
      case WEEK -> {
        if (old) {
          throw DateTimeField.unsupported(name, TYPE);
        }
        yield PgNumeric.of(i.days() / 7);
      }
      case MONTH -> PgNumeric.of(i.months() % 12);
      case QUARTER -> {
        int month = i.months() % 12;
        yield PgNumeric.of(i.months() >= 0 || old ? month / 3 + 1 : -(-month / 3 + 1));
      }
      case YEAR -> PgNumeric.of(years);
      case DECADE -> PgNumeric.of(years / 10);
      case CENTURY -> PgNumeric.of(years / 100);
      case MILLENNIUM -> PgNumeric.of(years / 1000);
      case EPOCH -> Calendar.scaled(seconds(i), 0).add(Calendar.scaled(time, 6));
      default -> throw DateTimeField.unsupported(name, TYPE);
    };
  }

  /** Of months and days: a year has 365.25 days, a month 30. */
  private static long seconds(Interval i) {
    return (1461L * (i.months() / 12) + 120L * (i.months() % 12) + 4L * i.days()) * 21_600;
  }

  private static @Nullable Double part(String name, Interval i, boolean old) {
    DateTimeField field = DateTimeField.of(name, TYPE);
    if (!i.isInfinite()) {
      long time = i.micros();
      long second = time % Calendar.MINUTE / Calendar.SECOND;
      long fraction = time % Calendar.SECOND;
      switch (field) {
        case MILLISECONDS -> {
          return second * 1000.0 + fraction / 1000.0;
        }
        case SECOND -> {
          return second + fraction / 1_000_000.0;
        }
        case EPOCH -> {
          double result = time / 1_000_000.0;
          int years = i.months() / 12;
          result += 365.25 * 86_400 * years;
          result += (double) MONTH_DAYS * 86_400 * (i.months() % 12);
          result += 86_400.0 * i.days();
          return result;
        }
        default -> {}
      }
    }
    PgNumeric value = extract(name, i, old);
    return value == null ? null : (Double) FloatFunctions.toDouble(value);
  }

  private static Interval truncate(String name, Interval i) {
    DateTimeField unit = DateTimeField.unit(name, TYPE);
    if (unit.isTimeZone() || unit == DateTimeField.WEEK) {
      throw DateTimeField.unsupported(name, TYPE);
    }
    if (i.isInfinite()) {
      return i;
    }
    int months =
        switch (unit) {
          case MILLENNIUM -> 12_000;
          case CENTURY -> 1_200;
          case DECADE -> 120;
          case YEAR -> 12;
          case QUARTER -> 3;
          default -> 1;
        };
    int wholeMonths = i.months() / months * months;
    if (unit.compareTo(DateTimeField.DAY) > 0) {
      return new Interval(wholeMonths, 0, 0);
    }
    long size = Calendar.size(unit);
    return new Interval(
        wholeMonths, i.days(), unit == DateTimeField.DAY ? 0 : i.micros() / size * size);
  }
}
