package io.tidemark.engine.operator.ordered;

import io.tidemark.engine.function.ValueOrder;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.Collections;
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
 * <p>State per order: a {@link LabelDictionary}, which holds each distinct value twice. Cost per
 * change: a read and a write; per step with new values, one after another for all of them together,
 * as many statements as {@link LabelSearch} says. State is under the keys of all rows: one instance
 * serves all partitions.
 */
public final class OrderLabels implements Operator {

  private final List<Labelled> labelled = new ArrayList<>();
  private final int width;

  /**
   * Columns of one order: their labels can be compared with each other.
   *
   * @param columns those to be labelled
   * @param labels for each its label's place among the labels
   */
  public record Columns(int[] columns, int[] labels, ValueOrder order) {
    public Columns {
      columns = columns.clone();
      labels = labels.clone();
    }
  }

  private record Labelled(Columns columns, LabelDictionary dictionary) {}

  /**
   * @param name the prefix of the names of its arrangements
   */
  public OrderLabels(List<Columns> columns, Arrangements arrangements, String name) {
    int labels = 0;
    for (Columns ofOrder : columns) {
      String part = name + "." + labelled.size();
      labelled.add(
          new Labelled(
              ofOrder,
              new LabelDictionary(
                  ofOrder.order(),
                  arrangements.keyed(part + ".values"),
                  arrangements.keyed(part + ".order"))));
      labels += ofOrder.columns().length;
    }
    width = labels;
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet delta = deltas.getFirst().consolidate();
    List<byte @Nullable [][]> labels = new ArrayList<>(Collections.nCopies(width, new byte[0][]));
    for (Labelled ofOrder : labelled) {
      List<byte @Nullable [][]> given =
          ofOrder.dictionary().labels(delta, ofOrder.columns().columns());
      for (int i = 0; i < given.size(); i++) {
        labels.set(ofOrder.columns().labels()[i], given.get(i));
      }
    }
    ZSet output = new ZSet(delta.size());
    RowBuilder builder = new RowBuilder(width);
    for (int row = 0; row < delta.size(); row++) {
      for (byte @Nullable [][] ofColumn : labels) {
        byte @Nullable [] label = ofColumn[row];
        if (label == null) {
          builder.addNull();
        } else {
          builder.add(label);
        }
      }
      Row whole = delta.row(row).concat(builder.build());
      output.add(whole, delta.weight(row));
    }
    return output;
  }
}
