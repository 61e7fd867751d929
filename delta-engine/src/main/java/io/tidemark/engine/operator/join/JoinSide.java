package io.tidemark.engine.operator.join;

import io.tidemark.engine.operator.KeyFunction;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one side of a join are indexed, and found by rows of the other side.
 *
 * @param key of a row of this side, by equality with the other's; none for a row that can match
 *     nothing
 * @param order of the rows of one key, by which a part of them is found; null for none
 */
public record JoinSide(KeyFunction key, @Nullable Order order) {

  /** How a part of a key's rows is found. Values are encoded as {@link Range#order} is. */
  public sealed interface Order permits Range, Overlap {}

  /**
   * A row of this side matches one of the other side only if its value is within the other's
   * bounds.
   *
   * @param order of a row of this side: its value, encoded so that unsigned byte order is the
   *     values' and none is another's prefix
   * @param lower of a row of the other side, in the same encoding; null for none
   * @param upper likewise
   */
  public record Range(KeyFunction order, @Nullable Bound lower, @Nullable Bound upper)
      implements Order {}

  /**
   * A row of this side matches one of the other side only if the interval from its start to its end
   * overlaps the other's. None of the four is ever null for a row that has a key.
   *
   * @param from of a row of the other side, where its interval starts
   * @param to where it ends; null if it is one value, {@code from}
   */
  public record Overlap(
      KeyFunction start, KeyFunction end, KeyFunction from, @Nullable KeyFunction to)
      implements Order {}

  /**
   * @param value never null for a row that has a key
   * @param inclusive whether a value that is equal to it is within the range
   */
  public record Bound(KeyFunction value, boolean inclusive) {}

  /** Rows that are found by equality alone. */
  public static JoinSide byKey(KeyFunction key) {
    return new JoinSide(key, null);
  }
}
