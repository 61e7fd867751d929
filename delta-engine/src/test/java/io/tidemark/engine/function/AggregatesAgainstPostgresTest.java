package io.tidemark.engine.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.type.Oracle;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random insertions and retractions into accumulators, which are written and read back in between:
 * the result must be what PostgreSQL computes over the values that are present.
 */
class AggregatesAgainstPostgresTest {

  private static final int ROUNDS = 25;
  private static final int STEPS = 30;

  private static Oracle oracle;

  @BeforeAll
  static void start() throws Exception {
    oracle = new Oracle(18);
  }

  @AfterAll
  static void stop() throws Exception {
    oracle.close();
  }

  @ParameterizedTest
  @CsvSource({
    "count,int4",
    "count,text",
    "sum,int2",
    "sum,int4",
    "sum,int8",
    "sum,numeric",
    "avg,int2",
    "avg,int4",
    "avg,int8",
    "avg,numeric",
    "sum,float4",
    "sum,float8",
    "avg,float4",
    "avg,float8",
    "bool_and,bool",
    "bool_or,bool",
    "every,bool",
    "var_pop,int2",
    "var_samp,int4",
    "variance,int8",
    "stddev,int4",
    "stddev_pop,int8",
    "stddev_samp,numeric",
    "var_pop,numeric",
    "variance,numeric",
    "stddev,numeric",
    "stddev_pop,float4",
    "var_samp,float4",
    "variance,float8",
    "stddev_samp,float8",
    "var_pop,float8",
    "bit_and,int2",
    "bit_or,int4",
    "bit_xor,int8",
    "bit_and,int8",
    "bit_and,bit",
    "bit_or,bit",
    "bit_xor,bit",
    "sum,interval",
    "avg,interval",
    "sum,money"
  })
  void afterRetractionsTheResultIsThatOfWhatIsLeft(String name, String type) throws Exception {
    int oid = oid(type);
    int result = resultType(name, type);
    boolean isFloat = result == PgType.FLOAT4 || result == PgType.FLOAT8;
    Supplier<Accumulator> supplier = AggregateLibrary.accumulator(call(name, oid, result));
    List<byte[]> values = oracle.bytes("type " + type, oid);
    Random random = new Random(42);
    for (int round = 0; round < ROUNDS; round++) {
      int[] candidates =
          candidates(
              values.size(), type.equals("money") || round < ROUNDS / 2, isFloat || wanders(type));
      long[] counts = new long[values.size()];
      Accumulator accumulator = supplier.get();
      for (int step = 0; step < STEPS; step++) {
        int value = candidates[random.nextInt(candidates.length)];
        long weight = random.nextInt(3) == 0 ? -counts[value] : 1 + random.nextInt(2);
        // what is taken back may come before what is put in
        long early = random.nextInt(4) == 0 ? -1 - random.nextInt(2) : 0;
        add(accumulator, values.get(value), early);
        accumulator = readBack(accumulator, supplier);
        if (random.nextInt(4) == 0) { // by way of another accumulator
          Accumulator other = supplier.get();
          add(other, values.get(value), weight - early);
          accumulator.merge(other);
        } else {
          add(accumulator, values.get(value), weight - early);
        }
        counts[value] += weight;
      }
      String expected = expected(name, type, counts, result);
      String actual = resultOrError(accumulator);
      if (isFloat && isNumber(expected) && isNumber(actual)) {
        double wanted = toDouble(expected);
        double precision = result == PgType.FLOAT4 ? 1e-5 : 1e-9;
        double delta = Double.isFinite(wanted) ? Math.abs(wanted) * precision + 1e-9 : 0;
        assertEquals(wanted, toDouble(actual), delta, name);
      } else {
        assertEquals(expected, actual, name + "(" + type + ") of " + Arrays.toString(counts));
      }
      for (int i = 0; i < counts.length; i++) {
        add(accumulator, values.get(i), -counts[i]);
      }
      assertArrayEquals(bytes(supplier.get()), bytes(accumulator), "empty again");
    }
  }

  @Test
  void aFloatSumDoesNotDependOnTheOrderOfChanges() throws Exception {
    Supplier<Accumulator> sum =
        AggregateLibrary.accumulator(call("sum", PgType.FLOAT8, PgType.FLOAT8));
    double[] values = {1e300, 1, -1e300, 1e-300, 0.1, 1e16, -1e16, 3};
    Accumulator forwards = sum.get();
    Accumulator backwards = sum.get();
    for (int i = 0; i < values.length; i++) {
      add(forwards, bits(values[i]), 1);
      add(backwards, bits(values[values.length - 1 - i]), 1);
    }
    assertEquals(result(forwards), result(backwards));
    assertEquals(4.1, toDouble(result(forwards)));
  }

