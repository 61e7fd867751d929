package io.tidemark.engine.plan;

import org.jspecify.annotations.Nullable;

/**
 * The rows around a row that a window function looks at.
 *
 * @param mode what offsets count
 * @param from where it begins
 * @param to where it ends
 */
public record WindowFrame(Mode mode, Bound from, Bound to, Exclusion exclusion) {

  /** From the first row to the last peer: what SQL means where nothing is said. */
  public static final WindowFrame DEFAULT =
      new WindowFrame(
          Mode.RANGE,
          Bound.of(Bound.Kind.UNBOUNDED_PRECEDING),
          Bound.of(Bound.Kind.CURRENT_ROW),
          Exclusion.NO_OTHERS);

  /** What offsets count, and what CURRENT ROW means: the row itself, or with its peers. */
  public enum Mode {
    ROWS,
    RANGE,
    GROUPS
  }

  /** What is left out of the frame. */
  public enum Exclusion {
    NO_OTHERS,
    CURRENT_ROW,
    GROUP,
    TIES
  }

  /**
   * An end of the frame.
   *
   * @param offset of PRECEDING and FOLLOWING: an expression over no columns
   * @param inRange of an offset in mode RANGE: the function that says what it means for the sort
   *     key's type
   */
  public record Bound(Kind kind, @Nullable Expression offset, @Nullable Function inRange) {

    /** The forms of a bound. */
    public enum Kind {
      UNBOUNDED_PRECEDING,
      PRECEDING,
      CURRENT_ROW,
      FOLLOWING,
      UNBOUNDED_FOLLOWING
    }

    /** A bound without an offset. */
    public static Bound of(Kind kind) {
      return new Bound(kind, null, null);
    }
  }

  /** Whether peers that stand in another order among themselves leave the frame's rows the same. */
  public boolean isOfPeers() {
    boolean unbounded =
        from.kind() == Bound.Kind.UNBOUNDED_PRECEDING
            && to.kind() == Bound.Kind.UNBOUNDED_FOLLOWING;
    return mode != Mode.ROWS || unbounded;
  }
}
