package io.tidemark.engine.operator.window;

import java.util.ArrayList;
import java.util.List;

/**
 * A partition before and after a step, and how the two orders lie upon one another: changed
 * elements, and between them <em>gaps</em> of rows that are in both. Gap {@code i} lies before
 * change {@code i}; there is one more gap than changes.
 */
final class Difference {

  private final View before;
  private final View after;
  private final List<Change> changes = new ArrayList<>();
  private final List<Change> groupChanges;
  private final long[] beforeStart; // of each change
  private final long[] afterStart;

  /**
   * @param all the step's changes in ascending order
   * @param groupChanges the changes of the order keys, ascending; empty if groups are not kept
   */
  Difference(View before, View after, List<Change> all, List<Change> groupChanges) {
    this.before = before;
    this.after = after;
    for (Change change : all) {
      if (change.copiesBefore() != change.copiesAfter()) {
        changes.add(change);
      }
    }
    this.groupChanges = groupChanges;
    beforeStart = new long[changes.size()];
    afterStart = new long[changes.size()];
    for (int i = 0; i < changes.size(); i++) {
      beforeStart[i] = before.rows().position(changes.get(i).element);
      afterStart[i] = after.rows().position(changes.get(i).element);
    }
  }

  View before() {
    return before;
  }

  View after() {
    return after;
  }

  /** Elements whose number of copies is another one. */
  int changeCount() {
    return changes.size();
  }

  /** The position of a changed element's first copy before the step. */
  long beforeFrom(int change) {
    return beforeStart[change];
  }

  long beforeTo(int change) {
    return beforeStart[change] + changes.get(change).copiesBefore();
  }

  /** The position of a changed element's first copy after the step. */
  long afterFrom(int change) {
    return afterStart[change];
  }

  long afterTo(int change) {
    return afterStart[change] + changes.get(change).copiesAfter();
  }

  /** The position, after the step, of a gap's first row. */
  long gapFrom(int gap) {
    return gap == 0 ? 0 : afterTo(gap - 1);
  }

  long gapTo(int gap) {
    return gap == changes.size() ? after.size() : afterStart[gap];
  }

  /** How much further behind a gap's rows stand than before the step. */
  long shift(int gap) {
    return gap == 0 ? 0 : afterTo(gap - 1) - beforeTo(gap - 1);
  }

  /** Order keys that have come or gone. */
  List<Change> groupChanges() {
    return groupChanges;
  }
}
