package io.tidemark.engine.rewrite;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeCodecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The equality functions by which rows can be looked up: those whose both sides have one key
 * encoding, if need be after the narrower side's conversion to the wider type. A closed list; OIDs
 * below 10000 are the same in PostgreSQL 15 to 18.
 */
final class EqualityFunctions {

  /** An equality of two values of one type. */
  record Match(Function equality, Expression left, Expression right) {}

  /** Both sides of one type, and that type has a key encoding. */
  private static final Set<String> SAME_TYPE =
      Set.of(
          "int2eq",
          "int4eq",
          "int8eq",
          "float4eq",
          "float8eq",
          "numeric_eq",
          "texteq",
          "bpchareq",
          "nameeq",
          "chareq",
          "booleq",
          "byteaeq",
          "oideq",
          "uuid_eq",
          "date_eq",
          "time_eq",
          "timestamp_eq",
          "timestamptz_eq",
          "interval_eq",
          "timetz_eq",
          "cash_eq",
          "network_eq",
          "macaddr_eq",
          "macaddr8_eq",
          "biteq",
          "pg_lsn_eq",
          "xideq",
          "tsvector_eq",
          "jsonb_eq",
          "enum_eq",
          "array_eq",
          "range_eq",
          "multirange_eq",
          "record_eq");

  static final Function INT4_EQ = equality(65, "int4eq", PgType.INT4);
  private static final Function INT8_EQ = equality(467, "int8eq", PgType.INT8);
  private static final Function FLOAT8_EQ = equality(293, "float8eq", PgType.FLOAT8);
  private static final Function TIMESTAMP_EQ = equality(2052, "timestamp_eq", PgType.TIMESTAMP);

  private static final Function INT2_TO_INT4 = cast(313, "int4", "i2toi4", PgType.INT2);
  private static final Function INT2_TO_INT8 = cast(754, "int8", "int28", PgType.INT2);
  private static final Function INT4_TO_INT8 = cast(481, "int8", "int48", PgType.INT4);
  private static final Function FLOAT4_TO_FLOAT8 = cast(311, "float8", "ftod", PgType.FLOAT4);
  private static final Function DATE_TO_TIMESTAMP =
      cast(2024, "timestamp", "date_timestamp", PgType.DATE);

  /** How an equality across types becomes one of the wider type. */
  private record Widening(Function equality, Function cast, boolean castLeft, int type) {}

  private static final Map<String, Widening> ACROSS_TYPES =
      Map.ofEntries(
          Map.entry("int24eq", new Widening(INT4_EQ, INT2_TO_INT4, true, PgType.INT4)),
          Map.entry("int42eq", new Widening(INT4_EQ, INT2_TO_INT4, false, PgType.INT4)),
          Map.entry("int28eq", new Widening(INT8_EQ, INT2_TO_INT8, true, PgType.INT8)),
          Map.entry("int82eq", new Widening(INT8_EQ, INT2_TO_INT8, false, PgType.INT8)),
          Map.entry("int48eq", new Widening(INT8_EQ, INT4_TO_INT8, true, PgType.INT8)),
          Map.entry("int84eq", new Widening(INT8_EQ, INT4_TO_INT8, false, PgType.INT8)),
          Map.entry("float48eq", new Widening(FLOAT8_EQ, FLOAT4_TO_FLOAT8, true, PgType.FLOAT8)),
          Map.entry("float84eq", new Widening(FLOAT8_EQ, FLOAT4_TO_FLOAT8, false, PgType.FLOAT8)),
          Map.entry(
              "date_eq_timestamp",
              new Widening(TIMESTAMP_EQ, DATE_TO_TIMESTAMP, true, PgType.TIMESTAMP)),
          Map.entry(
              "timestamp_eq_date",
              new Widening(TIMESTAMP_EQ, DATE_TO_TIMESTAMP, false, PgType.TIMESTAMP)));

  /** The default equality of the types whose values may be tied to a domain. */
  private static final Map<Integer, Function> DEFAULTS =
      Map.ofEntries(
          entry(63, "int2eq", PgType.INT2),
          entry(65, "int4eq", PgType.INT4),
          entry(467, "int8eq", PgType.INT8),
          entry(287, "float4eq", PgType.FLOAT4),
          entry(293, "float8eq", PgType.FLOAT8),
          entry(1718, "numeric_eq", PgType.NUMERIC),
          entry(67, "texteq", PgType.TEXT),
          entry(1048, "bpchareq", PgType.BPCHAR),
          entry(62, "nameeq", PgType.NAME),
          entry(61, "chareq", PgType.CHAR),
          entry(60, "booleq", PgType.BOOL),
          entry(1948, "byteaeq", PgType.BYTEA),
          entry(184, "oideq", PgType.OID),
          entry(2956, "uuid_eq", PgType.UUID),
          entry(1086, "date_eq", PgType.DATE),
          entry(1145, "time_eq", PgType.TIME),
          entry(2052, "timestamp_eq", PgType.TIMESTAMP),
          Map.entry(
              PgType.TIMESTAMPTZ,
              new Function(
                  1152,
                  "pg_catalog",
                  "timestamptz_eq",
                  "timestamp_eq",
                  List.of(PgType.TIMESTAMPTZ, PgType.TIMESTAMPTZ),
                  true,
                  'i')),
          entry(1162, "interval_eq", PgType.INTERVAL),
          entry(1352, "timetz_eq", 1266),
          entry(888, "cash_eq", 790),
          entry(920, "network_eq", 869),
          entry(830, "macaddr_eq", 829),
          entry(4113, "macaddr8_eq", 774),
          entry(1581, "biteq", 1560),
          Map.entry(
              1562,
              new Function(
                  1666, "pg_catalog", "varbiteq", "biteq", List.of(1562, 1562), true, 'i')),
          entry(3233, "pg_lsn_eq", 3220),
          entry(4043, "jsonb_eq", PgType.JSONB));

