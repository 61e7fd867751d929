package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** {@code bool_and} and {@code bool_or}, by counting how many are true and how many false. */
final class BooleanAccumulator implements Accumulator {

  private final boolean conjunction;
  private long trues;
  private long falses;

  BooleanAccumulator(boolean conjunction) {
    this.conjunction = conjunction;
  }

  @Override
  public void add(Row arguments, long weight) {
    if (arguments.isNull(0)) {
      return;
    }
    if (arguments.bytes()[arguments.offset(0)] != 0) {
      trues += weight;
    } else {
      falses += weight;
    }
  }

  @Override
  public void merge(Accumulator other) {
    BooleanAccumulator more = (BooleanAccumulator) other;
    trues += more.trues;
    falses += more.falses;
  }

  @Override
  public void result(RowBuilder target) {
    if (trues + falses == 0) {
      target.addNull();
    } else {
      target.addBoolean(conjunction ? falses == 0 : trues > 0);
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(trues);
    out.writeLong(falses);
  }

  @Override
  public void read(DataInput in) throws IOException {
    trues = in.readLong();
    falses = in.readLong();
  }
}
