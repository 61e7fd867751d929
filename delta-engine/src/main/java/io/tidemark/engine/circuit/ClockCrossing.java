package io.tidemark.engine.circuit;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.time.Timed;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * When what moves with the clock passes a value of a row: the times at which it first reaches, and
 * first exceeds it. They depend on the row alone.
 *
 * <p>There is no need to invert what was done to the clock: it keeps a nearly constant distance to
 * it, so one evaluation says where to look, and a binary search finds the microsecond. That needs
 * it to grow with the clock. Where it does not, at the end of summer time and at the ends of months
 * whose last days fall together, the time around is looked through in pieces in each of which it
 * does, and all passings count.
 *
 * <p>Cost per row: four evaluations where the distance is constant, about a hundred where days or
 * units are counted, some hundreds near the two nights of a year on which clocks change and, with
 * months, near the ends of months.
 */
final class ClockCrossing {

  private static final long DAY = Interval.DAY_MICROS;
  private static final long QUARTER_HOUR = DAY / 96;

  /** A passing and what it is computed from are at most some hours off the guess. */
  private static final long NEAR = 4 * DAY;

  /** Clocks change by an hour or two, and what goes back then has come on again after that. */
  private static final long NIGHT = DAY / 8;

  /** Months differ by three days. */
  private static final long MONTH_END = 5 * DAY;

  private static final long UNIX_SECONDS_OF_EPOCH = 946_684_800L;

  /** The years 4713 BC to 294276 are PostgreSQL's; searching ends a little within. */
  private static final long BEGIN = -210_000_000_000_000_000L;

  private static final long END = 9_220_000_000_000_000_000L;

  private final RowMapper moving; // over the row's columns and the time
  private final RowMapper fixed;
  private final boolean isDate;
  private final @Nullable Expression distance;
  private final boolean subtracted;
  private final boolean zoned;
  private final boolean byMonths;
  private final ZoneRules rules;

  private ClockCrossing(ClockUse.Comparison comparison, int width, Expressions expressions) {
    this.moving =
        RowFunctions.mapper(
            List.of(TemporalCondition.timed(comparison.moving(), width)), expressions);
    this.distance = comparison.distance();
    this.fixed =
        RowFunctions.mapper(
            distance == null ? List.of(comparison.fixed()) : List.of(comparison.fixed(), distance),
            expressions);
    this.subtracted = comparison.subtracted();
    this.isDate = comparison.moving().type().oid() == PgType.DATE;
    this.rules = expressions.timeZone().getRules();
    this.zoned = ClockUse.isZoned(comparison.moving()) && !rules.isFixedOffset();
    this.byMonths = ClockUse.movesByMonths(comparison.moving());
  }

  static ClockCrossing of(ClockUse.Comparison comparison, int width, Expressions expressions) {
    return new ClockCrossing(comparison, width, expressions);
  }

  /** The first passing after a time, {@link Timed#NEVER} if there is none. */
  long next(Row row, long after) {
    Long value = value(row);
    if (value == null || value <= BEGIN || value >= END) {
      return Timed.NEVER; // NULL and the infinities are never passed
    }
    Path path = new Path(row, value);
    long guess = path.guess();
    TreeSet<Long> passings = new TreeSet<>();
    path.search(guess, passings);
    passings.add(guess);
    for (long passing : List.copyOf(passings)) { // far from the guess where units are counted
      List<Long> changes = zoned ? changesNear(passing, value) : List.of();
      if (!byMonths) {
        changes.forEach(change -> path.lookAround(change, passing, passings));
      } else if (!changes.isEmpty() || isAtMonthEnd(passing)) {
        path.lookAtDays(passing, changes.isEmpty() ? DAY : QUARTER_HOUR, passings);
      }
    }
    Long next = passings.higher(after);
    return next == null ? Timed.NEVER : next;
  }

  /** The row's value in microseconds; null if it is NULL, or fails: then the condition does. */
  private @Nullable Long value(Row row) {
    try {
      Row values = fixed.map(row);
      if (values.isNull(0) || (distance != null && values.isNull(1))) {
        return null;
      }
      long value = micros(values);
      if (distance == null || value <= BEGIN || value >= END) {
        return value;
      }
      long by = span(values);
      return subtracted ? Math.subtractExact(value, by) : Math.addExact(value, by);
    } catch (EvaluationException | ArithmeticException beyond) {
      return null;
    }
  }

  /** An interval as comparison takes it, a month being 30 days; or a number of days. */
  private static long span(Row values) {
    if (values.length(1) == Integer.BYTES) {
      return Math.multiplyExact(values.getInt(1), DAY);
    }
    java.nio.ByteBuffer interval = java.nio.ByteBuffer.wrap(values.copy(1));
    long days = Math.addExact(interval.getInt(8), 30L * interval.getInt(12));
    return Math.addExact(interval.getLong(0), Math.multiplyExact(days, DAY));
  }

