package io.tidemark.engine.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.engine.type.KnownTypes;
import io.tidemark.engine.type.Oracle;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls every function of the library with all edge values of its argument types, here and in
 * PostgreSQL: results must be equal byte for byte, errors by SQLSTATE. A new function needs no line
 * here; an argument with values of its own needs one in edge-values.txt.
 */
class FunctionsAgainstPostgresTest {

  /** Per function; of more, every n-th is made. The oldest major gets a shorter run. */
  private static final int CALLS_MAX = Integer.getInteger("functions.calls", 1_000);

  private static final int CALLS_MAX_OLDEST = Integer.getInteger("functions.calls", 250);
  private static final int SHOWN_MAX = 4; // differences per function in the message

  private static final int DEFAULT_COLLATION = 100;

  /** What the C library computes may differ in the last digit: 4 units in the last place. */
  private static final Set<String> TRANSCENDENTAL =
      Set.of(
          "dcbrt", "dexp", "dlog1", "dlog10", "dpow", "datan", "datan2", "dsin", "dcos", "dtan",
          "dasin", "dacos", "dtanh", "dsind", "dcosd", "dtand", "dcotd", "dasind", "dacosd",
          "datand", "datan2d", "dcot", "dsinh", "dcosh", "dasinh", "dacosh", "datanh");

  /** While one develops a family: a pattern of the sources (or OIDs) that are called. */
  private static final String ONLY = System.getProperty("functions.only", "");

  private static final double LAST_DIGITS = 4;

  /** Slices keep the mark that there may be NULLs, though there are none; no value differs. */
  private static final Set<String> MARKED_AS_WITH_NULLS = Set.of("trim_array");

  /** Of a polymorphic function, per choice of types. */
  private static final int POLYMORPHIC_CALLS_MAX = 250;

  private static final int POLYMORPHIC_CALLS_MAX_OLDEST = 60;

  private static final SessionSettings PLAIN_SETTINGS =
      new SessionSettings(null, zones(), NumberSymbols.PLAIN, true);

  /** Some that Java and PostgreSQL have the same; AT TIME ZONE knows them by name. */
  private static Zones zones() {
    Zones zones = new Zones((zone, seconds, offsets) -> true);
    for (String zone : List.of("Europe/Prague", "America/St_Johns", "Australia/Lord_Howe")) {
      zones.check(zone);
    }
    return zones;
  }

