package io.tidemark.engine.operator.aggregate;

import io.tidemark.engine.operator.Operator;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.util.List;

/**
 * GROUPING SETS, ROLLUP and CUBE: {@code ⊎ over the sets s of widen_s(γ_{keys of s; f₁ … fₙ}(I))},
 * where <em>widen</em> puts NULL for the keys that are not of the set and appends what is constant
 * for it.
 *
 * <p>State and cost: those of one {@link Aggregate} per set, all fed with the one input delta.
 */
public final class GroupingSets implements Operator {

  /**
   * One set.
   *
   * @param aggregate gives the set's keys in their order, then the aggregates
   * @param keys which of all keys they are
   * @param constants the last columns of the set's rows: integers
   */
  public record KeySet(Aggregate aggregate, List<Integer> keys, int[] constants) {
    public KeySet {
      keys = List.copyOf(keys);
    }
  }

  private final List<KeySet> sets;
  private final int keyCount;
  private final int aggregateCount;

  /**
   * @param keyCount how many keys the sets have together
   */
  public GroupingSets(List<KeySet> sets, int keyCount, int aggregateCount) {
    this.sets = List.copyOf(sets);
    this.keyCount = keyCount;
    this.aggregateCount = aggregateCount;
  }

  @Override
  public boolean stepsWithoutInput() {
    return sets.stream().anyMatch(set -> set.aggregate().stepsWithoutInput());
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet output = new ZSet();
    for (KeySet set : sets) {
      ZSet delta = set.aggregate().step(deltas);
      RowBuilder builder = new RowBuilder(keyCount + aggregateCount + set.constants().length);
      for (int i = 0; i < delta.size(); i++) {
        output.add(widen(set, delta.row(i), builder), delta.weight(i));
      }
    }
    return output;
  }

  private Row widen(KeySet set, Row row, RowBuilder builder) {
    for (int key = 0; key < keyCount; key++) {
      int place = set.keys().indexOf(key);
      if (place < 0) {
        builder.addNull();
      } else {
        builder.add(row, place);
      }
    }
    for (int i = 0; i < aggregateCount; i++) {
      builder.add(row, set.keys().size() + i);
    }
    for (int constant : set.constants()) {
      builder.addInt(constant);
    }
    return builder.build();
  }
}
