package io.tidemark.engine;

import io.tidemark.engine.operator.recursive.RecursionLimits;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large a query may be that is maintained by deltas; refusals name the limit as the
 * configuration does. They keep a generated query from using up stack and memory.
 *
 * @param queryDepth expressions within one another in PostgreSQL's analysed query
 * @param planOperators operators of the rewritten plan
 * @param groupingSets sets of one GROUP BY
 * @param recursion of WITH RECURSIVE
 */
public record PlanLimits(
    int queryDepth, int planOperators, int groupingSets, RecursionLimits recursion) {

  /** Deepest reading that a thread's stack of 1 MB bears, in translation and evaluation too. */
  public static final int QUERY_DEPTH_MAX = 500;

  public static final PlanLimits DEFAULT =
      new PlanLimits(QUERY_DEPTH_MAX, 5_000, 4_096, RecursionLimits.DEFAULT);

  /**
   * Refuses a plan that is too large.
   *
   * @throws UnsupportedQueryException naming the limit
   */
  void check(Plan plan) {
    int operators = 0;
    Deque<Plan> open = new ArrayDeque<>();
    open.push(plan);
    while (!open.isEmpty()) {
      Plan next = open.pop();
      if (++operators > planOperators) {
        throw new UnsupportedQueryException(
            "Its plan has more operators than limits.planOperators = " + planOperators + " allows",
            "Split the query into stream tables that read each other, or raise limits.planOperators");
      }
      if (next instanceof Plan.GroupingSets grouping && grouping.sets().size() > groupingSets) {
        throw new UnsupportedQueryException(
            "GROUP BY stands for %d grouping sets, more than limits.groupingSets = %d allows"
                .formatted(grouping.sets().size(), groupingSets),
            "Name the sets that are needed with GROUPING SETS, or raise limits.groupingSets");
      }
      next.inputs().forEach(open::push);
    }
  }
}
