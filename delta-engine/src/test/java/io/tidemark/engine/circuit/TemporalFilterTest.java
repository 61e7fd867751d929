package io.tidemark.engine.circuit;

import static io.tidemark.engine.operator.Rows.bag;
import static io.tidemark.engine.operator.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.operator.time.Timed;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Call;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Expression.Constant;
import io.tidemark.engine.plan.Expression.Now;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Conditions on the clock: after every tick the rows for which the condition is true at its time,
 * and none that would change before the time foreseen.
 */
class TemporalFilterTest {

  private static final long SECOND = 1_000_000L;
  private static final long HOUR = 3600 * SECOND;
  private static final long DAY = 24 * HOUR;

  private static final Field TSZ = new Field("tsz", PgType.of(PgType.TIMESTAMPTZ), true);
  private static final Field TS = new Field("ts", PgType.of(PgType.TIMESTAMP), true);
  private static final Field DATE = new Field("d", PgType.of(PgType.DATE), true);
  private static final Field NUMBER = new Field("n", PgType.of(PgType.INT4), true);
  private static final SourceTable SOURCE =
      new SourceTable(101, "public", "event", List.of(TSZ, TS, DATE, NUMBER), List.of());
  private static final Plan SCAN = new Plan.Scan(SOURCE, List.of(0, 1, 2, 3), SOURCE.columns());

  private static final Expression TSZ_COLUMN = new Column(0, TSZ.type());
  private static final Expression TS_COLUMN = new Column(1, TS.type());
  private static final Expression DATE_COLUMN = new Column(2, DATE.type());
  private static final Expression NUMBER_COLUMN = new Column(3, NUMBER.type());
  private static final Expression NOW = new Now();
  private static final Expression TODAY = call("timestamptz_date", PgType.DATE, 's', NOW);

