package io.tidemark.engine.operator.table;

import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.row.ZSet;
import java.util.List;

/**
 * Each row mapped to another: {@code π_f(I)}, duplicates kept.
 *
 * <p>Linear: {@code δout = π_f(δI)}. Rows that differed may have become equal; whoever minds
 * consolidates.
 *
 * <p>State: none. Cost per change: one evaluation of the expressions.
 */
public final class Project implements Operator {

  /** Rows that are prepared at once: what is remembered of them is bounded. */
  static final int PREPARED_ROWS = 20_000;

  private final RowMapper mapper;

  public Project(RowMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet delta = deltas.getFirst();
    ZSet output = new ZSet(delta.size());
    for (int i = 0; i < delta.size(); i++) {
      if (i % PREPARED_ROWS == 0) {
        mapper.prepare(delta, i, Math.min(i + PREPARED_ROWS, delta.size()));
      }
      output.add(mapper.map(delta.row(i)), delta.weight(i));
    }
    return output;
  }
}
