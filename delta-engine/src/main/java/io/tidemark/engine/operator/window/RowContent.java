package io.tidemark.engine.operator.window;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.window.FrameLimits.RowNumber;
import io.tidemark.state.row.Row;
import org.jspecify.annotations.Nullable;

/**
 * A value of one row of the frame: {@code first_value}, {@code last_value}, and {@code nth_value}.
 */
final class RowContent implements FrameContent {

  private final RowMapper value;
  private final Reach reach;
  private final long head;
  private final RowNumber number;

  private RowContent(RowMapper value, Reach reach, long head, RowNumber number) {
    this.value = value;
    this.reach = reach;
    this.head = head;
    this.number = number;
  }

  static RowContent last(RowMapper value) {
    return new RowContent(value, Reach.TAIL, 1, row -> 1L);
  }

  /** The row of a number that is the same for every row; null for NULL. */
  static RowContent nth(RowMapper value, @Nullable Long number) {
    return new RowContent(
        value, Reach.HEAD, number == null ? 1 : Math.clamp(number, 1, Bound.FAR), row -> number);
  }

  /** The row of a number that each row gives. */
  static RowContent nth(RowMapper value, RowNumber number) {
    return new RowContent(value, Reach.WHOLE, 1, number);
  }

  @Override
  public Reach reach() {
    return reach;
  }

  @Override
  public long head() {
    return head;
  }

  @Override
  public boolean isSameBefore(View before, long place, View after, long placeAfter) {
    if (reach != Reach.HEAD || Math.min(place, head) != Math.min(placeAfter, head)) {
      return false;
    }
    return place < head || value.map(before.row(head - 1)).equals(value.map(after.row(head - 1)));
  }

  @Override
  public boolean isSameBehind(View before, long place, View after, long placeAfter) {
    boolean empty = place == before.size();
    if (reach != Reach.TAIL || empty != (placeAfter == after.size())) {
      return false;
    }
    return empty
        || value.map(before.row(before.size() - 1)).equals(value.map(after.row(after.size() - 1)));
  }

  @Override
  public Reader over(View view) {
    View others = new View(view.rows(), null);
    return (row, runs, count, target) -> {
      long found = reach == Reach.TAIL ? last(runs, count) : nth(view, row, runs, count);
      if (found < 0) {
        target.addNull();
      } else {
        target.add(value.map(others.row(found)), 0);
      }
    };
  }

  private static long last(long[] runs, int count) {
    for (int run = count - 1; run >= 0; run--) {
      if (runs[2 * run] < runs[2 * run + 1]) {
        return runs[2 * run + 1] - 1;
      }
    }
    return -1;
  }

  private long nth(View view, long row, long[] runs, int count) {
    Long wanted = number.of(reach == Reach.HEAD ? Row.EMPTY : view.row(row));
    if (wanted == null) {
      return -1;
    }
    if (wanted <= 0) {
      throw new EvaluationException("22016", "argument of nth_value must be greater than zero");
    }
    long left = wanted - 1;
    for (int run = 0; run < count; run++) {
      long rows = runs[2 * run + 1] - runs[2 * run];
      if (left < rows) {
        return runs[2 * run] + left;
      }
      left -= rows;
    }
    return -1;
  }
}