  private record Candidate(
      Function function,
      ConcreteTypes types,
      boolean isPolymorphic,
      boolean collatable,
      boolean variadic) {

    int result() {
      return types.result();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {18, 15})
  void everyFunctionGivesWhatPostgresqlGives(int major) throws Exception {
    try (Oracle oracle = new Oracle(major)) {
      List<String> differences = new ArrayList<>();
      Set<String> found = new TreeSet<>();
      int functions = 0;
      int calls = 0;
      FunctionLibrary library = FunctionLibrary.of(major, PLAIN_SETTINGS);
      Set<String> computed = new TreeSet<>();
      Set<String> refused = new TreeSet<>();
      for (Candidate candidate : candidates(oracle, library)) {
        found.add(candidate.function().source());
        found.add(Integer.toString(candidate.function().oid()));
        int compared = compare(oracle, library, candidate, differences);
        (compared > 0 ? computed : refused)
            .add(describe(candidate.function()) + " " + candidate.function().oid());
        calls += compared;
      }
      refused.removeAll(computed);
      assertEquals(Set.of(), refused, "functions that were computed for no types");
      functions += computed.size();
      System.out.printf(
          "PostgreSQL %d: %d functions, %d calls compared%n", major, functions, calls);
      assertEquals("", String.join("\n", differences), differences.size() + " differences");
      if (!ONLY.isEmpty()) {
        return;
      }
      assertTrue(functions > 400 && calls > 40_000, functions + " functions, " + calls + " calls");
      if (major == 18) {
        Set<String> dead = new TreeSet<>(FunctionLibrary.of(major).entries());
        dead.removeAll(found);
        assertEquals(Set.of(), dead, "entries that PostgreSQL has no function for");
      }
    }
  }

  /** Those that go by the session's time zone: one on each side of UTC, with summer time. */
  @ParameterizedTest
  @CsvSource({"18, Europe/Prague", "18, America/St_Johns", "18, UTC", "15, Australia/Lord_Howe"})
  void everyZonedFunctionGivesWhatPostgresqlGives(int major, String zone) throws Exception {
    try (Oracle oracle = new Oracle(major)) {
      oracle.execute("SET TimeZone TO '" + zone + "'");
      FunctionLibrary zoned = FunctionLibrary.of(major, ZoneId.of(zone));
      List<String> differences = new ArrayList<>();
      int calls = 0;
      for (Candidate candidate : candidates(oracle, zoned)) {
        if (!FunctionLibrary.of(major).has(candidate.function())) {
          calls += compare(oracle, zoned, candidate, differences);
        }
      }
      assertEquals("", String.join("\n", differences), differences.size() + " differences");
      assertTrue(calls > 1_500 || !ONLY.isEmpty(), calls + " calls");
    }
  }

  private static List<Candidate> candidates(Oracle oracle, FunctionLibrary library)
      throws SQLException {
    List<Candidate> candidates = new ArrayList<>();
    oracle.query(
        """
        SELECT oid, proname, prosrc, array_to_string(proargtypes, ' '), proisstrict, provolatile,
          prorettype,
          EXISTS (SELECT FROM pg_type t WHERE t.oid = ANY (proargtypes) AND typcollation <> 0),
          provariadic NOT IN (0, '"any"'::regtype)
        FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND NOT proretset
        ORDER BY oid
        """,
        row -> {
          List<Integer> arguments = new ArrayList<>();
          for (String oid : row.getString(4).split(" ")) {
            if (!oid.isEmpty()) {
              arguments.add((int) Long.parseLong(oid));
            }
          }
          Function function =
              new Function(
                  (int) row.getLong(1),
                  "pg_catalog",
                  row.getString(2),
                  row.getString(3),
                  arguments,
                  row.getBoolean(5),
                  row.getString(6).charAt(0));
          if (library.has(function) && isWanted(function)) {
            int result = (int) row.getLong(7);
            for (ConcreteTypes types : ConcreteTypes.of(oracle, arguments, result)) {
              boolean polymorphic = types.isPolymorphic(arguments);
              candidates.add(
                  new Candidate(
                      function,
                      types,
                      polymorphic,
                      polymorphic || row.getBoolean(8),
                      row.getBoolean(9)));
            }
          }
        });
    return candidates;
  }

  private static boolean isWanted(Function function) {
    return ONLY.isEmpty()
        || function.source().matches(ONLY)
        || Integer.toString(function.oid()).matches(ONLY);
  }

  private static int compare(
      Oracle oracle, FunctionLibrary library, Candidate candidate, List<String> differences)
      throws SQLException {
    Function function = candidate.function();
    int arity = candidate.types().arguments().size();
    List<String> keys = new ArrayList<>();
    List<String> types = new ArrayList<>();
    List<List<byte[]>> values = new ArrayList<>();
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < arity; i++) {
      int type = candidate.types().arguments().get(i);
      String name = oracle.typeName(type);
      types.add(name);
      String own =
          "argument %s %d"
              .formatted(function.source().isEmpty() ? function.name() : function.source(), i + 1);
      String key =
          oracle.hasValues(own)
              ? own
              : "type " + name.substring(name.indexOf('.') + 1).replace("\"", "");
      if (!oracle.hasValues(key)) {
        differences.add(function.name() + ": no values for " + key);
        return 0;
      }
      keys.add(key);
      values.add(oracle.bytes(key, type));
      arguments.add(new Expression.Column(i, ConcreteTypes.typed(oracle, type)));
    }
    int constant = candidate.types().arguments().indexOf(PgType.JSONPATH);
    Map<Integer, RowMapper> mappers = new HashMap<>(); // by the number of the constant's value
    RowMapper overComputed = null;
    try {
      if (constant < 0) {
        overComputed = mapper(oracle, library, candidate, computed(arguments));
      }
      for (int value = 0; value < (constant < 0 ? 1 : values.get(constant).size()); value++) {
        if (constant >= 0) {
          PgType type = arguments.get(constant).type();
          arguments.set(constant, new Expression.Constant(values.get(constant).get(value), type));
        }
        if (constant < 0 || values.get(constant).get(value) != null) {
          mappers.put(value, mapper(oracle, library, candidate, arguments));
        }
      }
    } catch (UnsupportedQueryException e) {
      if (!candidate.isPolymorphic()) {
        differences.add(describe(function) + ": " + e.getMessage());
      }
      return 0;
    }
    int[] calls = {0};
    int[] left = {0}; // to PostgreSQL, by the function itself
    int[] wrong = {0};
    RowMapper composed = overComputed;
    Map<String, String> shown = new HashMap<>();
    oracle.execute(probe(oracle, candidate, types));
    oracle.query(
        calls(keys, types, values, limit(oracle.major(), candidate)),
        row -> {
          RowBuilder builder = new RowBuilder(arity);
          StringBuilder text = new StringBuilder();
          for (int i = 0; i < arity; i++) {
            byte[] value = values.get(i).get(row.getInt(i + 1));
            text.append(i == 0 ? "" : ", ").append(row.getString(arity + 1 + i));
            if (value == null) {
              builder.addNull();
            } else {
              builder.add(value);
            }
          }
          RowMapper mapper = mappers.get(constant < 0 ? 0 : row.getInt(constant + 1));
          if (mapper == null) {
            return; // a constant that is NULL
          }
          calls[0]++;
          String expected = canonical(row.getString(2 * arity + 1), candidate.result());
          Row input = builder.build();
          String computed = evaluate(mapper, input);
          if (composed != null) {
            assertEquals(computed, evaluate(composed, input), describe(function) + " of " + text);
          }
          if (computed.endsWith(Uncomputed.SIGNAL.getMessage())) {
            left[0]++;
            return;
          }
          String actual = canonical(computed, candidate.result());
          if (MARKED_AS_WITH_NULLS.contains(function.source())) {
            expected = unmarked(expected);
            actual = unmarked(actual);
          }
          if (!expected.equals(actual)
              && !(TRANSCENDENTAL.contains(function.source()) && areNear(expected, actual))
              && wrong[0]++ < SHOWN_MAX) {
            differences.add(
                "%s of (%s): PostgreSQL %s, Tidemark %s"
                    .formatted(describe(function), text, expected, actual));
          }
        });
    if (wrong[0] > SHOWN_MAX) {
      differences.add("  … and " + (wrong[0] - SHOWN_MAX) + " more of " + calls[0]);
    }
    if (left[0] > calls[0] / 2) {
      differences.add(describe(function) + " leaves " + left[0] + " of " + calls[0] + " calls");
    }
    return calls[0] - left[0];
  }

