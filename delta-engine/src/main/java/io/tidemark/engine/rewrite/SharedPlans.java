package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * Common table expressions that a query names more than once. Each is rewritten for itself, and put
 * where it was named only when the rest is rewritten too: else the conditions of one place would
 * come down into it there and those of another place elsewhere, and it would be computed twice.
 */
final class SharedPlans {

  private final List<Plan> plans = new ArrayList<>();

  /** Adds the next one, which may name those before it. */
  void add(Plan plan) {
    plans.add(filled(plan));
  }

  /** The plan with the shared ones where their references stood. */
  Plan filled(Plan plan) {
    return plan instanceof Plan.RecursiveReference reference && reference.isShared()
        ? plans.get(reference.sharedIndex())
        : plan.mapInputs(this::filled);
  }
}
