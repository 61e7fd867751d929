package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code (a AND b) OR (a AND c) = a AND (b OR c)}, in filters and joins: what all parts of a
 * disjunction demand stands by itself, where it may be pushed down or become a join's key.
 */
final class FactorDisjunctions implements Rewrite {

  @Override
  public String name() {
    return "factor disjunctions";
  }

  @Override
  public Plan apply(Plan plan) {
    Plan over = plan.mapInputs(this::apply);
    if (over instanceof Plan.Filter filter) {
      return Conjunctions.filter(filter.input(), factored(filter.predicate()));
    }
    if (over instanceof Plan.Join join && join.residual().isPresent()) {
      Optional<Expression> residual = Conjunctions.join(factored(join.residual().get()));
      return new Plan.Join(join.kind(), join.left(), join.right(), join.equalities(), residual);
    }
    return over;
  }

  /** The condition as conditions that must all be true. */
  static List<Expression> factored(Expression condition) {
    List<Expression> factors = new ArrayList<>();
    for (Expression part : Conjunctions.split(condition)) {
      if (part instanceof Expression.Or or) {
        factors.addAll(ofOr(or));
      } else {
        factors.add(part);
      }
    }
    return factors.stream().distinct().toList();
  }

  private static List<Expression> ofOr(Expression.Or or) {
    List<Expression> common = new ArrayList<>(Conjunctions.split(or.operands().getFirst()));
    or.operands().forEach(operand -> common.retainAll(Conjunctions.split(operand)));
    if (common.isEmpty()) {
      return List.of(or);
    }
    List<Expression> rests = new ArrayList<>();
    for (Expression operand : or.operands()) {
      List<Expression> rest = new ArrayList<>(Conjunctions.split(operand));
      rest.removeAll(common);
      if (rest.isEmpty()) {
        return common; // the others add conditions that this one does without
      }
      rests.add(Conjunctions.join(rest).orElseThrow());
    }
    common.add(new Expression.Or(rests));
    return common;
  }
}