  @Test
  void aFloatSumBeyondTheRangeIsAnErrorAsInPostgresql() throws Exception {
    Accumulator sum = AggregateLibrary.accumulator(call("sum", PgType.FLOAT8, PgType.FLOAT8)).get();
    add(sum, bits(Double.MAX_VALUE), 2);
    EvaluationException overflow = assertThrows(EvaluationException.class, () -> result(sum));
    assertEquals("22003", overflow.sqlState());
    add(sum, bits(Double.MAX_VALUE), -1);
    assertEquals(Double.MAX_VALUE, toDouble(result(sum)));
  }

  @ParameterizedTest
  @CsvSource({"interval,2147483647 months,22008", "money,92233720368547758.07,22003"})
  void aSumOutOfRangeIsAnErrorUntilItIsBack(String type, String value, String sqlState)
      throws Exception {
    int oid = oid(type);
    Accumulator sum = AggregateLibrary.accumulator(call("sum", oid, oid)).get();
    List<byte[]> large = new ArrayList<>();
    oracle.query(
        "SELECT %s('%s'::%s)".formatted(oracle.sendFunction(oid), value, type),
        row -> large.add(row.getBytes(1)));
    add(sum, large.getFirst(), 2);
    assertEquals("error " + sqlState, resultOrError(sum));
    add(sum, large.getFirst(), -1);
    assertEquals(HexFormat.of().formatHex(large.getFirst()), result(sum));
  }

  @ParameterizedTest
  @CsvSource({
    "corr",
    "covar_pop",
    "covar_samp",
    "regr_avgx",
    "regr_avgy",
    "regr_count",
    "regr_intercept",
    "regr_r2",
    "regr_slope",
    "regr_sxx",
    "regr_sxy",
    "regr_syy"
  })
  void statisticsOfPairsAreThoseOfWhatIsLeft(String name) throws Exception {
    int result = name.equals("regr_count") ? PgType.INT8 : PgType.FLOAT8;
    // Few values: lines, single points and what is constant are to come up
    String[] values = {"0", "1", "2", "0.5", "-3.25", "100", "NULL", "'NaN'", "'Infinity'"};
    Random random = new Random(7);
    for (int round = 0; round < 4 * ROUNDS; round++) {
      int domain = round % 4 == 3 ? values.length : 1 + random.nextInt(7);
      Accumulator accumulator =
          AggregateLibrary.accumulator(call(name, PgType.FLOAT8, result)).get();
      Accumulator other = AggregateLibrary.accumulator(call(name, PgType.FLOAT8, result)).get();
      List<String> pairs = new ArrayList<>();
      for (int i = random.nextInt(8); i > 0; i--) {
        String y = values[random.nextInt(domain)];
        String x = values[random.nextInt(domain)];
        Row pair = pair(y, x);
        if (random.nextBoolean()) {
          pairs.add("(%s::float8, %s::float8)".formatted(y, x));
          (random.nextBoolean() ? accumulator : other).add(pair, 1);
        } else {
          accumulator.add(pair, -2);
          other.add(pair, 2);
        }
      }
      accumulator.merge(other);
      accumulator =
          readBack(accumulator, AggregateLibrary.accumulator(call(name, PgType.FLOAT8, result)));
      String from =
          pairs.isEmpty()
              ? "SELECT NULL::float8, NULL::float8"
              : "VALUES " + String.join(",", pairs);
      String[] expected = new String[1];
      oracle.query(
          "SELECT coalesce(encode(%s(%s(y, x)), 'hex'), 'NULL') FROM (%s) v(y, x)"
              .formatted(oracle.sendFunction(result), name, from),
          row -> expected[0] = row.getString(1));
      String actual = result(accumulator);
      if (result == PgType.FLOAT8 && isNumber(expected[0]) && isNumber(actual)) {
        double wanted = toDouble(expected[0]);
        double delta = Double.isFinite(wanted) ? Math.abs(wanted) * 1e-9 + 1e-9 : 0;
        assertEquals(wanted, toDouble(actual), delta, name + " of " + pairs);
      } else {
        assertEquals(expected[0], actual, name + " of " + pairs);
      }
    }
  }

  private static Row pair(String y, String x) {
    RowBuilder builder = new RowBuilder(2);
    for (String value : List.of(y, x)) {
      if (value.equals("NULL")) {
        builder.addNull();
      } else {
        builder.add(bits(Double.parseDouble(value.replace("'", ""))));
      }
    }
    return builder.build();
  }

