package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * Conditions on the clock between the sides of an inner join, to a filter above it: the operator
 * that keeps them up is a filter.
 */
final class PullUpClockConditions implements Rewrite {

  @Override
  public String name() {
    return "pull up clock conditions";
  }

  @Override
  public Plan apply(Plan plan) {
    Plan over = plan.mapInputs(this::apply);
    if (!(over instanceof Plan.Join join)
        || join.kind() != Plan.Join.Kind.INNER
        || join.residual().isEmpty()) {
      return over;
    }
    List<Expression> clock = new ArrayList<>();
    List<Expression> rest = new ArrayList<>();
    for (Expression condition : Conjunctions.split(join.residual().get())) {
      (readsClock(condition) ? clock : rest).add(condition);
    }
    return clock.isEmpty()
        ? over
        : Conjunctions.filter(
            new Plan.Join(
                join.kind(), join.left(), join.right(), join.equalities(), Conjunctions.join(rest)),
            clock);
  }

  private static boolean readsClock(Expression expression) {
    return expression instanceof Expression.Now
        || expression.children().stream().anyMatch(PullUpClockConditions::readsClock);
  }
}
