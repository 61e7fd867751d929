package io.tidemark.engine.operator.aggregate;

import io.tidemark.engine.function.Accumulator;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.StateBytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * An aggregate whose running state takes a retraction as the exact opposite of an insertion, such
 * as count, sum and avg: {@code state(I + δI) = state(I) + state(δI)}.
 *
 * <p>State: the accumulator, with the group. Cost per change: one addition.
 */
public final class AlgebraicAggregate implements GroupAggregate {

  private final RowMapper arguments;
  private final Accumulator accumulator; // of the group at hand
  private final byte[] empty; // the accumulator over no rows

  /**
   * @param arguments the aggregate's arguments over an input row
   * @param accumulator over no rows yet
   */
  public AlgebraicAggregate(RowMapper arguments, Accumulator accumulator) {
    this.arguments = arguments;
    this.accumulator = accumulator;
    this.empty = StateBytes.write(accumulator::write);
  }

  @Override
  public void begin(byte[] group) {
    StateBytes.read(empty, accumulator::read);
  }

  @Override
  public void open(byte[] group, DataInput stored) throws IOException {
    accumulator.read(stored);
  }

  @Override
  public void prepare(ZSet rows) {
    arguments.prepare(rows);
  }

  @Override
  public void add(Row input, long weight) {
    accumulator.add(arguments.map(input), weight);
  }

  @Override
  public void result(RowBuilder target) {
    accumulator.result(target);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    accumulator.write(out);
  }
}
