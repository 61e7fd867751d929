package io.tidemark.engine.operator.window;

import java.util.function.LongPredicate;

/**
 * A function of the rows in a frame.
 *
 * <p>Which rows it has another value for: those whose frame, with the way from the row to it, holds
 * a changed row; and where the frame begins at UNBOUNDED PRECEDING, those that come behind a
 * change, in each gap up to the place where what is summed up before is the same again: from there
 * on the same rows follow. That place is found by bisection over the tree's summaries. What holds
 * for the rows behind a change holds likewise, where the frame ends at UNBOUNDED FOLLOWING, for
 * those before it.
 */
final class FrameFunction implements WindowFunction {

  private static final int RUNS_MAX = 3;

  private final Frame frame;
  private final FrameContent content;
  private final boolean countsGroups;

  FrameFunction(Frame frame, FrameContent content, boolean countsGroups) {
    this.frame = frame;
    this.content = content;
    this.countsGroups = countsGroups;
  }

  @Override
  public boolean countsGroups() {
    return countsGroups;
  }

  @Override
  public Values over(View view) {
    FrameContent.Reader reader = content.over(view);
    long[] runs = new long[2 * RUNS_MAX];
    return (row, target) -> reader.append(row, runs, frame.runs(view, row, runs), target);
  }

  @Override
  public void mark(Difference difference, Marks marks) {
    boolean fromBegin = frame.isFromBegin();
    boolean toEnd = frame.isToEnd();
    if (fromBegin && toEnd && !frame.excludes()) {
      markAllUnlessSame(difference, marks);
      return;
    }
    Bound from = frame.from();
    Bound to = frame.to();
    // Where the part before what is excluded ends, and where that behind begins
    Bound leftTo = frame.excludes() ? Bound.min(to, frame.excludedFrom()) : to;
    Bound rightFrom = frame.excludes() ? Bound.max(from, frame.excludedTo()) : from;
    switch (content.reach()) {
      case WHOLE -> {
        if (fromBegin) {
          markBehind(difference, marks, leftTo);
          from = leftTo;
        }
        if (toEnd) {
          markBefore(difference, marks, rightFrom);
          to = rightFrom;
        }
      }
      case HEAD -> {
        if (fromBegin) {
          markBehind(difference, marks, leftTo);
          from = leftTo;
        }
        if (toEnd || !fromBegin) {
          to = Bound.min(to, Bound.behind(rightFrom, content.head()));
        }
      }
      case TAIL -> {
        if (toEnd) {
          markBefore(difference, marks, rightFrom);
          to = rightFrom;
        }
        if (fromBegin || !toEnd) {
          from = Bound.max(from, Bound.behind(leftTo, -1));
        }
      }
    }
    if (frame.excludes()) {
      to = Bound.max(to, Bound.min(frame.to(), frame.excludedTo()));
    }
    markTouched(difference, marks, frame.orSelfFrom(from), frame.orSelfTo(to));
  }

  private void markAllUnlessSame(Difference difference, Marks marks) {
    View before = difference.before();
    View after = difference.after();
    boolean same =
        content.reach() == FrameContent.Reach.TAIL
            ? content.isSameBehind(before, 0, after, 0)
            : content.isSameBefore(before, before.size(), after, after.size());
    if (!same) {
      marks.addAfter(0, after.size());
    }
  }

  /** Marks the rows for which some range of rows holds a change, before the step or after. */
  static void markTouched(Difference difference, Marks marks, Bound from, Bound to) {
    View before = difference.before();
    View after = difference.after();
    for (int change = 0; change < difference.changeCount(); change++) {
      if (difference.beforeFrom(change) < difference.beforeTo(change)) {
        marks.addBefore(
            to.firstRowAt(before, difference.beforeFrom(change) + 1),
            from.firstRowAt(before, difference.beforeTo(change)));
      }
      if (difference.afterFrom(change) < difference.afterTo(change)) {
        marks.addAfter(
            to.firstRowAt(after, difference.afterFrom(change) + 1),
            from.firstRowAt(after, difference.afterTo(change)));
      }
    }
  }

  /** Marks the rows of which what lies before some place of theirs is not the same. */
  private void markBehind(Difference difference, Marks marks, Bound place) {
    View before = difference.before();
    View after = difference.after();
    for (int gap = 1; gap <= difference.changeCount(); gap++) {
      long from = difference.gapFrom(gap);
      long shift = difference.shift(gap);
      long length = difference.gapTo(gap) - from;
      LongPredicate same =
          rows -> content.isSameBefore(before, from - shift + rows, after, from + rows);
      if (same.test(0)) {
        continue;
      }
      long differing = same.test(length) ? firstTrue(same, 0, length) : length + 1;
      marks.addAfter(place.firstRowAt(after, from), place.firstRowAt(after, from + differing));
    }
  }

  /** Marks the rows of which what lies behind some place of theirs is not the same. */
  private void markBefore(Difference difference, Marks marks, Bound place) {
    View before = difference.before();
    View after = difference.after();
    for (int gap = 0; gap < difference.changeCount(); gap++) {
      long from = difference.gapFrom(gap);
      long shift = difference.shift(gap);
      long length = difference.gapTo(gap) - from;
      LongPredicate differs =
          rows -> !content.isSameBehind(before, from - shift + rows, after, from + rows);
      if (!differs.test(length)) {
        continue;
      }
      long same = differs.test(0) ? 0 : firstTrue(differs, 0, length);
      marks.addAfter(
          place.firstRowAt(after, from + same), place.firstRowAt(after, from + length + 1));
    }
  }

  /**
   * The first number for which a condition is true that is false at the one end and true at the
   * other.
   */
  private static long firstTrue(LongPredicate condition, long falseAt, long trueAt) {
    long low = falseAt;
    long high = trueAt;
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (condition.test(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