  /** The same values, but no columns: a call over columns may have a form of its own. */
  private static List<Expression> computed(List<Expression> columns) {
    return columns.stream()
        .<Expression>map(column -> new Expression.Coalesce(List.of(column), column.type()))
        .toList();
  }

  private static RowMapper mapper(
      Oracle oracle, FunctionLibrary library, Candidate candidate, List<Expression> arguments)
      throws SQLException {
    return new ExpressionCompiler(
            new KnownTypes(new CollationRules(true, true), oracle.shapes()), library, null)
        .mapper(
            List.of(
                new Expression.Call(
                    candidate.function(),
                    arguments,
                    ConcreteTypes.typed(oracle, candidate.result()),
                    candidate.collatable() ? DEFAULT_COLLATION : 0)));
  }

  private static int limit(int major, Candidate candidate) {
    boolean oldest = major == 15;
    return candidate.isPolymorphic()
        ? (oldest ? POLYMORPHIC_CALLS_MAX_OLDEST : POLYMORPHIC_CALLS_MAX)
        : (oldest ? CALLS_MAX_OLDEST : CALLS_MAX);
  }

  private static String unmarked(String array) {
    return array.length() < 16 ? array : array.substring(0, 8) + "00000000" + array.substring(16);
  }

  private static boolean areNear(String expected, String actual) {
    if (expected.startsWith("error") || actual.startsWith("error")) {
      return false;
    }
    double wanted = Double.parseDouble(expected);
    return Math.abs(wanted - Double.parseDouble(actual)) <= LAST_DIGITS * Math.ulp(wanted);
  }

