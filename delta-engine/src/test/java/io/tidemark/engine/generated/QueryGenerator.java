package io.tidemark.engine.generated;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Queries that compose everything with everything, and whose result is determined: what is cut off
 * is ordered by all columns, frames of rows and ranks likewise.
 */
final class QueryGenerator {

  private static final String[] SET_OPERATIONS = {
    "UNION", "UNION ALL", "INTERSECT", "INTERSECT ALL", "EXCEPT", "EXCEPT ALL"
  };

  /** What queries are made of; a seed leaves some out, so that small cases come too. */
  enum Feature {
    OUTER_JOIN,
    SUBQUERY,
    LATERAL,
    AGGREGATE,
    GROUPING_SETS,
    DISTINCT,
    WINDOW,
    LIMIT,
    SET_OPERATION,
    CTE,
    RECURSION,
    TABLE_FUNCTION
  }

  private final SplittableRandom random;
  private final ExpressionGenerator expressions;
  private final List<Feature> features;
  private int names;

  QueryGenerator(SplittableRandom random, List<Feature> features) {
    this.random = random;
    this.features = List.copyOf(features);
    this.expressions = new ExpressionGenerator(random, this);
  }

  private boolean draws(Feature feature, int oneIn) {
    return features.contains(feature) && random.nextInt(oneIn) == 0;
  }

  private String name(String prefix) {
    return prefix + names++;
  }

  /** A query of one to four columns, for a stream table. */
  Sql query(int depth) {
    List<String> types = new ArrayList<>();
    int columns = random.nextInt(1, 5);
    for (int i = 0; i < columns; i++) {
      types.add(expressions.anyType());
    }
    return query(types, new Scope(List.of(), null), depth);
  }

  /** A query with columns {@code c1 …} of the given types. */
  private Sql query(List<String> types, Scope outer, int depth) {
    if (depth > 0 && draws(Feature.SET_OPERATION, 6)) {
      return Sql.of(
          Sql.QUERY,
          "(?) " + SET_OPERATIONS[random.nextInt(SET_OPERATIONS.length)] + " (?)",
          query(types, outer, depth - 1),
          query(types, outer, depth - 1));
    }
    if (depth > 0 && draws(Feature.CTE, 8)) {
      return withQuery(types, outer, depth - 1);
    }
    return select(types, outer, depth);
  }

  private record FromClause(Sql sql, Scope scope) {}

