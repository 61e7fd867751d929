package io.tidemark.engine.generated;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Expressions that cannot fail and whose text form is determined: numbers stay small, numerics keep
 * the scale of two, division is by constants.
 */
final class ExpressionGenerator {

  static final Set<String> TYPES = Set.of("int", "text", "num", "date", "bool");

  private static final List<String> ORDERED = List.of("int", "text", "num", "date");
  private static final String[] COMPARISONS = {"=", "=", "=", "<>", "<", "<=", ">", ">="};

  private final SplittableRandom random;
  private final QueryGenerator queries;

  ExpressionGenerator(SplittableRandom random, QueryGenerator queries) {
    this.random = random;
    this.queries = queries;
  }

  static String sqlType(String type) {
    return switch (type) {
      case "int" -> "int";
      case "text" -> "text";
      case "num" -> "numeric(20,2)";
      case "date" -> "date";
      case "bool" -> "boolean";
      default -> throw new IllegalArgumentException(type);
    };
  }

  static Sql simplest(String type) {
    return Sql.of(type, "NULL::" + sqlType(type));
  }

  String anyType() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> "int";
      case 4, 5 -> "text";
      case 6, 7 -> "num";
      case 8 -> "date";
      default -> "bool";
    };
  }

  private String orderedType() {
    return ORDERED.get(random.nextInt(ORDERED.size()));
  }

  Sql expression(String type, Scope scope, int depth) {
    if (depth <= 0 || random.nextInt(3) == 0) {
      return leaf(type, scope);
    }
    int d = depth - 1;
    switch (random.nextInt(9)) {
      case 0:
        return Sql.of(
            type,
            "CASE WHEN ? THEN ? ELSE ? END",
            condition(scope, d),
            expression(type, scope, d),
            expression(type, scope, d));
      case 1:
        return Sql.of(
            type, "coalesce(?, ?)", expression(type, scope, d), expression(type, scope, d));
      case 2:
        return Sql.of(type, "nullif(?, ?)", expression(type, scope, d), leaf(type, scope));
      case 3:
        if (!type.equals("bool")) {
          String function = random.nextBoolean() ? "greatest" : "least";
          return Sql.of(
              type, function + "(?, ?)", expression(type, scope, d), expression(type, scope, d));
        }
        break;
      case 4:
        return queries.scalarSubquery(type, scope, d);
      default:
        break;
    }
    Sql one = expression(type, scope, d);
    return switch (type) {
      case "int" ->
          switch (random.nextInt(6)) {
            case 0 -> Sql.of(type, "((? * ?) % 1000)", one, leaf("int", scope));
            case 1 -> Sql.of(type, "((? + ?) % 10000)", one, expression("int", scope, d));
            case 2 -> Sql.of(type, "((? - ?) % 10000)", one, expression("int", scope, d));
            case 3 -> Sql.of(type, "abs(?)", one);
            case 4 -> Sql.of(type, "length(?)", expression("text", scope, d));
            default -> Sql.of(type, "(?)::numeric(20,0)::int", expression("num", scope, d));
          };
      case "num" ->
          switch (random.nextInt(4)) {
            case 0 -> Sql.of(type, "((? * ?) % 100000)::numeric(20,2)", one, leaf("num", scope));
            case 1 ->
                Sql.of(type, "((? + ?) % 100000)::numeric(20,2)", one, expression("num", scope, d));
            case 2 -> Sql.of(type, "round(? / 3, 2)", one);
            default -> Sql.of(type, "(?)::numeric(20,2)", expression("int", scope, d));
          };
      case "text" ->
          switch (random.nextInt(4)) {
            case 0 -> Sql.of(type, "left(? || ?, 20)", one, leaf("text", scope));
            case 1 -> Sql.of(type, "substr(?, 2)", one);
            case 2 -> Sql.of(type, "(?)::text", expression("int", scope, d));
            default -> Sql.of(type, "reverse(?)", one);
          };
      case "date" -> Sql.of(type, "(? + (? % 10))", one, leaf("int", scope));
      default -> condition(scope, d);
    };
  }

  private Sql leaf(String type, Scope scope) {
    Scope.Ref ref = random.nextInt(5) == 0 ? null : scope.any(type, random);
    return ref == null ? constant(type) : Sql.of(type, ref.text());
  }

  Sql constant(String type) {
    if (random.nextInt(8) == 0) {
      return simplest(type);
    }
    return switch (type) {
      case "int" -> Sql.of(type, Integer.toString(random.nextInt(0, 5)));
      case "text" -> Sql.of(type, new String[] {"'a'", "'b'", "''", "'ab'"}[random.nextInt(4)]);
      case "num" -> Sql.of(type, random.nextInt(0, 4) + ".50::numeric(20,2)");
      case "date" -> Sql.of(type, "date '2024-02-%d'".formatted(random.nextInt(26, 30)));
      default -> Sql.of(type, Boolean.toString(random.nextBoolean()));
    };
  }

  Sql condition(Scope scope, int depth) {
    int d = depth - 1;
    if (depth > 0) {
      switch (random.nextInt(14)) {
        case 0, 1:
          return Sql.of("bool", "(? AND ?)", condition(scope, d), condition(scope, d));
        case 2, 3:
          return Sql.of("bool", "(? OR ?)", condition(scope, d), condition(scope, d));
        case 4:
          return Sql.of("bool", "(NOT ?)", condition(scope, d));
        case 5:
          return Sql.of(
              "bool",
              random.nextBoolean() ? "(? IS TRUE)" : "(? IS NOT FALSE)",
              condition(scope, d));
        case 6, 7, 8:
          return queries.subqueryCondition(scope, d);
        default:
          break;
      }
    }
    String type = orderedType();
    Sql left = expression(type, scope, d);
    return switch (random.nextInt(9)) {
      case 0 -> Sql.of("bool", random.nextBoolean() ? "(? IS NULL)" : "(? IS NOT NULL)", left);
      case 1 ->
          Sql.of(
              "bool",
              random.nextBoolean() ? "(? IS DISTINCT FROM ?)" : "(? IS NOT DISTINCT FROM ?)",
              left,
              expression(type, scope, d));
      case 2 ->
          Sql.of(
              "bool",
              random.nextBoolean() ? "(? IN (?, ?))" : "(? NOT IN (?, ?))",
              left,
              constant(type),
              leaf(type, scope));
      case 3 -> Sql.of("bool", "(? BETWEEN ? AND ?)", left, leaf(type, scope), leaf(type, scope));
      case 4 ->
          type.equals("text")
              ? Sql.of("bool", random.nextBoolean() ? "(? LIKE '%a%')" : "(? LIKE '_b%')", left)
              : comparison(left, type, scope, d);
      default -> comparison(left, type, scope, d);
    };
  }

  private Sql comparison(Sql left, String type, Scope scope, int depth) {
    return Sql.of("bool", "(? " + comparison() + " ?)", left, expression(type, scope, depth));
  }

  String comparison() {
    return COMPARISONS[random.nextInt(COMPARISONS.length)];
  }

  /** What PostgreSQL demands of a full join: an equality, or nothing to compare. */
  Sql equality(Scope left, Scope right) {
    String type = orderedType();
    Scope.Ref l = new Scope(left.refs(), null).any(type, random);
    Scope.Ref r = new Scope(right.refs(), null).any(type, random);
    return l == null || r == null
        ? Sql.of("bool", "true")
        : Sql.of("bool", "(? = ?)", Sql.of(type, l.text()), Sql.of(type, r.text()));
  }

  /** An equality of columns of two sides, as joins mostly have; else any condition. */
  Sql joinCondition(Scope left, Scope right, Scope both, int depth) {
    String type = random.nextInt(4) == 0 ? orderedType() : "int";
    Scope.Ref l = new Scope(left.refs(), null).any(type, random);
    Scope.Ref r = new Scope(right.refs(), null).any(type, random);
    if (l == null || r == null || random.nextInt(8) == 0) {
      return condition(both, depth);
    }
    Sql equal = Sql.of("bool", "(? = ?)", Sql.of(type, l.text()), Sql.of(type, r.text()));
    return switch (random.nextInt(6)) {
      case 0 -> Sql.of("bool", "(? AND ?)", equal, condition(both, depth));
      case 1 ->
          Sql.of(
              "bool",
              "(? " + (random.nextBoolean() ? "<" : ">=") + " ?)",
              Sql.of(type, l.text()),
              Sql.of(type, r.text()));
      default -> equal;
    };
  }
}