  private static final Function ARRAY_EQ = equality(744, "array_eq", 2277);
  private static final Function RANGE_EQ = equality(3855, "range_eq", 3831);

  /** The range types that PostgreSQL comes with. */
  private static final Set<Integer> RANGES = Set.of(3904, 3906, 3908, 3910, 3912, 3926);

  private EqualityFunctions() {}

  private static Map.Entry<Integer, Function> entry(int oid, String name, int type) {
    return Map.entry(type, equality(oid, name, type));
  }

  /**
   * The default equality of a type.
   *
   * @throws UnsupportedQueryException if it is not among those that are known here
   */
  static Function of(PgType type) {
    if (CollationRules.isUsersOwn(type.collation())) {
      throw new UnsupportedQueryException(
          "A subquery reads an outer value by a collation of your own, by which different strings"
              + " may be equal",
          "Add COLLATE \"C\" to it in the subquery.");
    }
    Function function = DEFAULTS.get(type.oid() == PgType.VARCHAR ? PgType.TEXT : type.oid());
    if (function == null && TypeCodecs.elementOf(type.oid()) != null) {
      return ARRAY_EQ;
    }
    if (function == null && RANGES.contains(type.oid())) {
      return RANGE_EQ;
    }
    if (function == null) {
      throw new UnsupportedQueryException(
          "A subquery reads an outer value of the type with OID %s, by which rows cannot be told apart"
              .formatted(Integer.toUnsignedString(type.oid())),
          "Cast it to a type such as text in the subquery");
    }
    return function;
  }

  /** Whether the function is an equality within one type that has a key encoding. */
  static boolean isSameType(Function function) {
    return function.isBuiltIn() && SAME_TYPE.contains(function.source());
  }

  /** {@link #isSameType(Function)}, and by a collation that holds equal only what is the same. */
  static boolean isSameType(Function function, int collation) {
    return isSameType(function) && !CollationRules.isUsersOwn(collation);
  }

  /**
   * The condition as an equality of two values of one type, if it is one. One by a collation of
   * users' own is none: under it different strings may be equal, of which rewrites know nothing.
   */
  static Optional<Match> match(Expression condition) {
    if (!(condition instanceof Expression.Call call)
        || call.arguments().size() != 2
        || !call.function().isBuiltIn()
        || CollationRules.isUsersOwn(call.collation())) {
      return Optional.empty();
    }
    Expression left = call.arguments().get(0);
    Expression right = call.arguments().get(1);
    if (isSameType(call.function())) {
      return Optional.of(new Match(call.function(), left, right));
    }
    Widening widening = ACROSS_TYPES.get(call.function().source());
    if (widening == null) {
      return Optional.empty();
    }
    return Optional.of(
        widening.castLeft()
            ? new Match(widening.equality(), widen(left, widening), right)
            : new Match(widening.equality(), left, widen(right, widening)));
  }

  /** All functions that are named here, for the test that holds them against the catalog. */
  static List<Function> named() {
    List<Function> all = new ArrayList<>(DEFAULTS.values());
    all.add(ARRAY_EQ);
    all.add(RANGE_EQ);
    all.addAll(casts());
    return all;
  }

  /** Casts to a wider type, which keep different values different. */
  static List<Function> casts() {
    return List.of(INT2_TO_INT4, INT2_TO_INT8, INT4_TO_INT8, FLOAT4_TO_FLOAT8, DATE_TO_TIMESTAMP);
  }

  private static Expression widen(Expression narrow, Widening widening) {
    return new Expression.Call(widening.cast(), List.of(narrow), PgType.of(widening.type()), 0);
  }

  private static Function equality(int oid, String name, int type) {
    return new Function(oid, "pg_catalog", name, name, List.of(type, type), true, 'i');
  }

  private static Function cast(int oid, String name, String source, int type) {
    return new Function(oid, "pg_catalog", name, source, List.of(type), true, 'i');
  }
}
