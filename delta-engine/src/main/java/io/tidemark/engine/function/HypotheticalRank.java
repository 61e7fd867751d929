package io.tidemark.engine.function;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.state.row.RowBuilder;
import java.util.Optional;

/** Which place a row would take among those of a group: rank and its kin, WITHIN GROUP. */
public enum HypotheticalRank {
  RANK,
  DENSE_RANK,
  PERCENT_RANK,
  CUME_DIST;

  /** The rank that a call asks for, if it is one. */
  public static Optional<HypotheticalRank> of(AggregateCall call) {
    if (call.function().isBuiltIn() && !call.directArguments().isEmpty()) {
      for (HypotheticalRank rank : values()) {
        if (rank.name().equalsIgnoreCase(call.function().source())) {
          return Optional.of(rank);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Appends the rank.
   *
   * @param smaller rows in front of the hypothetical one; for {@link #DENSE_RANK} how many
   *     different ones
   * @param peers rows equal to it
   * @param all rows of the group
   */
  public void result(long smaller, long peers, long all, RowBuilder target) {
    switch (this) {
      case RANK, DENSE_RANK -> target.addLong(smaller + 1);
      case PERCENT_RANK -> addDouble(all == 0 ? 0 : (double) smaller / all, target);
      case CUME_DIST -> addDouble((double) (smaller + peers + 1) / (all + 1), target);
    }
  }

  private static void addDouble(double value, RowBuilder target) {
    target.addLong(Double.doubleToLongBits(value));
  }
}
