package io.tidemark.engine.operator.window;

import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.state.row.Row;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows begin, or end, whose order value is within a distance of the row's own: {@code
 * RANGE n PRECEDING} and {@code FOLLOWING}. For a row whose value is NULL these are its peers.
 *
 * <p>Cost: O(log n) searches per row, and O(log² n) for the rows whose place is behind a position.
 */
final class RangeBound implements Bound {

  private final KeyFunction limit;
  private final boolean from;

  private @Nullable View view; // whose answer is remembered, for all peers of a row
  private long peersFrom;
  private long peersTo;
  private long place;

  /**
   * @param limit the order key of the value at the distance from a row's; null for NULL
   * @param from whether it is where the frame begins
   */
  RangeBound(KeyFunction limit, boolean from) {
    this.limit = limit;
    this.from = from;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // of which view the answer is
  public long at(View asked, long row) {
    if (view != asked || row < peersFrom || row >= peersTo) {
      view = asked;
      peersFrom = asked.peersFrom(row);
      peersTo = asked.peersTo(row);
      place = find(asked, asked.row(row));
    }
    return place;
  }

  private long find(View asked, Row row) {
    byte[] key = limit.keyOf(row);
    if (key == null) {
      return from ? peersFrom : peersTo;
    }
    return from ? asked.position(key) : asked.positionBehind(key);
  }

  @Override
  public long firstRowAt(View asked, long position) {
    long low = 0;
    long high = asked.size();
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (at(asked, middle) < position) {
        low = asked.peersTo(middle);
      } else {
        high = asked.peersFrom(middle);
      }
    }
    return low;
  }
}
