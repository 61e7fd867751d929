package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.BooleanTest;
import io.tidemark.engine.plan.Expression.IsNull;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * In conditions, {@code NOT (x IS NULL) = x IS NOT NULL}, as well as {@code (x IS NULL) IS NOT
 * TRUE}; so that other rewrites see what is asked.
 */
final class SimplifyNullTests implements Rewrite {

  @Override
  public String name() {
    return "simplify null tests";
  }

  @Override
  public Plan apply(Plan plan) {
    Plan over = plan.mapInputs(this::apply);
    if (over instanceof Plan.Filter filter) {
      List<Expression> conditions = simplified(filter.predicate());
      return Conjunctions.filter(filter.input(), conditions);
    }
    if (over instanceof Plan.Join join && join.residual().isPresent()) {
      Optional<Expression> residual = Conjunctions.join(simplified(join.residual().get()));
      return new Plan.Join(join.kind(), join.left(), join.right(), join.equalities(), residual);
    }
    return over;
  }

  private static List<Expression> simplified(Expression condition) {
    List<Expression> conditions = new ArrayList<>();
    Conjunctions.split(condition).forEach(part -> conditions.add(simplify(part)));
    return conditions;
  }

  private static Expression simplify(Expression condition) {
    Expression over = Columns.replaceChildren(condition, SimplifyNullTests::simplify);
    return switch (over) {
      case Expression.Not(IsNull test) -> negated(test);
      case BooleanTest(IsNull test, BooleanTest.Kind kind) ->
          switch (kind) {
            case IS_TRUE, IS_NOT_FALSE -> test;
            case IS_FALSE, IS_NOT_TRUE -> negated(test);
            case IS_UNKNOWN, IS_NOT_UNKNOWN -> over;
          };
      default -> over;
    };
  }

  private static IsNull negated(IsNull test) {
    return new IsNull(test.operand(), !test.negated());
  }
}
