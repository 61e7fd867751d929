package io.tidemark.engine.operator.table;

import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.List;

/**
 * Constant rows.
 *
 * <p>{@code δout} = the rows at the first step of all, nothing ever after.
 *
 * <p>State: one mark that the rows were given out, so that a restart does not repeat them and a
 * rolled-back first step does. Cost: one lookup per step.
 */
public final class Values implements Operator {

  private static final byte[] MARK = {};

  private final List<RowMapper> rows;
  private final KeyedState given;

  /**
   * @param rows each row's expressions, over the row without columns; evaluated when they are given
   *     out, since that is when PostgreSQL would raise their errors
   */
  public Values(List<RowMapper> rows, KeyedState given) {
    this.rows = List.copyOf(rows);
    this.given = given;
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet output = new ZSet();
    if (given.get(MARK) == null) {
      rows.forEach(row -> output.add(row.map(Row.EMPTY), 1));
      given.put(MARK, MARK);
    }
    return output;
  }

  @Override
  public boolean stepsWithoutInput() {
    return true;
  }
}
