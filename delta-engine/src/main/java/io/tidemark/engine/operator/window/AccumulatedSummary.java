package io.tidemark.engine.operator.window;

import io.tidemark.engine.function.Accumulator;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A run of rows as an accumulator holds it: count, sum, avg and their kind. */
public final class AccumulatedSummary implements Summary {

  private final RowMapper arguments;
  private final Accumulator accumulator;

  /**
   * @param arguments the aggregate's arguments over an input row
   * @param accumulator over no rows yet
   */
  public AccumulatedSummary(RowMapper arguments, Accumulator accumulator) {
    this.arguments = arguments;
    this.accumulator = accumulator;
  }

  @Override
  public void add(Row input, long copies) {
    accumulator.add(arguments.map(input), copies);
  }

  @Override
  public void merge(Summary right) {
    accumulator.merge(((AccumulatedSummary) right).accumulator);
  }

  @Override
  public void result(RowBuilder target) {
    accumulator.result(target);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    accumulator.write(out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    accumulator.read(in);
  }
}
