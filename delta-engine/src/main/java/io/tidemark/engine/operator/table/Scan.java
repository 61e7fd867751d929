package io.tidemark.engine.operator.table;

import io.tidemark.engine.operator.Operator;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The needed columns of a source: {@code π_columns(S)}.
 *
 * <p>Linear: {@code δout = π_columns(δS)}, consolidated, so that an UPDATE that touches none of the
 * columns is gone before anybody looks at it.
 *
 * <p>State: none. Cost per change: one copy of the columns and one hash.
 */
public final class Scan implements Operator {

  private final int[] columns;
  private final boolean inOrder; // columns are 0, 1, 2 …

  public Scan(List<Integer> columns) {
    this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
    this.inOrder = Arrays.equals(this.columns, IntStream.range(0, columns.size()).toArray());
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet delta = deltas.getFirst();
    ZSet output = new ZSet(delta.size());
    for (int i = 0; i < delta.size(); i++) {
      Row row = delta.row(i);
      boolean whole = inOrder && row.columnCount() == columns.length;
      output.add(whole ? row : row.project(columns), delta.weight(i));
    }
    return output.consolidate();
  }
}
