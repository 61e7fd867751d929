package io.tidemark.engine.function;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.engine.type.PgType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A built-in function as a server's catalog has it, and who computes it.
 *
 * @param arguments the types of its arguments, for people
 * @param operators the operators that it implements, for people
 */
record CatalogFunction(
    Function function, Kind kind, String arguments, String operators, Place place, String reason) {

  private static final int RECORD = 2249; // here, a name and a value

  /** What it is called as. */
  enum Kind {
    FUNCTION,
    AGGREGATE,
    WINDOW
  }

  /** Who computes it. */
  enum Place {
    JVM,
    POSTGRESQL,
    REFUSED
  }

  /** now() and its kind: the time of the tick. */
  private static final Set<String> CLOCK = Set.of("now", "statement_timestamp");

  /** Whether a query can call it: no index method, no type's input or output, no trigger. */
  private static final String CALLABLE =
      """
      NOT EXISTS (
        SELECT FROM pg_type t WHERE t.oid = ANY (p.proargtypes || p.prorettype)
           AND t.typname IN ('internal', 'cstring', 'trigger', 'event_trigger', 'language_handler',
             'fdw_handler', 'index_am_handler', 'table_am_handler', 'tsm_handler'))\
      """;

  private static final String FUNCTIONS =
      """
      SELECT p.oid::int8, p.proname, CASE p.prokind WHEN 'a' THEN p.proname ELSE p.prosrc END,
             array_to_string(p.proargtypes, ' '), p.proisstrict, p.provolatile::text,
             p.prokind::text, p.proretset, oidvectortypes(p.proargtypes), p.prorettype::int8,
             (SELECT string_agg(DISTINCT o.oprname, ' ') FROM pg_operator o
               WHERE o.oprcode = p.oid AND o.oprnamespace = 'pg_catalog'::regnamespace),
             (SELECT min(t.typname) FROM pg_type t
               WHERE t.oid = ANY (p.proargtypes || p.prorettype) AND t.typtype <> 'p' AND t.typsend = 0)
        FROM pg_proc p
       WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind <> 'p' AND
      """
          + CALLABLE;

  /** Types that stand for polymorphic ones, so that a call can be looked at. */
  private static final Map<Integer, Integer> STANDING_FOR = new HashMap<>();

  static {
    for (int element : new int[] {2276, 2283, 2776, 5077, 5079}) {
      STANDING_FOR.put(element, PgType.INT4);
    }
    for (int array : new int[] {2277, 5078}) {
      STANDING_FOR.put(array, 1007);
    }
    for (int range : new int[] {3831, 5080}) {
      STANDING_FOR.put(range, 3904);
    }
    for (int multirange : new int[] {4537, 4538}) {
      STANDING_FOR.put(multirange, 4451);
    }
  }

  /** How many functions of a server no query can call. */
  static int uncallable(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND (p.prokind = 'p' OR NOT ("
                    + CALLABLE
                    + "))")) {
      row.next();
      return row.getInt(1);
    }
  }

  /** All that a query can call. */
  static List<CatalogFunction> all(Connection connection, int major) throws SQLException {
    FunctionLibrary library = FunctionLibrary.of(major, ZoneId.of("UTC"));
    List<CatalogFunction> all = new ArrayList<>();
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(FUNCTIONS)) {
      while (row.next()) {
        List<Integer> arguments = new ArrayList<>();
        for (String oid : row.getString(4).split(" ")) {
          if (!oid.isEmpty()) {
            arguments.add(Integer.parseUnsignedInt(oid));
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
        Kind kind =
            switch (row.getString(7)) {
              case "a" -> Kind.AGGREGATE;
              case "w" -> Kind.WINDOW;
              default -> Kind.FUNCTION;
            };
        PgType result = standing((int) row.getLong(10));
        boolean here =
            switch (kind) {
              case FUNCTION ->
                  row.getBoolean(8) ? isTableHere(function, result) : isHere(function, library);
              case AGGREGATE -> isAggregateHere(function, result);
              case WINDOW -> true;
            };
        String reason = here ? "" : reason(function, kind, row.getString(12));
        Place place = here ? Place.JVM : reason.isEmpty() ? Place.POSTGRESQL : Place.REFUSED;
        String operators = row.getString(11) == null ? "" : row.getString(11);
        all.add(new CatalogFunction(function, kind, row.getString(9), operators, place, reason));
      }
    }
    return all;
  }

  private static boolean isHere(Function function, FunctionLibrary library) {
    return library.has(function) || CLOCK.contains(function.source());
  }

  private static boolean isTableHere(Function function, PgType result) {
    Expression call = new Expression.Call(function, columns(function, 0), result, 0);
    List<PgType> columns = result.oid() == RECORD ? List.of(result, result) : List.of(result);
    return SeriesFunctions.of(new TableCall(call, "", columns, false)).isPresent();
  }

  /** Whether it is kept up from state, rather than computed anew over its group by PostgreSQL. */
  private static boolean isAggregateHere(Function function, PgType result) {
    boolean hypothetical =
        Set.of("rank", "dense_rank", "percent_rank", "cume_dist").contains(function.name());
    boolean percentile = function.name().startsWith("percentile");
    List<Expression> all = columns(function, 0);
    List<Expression> direct = percentile || hypothetical ? all.subList(0, 1) : List.of();
    List<Expression> arguments = percentile ? all.subList(1, all.size()) : all;
    AggregateCall call =
        new AggregateCall(function, direct, arguments, false, List.of(), null, result, 0);
    if (AggregateLibrary.isOrdered(call)
        || AggregateLibrary.isMode(call)
        || HypotheticalRank.of(call).isPresent()) {
      return true;
    }
    try {
      if (AggregateLibrary.ordered(call) == null) {
        AggregateLibrary.accumulator(call);
      }
      return true;
    } catch (UnsupportedQueryException lacking) {
      return false;
    }
  }

  private static List<Expression> columns(Function function, int from) {
    List<Expression> columns = new ArrayList<>();
    for (int i = from; i < function.argumentTypes().size(); i++) {
      columns.add(new Expression.Column(i, standing(function.argumentTypes().get(i))));
    }
    return columns;
  }

  private static PgType standing(int type) {
    return PgType.of(STANDING_FOR.getOrDefault(type, type));
  }

  /** Why PostgreSQL is not asked for it; empty if it is. */
  private static String reason(Function function, Kind kind, String unsendable) {
    if (function.volatility() == 'v') {
      return "volatile";
    }
    if (unsendable != null) {
      return unsendable + " has no binary form";
    }
    if (kind == Kind.FUNCTION) {
      try {
        SettingsFunctions.check(function);
      } catch (UnsupportedQueryException refused) {
        return "reads the catalog, data or settings";
      }
    }
    return "";
  }
}