  private static String describe(Function function) {
    return function.name() + " [" + function.source() + "]";
  }

  /** A function that gives the result's bytes or the SQLSTATE. */
  private static String probe(Oracle oracle, Candidate candidate, List<String> types) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      boolean asArray = candidate.variadic() && i == types.size() - 1;
      names.add((asArray ? "VARIADIC $" : "$") + (i + 1));
    }
    return """
    DROP FUNCTION IF EXISTS probe;
    CREATE FUNCTION probe(%s) RETURNS text LANGUAGE plpgsql AS $probe$
    BEGIN
      RETURN coalesce(encode(%s(pg_catalog."%s"(%s)), 'hex'), 'NULL');
    EXCEPTION WHEN OTHERS THEN
      RETURN 'error ' || SQLSTATE || ' ' || SQLERRM;
    END $probe$\
    """
        .formatted(
            String.join(", ", types),
            oracle.sendFunction(candidate.result()),
            candidate.function().name(),
            String.join(", ", names));
  }

  private static String calls(
      List<String> keys, List<String> types, List<List<byte[]>> values, int limit) {
    StringBuilder indexes = new StringBuilder();
    StringBuilder literals = new StringBuilder();
    StringBuilder arguments = new StringBuilder();
    StringBuilder from = new StringBuilder("(VALUES (0)) AS one(z)");
    StringBuilder where = new StringBuilder("true");
    StringBuilder number = new StringBuilder("0");
    long product = 1;
    for (int i = 0; i < keys.size(); i++) {
      indexes.append("e%d.i, ".formatted(i));
      literals.append("e%d.literal, ".formatted(i));
      arguments.append("%se%d.literal::%s".formatted(i == 0 ? "" : ", ", i, types.get(i)));
      from.append(", edge e" + i);
      where.append(" AND e%d.key = '%s'".formatted(i, keys.get(i)));
      number.append(" + e%d.i * %d".formatted(i, product));
      product *= values.get(i).size();
    }
    long step = Math.max(1, product / limit);
    step += step > 1 && step % 2 == 0 ? 1 : 0; // not in step with the numbers of values
    return "SELECT %s%sprobe(%s) FROM %s WHERE %s AND (%s) %% %d = 0"
        .formatted(indexes, literals, arguments, from, where, number, step);
  }

  private static String evaluate(RowMapper mapper, Row row) {
    try {
      Row result = mapper.map(row);
      return result.isNull(0) ? "NULL" : HexFormat.of().formatHex(result.copy(0));
    } catch (EvaluationException e) {
      return "error " + e.sqlState() + " " + e.getMessage();
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  /** All NaN are one; errors go by their SQLSTATE; text readable. */
  private static String canonical(String result, int type) {
    if (result.startsWith("error ")) {
      return result.substring(0, 11);
    }
    if (result.equals("NULL") || result.length() % 2 != 0) {
      return result;
    }
    return switch (type) {
      case PgType.FLOAT4 -> "" + Float.intBitsToFloat((int) Long.parseLong(result, 16));
      case PgType.FLOAT8 -> "" + Double.longBitsToDouble(Long.parseUnsignedLong(result, 16));
      default -> result;
    };
  }
}
