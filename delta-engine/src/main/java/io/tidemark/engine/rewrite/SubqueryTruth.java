package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Subquery;
import io.tidemark.engine.plan.Nullability;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Comparisons with the rows of a subquery ({@link Subquery.Kind#ANY}) in terms of EXISTS: whether
 * there is a row for which the test is true, and whether there is one for which it is unknown.
 * Where only true matters, as at the top of WHERE, the second question falls away.
 */
final class SubqueryTruth {

  /** Comparisons that may be NULL: beyond, 3ⁿ ways to be so are too many. */
  private static final int MAX_NULLABLE = 3;

  /** Of a correlated subquery, whose plan may hold the outer rows once more for each way. */
  private static final int MAX_NULLABLE_CORRELATED = 1;

  private SubqueryTruth() {}

  /** A condition that is true exactly where this one is. */
  static Expression truth(Expression condition) {
    if (!comparesRows(condition)) {
      return condition;
    }
    return switch (condition) {
      case Expression.And and ->
          new Expression.And(and.operands().stream().map(SubqueryTruth::truth).toList());
      case Expression.Or or ->
          new Expression.Or(or.operands().stream().map(SubqueryTruth::truth).toList());
      case Expression.Not not -> falsity(not.operand());
      case Subquery any when any.kind() == Subquery.Kind.ANY -> exists(any, tests(any));
      default -> value(condition);
    };
  }

  /** A condition that is true exactly where this one is false. */
  private static Expression falsity(Expression condition) {
    if (!comparesRows(condition)) {
      return new Expression.Not(condition);
    }
    return switch (condition) {
      case Expression.And and ->
          new Expression.Or(and.operands().stream().map(SubqueryTruth::falsity).toList());
      case Expression.Or or ->
          new Expression.And(or.operands().stream().map(SubqueryTruth::falsity).toList());
      case Expression.Not not -> truth(not.operand());
      case Subquery any when any.kind() == Subquery.Kind.ANY -> {
        List<Expression> none = new ArrayList<>();
        none.add(new Expression.Not(exists(any, tests(any))));
        unknown(any).forEach(possible -> none.add(new Expression.Not(possible)));
        yield Conjunctions.join(none).orElseThrow();
      }
      default -> new Expression.Not(value(condition));
    };
  }

  /** The same value, true, false or NULL. */
  static Expression value(Expression expression) {
    if (!comparesRows(expression)) {
      return expression;
    }
    if (!(expression instanceof Subquery any) || any.kind() != Subquery.Kind.ANY) {
      return Columns.replaceChildren(expression, SubqueryTruth::value);
    }
    Expression found = exists(any, tests(any));
    List<Expression> possible = unknown(any);
    if (possible.isEmpty()) {
      return found;
    }
    return new Expression.Case(
        List.of(
            new Expression.Case.When(found, Unnested.TRUE),
            new Expression.Case.When(
                possible.size() == 1 ? possible.getFirst() : new Expression.Or(possible),
                Unnested.nothing(PgType.of(PgType.BOOL)))),
        Unnested.FALSE,
        PgType.of(PgType.BOOL));
  }

  private static boolean comparesRows(Expression expression) {
    return (expression instanceof Subquery subquery && subquery.kind() == Subquery.Kind.ANY)
        || expression.children().stream().anyMatch(SubqueryTruth::comparesRows);
  }

  private static Plan.Project tested(Subquery any) {
    if (any.plan() instanceof Plan.Project project && project.expressions().size() == 1) {
      return project;
    }
    throw new IllegalStateException("a comparison with rows is a projection of them");
  }

  private static List<Expression> tests(Subquery any) {
    return Conjunctions.split(tested(any).expressions().getFirst());
  }

  private static Subquery exists(Subquery any, List<Expression> conditions) {
    return new Subquery(
        Subquery.Kind.EXISTS,
        Conjunctions.filter(tested(any).input(), conditions),
        any.depth(),
        any.arguments(),
        PgType.of(PgType.BOOL));
  }

  /**
   * One of several comparisons.
   *
   * @param outer what the subquery does not change
   * @param outerNullable whether that may be NULL
   * @param innerNullable whether what is over the subquery's row may be
   */
  private record Side(
      Expression test,
      Expression outer,
      Expression inner,
      boolean outerNullable,
      boolean innerNullable) {
    boolean isNullable() {
      return outerNullable || innerNullable;
    }
  }

  /**
   * Conditions, one of which is true where there is a row for which the test is unknown: some
   * comparisons have a NULL on the one side or the other, and the rest is true. By naming those and
   * the side, equalities stay equalities.
   */
  private static List<Expression> unknown(Subquery any) {
    List<Side> sides = new ArrayList<>();
    for (Expression test : tests(any)) {
      Optional<Side> side = side(any, test);
      if (side.isEmpty()) {
        return List.of(unknownAsItIs(any));
      }
      sides.add(side.get());
    }
    List<Side> nullable = sides.stream().filter(Side::isNullable).toList();
    boolean isCorrelated = Parameters.reads(tested(any).input(), any.depth());
    if (nullable.size() > (isCorrelated ? MAX_NULLABLE_CORRELATED : MAX_NULLABLE)) {
      return List.of(unknownAsItIs(any));
    }
    List<Expression> ways = new ArrayList<>();
    for (int nulls = 1; nulls < 1 << nullable.size(); nulls++) {
      for (int outers = nulls; outers >= 0; outers = outers == 0 ? -1 : (outers - 1) & nulls) {
        way(any, sides, nullable, nulls, outers).ifPresent(ways::add);
      }
    }
    return ways;
  }

  /**
   * @param nulls which of the nullable comparisons have a NULL
   * @param outers which of those have it on the outer side
   */
  private static Optional<Expression> way(
      Subquery any, List<Side> sides, List<Side> nullable, int nulls, int outers) {
    List<Expression> outside = new ArrayList<>();
    List<Expression> inside = new ArrayList<>();
    for (Side side : sides) {
      int at = nullable.indexOf(side);
      if (at < 0 || (nulls >> at & 1) == 0) {
        inside.add(side.test());
      } else if ((outers >> at & 1) == 1) {
        if (!side.outerNullable()) {
          return Optional.empty();
        }
        outside.add(
            new Expression.IsNull(
                Parameters.replace(side.outer(), any.depth(), any.arguments()::get), false));
      } else {
        if (!side.innerNullable()) {
          return Optional.empty();
        }
        inside.add(new Expression.IsNull(side.inner(), false));
      }
    }
    outside.add(exists(any, inside));
    return Conjunctions.join(outside);
  }

  private static Expression unknownAsItIs(Subquery any) {
    return exists(any, List.of(new Expression.IsNull(tested(any).expressions().getFirst(), false)));
  }

  /**
   * A comparison of something outer with something inner that is NULL only where one of them is.
   */
  private static Optional<Side> side(Subquery any, Expression test) {
    if (!(test instanceof Expression.Call call)
        || call.arguments().size() != 2
        || !call.function().strict()
        || Failures.mayFail(call)) {
      return Optional.empty();
    }
    Expression left = call.arguments().get(0);
    Expression right = call.arguments().get(1);
    boolean leftIsOuter = Columns.of(left).isEmpty();
    if (leftIsOuter == Columns.of(right).isEmpty()) {
      return Optional.empty();
    }
    Expression outer = leftIsOuter ? left : right;
    Expression inner = leftIsOuter ? right : left;
    if (Parameters.reads(inner, any.depth()) || hasSubquery(outer)) {
      return Optional.empty();
    }
    return Optional.of(
        new Side(
            test,
            outer,
            inner,
            Nullability.of(outer, List.of()),
            Nullability.of(inner, tested(any).input().fields())));
  }

  private static boolean hasSubquery(Expression expression) {
    return expression instanceof Subquery
        || expression.children().stream().anyMatch(SubqueryTruth::hasSubquery);
  }
}
