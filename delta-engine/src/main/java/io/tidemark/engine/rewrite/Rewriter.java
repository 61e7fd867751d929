package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs the rewrites in their order and records which of them had an effect. Stateless but for the
 * estimates; thread-safe.
 */
public final class Rewriter {

  /** Rounds over one phase's rewrites: each may enable others; two or three reach the end. */
  private static final int MAX_ROUNDS = 8;

  /** A rewritten plan and the names of the rewrites that changed it, in order. */
  public record Rewritten(Plan plan, List<String> applied) {
    public Rewritten {
      applied = List.copyOf(applied);
    }
  }

  /** Conditions come down and what is nested in vain goes, so that joins meet. */
  private static final List<Rewrite> SIMPLIFY =
      List.of(
          new FlattenUnions(),
          new SimplifyNullTests(),
          new FactorDisjunctions(),
          new SimplifyOuterJoins(),
          new PushDownFilters(),
          new PushDownSemiJoins(),
          new MergeProjections(),
          new RemoveRedundantDistinct());

  /** Rows become as narrow as they can. */
  private static final List<Rewrite> NARROW =
      List.of(
          new RemoveRedundantDistinct(),
          new PruneColumns(),
          new LimitRanks(),
          new MergeWindows(),
          new MergeProjections(),
          new RemoveIdentityProjections());

  private final List<Rewrite> join;
  private final List<Rewrite> last;
  private final Consumer<Plan> limit;

  /**
   * @param estimatedRows rows of the sources by their OID, for the order of joins; a source that is
   *     missing or negative counts as middling
   * @param limit refuses a plan that is too large: each subquery that needs its outer rows holds
   *     them once more, so that many of them double the plan as often
   */
  public Rewriter(Map<Integer, Double> estimatedRows, Consumer<Plan> limit) {
    this.limit = limit;
    RowEstimate estimate = new RowEstimate(estimatedRows);
    join =
        List.of(
            new AggregateBeforeJoin(estimate),
            new PullUpLeftJoins(estimate),
            new OrderJoins(estimate),
            new PushDownFilters(),
            new SplitDisjunctiveJoins(estimate),
            new PushDownFilters(),
            new ExtractJoinEqualities());
    last = List.of(new PullUpClockConditions(), new JoinTogether(estimate));
  }

  public Rewritten rewrite(Plan plan) {
    return rewrite(plan, List.of());
  }

  /**
   * Rewrites a plan that names shared ones.
   *
   * @param shared each after those that it names
   */
  public Rewritten rewrite(Plan plan, List<Plan> shared) {
    Set<String> applied = new LinkedHashSet<>();
    SharedPlans plans = new SharedPlans();
    shared.forEach(part -> plans.add(rewrite(part, applied)));
    Plan rewritten = plans.filled(rewrite(plan, applied));
    return new Rewritten(rewritten, new ArrayList<>(applied));
  }

  private Plan rewrite(Plan plan, Set<String> applied) {
    Plan unnested = once(List.of(new UnnestSubqueries()), plan, applied);
    limit.accept(unnested);
    Plan simplified = untilStable(SIMPLIFY, unnested, applied);
    Plan joined = once(join, simplified, applied);
    Plan narrow = untilStable(NARROW, joined, applied);
    return once(last, narrow, applied);
  }

  private static Plan untilStable(List<Rewrite> rewrites, Plan plan, Set<String> applied) {
    Plan current = plan;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Plan next = once(rewrites, current, applied);
      if (next.equals(current)) {
        break;
      }
      current = next;
    }
    return current;
  }

  private static Plan once(List<Rewrite> rewrites, Plan plan, Set<String> applied) {
    Plan current = plan;
    for (Rewrite rewrite : rewrites) {
      Plan next = rewrite.apply(current);
      if (!next.equals(current)) {
        applied.add(rewrite.name());
      }
      current = next;
    }
    return current;
  }
}