  private Sql select(List<String> types, Scope outer, int depth) {
    FromClause from = from(outer, depth);
    Sql where =
        random.nextInt(2) == 0
            ? Sql.nothing()
            : Sql.of(
                Sql.CLAUSE, " WHERE ?", expressions.condition(from.scope(), Math.min(depth, 2)));
    if (draws(Feature.AGGREGATE, 3)) {
      return grouped(types, from, where, depth);
    }
    boolean window = draws(Feature.WINDOW, 4);
    Windows windows = windows(from.scope());
    List<Sql> items = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Sql value =
          window && random.nextInt(2) == 0
              ? window(types.get(i), from.scope(), windows)
              : expressions.expression(types.get(i), from.scope(), Math.min(depth, 2));
      items.add(item(value, i));
    }
    Sql distinct = Sql.nothing();
    if (draws(Feature.DISTINCT, 6)) {
      distinct = Sql.of(Sql.CLAUSE, "DISTINCT ");
    } else if (draws(Feature.DISTINCT, 10)) {
      int keys = random.nextInt(1, types.size() + 1);
      return Sql.of(
          Sql.QUERY,
          "SELECT DISTINCT ON ("
              + ordinals(keys)
              + ") ? FROM ?? ORDER BY "
              + ordinals(types.size()),
          Sql.list(items),
          from.sql(),
          where);
    }
    return Sql.of(
        Sql.QUERY,
        "SELECT ?? FROM ???",
        distinct,
        Sql.list(items),
        from.sql(),
        where,
        limit(types));
  }

  private static Sql item(Sql value, int index) {
    return Sql.of("item:" + value.sort(), "? AS c" + (index + 1), value);
  }

  private static String ordinals(int count) {
    return String.join(", ", IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList());
  }

  private Sql limit(List<String> types) {
    if (!draws(Feature.LIMIT, 5)) {
      return Sql.nothing();
    }
    List<String> order = new ArrayList<>();
    for (int i = 1; i <= types.size(); i++) {
      order.add(
          i + new String[] {"", " DESC", " NULLS FIRST", " DESC NULLS LAST"}[random.nextInt(4)]);
    }
    Collections.shuffle(order, new Random(random.nextLong()));
    if (random.nextInt(4) == 0) {
      return Sql.of(
          Sql.CLAUSE,
          " ORDER BY %s FETCH FIRST %d ROWS WITH TIES"
              .formatted(order.getFirst(), random.nextInt(1, 5)));
    }
    String offset = random.nextInt(2) == 0 ? "" : " OFFSET " + random.nextInt(0, 4);
    return Sql.of(
        Sql.CLAUSE,
        " ORDER BY %s LIMIT %d%s"
            .formatted(String.join(", ", order), random.nextInt(0, 8), offset));
  }

  // ---- FROM ----

  private FromClause from(Scope outer, int depth) {
    FromClause first = fromItem(new Scope(List.of(), outer), depth);
    int joins = Math.max(0, random.nextInt(-1, 3));
    FromClause joined = first;
    for (int i = 0; i < joins; i++) {
      boolean lateral = draws(Feature.LATERAL, 5);
      FromClause next =
          fromItem(
              lateral ? new Scope(List.of(), joined.scope()) : new Scope(List.of(), outer),
              depth - 1);
      Sql nextSql = lateral ? Sql.of("from", "LATERAL ?", next.sql()) : next.sql();
      if (lateral && !next.sql().text().startsWith("(")) {
        nextSql = next.sql();
      }
      Scope both = joined.scope().and(next.scope().refs());
      String kind = "JOIN";
      if (draws(Feature.OUTER_JOIN, 2)) {
        kind =
            lateral
                ? "LEFT JOIN"
                : new String[] {"LEFT JOIN", "RIGHT JOIN", "FULL JOIN"}[random.nextInt(3)];
      }
      Sql condition =
          kind.startsWith("FULL")
              ? expressions.equality(joined.scope(), next.scope())
              : expressions.joinCondition(
                  joined.scope(), next.scope(), both, Math.min(1, depth - 1));
      if (random.nextInt(10) == 0 && kind.equals("JOIN")) {
        joined = new FromClause(Sql.of("from", "? CROSS JOIN ?", joined.sql(), nextSql), both);
      } else {
        joined =
            new FromClause(
                Sql.of("from", "? " + kind + " ? ON ?", joined.sql(), nextSql, condition), both);
      }
    }
    return joined;
  }

  /** One item; the scope's outer is what it may refer to. */
  private FromClause fromItem(Scope around, int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      List<String> types = new ArrayList<>();
      int columns = random.nextInt(1, 4);
      for (int i = 0; i < columns; i++) {
        types.add(i == 0 ? "int" : expressions.anyType());
      }
      Scope outer = around.outer() == null ? new Scope(List.of(), null) : around.outer();
      String alias = name("q");
      return new FromClause(
          Sql.of("from", "(?) AS " + alias, query(types, outer, depth - 1)),
          new Scope(refs(alias, types), around.outer()));
    }
    if (draws(Feature.TABLE_FUNCTION, 8)) {
      String alias = name("g");
      Scope.Ref ref = around.outer() == null ? null : around.outer().any("int", random);
      String end = ref == null || random.nextBoolean() ? "3" : "(" + ref.text() + " % 5)";
      boolean lateral = !end.equals("3");
      return new FromClause(
          Sql.of(
              "from",
              (lateral ? "LATERAL " : "") + "generate_series(1, " + end + ") AS " + alias + "(c1)"),
          new Scope(List.of(new Scope.Ref(alias + ".c1", "int")), around.outer()));
    }
    GeneratedTables.Table table =
        GeneratedTables.ALL.get(random.nextInt(GeneratedTables.ALL.size()));
    String alias = name(table.name() + "_");
    List<Scope.Ref> refs =
        table.columns().stream()
            .map(column -> new Scope.Ref(alias + "." + column.name(), column.type()))
            .toList();
    return new FromClause(
        Sql.of("from", table.name() + " AS " + alias), new Scope(refs, around.outer()));
  }

  private static List<Scope.Ref> refs(String alias, List<String> types) {
    return IntStream.range(0, types.size())
        .mapToObj(i -> new Scope.Ref(alias + ".c" + (i + 1), types.get(i)))
        .toList();
  }

  // ---- WITH ----

  private Sql withQuery(List<String> types, Scope outer, int depth) {
    String name = name("w");
    List<String> inner = List.of("int", expressions.anyType());
    Sql definition;
    String recursive = "";
    if (draws(Feature.RECURSION, 2)) {
      recursive = "RECURSIVE ";
      inner = List.of("int", "int");
      definition = recursive(name);
    } else {
      definition = query(inner, new Scope(List.of(), null), depth);
    }
    String a = name("r");
    String b = name("r");
    boolean twice = random.nextInt(3) == 0;
    List<Scope.Ref> refs = new ArrayList<>(refs(a, inner));
    if (twice) {
      refs.addAll(refs(b, inner));
    }
    Scope scope = new Scope(refs, outer);
    List<Sql> items = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      items.add(item(expressions.expression(types.get(i), scope, 1), i));
    }
    String columns = "(c1, c2)";
    String from =
        twice
            ? "%s AS %s JOIN %s AS %s ON %s.c1 = %s.c1".formatted(name, a, name, b, a, b)
            : name + " AS " + a;
    return Sql.of(
        Sql.QUERY,
        "WITH " + recursive + name + columns + " AS (?) SELECT ? FROM " + from + "?",
        definition,
        Sql.list(items),
        Sql.of(Sql.CLAUSE, " WHERE ?", expressions.condition(scope, Math.min(1, depth))));
  }

  /** Reachability, or levels up to a bound. */
  private Sql recursive(String name) {
    Sql start = Sql.of(Sql.CLAUSE, " WHERE ?", expressions.condition(refsOf("t3", "e"), 1));
    Sql step = Sql.of(Sql.CLAUSE, " AND ?", expressions.condition(refsOf("t3", "f"), 0));
    return random.nextBoolean()
        ? Sql.of(
            "recursion",
            "SELECT e.x, e.y FROM t3 e? UNION SELECT r.c1, f.y FROM "
                + name
                + " r JOIN t3 f ON f.x = r.c2?",
            start,
            step)
        : Sql.of(
            "recursion",
            "SELECT e.x, 0 FROM t3 e? UNION ALL SELECT f.y, r.c2 + 1 FROM "
                + name
                + " r JOIN t3 f ON f.x = r.c1 WHERE r.c2 < 2?",
            start,
            step);
  }

  private static Scope refsOf(String table, String alias) {
    return new Scope(
        GeneratedTables.ALL.stream()
            .filter(candidate -> candidate.name().equals(table))
            .flatMap(candidate -> candidate.columns().stream())
            .map(column -> new Scope.Ref(alias + "." + column.name(), column.type()))
            .toList(),
        null);
  }

  // ---- GROUP BY ----

  private Sql grouped(List<String> types, FromClause from, Sql where, int depth) {
    Scope scope = from.scope();
    int keyCount = random.nextInt(0, 3);
    List<Sql> keys = new ArrayList<>();
    List<Scope.Ref> keyRefs = new ArrayList<>();
    for (int i = 0; i < keyCount; i++) {
      Scope.Ref ref = new Scope(scope.refs(), null).any(expressions.anyType(), random);
      if (ref != null && !keyRefs.contains(ref)) {
        keyRefs.add(ref);
        keys.add(Sql.of("key", ref.text()));
      }
    }
    Scope keyScope = new Scope(keyRefs, scope.outer());
    List<Sql> items = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      boolean aggregate = keyRefs.isEmpty() || random.nextInt(2) == 0;
      items.add(
          item(
              aggregate
                  ? aggregate(types.get(i), scope)
                  : expressions.expression(types.get(i), keyScope, 1),
              i));
    }
    Sql groupBy = Sql.nothing();
    if (!keys.isEmpty()) {
      String form = " GROUP BY ?";
      if (draws(Feature.GROUPING_SETS, 3)) {
        form = random.nextBoolean() ? " GROUP BY ROLLUP (?)" : " GROUP BY CUBE (?)";
      }
      groupBy = Sql.of("group", form, Sql.list(keys));
    }
    Sql having =
        random.nextInt(4) == 0
            ? Sql.of(
                Sql.CLAUSE,
                " HAVING (? " + expressions.comparison() + " ?)",
                aggregate("int", scope),
                expressions.expression("int", keyScope, Math.min(1, depth)))
            : Sql.nothing();
    return Sql.of(
        Sql.QUERY,
        "SELECT ? FROM ?????",
        Sql.list(items),
        from.sql(),
        where,
        groupBy,
        having,
        limit(types));
  }

  private Sql aggregate(String type, Scope scope) {
    Sql argument = expressions.expression(type, scope, 1);
    Sql filter =
        random.nextInt(5) == 0
            ? Sql.of(Sql.CLAUSE, " FILTER (WHERE ?)", expressions.condition(scope, 0))
            : Sql.nothing();
    String distinct = random.nextInt(5) == 0 ? "DISTINCT " : "";
    return switch (type) {
      case "int" ->
          switch (random.nextInt(5)) {
            case 0 -> Sql.of(type, "count(*)?::int", filter);
            case 1 ->
                Sql.of(
                    type,
                    "count(" + distinct + "?)?::int",
                    expressions.expression(expressions.anyType(), scope, 1),
                    filter);
            case 2 -> Sql.of(type, "(sum(" + distinct + "?)? % 100000)::int", argument, filter);
            default ->
                Sql.of(type, (random.nextBoolean() ? "min" : "max") + "(?)?", argument, filter);
          };
      case "num" ->
          switch (random.nextInt(4)) {
            case 0 ->
                Sql.of(type, "(sum(" + distinct + "?)? % 100000)::numeric(20,2)", argument, filter);
            case 1 ->
                Sql.of(type, "round(avg(" + distinct + "?)?, 2)::numeric(20,2)", argument, filter);
            default ->
                Sql.of(type, (random.nextBoolean() ? "min" : "max") + "(?)?", argument, filter);
          };
      case "bool" ->
          Sql.of(type, (random.nextBoolean() ? "bool_and" : "bool_or") + "(?)?", argument, filter);
      case "text" -> {
        if (random.nextInt(3) == 0) {
          yield Sql.of(
              type, "left(string_agg(?, ',' ORDER BY ?)?, 50)", argument, argument, filter);
        }
        yield Sql.of(type, (random.nextBoolean() ? "min" : "max") + "(?)?", argument, filter);
      }
      default -> Sql.of(type, (random.nextBoolean() ? "min" : "max") + "(?)?", argument, filter);
    };
  }

  // ---- windows ----

  /**
   * The partition and the order of a SELECT's windows. Rows that are equal in every column are in
   * any order, so two orders would leave open which of them gets which pair of results.
   */
  private record Windows(String by, String total, String peers) {}

  private Windows windows(Scope scope) {
    Scope.Ref partition = new Scope(scope.refs(), null).any(expressions.anyType(), random);
    String by =
        partition == null || random.nextInt(3) == 0 ? "" : "PARTITION BY " + partition.text() + " ";
    List<String> columns = new ArrayList<>(scope.refs().stream().map(Scope.Ref::text).toList());
    Collections.shuffle(columns, new Random(random.nextLong()));
    return new Windows(
        by,
        " ORDER BY " + String.join(random.nextBoolean() ? ", " : " DESC, ", columns),
        " ORDER BY " + columns.getFirst() + (random.nextBoolean() ? " DESC" : ""));
  }

  /** A window function; what depends on the order of rows is ordered by all columns in scope. */
  private Sql window(String type, Scope scope, Windows windows) {
    String by = windows.by();
    String total = windows.total();
    String peers = windows.peers();
    Sql value = expressions.expression(type, scope, 1);
    String frame =
        new String[] {
              "",
              " ROWS BETWEEN 1 PRECEDING AND CURRENT ROW",
              " ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING",
              " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
              " GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW",
              " RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE TIES"
            }
            [random.nextInt(6)];
    String over = " OVER (" + by + total + frame + ")";
    int kind = random.nextInt(6);
    if (type.equals("int") && kind < 3) {
      return switch (random.nextInt(6)) {
        case 0 -> Sql.of(type, "(row_number() OVER (" + by + total + "))::int");
        case 1 -> Sql.of(type, "(rank() OVER (" + by + peers + "))::int");
        case 2 -> Sql.of(type, "(dense_rank() OVER (" + by + peers + "))::int");
        case 3 -> Sql.of(type, "ntile(3) OVER (" + by + total + ")");
        case 4 -> Sql.of(type, "(count(*)" + over + ")::int");
        default -> Sql.of(type, "((sum(?)" + over + ") % 100000)::int", value);
      };
    }
    if (type.equals("num") && kind < 2) {
      return Sql.of(type, "round(avg(?)" + over + ", 2)::numeric(20,2)", value);
    }
    String sorted = " OVER (" + by + total + ")";
    return switch (random.nextInt(type.equals("bool") ? 4 : 6)) {
      case 0 -> Sql.of(type, "lag(?)" + sorted, value);
      case 1 -> Sql.of(type, "lead(?, 2)" + sorted, value);
      case 2 -> Sql.of(type, "first_value(?)" + over, value);
      case 3 -> Sql.of(type, "nth_value(?, 2)" + over, value);
      case 4 -> Sql.of(type, "min(?)" + over, value);
      default -> Sql.of(type, "max(?) OVER (" + by + peers + ")", value);
    };
  }

  // ---- subqueries in expressions ----

  Sql scalarSubquery(String type, Scope scope, int depth) {
    if (!features.contains(Feature.SUBQUERY)) {
      return expressions.constant(type);
    }
    FromClause from = from(scope, Math.min(depth, 1));
    Sql where = Sql.of(Sql.CLAUSE, " WHERE ?", expressions.condition(from.scope(), 1));
    if (features.contains(Feature.LIMIT) && random.nextInt(4) == 0) {
      return Sql.of(
          type,
          "(SELECT ? AS c1 FROM ?? ORDER BY 1 LIMIT 1)",
          expressions.expression(type, from.scope(), 1),
          from.sql(),
          where);
    }
    return Sql.of(type, "(SELECT ? FROM ??)", aggregate(type, from.scope()), from.sql(), where);
  }

  Sql subqueryCondition(Scope scope, int depth) {
    if (!features.contains(Feature.SUBQUERY)) {
      return expressions.condition(scope, 0);
    }
    String type = expressions.anyType();
    int d = Math.min(depth, 1);
    Sql left = expressions.expression(type, scope, 0);
    return switch (random.nextInt(8)) {
      case 0, 1 -> Sql.of("bool", "(EXISTS (?))", query(List.of(type), scope, d));
      case 2 -> Sql.of("bool", "(NOT EXISTS (?))", query(List.of(type), scope, d));
      case 3 -> Sql.of("bool", "(? IN (?))", left, query(List.of(type), scope, d));
      case 4 -> Sql.of("bool", "(? NOT IN (?))", left, query(List.of(type), scope, d));
      case 5 ->
          Sql.of(
              "bool",
              "((?, ?) " + (random.nextBoolean() ? "IN" : "NOT IN") + " (?))",
              left,
              expressions.expression("int", scope, 0),
              query(List.of(type, "int"), scope, d));
      case 6 ->
          Sql.of(
              "bool",
              "(? " + expressions.comparison() + " ANY (?))",
              left,
              query(List.of(type), scope, d));
      default ->
          Sql.of(
              "bool",
              "(? " + expressions.comparison() + " ALL (?))",
              left,
              query(List.of(type), scope, d));
    };
  }
}
