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

  /** One row without columns: what a SELECT without FROM is over. */
  static final FromItem NOTHING =
      new FromItem(new Plan.Values(List.of(List.of()), List.of()), Map.of());

  FromItem {
    placed = Map.copyOf(placed);
  }

  /**
   * Every pair of rows of both.
   *
   * @param border around the right item, which may read this one's row
   */
  FromItem cross(FromItem right, Correlation border) {
    return beside(right)
        .withPlan(
            border.arguments().isEmpty()
                ? new Plan.Join(Plan.Join.Kind.INNER, plan, right.plan, List.of(), Optional.empty())
                : new Plan.DependentJoin(
                    Plan.Join.Kind.INNER,
                    plan,
                    right.plan,
                    border.depth(),
                    border.arguments(),
                    Optional.empty()));
  }

  /** Every pair of rows of both, that do not read one another. */
  FromItem beside(FromItem right) {
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