  static Stream<Arguments> conditions() {
    return Stream.of(
        Arguments.of("the last hour", later(TSZ_COLUMN, minus(NOW, interval(0, 0, HOUR)))),
        Arguments.of("the past", compare("timestamptz_le", TSZ_COLUMN, NOW)),
        Arguments.of("the future", compare("timestamptz_lt", NOW, TSZ_COLUMN)),
        Arguments.of("the last day", later(TSZ_COLUMN, minus(NOW, interval(0, 1, 0)))),
        Arguments.of(
            "days and hours", later(TSZ_COLUMN, minus(NOW, interval(0, 2, 5 * HOUR + SECOND)))),
        Arguments.of("the last month", later(TSZ_COLUMN, minus(NOW, interval(1, 0, 0)))),
        Arguments.of(
            "the last month less a day", later(TSZ_COLUMN, minus(NOW, interval(1, -1, HOUR)))),
        Arguments.of(
            "between",
            new Expression.And(
                List.of(
                    later(TSZ_COLUMN, minus(NOW, interval(0, 0, 2 * HOUR))),
                    compare("timestamptz_le", TSZ_COLUMN, NOW)))),
        Arguments.of(
            "or else",
            new Expression.Or(
                List.of(
                    new Expression.Not(later(TSZ_COLUMN, NOW)),
                    compare("int4lt", NUMBER_COLUMN, integer(3))))),
        Arguments.of("today", compare("date_eq", DATE_COLUMN, TODAY)),
        Arguments.of(
            "the last week by date",
            compare("date_ge", DATE_COLUMN, call("date_mii", PgType.DATE, 'i', TODAY, integer(7)))),
        Arguments.of(
            "the day of a time",
            compare("date_eq", call("timestamptz_date", PgType.DATE, 's', TSZ_COLUMN), TODAY)),
        Arguments.of("a date against a time", compare("date_lt_timestamptz", DATE_COLUMN, NOW)),
        Arguments.of(
            "a time without zone",
            compare("timestamp_gt_timestamptz", TS_COLUMN, minus(NOW, interval(0, 1, 0)))),
        Arguments.of(
            "the local time",
            compare(
                "timestamp_gt",
                TS_COLUMN,
                call("timestamptz_timestamp", PgType.TIMESTAMP, 's', NOW))),
        Arguments.of(
            "younger than",
            compare("interval_lt", difference(NOW, TSZ_COLUMN), interval(0, 1, HOUR))),
        Arguments.of(
            "no further than",
            compare("interval_ge", interval(0, 0, 3 * HOUR), difference(TSZ_COLUMN, NOW))),
        Arguments.of(
            "days since",
            compare("int4gt", call("date_mi", PgType.INT4, 'i', TODAY, DATE_COLUMN), integer(2))),
        Arguments.of(
            "since the month's begin",
            later(
                TSZ_COLUMN,
                call("timestamptz_trunc", PgType.TIMESTAMPTZ, 's', text("month"), NOW))),
        Arguments.of(
            "a row's own interval",
            later(
                TSZ_COLUMN,
                minus(
                    NOW,
                    call("interval_mul", PgType.INTERVAL, 'i', interval(0, 0, HOUR), number())))),
        Arguments.of(
            "not distinct from today",
            new Expression.Not(
                new Expression.IsDistinctFrom(function("date_eq", 'i'), DATE_COLUMN, TODAY, 0))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conditions")
  void agreesWithTheConditionAtEveryTimeAndForeseesEveryChange(String name, Expression condition) {
    for (String zone : List.of("UTC", "Europe/Prague", "Australia/Lord_Howe")) {
      for (long seed = 0; seed < 6; seed++) {
        check(condition, ZoneId.of(zone), seed, name + " in " + zone + ", seed " + seed);
      }
    }
  }

  private static void check(Expression condition, ZoneId zone, long seed, String name) {
    Random random = new Random(seed);
    Expressions expressions =
        new LibraryExpressions(CollationRules.UNKNOWN_DEFAULT, 18, null, zone);
    InMemoryArrangements state = new InMemoryArrangements();
    Plan plan = new Plan.Filter(SCAN, condition);
    Circuit circuit = compile(plan, state, expressions);
    TemporalCondition oracle = TemporalCondition.of(condition, 4, expressions);
    long time = start(random);
    Bag source = new Bag();
    Bag output = new Bag();
    for (int tick = 0; tick < 30; tick++) {
      for (int step = random.nextInt(2); step >= 0; step--) {
        ZSet delta = change(random, source, time);
        source.addAll(delta);
        output.addAll(circuit.step(Map.of(101, delta), time).get("t"));
        if (random.nextInt(4) == 0) {
          circuit = compile(plan, state, expressions);
        }
      }
      assertEquals(at(oracle, source, time), output, name + ", tick " + tick);
      long wakeUp = circuit.nextWakeUp();
      if (wakeUp != Timed.NEVER) {
        assertEquals(
            output, at(oracle, source, wakeUp - 1), name + ", before waking, tick " + tick);
      }
      for (int i = 0; i < 5; i++) {
        long earlier = Math.min(wakeUp - 1, time + random.nextLong(3 * DAY));
        assertEquals(output, at(oracle, source, earlier), name + ", on the way, tick " + tick);
      }
      time =
          wakeUp != Timed.NEVER && random.nextBoolean()
              ? wakeUp
              : time + random.nextLong(random.nextBoolean() ? HOUR : 3 * DAY);
    }
  }

  private static Bag at(TemporalCondition condition, Bag source, long time) {
    Bag bag = new Bag();
    source.forEach((row, copies) -> {
      if (condition.test(row, time)) {
        bag.plus(row, copies);
      }
    });
    return bag;
  }

  /** Near the nights on which clocks change, at the ends of months, and anywhere. */
  private static long start(Random random) {
    String near =
        List.of(
                "2024-10-26T18:00:00Z",
                "2025-03-29T20:00:00Z",
                "2025-02-26T00:00:00Z",
                "2024-10-05T10:00:00Z",
                "2026-07-14T12:34:56Z")
            .get(random.nextInt(5));
    return time(near) + random.nextLong(12 * HOUR);
  }

  private static ZSet change(Random random, Bag source, long time) {
    ZSet delta = new ZSet();
    for (Row row : List.copyOf(source.keySet())) {
      if (random.nextInt(10) == 0) {
        delta.add(row, -source.get(row));
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      long span = List.of(HOUR, 3 * DAY, 40 * DAY).get(random.nextInt(3));
      long micros = time + random.nextLong(-span, span);
      micros = random.nextInt(3) == 0 ? Math.floorDiv(micros, HOUR / 4) * (HOUR / 4) : micros;
      Long value =
          switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
            default -> micros;
          };
      Integer day = value == null ? null : (Integer) (int) Math.floorDiv(micros, DAY);
      delta.add(row(value, value, day, random.nextInt(5)), 1 + random.nextInt(2));
    }
    return delta;
  }

  @Test
  void theDayAsAValueChangesAtLocalMidnightAndNotBefore() {
    ZoneId zone = ZoneId.of("Europe/Prague");
    Plan days =
        new Plan.Project(
            SCAN,
            List.of(call("date_mi", PgType.INT4, 'i', DATE_COLUMN, TODAY), NUMBER_COLUMN),
            List.of(NUMBER, NUMBER));
    Expressions expressions =
        new LibraryExpressions(CollationRules.UNKNOWN_DEFAULT, 18, null, zone);
    InMemoryArrangements state = new InMemoryArrangements();
    Circuit circuit = compile(days, state, expressions);
    int saturday = (int) (time("2024-10-26T00:00:00Z") / DAY);
    Bag output = new Bag();
    ZSet rows = new ZSet();
    rows.add(row(null, null, saturday, 1), 1);
    rows.add(row(null, null, saturday + 5, 2), 2);
    output.addAll(circuit.step(Map.of(101, rows), time("2024-10-26T10:00:00Z")).get("t"));
    assertEquals(new Bag().plus(row(0, 1), 1).plus(row(5, 2), 2), output);
    assertEquals(time("2024-10-26T22:00:00Z"), circuit.nextWakeUp()); // two hours ahead of UTC
    circuit = compile(days, state, expressions);
    long early = time("2024-10-26T21:59:59Z");
    assertEquals(new Bag(), bag(circuit.step(Map.of(), early).get("t")));
    output.addAll(circuit.step(Map.of(), circuit.nextWakeUp()).get("t"));
    assertEquals(new Bag().plus(row(-1, 1), 1).plus(row(4, 2), 2), output);
    assertEquals(time("2024-10-27T23:00:00Z"), circuit.nextWakeUp()); // one hour from that night on
    ZSet gone = new ZSet();
    gone.add(row(null, null, saturday + 5, 2), -2);
    output.addAll(circuit.step(Map.of(101, gone), time("2024-10-29T12:00:00Z")).get("t"));
    assertEquals(new Bag().plus(row(-3, 1), 1), output);
  }

  private static long time(String instant) {
    return (Instant.parse(instant).getEpochSecond() - 946_684_800L) * SECOND;
  }

  @Test
  void anotherUseOfTheClockIsRefused() {
    for (Expression condition :
        List.of(
            later(NOW, minus(NOW, interval(0, 0, 1))),
            compare("int4lt", call("timestamp_cmp", PgType.INT4, 'i', NOW, TSZ_COLUMN), integer(0)),
            later(
                TSZ_COLUMN,
                call("timestamptz_larger", PgType.TIMESTAMPTZ, 'i', NOW, TSZ_COLUMN)))) {
      assertThrows(
          UnsupportedQueryException.class,
          () ->
              compile(
                  new Plan.Filter(SCAN, condition),
                  new InMemoryArrangements(),
                  new LibraryExpressions(
                      CollationRules.UNKNOWN_DEFAULT, 18, null, ZoneId.of("UTC"))));
    }
  }

  private static Circuit compile(Plan plan, InMemoryArrangements state, Expressions expressions) {
    return CircuitCompiler.compile(Map.of("t", plan), Map.of(), state, expressions);
  }

  private static Expression later(Expression left, Expression right) {
    return compare("timestamptz_gt", left, right);
  }

  private static Expression minus(Expression time, Expression interval) {
    return call("timestamptz_mi_interval", PgType.TIMESTAMPTZ, 's', time, interval);
  }

  private static Expression difference(Expression left, Expression right) {
    return call("timestamp_mi", PgType.INTERVAL, 'i', left, right);
  }

  private static Expression compare(String source, Expression left, Expression right) {
    String known =
        source.startsWith("timestamptz_") && source.split("_").length == 2
            ? source.replace("timestamptz_", "timestamp_")
            : source;
    return call(known, PgType.BOOL, 'i', left, right);
  }

  private static Expression call(
      String source, int type, char volatility, Expression... arguments) {
    return new Call(function(source, volatility), List.of(arguments), PgType.of(type), 0);
  }

  private static Function function(String source, char volatility) {
    return new Function(1, "pg_catalog", source, source, List.of(), true, volatility);
  }

  private static Expression interval(int months, int days, long micros) {
    byte[] bytes = ByteBuffer.allocate(16).putLong(micros).putInt(days).putInt(months).array();
    return new Constant(bytes, PgType.of(PgType.INTERVAL));
  }

  private static Expression integer(int value) {
    return new Constant(ByteBuffer.allocate(4).putInt(value).array(), PgType.of(PgType.INT4));
  }

  /** The row's number as the factor of an interval. */
  private static Expression number() {
    return call("i4tod", PgType.FLOAT8, 'i', NUMBER_COLUMN);
  }

  private static Expression text(String value) {
    return new Constant(
        value.getBytes(java.nio.charset.StandardCharsets.UTF_8), PgType.of(PgType.TEXT));
  }
}
