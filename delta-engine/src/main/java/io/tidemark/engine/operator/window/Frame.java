package io.tidemark.engine.operator.window;

import io.tidemark.engine.operator.window.FrameLimits.Exclusion;
import io.tidemark.engine.operator.window.FrameLimits.Mode;

/**
 * Which rows around a row a function looks at.
 *
 * @param from the first of them; {@link Bound#BEGIN} for UNBOUNDED PRECEDING
 * @param to behind the last of them; {@link Bound#END} for UNBOUNDED FOLLOWING
 * @param mode what the bounds are measured in
 */
record Frame(Bound from, Bound to, Mode mode, Exclusion exclusion) {

  boolean isFromBegin() {
    return from.equals(Bound.BEGIN);
  }

  boolean isToEnd() {
    return to.equals(Bound.END);
  }

  boolean excludes() {
    return exclusion != Exclusion.NO_OTHERS;
  }

  /** Where what is excluded begins; of TIES, with the row itself within. */
  Bound excludedFrom() {
    return exclusion == Exclusion.CURRENT_ROW ? Bound.row(0) : Bound.PEERS_FROM;
  }

  Bound excludedTo() {
    return exclusion == Exclusion.CURRENT_ROW ? Bound.row(1) : Bound.PEERS_TO;
  }

  /**
   * A place, moved forward to the row itself where bounds are counted from there; what lies between
   * the row and its frame then matters too.
   */
  Bound orSelfFrom(Bound bound) {
    return switch (mode) {
      case RANGE -> bound;
      case ROWS -> Bound.min(bound, Bound.row(0));
      case GROUPS -> Bound.min(bound, Bound.PEERS_FROM);
    };
  }

  /** Likewise, behind the row itself. */
  Bound orSelfTo(Bound bound) {
    return switch (mode) {
      case RANGE -> bound;
      case ROWS -> Bound.max(bound, Bound.row(1));
      case GROUPS -> Bound.max(bound, Bound.PEERS_TO);
    };
  }

  /**
   * The frame of a row, as up to three runs of positions in ascending order.
   *
   * @param runs takes from, to, from, to, from, to; runs may be empty
   * @return how many runs there are
   */
  int runs(View view, long row, long[] runs) {
    long first = from.at(view, row);
    long end = Math.max(first, to.at(view, row));
    if (!excludes()) {
      runs[0] = first;
      runs[1] = end;
      return 1;
    }
    long excludedFrom = excludedFrom().at(view, row);
    long excludedTo = excludedTo().at(view, row);
    runs[0] = first;
    runs[1] = Math.max(first, Math.min(end, excludedFrom));
    int count = 1;
    if (exclusion == Exclusion.TIES && first <= row && row < end) {
      runs[2] = row;
      runs[3] = row + 1;
      count = 2;
    }
    runs[2 * count] = Math.min(end, Math.max(first, excludedTo));
    runs[2 * count + 1] = end;
    return count + 1;
  }
}
