package io.tidemark.engine.operator.window;

import io.tidemark.state.row.RowBuilder;

/**
 * A function over the rows around a row. It knows two things: after a change, which rows it may
 * have another value for; and its value for a row.
 */
public sealed interface WindowFunction
    permits RankFunction, TileFunction, NeighbourFunction, FrameFunction {

  /** Marks the unchanged rows whose value may be another one than before; others may be marked. */
  void mark(Difference difference, Marks marks);

  /** Reads the function's values in one of the two orders. */
  Values over(View view);

  /** Whether it needs groups of peers to be numbered. */
  default boolean countsGroups() {
    return false;
  }

  /** Values of rows; fastest when asked for rows in ascending order. */
  interface Values {

    /**
     * Appends the value for the row at a position.
     *
     * @throws io.tidemark.engine.EvaluationException where PostgreSQL too would raise an error
     */
    void append(long position, RowBuilder target);
  }
}