  private long micros(Row values) {
    if (!isDate) {
      return values.getLong(0);
    }
    int days = values.getInt(0);
    return days == Integer.MIN_VALUE || days == Integer.MAX_VALUE
        ? (days < 0 ? Long.MIN_VALUE : Long.MAX_VALUE)
        : days * DAY;
  }

  private static boolean isAtMonthEnd(long time) {
    int day = LocalDate.ofEpochDay(Math.floorDiv(seconds(time), 86_400L)).getDayOfMonth();
    return day <= 6 || day >= 24;
  }

  /** When clocks change around two times. */
  private List<Long> changesNear(long passing, long value) {
    List<Long> changes = new ArrayList<>();
    collectChanges(passing, changes);
    collectChanges(value, changes);
    return changes.stream().distinct().toList();
  }

  private void collectChanges(long time, List<Long> changes) {
    Instant from = Instant.ofEpochSecond(seconds(time - NEAR));
    for (ZoneOffsetTransition change = rules.nextTransition(from);
        change != null && change.toEpochSecond() <= seconds(time + NEAR);
        change = rules.nextTransition(change.getInstant())) {
      changes.add((change.toEpochSecond() - UNIX_SECONDS_OF_EPOCH) * 1_000_000L);
    }
  }

  private static long seconds(long micros) {
    return Math.floorDiv(micros, 1_000_000L) + UNIX_SECONDS_OF_EPOCH;
  }

  /** The moving side for one row, against one value. */
  private final class Path {
    private final Row row;
    private final long value;

    Path(Row row, long value) {
      this.row = row;
      this.value = value;
    }

    /** Beyond the range of timestamps it is beyond every value. */
    private long at(long time) {
      try {
        Row result = moving.map(row.concat(TemporalCondition.clock(time)));
        return result.isNull(0) ? Long.MIN_VALUE : micros(result);
      } catch (EvaluationException outOfRange) {
        return time < value ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
    }

    long guess() {
      long guess = value;
      for (int i = 0; i < 2; i++) { // the second time with the offset of about that time
        long at = at(guess);
        if (at > BEGIN && at < END) {
          guess = value - (at - guess);
        }
      }
      return Math.clamp(guess, BEGIN, END);
    }

    void search(long guess, Set<Long> passings) {
      add(first(guess, value), passings);
      add(first(guess + 1, value + 1), passings);
    }

    private void add(long time, Set<Long> passings) {
      if (time != Timed.NEVER) {
        passings.add(time);
      }
    }

    /** The first time at which a value is reached. */
    private long first(long guess, long wanted) {
      if (at(guess) >= wanted && at(guess - 1) < wanted) {
        return guess;
      }
      long low = guess - DAY;
      long high = guess + DAY;
      for (long width = DAY; at(low) >= wanted; width *= 4) {
        if (low <= BEGIN) {
          return Timed.NEVER; // has been reached ever since
        }
        low = Math.max(BEGIN, low - width);
      }
      for (long width = DAY; at(high) < wanted; width *= 4) {
        if (high >= END) {
          return Timed.NEVER;
        }
        high = high > END - width ? END : high + width;
      }
      return between(low, high, wanted);
    }

    /** The first time after {@code low} at which a value is reached that is reached at high. */
    private long between(long low, long high, long wanted) {
      long below = low;
      long reached = high;
      while (reached - below > 1) {
        long middle = below + (reached - below) / 2;
        if (at(middle) >= wanted) {
          reached = middle;
        } else {
          below = middle;
        }
      }
      return reached;
    }

    /**
     * The passings around a night on which clocks change: that of the clock, and that which the
     * moving side comes to at this passing.
     */
    void lookAround(long change, long passing, Set<Long> passings) {
      for (long night : List.of(change, change + passing - value)) {
        // offsets are whole quarters of an hour, since local mean times are gone
        long begin = Math.floorDiv(night - NIGHT, QUARTER_HOUR) * QUARTER_HOUR;
        pieces(begin, QUARTER_HOUR, night + NIGHT, passings);
      }
    }

    /** The passings around the end of a month. */
    void lookAtDays(long passing, long piece, Set<Long> passings) {
      long offset = rules.getOffset(Instant.ofEpochSecond(seconds(passing))).getTotalSeconds();
      long toLocal = offset * 1_000_000L;
      long begin = Math.floorDiv(passing + toLocal - MONTH_END, DAY) * DAY - toLocal;
      pieces(begin, piece, passing + MONTH_END, passings);
    }

    /** The passings in pieces of time, at the begin of which the moving side may go back. */
    private void pieces(long begin, long length, long end, Set<Long> passings) {
      long first = at(begin);
      for (long from = begin; from < end; from += length) {
        long last = from + length - 1;
        long reached = at(last);
        if (first < value && reached >= value) {
          passings.add(between(from, last, value));
        }
        if (first <= value && reached > value) {
          passings.add(between(from, last, value + 1));
        }
        first = at(last + 1);
        if (Long.compare(reached, value) != Long.compare(first, value)) {
          passings.add(last + 1);
        }
      }
    }
  }
}
