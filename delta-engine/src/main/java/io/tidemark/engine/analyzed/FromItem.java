package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of a FROM clause: its plan, and where each range-table entry's columns stand in its row.
 *
 * @param placed by the entry's 1-based index in the range table
 */
record FromItem(Plan plan, Map<Integer, Placed> placed) {

  /**
   * An entry's columns.
   *
   * @param offset where the first stands
   * @param attributes their attribute numbers, in order
   */
  record Placed(int offset, List<Integer> attributes) {
    Placed {
      attributes = List.copyOf(attributes);
    }
  }

  FromItem {
    placed = Map.copyOf(placed);
  }

  /** Every pair of rows of both. */
  FromItem cross(FromItem right) {
    int width = plan.fields().size();
    Map<Integer, Placed> both = new HashMap<>(placed);
    right.placed.forEach(
        (entry, at) -> both.put(entry, new Placed(at.offset() + width, at.attributes())));
    return new FromItem(
        new Plan.Join(Plan.Join.Kind.INNER, plan, right.plan, List.of(), Optional.empty()), both);
  }

  FromItem withPlan(Plan other) {
    return new FromItem(other, placed);
  }
}
