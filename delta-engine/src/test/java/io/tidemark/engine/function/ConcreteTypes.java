package io.tidemark.engine.function;

import io.tidemark.engine.type.Oracle;
import io.tidemark.engine.type.PgType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Types that stand for a function's polymorphic ones in a call.
 *
 * @param arguments the types of its arguments
 * @param result the type of its result for these
 */
record ConcreteTypes(List<Integer> arguments, int result) {

  private static final int RECORD = 2249;
  private static final int ANY = 2276;
  private static final int ANY_ENUM = 3500;
  private static final Set<Integer> ARRAYS = Set.of(2277, 5078);
  private static final Set<Integer> ELEMENTS = Set.of(2283, 2776, 5077, 5079);
  private static final Set<Integer> RANGES = Set.of(3831, 5080);
  private static final Set<Integer> MULTIRANGES = Set.of(4537, 4538);

  private static final List<String> OF_ARRAYS =
      List.of("int4", "text", "numeric", "float8", "mood", "bpchar", "timetz");
  private static final List<String> OF_RANGES =
      List.of("int4range", "numrange", "tsrange", "daterange", "textrange");

  /** Everything that one type stands for. */
  private record Family(int element, int array, int range, int multirange) {}

  /** The calls to make of a function; the one that it declares if it is not polymorphic. */
  static List<ConcreteTypes> of(Oracle oracle, List<Integer> declared, int result)
      throws SQLException {
    List<Integer> all = new ArrayList<>(declared);
    all.add(result);
    if (all.contains(ANY)) {
      return anything(oracle, declared, result);
    }
    if (all.contains(RECORD)) {
      int pair = type(oracle, "pair");
      return List.of(bound(declared, result, new Family(pair, 0, 0, 0)));
    }
    boolean ranges = all.stream().anyMatch(t -> RANGES.contains(t) || MULTIRANGES.contains(t));
    boolean arrays = all.stream().anyMatch(t -> ARRAYS.contains(t) || ELEMENTS.contains(t));
    List<ConcreteTypes> calls = new ArrayList<>();
    if (ranges) {
      for (String name : OF_RANGES) {
        calls.add(bound(declared, result, ofRange(oracle, name)));
      }
    } else if (arrays) {
      for (String name : OF_ARRAYS) {
        calls.add(bound(declared, result, ofArray(oracle, name)));
      }
    } else if (all.contains(ANY_ENUM)) {
      calls.add(bound(declared, result, ofArray(oracle, "mood")));
    } else {
      calls.add(new ConcreteTypes(declared, result));
    }
    return calls;
  }

  /** Any number of any types in the place of the last argument. */
  private static List<ConcreteTypes> anything(Oracle oracle, List<Integer> declared, int result)
      throws SQLException {
    List<Integer> before = declared.subList(0, declared.size() - 1);
    List<ConcreteTypes> calls = new ArrayList<>();
    for (List<String> names :
        List.of(
            List.of("numeric"),
            List.of("int4", "text"),
            List.of("bool", "bpchar", "mood"),
            List.of("_text", "int4range", "pair"),
            List.of("_mood", "nummultirange", "textrange"),
            List.of("_int4", "_numeric", "textmultirange"),
            List.of("text", "jsonb"),
            List.of("float8", "json", "text", "_int4"),
            List.of("date", "timestamp"),
            List.of("text", "int8", "text", "_numeric"),
            List.of("uuid", "_bool", "name", "float4"))) {
      List<Integer> arguments = new ArrayList<>(before);
      for (String name : names) {
        arguments.add(type(oracle, name));
      }
      calls.add(new ConcreteTypes(arguments, result));
    }
    return calls;
  }

  boolean isPolymorphic(List<Integer> declared) {
    return !arguments.equals(declared);
  }

  private static ConcreteTypes bound(List<Integer> declared, int result, Family family) {
    return new ConcreteTypes(
        declared.stream().map(type -> bound(type, family)).toList(), bound(result, family));
  }

  private static int bound(int type, Family family) {
    if (ARRAYS.contains(type)) {
      return family.array();
    }
    if (RANGES.contains(type)) {
      return family.range();
    }
    if (MULTIRANGES.contains(type)) {
      return family.multirange();
    }
    return ELEMENTS.contains(type) || type == ANY_ENUM || type == RECORD ? family.element() : type;
  }

  private static Family ofArray(Oracle oracle, String element) throws SQLException {
    List<Family> found = new ArrayList<>();
    oracle.query(
        "SELECT oid, typarray FROM pg_type WHERE oid = '%s'::regtype".formatted(element),
        row -> found.add(new Family((int) row.getLong(1), (int) row.getLong(2), 0, 0)));
    return found.getFirst();
  }

  private static Family ofRange(Oracle oracle, String range) throws SQLException {
    List<Family> found = new ArrayList<>();
    oracle.query(
        """
        SELECT rngsubtype, typarray, rngtypid, rngmultitypid
        FROM pg_range JOIN pg_type t ON t.oid = rngsubtype WHERE rngtypid = '%s'::regtype\
        """
            .formatted(range),
        row ->
            found.add(
                new Family(
                    (int) row.getLong(1),
                    (int) row.getLong(2),
                    (int) row.getLong(3),
                    (int) row.getLong(4))));
    return found.getFirst();
  }

  private static int type(Oracle oracle, String name) throws SQLException {
    return ofArray(oracle, name).element();
  }

  static PgType typed(Oracle oracle, int oid) throws SQLException {
    List<PgType> found = new ArrayList<>();
    oracle.query(
        "SELECT typcollation FROM pg_type WHERE oid = " + Integer.toUnsignedString(oid),
        row -> found.add(new PgType(oid, -1, row.getInt(1))));
    return found.getFirst();
  }
}
