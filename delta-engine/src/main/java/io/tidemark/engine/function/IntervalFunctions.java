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
    library.<String, Interval>binary("extract_interval", IntervalFunctions::extract);
    library.<String, Interval>binary("interval_part", IntervalFunctions::part);
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

  /** Fields whose meaning differs between majors, week and quarter, are left to PostgreSQL. */
  private static @Nullable PgNumeric extract(String name, Interval i) {
    DateTimeField field = DateTimeField.of(name, TYPE);
    if (i.isInfinite()) {
      return switch (field) {
        case HOUR, DAY, YEAR, DECADE, CENTURY, MILLENNIUM, EPOCH ->
            i.signum() > 0 ? PgNumeric.POSITIVE_INFINITY : PgNumeric.NEGATIVE_INFINITY;
        case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, MONTH -> null;
        default -> throw unsupported(field, name);
      };
    }
    long time = i.micros();
    int years = i.months() / 12;
    return switch (field) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> Calendar.timeField(field, time);
      case DAY -> PgNumeric.of(i.days());
      case MONTH -> PgNumeric.of(i.months() % 12);
      case YEAR -> PgNumeric.of(years);
      case DECADE -> PgNumeric.of(years / 10);
      case CENTURY -> PgNumeric.of(years / 100);
      case MILLENNIUM -> PgNumeric.of(years / 1000);
      case EPOCH -> Calendar.scaled(seconds(i), 0).add(Calendar.scaled(time, 6));
      default -> throw unsupported(field, name);
    };
  }

  /** Of months and days: a year has 365.25 days, a month 30. */
  private static long seconds(Interval i) {
    return (1461L * (i.months() / 12) + 120L * (i.months() % 12) + 4L * i.days()) * 21_600;
  }

  private static EvaluationException unsupported(DateTimeField field, String name) {
    if (field == DateTimeField.WEEK || field == DateTimeField.QUARTER) {
      return new EvaluationException(
          "0A000", "extract(%s) of an interval is not in the library yet".formatted(name));
    }
    return DateTimeField.unsupported(name, TYPE);
  }

  private static @Nullable Double part(String name, Interval i) {
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
    PgNumeric value = extract(name, i);
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
