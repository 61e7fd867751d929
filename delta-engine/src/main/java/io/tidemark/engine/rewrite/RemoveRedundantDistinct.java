package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;

/**
 * DISTINCT over rows that a key tells apart already, DISTINCT below DISTINCT with nothing but UNION
 * ALL between, and DISTINCT on the side of a semi or anti join that is only asked for a match.
 */
final class RemoveRedundantDistinct implements Rewrite {

  @Override
  public String name() {
    return "remove redundant DISTINCT";
  }

  @Override
  public Plan apply(Plan plan) {
    Plan over = plan.mapInputs(this::apply);
    if (over instanceof Plan.Join(Kind kind, Plan left, Plan right, var equalities, var residual)
        && (kind == Kind.SEMI || kind == Kind.ANTI)) {
      return new Plan.Join(kind, left, withoutDistinct(right), equalities, residual);
    }
    if (!(over instanceof Plan.Distinct distinct)) {
      return over;
    }
    Plan input = withoutDistinct(distinct.input());
    return Dependencies.of(input).isUnique() ? input : new Plan.Distinct(input);
  }

  private static Plan withoutDistinct(Plan plan) {
    return switch (plan) {
      case Plan.Distinct distinct -> withoutDistinct(distinct.input());
      case Plan.UnionAll union -> union.mapInputs(RemoveRedundantDistinct::withoutDistinct);
      case Plan.Scan _,
          Plan.Values _,
          Plan.Filter _,
          Plan.Project _,
          Plan.Join _,
          Plan.TopK _,
          Plan.TableFunction _,
          Plan.Window _,
          Plan.SetOperation _,
          Plan.DependentJoin _,
          Plan.OrderLabels _,
          Plan.MultiJoin _,
          Plan.Aggregate _,
          Plan.Recursive _,
          Plan.RecursiveReference _,
          Plan.GroupingSets _ ->
          plan;
    };
  }
}