  @Test
  void minAndMaxAreOrderedAndOthersThatAreMissingAreRefused() {
    assertTrue(AggregateLibrary.isOrdered(call("max", PgType.INT4, PgType.INT4)));
    assertTrue(AggregateLibrary.isGreatest(call("max", PgType.INT4, PgType.INT4)));
    assertFalse(AggregateLibrary.isGreatest(call("min", PgType.INT4, PgType.INT4)));
    assertFalse(AggregateLibrary.isOrdered(call("sum", PgType.INT4, PgType.INT8)));
    assertThrows(
        UnsupportedQueryException.class,
        () -> AggregateLibrary.accumulator(call("string_agg", PgType.TEXT, PgType.TEXT)));
  }

  /**
   * Few and tame values first, so that not every sum is NaN. Of floats and of what leaves the range
   * on the way never the large ones, whose sum in PostgreSQL depends on the order.
   */
  private static int[] candidates(int size, boolean tame, boolean isFloat) {
    IntStream first = IntStream.range(0, Math.min(6, size));
    IntStream last = IntStream.range(Math.max(0, size - (tame ? 1 : 4)), size);
    return tame || isFloat
        ? IntStream.concat(first, last).toArray()
        : IntStream.range(0, size).toArray();
  }

  private static boolean wanders(String type) {
    return type.equals("interval") || type.equals("money");
  }

  private static String expected(String name, String type, long[] counts, int result)
      throws Exception {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      rows.add("(" + i + "," + counts[i] + ")");
    }
    String[] expected = new String[1];
    try {
      oracle.query(
          """
          SELECT coalesce(encode(%s(%s(literal::%s)), 'hex'), 'NULL')
          FROM edge JOIN (VALUES %s) AS c(i, n) USING (i), generate_series(1, n)
          WHERE key = 'type %s'
          """
              .formatted(
                  oracle.sendFunction(result),
                  name,
                  oracle.typeName(oid(type)), // not SQL's word: bit is bit(1)
                  String.join(",", rows),
                  type),
          row -> expected[0] = row.getString(1));
    } catch (java.sql.SQLException e) {
      return "error " + e.getSQLState();
    }
    return expected[0];
  }

  private static AggregateCall call(String name, int argument, int result) {
    Function function = new Function(1, "pg_catalog", name, name, List.of(argument), false, 'i');
    return new AggregateCall(
        function,
        List.of(),
        List.of(new Expression.Column(0, PgType.of(argument))),
        false,
        List.of(),
        null,
        PgType.of(result),
        0);
  }

  private static int oid(String type) throws Exception {
    int[] oid = new int[1];
    oracle.query("SELECT '%s'::regtype::oid".formatted(type), row -> oid[0] = row.getInt(1));
    return oid[0];
  }

  private static int resultType(String name, String type) throws Exception {
    int[] oid = new int[1];
    oracle.query(
        "SELECT pg_typeof(%s(NULL::%s))::oid".formatted(name, type), row -> oid[0] = row.getInt(1));
    return oid[0];
  }

  private static void add(Accumulator accumulator, byte[] value, long weight) {
    if (weight != 0) {
      RowBuilder builder = new RowBuilder(1);
      Row row = (value == null ? builder.addNull() : builder.add(value)).build();
      accumulator.add(row, weight);
    }
  }

  private static Accumulator readBack(Accumulator accumulator, Supplier<Accumulator> supplier)
      throws IOException {
    Accumulator read = supplier.get();
    read.read(new DataInputStream(new ByteArrayInputStream(bytes(accumulator))));
    return read;
  }

  private static byte[] bytes(Accumulator accumulator) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    accumulator.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static String resultOrError(Accumulator accumulator) {
    try {
      return result(accumulator);
    } catch (EvaluationException e) {
      return "error " + e.sqlState();
    }
  }

  private static String result(Accumulator accumulator) {
    RowBuilder builder = new RowBuilder(1);
    accumulator.result(builder);
    Row row = builder.build();
    return row.isNull(0) ? "NULL" : HexFormat.of().formatHex(row.copy(0));
  }

  private static boolean isNumber(String hex) {
    return !hex.equals("NULL") && !hex.startsWith("error");
  }

  private static double toDouble(String hex) {
    return hex.length() == 8
        ? Float.intBitsToFloat((int) Long.parseLong(hex, 16))
        : Double.longBitsToDouble(Long.parseUnsignedLong(hex, 16));
  }

  private static byte[] bits(double value) {
    return java.nio.ByteBuffer.allocate(8).putDouble(value).array();
  }
}
