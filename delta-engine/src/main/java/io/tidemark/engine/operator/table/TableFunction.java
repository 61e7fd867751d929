package io.tidemark.engine.operator.table;

import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.function.TableMapper;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Each row beside each of the rows that a function gives for it: {@code {r ‖ s : r ∈ I, s ∈ f(r)}},
 * those for which a condition is true. An outer one gives a row that has none of them once, beside
 * NULLs.
 *
 * <p>Linear: {@code δout = } the same of δI, since f depends on the row alone.
 *
 * <p>State: none. Cost per change: one call, and one row per row that it gives.
 */
public final class TableFunction implements Operator {

  private final TableMapper function;
  private final @Nullable RowPredicate condition;
  private final boolean outer;
  private final Row nulls;

  /**
   * @param width columns that the function gives
   * @param condition over the row followed by those; null for none
   */
  public TableFunction(
      TableMapper function, int width, @Nullable RowPredicate condition, boolean outer) {
    this.function = function;
    this.condition = condition;
    this.outer = outer;
    RowBuilder builder = new RowBuilder(width);
    for (int i = 0; i < width; i++) {
      builder.addNull();
    }
    this.nulls = builder.build();
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet delta = deltas.getFirst();
    ZSet output = new ZSet(delta.size());
    for (int i = 0; i < delta.size(); i++) {
      if (i % Project.PREPARED_ROWS == 0) {
        function.prepare(delta, i, Math.min(i + Project.PREPARED_ROWS, delta.size()));
      }
      Row row = delta.row(i);
      boolean matched = false;
      for (Row given : function.map(row)) {
        Row pair = row.concat(given);
        if (condition == null || condition.test(pair)) {
          output.add(pair, delta.weight(i));
          matched = true;
        }
      }
      if (outer && !matched) {
        output.add(row.concat(nulls), delta.weight(i));
      }
    }
    return output;
  }
}
