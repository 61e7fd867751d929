package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgNumeric;
import java.math.BigDecimal;

/** Functions and operators of time without time zone (date.c): microseconds since midnight. */
final class TimeFunctions {

  private static final String TYPE = "time without time zone";
  private static final String INTERVAL_PLUS_TIME = FunctionLibrary.oid(1848); // written in SQL

  private TimeFunctions() {}

  static void register(FunctionLibrary library) {
    library.wordOrder("time_", Word.INT8);
    library.<Long, Interval>binary("time_pl_interval", TimeFunctions::plus);
    library.<Interval, Long>binary(INTERVAL_PLUS_TIME, (i, t) -> plus(t, i));
    library.<Long, Interval>binary("time_mi_interval", TimeFunctions::minus);
    library.<Long, Long>binary("time_mi_time", (a, b) -> new Interval(0, 0, a - b));
    library.<Long>unary("time_interval", t -> new Interval(0, 0, t));
    library.<Interval>unary("interval_time", TimeFunctions::ofInterval);
    library.<Long, Integer>binary("time_scale", Calendar::round);
    library.<String, Long>binary("extract_time", (f, t) -> extract(f, t, TYPE));
    library.<String, Long>binary("time_part", (f, t) -> part(f, t, TYPE));
    library.<Integer, Integer, Double>ternary("make_time", TimeFunctions::make);
  }

  static long plus(long time, Interval interval) {
    return wrap(time + finite(interval, "add", "to").micros());
  }

  static long minus(long time, Interval interval) {
    return wrap(time - finite(interval, "subtract", "from").micros());
  }

  private static long wrap(long micros) {
    return Math.floorMod(micros, Calendar.DAY);
  }

  private static Interval finite(Interval interval, String verb, String preposition) {
    if (interval.isInfinite()) {
      throw new EvaluationException(
          "22008", "cannot %s infinite interval %s time".formatted(verb, preposition));
    }
    return interval;
  }

  private static long ofInterval(Interval interval) {
    if (interval.isInfinite()) {
      throw new EvaluationException("22008", "cannot convert infinite interval to time");
    }
    return wrap(interval.micros());
  }

  static long make(int hour, int minute, double second) {
    boolean valid =
        hour >= 0
            && minute >= 0
            && minute < 60
            && !Double.isNaN(second)
            && second >= 0
            && second <= 60
            && hour <= 24
            && (hour < 24 || (minute == 0 && second == 0));
    long micros = valid ? (long) Math.rint(second * Calendar.SECOND) : 0;
    long time = hour * Calendar.HOUR + minute * Calendar.MINUTE + micros;
    if (!valid || time > Calendar.DAY) {
      throw new EvaluationException(
          "22008", "time field value out of range: %d:%02d:%s".formatted(hour, minute, second));
    }
    return time;
  }

  private static PgNumeric extract(String name, long time, String type) {
    DateTimeField field = DateTimeField.of(name, type);
    PgNumeric value =
        field == DateTimeField.EPOCH ? Calendar.scaled(time, 6) : Calendar.timeField(field, time);
    if (value == null) {
      throw DateTimeField.unsupported(name, type);
    }
    return value;
  }

  static double part(String name, long time, String type) {
    DateTimeField field = DateTimeField.of(name, type);
    long second = time % Calendar.MINUTE / Calendar.SECOND;
    long fraction = time % Calendar.SECOND;
    return switch (field) {
      case MILLISECONDS -> second * 1000.0 + fraction / 1000.0;
      case SECOND -> second + fraction / 1_000_000.0;
      case EPOCH -> time / 1_000_000.0;
      default -> {
        BigDecimal exact = extract(name, time, type).decimal();
        yield exact.doubleValue();
      }
    };
  }
}
