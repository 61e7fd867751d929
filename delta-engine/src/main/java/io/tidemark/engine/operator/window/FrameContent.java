package io.tidemark.engine.operator.window;

import io.tidemark.state.row.RowBuilder;

/** What a function makes of the rows of a frame. */
interface FrameContent {

  /** Which part of a frame decides. */
  enum Reach {
    /** The first {@link #head} rows. */
    HEAD,
    /** The last row. */
    TAIL,
    WHOLE
  }

  Reach reach();

  /** How many rows decide, where the {@link #reach} is HEAD. */
  default long head() {
    return 1;
  }

  /**
   * Whether all that is needed of the rows before some place is the same, before the step and
   * after; what then follows on both sides alike cannot make a difference.
   */
  boolean isSameBefore(View before, long place, View after, long placeAfter);

  /** Whether all that is needed of the rows from some place on is the same. */
  boolean isSameBehind(View before, long place, View after, long placeAfter);

  Reader over(View view);

  /** Reads values in one order. */
  interface Reader {

    /**
     * @param row the row whose frame it is
     * @param runs from, to, from, to … of the frame's rows, ascending
     */
    void append(long row, long[] runs, int count, RowBuilder target);
  }
}
