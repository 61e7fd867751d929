package io.tidemark.engine.circuit;

import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * Conditions of an inner join that PostgreSQL computes, as a filter above it: there all pairs of a
 * step are asked for at once, where the join would ask for one pair after the other.
 */
final class AskedConditions {

  private AskedConditions() {}

  static Plan apart(Plan.Join join, Expressions expressions) {
    if (join.kind() != Plan.Join.Kind.INNER || join.residual().isEmpty()) {
      return join;
    }
    List<Expression> here = new ArrayList<>();
    List<Expression> asked = new ArrayList<>();
    for (Expression condition : Conjunctions.split(join.residual().get())) {
      (expressions.asks(condition) ? asked : here).add(condition);
    }
    return asked.isEmpty()
        ? join
        : Conjunctions.filter(
            new Plan.Join(
                join.kind(), join.left(), join.right(), join.equalities(), Conjunctions.join(here)),
            asked);
  }
}
