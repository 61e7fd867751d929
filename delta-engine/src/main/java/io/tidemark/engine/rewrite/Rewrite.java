package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Plan;

/**
 * One law of the algebra: a plan to a plan of the same rows and the same fields, in the hope that
 * it is cheaper to maintain. Pure; without an effect it returns an equal plan.
 */
interface Rewrite {

  /** What it does, as {@code explain} shows it. */
  String name();

  Plan apply(Plan plan);
}
