package io.tidemark.engine.operator.window;

import io.tidemark.engine.function.RowMapper;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import org.jspecify.annotations.Nullable;

/**
 * {@code lag} and {@code lead}: a value of the row that stands so many rows before or behind.
 *
 * <p>Cost: with a constant distance, so many rows on each side of a change; with one that is
 * computed from each row, the partition.
 */
public final class NeighbourFunction implements WindowFunction {

  /** How far behind the row its neighbour stands; null for NULL. */
  @FunctionalInterface
  public interface Distance {
    @Nullable Long of(Row row);
  }

  private final RowMapper value;
  private final Distance distance;
  private final boolean constant;
  private final @Nullable RowMapper otherwise;

  /**
   * @param value over the neighbour's row, one column
   * @param constant whether the distance is the same for every row; it is then asked for with the
   *     empty one
   * @param otherwise over the row itself, one column, where there is no neighbour; null for NULL
   */
  public NeighbourFunction(
      RowMapper value, Distance distance, boolean constant, @Nullable RowMapper otherwise) {
    this.value = value;
    this.distance = distance;
    this.constant = constant;
    this.otherwise = otherwise;
  }

  @Override
  public void mark(Difference difference, Marks marks) {
    if (!constant) {
      marks.addAfter(0, difference.after().size());
      return;
    }
    Long rows = distance.of(Row.EMPTY);
    if (rows != null && rows != 0) {
      FrameFunction.markTouched(
          difference, marks, Bound.row(Math.min(0, rows)), Bound.row(Math.max(0, rows) + 1));
    }
  }

  @Override
  public Values over(View view) {
    View neighbours = new View(view.rows(), null);
    return (row, target) -> {
      Long rows = distance.of(constant ? Row.EMPTY : view.row(row));
      if (rows == null) {
        target.addNull();
        return;
      }
      long neighbour = row + rows;
      if (neighbour >= 0 && neighbour < view.size()) {
        add(value.map(neighbours.row(neighbour)), target);
      } else if (otherwise == null) {
        target.addNull();
      } else {
        add(otherwise.map(view.row(row)), target);
      }
    };
  }

  private static void add(Row value, RowBuilder target) {
    target.add(value, 0);
  }
}
