package io.tidemark.engine.operator.window;

import io.tidemark.engine.EvaluationException;
import org.jspecify.annotations.Nullable;

/**
 * {@code ntile(n)}: the partition cut into n parts as equal as can be, the larger ones first.
 *
 * <p>Cost: the rows that change over to another part, and per gap a look at each part's border.
 */
public final class TileFunction implements WindowFunction {

  /** Beyond so many looks at borders all rows are looked at. */
  private static final long LOOKS_MAX = 1 << 20;

  private final @Nullable Integer tiles;

  /**
   * @param tiles null for NULL, which gives NULLs
   */
  public TileFunction(@Nullable Integer tiles) {
    this.tiles = tiles;
  }

  @Override
  public void mark(Difference difference, Marks marks) {
    if (tiles == null) {
      return;
    }
    View after = difference.after();
    Tiling old = new Tiling(difference.before().size(), tiles);
    Tiling young = new Tiling(after.size(), tiles);
    long borders = Math.min(tiles, Math.max(difference.before().size(), after.size()));
    if (borders * (difference.changeCount() + 1) > LOOKS_MAX) {
      marks.addAfter(0, after.size());
      return;
    }
    for (int gap = 0; gap <= difference.changeCount(); gap++) {
      long from = difference.gapFrom(gap);
      long to = difference.gapTo(gap);
      for (long tile = 1; tile < borders; tile++) {
        long oldBorder = old.from(tile) + difference.shift(gap);
        long youngBorder = young.from(tile);
        marks.addAfter(
            Math.max(from, Math.min(oldBorder, youngBorder)),
            Math.min(to, Math.max(oldBorder, youngBorder)));
      }
    }
  }

  @Override
  public Values over(View view) {
    if (tiles == null) {
      return (row, target) -> target.addNull();
    }
    if (tiles <= 0) {
      throw new EvaluationException("22014", "argument of ntile must be greater than zero");
    }
    Tiling tiling = new Tiling(view.size(), tiles);
    return (row, target) -> target.addInt((int) tiling.of(row) + 1);
  }

  /** So many rows in so many tiles. */
  private record Tiling(long rows, long tiles) {

    private long small() {
      return rows / tiles;
    }

    /** Tiles that have one row more. */
    private long larger() {
      return rows % tiles;
    }

    /** The position of a tile's first row; the number of rows for a tile that has none. */
    long from(long tile) {
      return tile * small() + Math.min(tile, larger());
    }

    long of(long row) {
      long inLarger = larger() * (small() + 1);
      return row < inLarger ? row / (small() + 1) : larger() + (row - inLarger) / small();
    }
  }
}
