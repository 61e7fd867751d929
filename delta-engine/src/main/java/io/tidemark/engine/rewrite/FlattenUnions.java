package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** {@code (a ∪ b) ∪ c = a ∪ b ∪ c} for UNION ALL. */
final class FlattenUnions implements Rewrite {

  @Override
  public String name() {
    return "flatten unions";
  }

  @Override
  public Plan apply(Plan plan) {
    Plan over = plan.mapInputs(this::apply);
    if (!(over instanceof Plan.UnionAll union)) {
      return over;
    }
    List<Plan> inputs = new ArrayList<>();
    for (Plan input : union.inputs()) {
      if (input instanceof Plan.UnionAll inner) {
        inputs.addAll(inner.inputs());
      } else {
        inputs.add(input);
      }
    }
    return new Plan.UnionAll(inputs, union.fields());
  }
}
