package io.tidemark.engine.function;

import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** sum (bigint) and avg (numeric) of smallint and integer, exact in 64 bits as in PostgreSQL. */
final class IntegerSumAccumulator implements Accumulator {

  private final boolean small;
  private final boolean average;
  private long count;
  private long sum;

  IntegerSumAccumulator(int type, boolean average) {
    this.small = type == PgType.INT2;
    this.average = average;
  }

  @Override
  public void add(Row arguments, long weight) {
    if (!arguments.isNull(0)) {
      count += weight;
      sum += weight * (small ? arguments.getShort(0) : arguments.getInt(0));
    }
  }

  @Override
  public void merge(Accumulator other) {
    IntegerSumAccumulator more = (IntegerSumAccumulator) other;
    count += more.count;
    sum += more.sum;
  }

  @Override
  public void result(RowBuilder target) {
    if (count == 0) {
      target.addNull();
    } else if (average) {
      PgNumeric.of(sum).divide(PgNumeric.of(count)).encode(target);
    } else {
      target.addLong(sum);
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeLong(sum);
  }

  @Override
  public void read(DataInput in) throws IOException {
    count = in.readLong();
    sum = in.readLong();
  }
}
