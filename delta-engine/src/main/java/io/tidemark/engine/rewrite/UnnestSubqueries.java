package io.tidemark.engine.rewrite;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;

/** Subqueries in expressions and dependent joins to joins. */
final class UnnestSubqueries implements Rewrite {

  @Override
  public String name() {
    return "unnest subqueries";
  }

  @Override
  public Plan apply(Plan plan) {
    if (plan instanceof Plan.DependentJoin) {
      throw refused("LATERAL");
    }
    plan.expressions().forEach(UnnestSubqueries::check);
    return plan.mapInputs(this::apply);
  }

  private static void check(Expression expression) {
    if (expression instanceof Expression.Subquery) {
      throw refused("A subquery in an expression");
    }
    expression.children().forEach(UnnestSubqueries::check);
  }

  private static UnsupportedQueryException refused(String construct) {
    return new UnsupportedQueryException(
        construct + " cannot be maintained by deltas yet", "Write it as a join");
  }
}
