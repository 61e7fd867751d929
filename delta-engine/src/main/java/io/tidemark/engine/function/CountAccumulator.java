package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** {@code count(*)} and {@code count(x)}: rows, without those whose argument is NULL. */
final class CountAccumulator implements Accumulator {

  private long count;

  @Override
  public void add(Row arguments, long weight) {
    if (arguments.columnCount() == 0 || !arguments.isNull(0)) {
      count += weight;
    }
  }

  @Override
  public void merge(Accumulator other) {
    count += ((CountAccumulator) other).count;
  }

  @Override
  public void result(RowBuilder target) {
    target.addLong(count);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(count);
  }

  @Override
  public void read(DataInput in) throws IOException {
    count = in.readLong();
  }
}
