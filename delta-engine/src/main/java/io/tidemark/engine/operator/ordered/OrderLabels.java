package io.tidemark.engine.operator.ordered;

import io.tidemark.engine.function.ValueOrder;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Each row beside labels of some of its columns, whose order only PostgreSQL knows: {@code r ↦ r ‖
 * label(r.c) ‖ …}. Labels are bytes that are ordered as the values are, and equal exactly where
 * those are; NULL has NULL.
 *
 * <p>{@code δout} is δI with the labels: a value keeps its label as long as any row of I has it, so
 * a retraction meets what its insertion got. Which label a value gets depends on history; nothing
 * but their order and equality means anything, and no query shows them.
 *
 * <p>State per column: a {@link LabelDictionary}, which holds each distinct value twice. Cost per
 * change: a read and a write; per step with new values, one after another for all of them together,
 * as many statements as {@link LabelSearch} says. State is under the keys of all rows: one instance
 * serves all partitions.
 */
public final class OrderLabels implements Operator {

  private final int[] columns;
  private final List<LabelDictionary> dictionaries = new ArrayList<>();

  /**
   * @param columns those to be labelled
   * @param orders of each
   * @param name the prefix of the names of its arrangements
   */
  public OrderLabels(
      int[] columns, List<ValueOrder> orders, Arrangements arrangements, String name) {
    this.columns = columns.clone();
    for (int i = 0; i < columns.length; i++) {
      dictionaries.add(
          new LabelDictionary(
              orders.get(i),
              arrangements.keyed(name + "." + i + ".values"),
              arrangements.keyed(name + "." + i + ".order")));
    }
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet delta = deltas.getFirst().consolidate();
    List<byte @Nullable [][]> labels = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      labels.add(dictionaries.get(i).labels(delta, columns[i]));
    }
    ZSet output = new ZSet(delta.size());
    RowBuilder builder = new RowBuilder(columns.length);
    for (int row = 0; row < delta.size(); row++) {
      for (byte @Nullable [][] ofColumn : labels) {
        byte @Nullable [] label = ofColumn[row];
        if (label == null) {
          builder.addNull();
        } else {
          builder.add(label);
        }
      }
      Row labelled = delta.row(row).concat(builder.build());
      output.add(labelled, delta.weight(row));
    }
    return output;
  }
}
