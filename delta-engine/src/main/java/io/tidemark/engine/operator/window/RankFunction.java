package io.tidemark.engine.operator.window;

import io.tidemark.state.row.RowBuilder;

/** Functions of a row's place in the order alone. */
public record RankFunction(Kind kind) implements WindowFunction {

  /** The functions, as SQL names them. */
  public enum Kind {
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST
  }

  @Override
  public boolean countsGroups() {
    return kind == Kind.DENSE_RANK;
  }

  @Override
  public void mark(Difference difference, Marks marks) {
    View after = difference.after();
    boolean ofSize = kind == Kind.PERCENT_RANK || kind == Kind.CUME_DIST;
    if (ofSize && difference.before().size() != after.size()) {
      marks.addAfter(0, after.size());
      return;
    }
    switch (kind) {
      case ROW_NUMBER -> markMoved(difference, marks, Bound.row(0));
      case RANK, PERCENT_RANK -> markMoved(difference, marks, Bound.PEERS_FROM);
      case CUME_DIST -> markMoved(difference, marks, Bound.PEERS_TO);
      case DENSE_RANK -> markRenumbered(difference, marks);
    }
  }

  /** Marks the rows of which some place of theirs has another position. */
  private static void markMoved(Difference difference, Marks marks, Bound place) {
    View after = difference.after();
    for (int gap = 1; gap <= difference.changeCount(); gap++) {
      if (difference.shift(gap) != 0) {
        marks.addAfter(
            place.firstRowAt(after, difference.gapFrom(gap)),
            place.firstRowAt(after, difference.gapTo(gap) + 1));
      }
    }
  }

  /** Marks the rows before which there are more groups of peers than before, or fewer. */
  private static void markRenumbered(Difference difference, Marks marks) {
    View after = difference.after();
    long more = 0;
    long from = 0;
    for (Change group : difference.groupChanges()) {
      long to = after.positionBehind(group.element);
      if (more != 0) { // the group's own rows among them, where some were there before
        marks.addAfter(from, to);
      }
      more += Long.signum(group.copiesAfter()) - Long.signum(group.copiesBefore());
      from = to;
    }
    if (more != 0) {
      marks.addAfter(from, after.size());
    }
  }

  @Override
  public Values over(View view) {
    double size = view.size();
    return switch (kind) {
      case ROW_NUMBER -> (row, target) -> target.addLong(row + 1);
      case RANK -> (row, target) -> target.addLong(view.peersFrom(row) + 1);
      case DENSE_RANK -> (row, target) -> target.addLong(view.group(row) + 1);
      case PERCENT_RANK ->
          (row, target) -> add(size <= 1 ? 0 : view.peersFrom(row) / (size - 1), target);
      case CUME_DIST -> (row, target) -> add(view.peersTo(row) / size, target);
    };
  }

  private static void add(double value, RowBuilder target) {
    target.addLong(Double.doubleToLongBits(value));
  }
}
