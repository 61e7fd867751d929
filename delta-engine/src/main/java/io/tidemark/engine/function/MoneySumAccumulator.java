package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/** sum of money, exact; only a sum that is out of range at the end is an error. */
final class MoneySumAccumulator implements Accumulator {

  private long count;
  private BigInteger sum = BigInteger.ZERO;

  @Override
  public void add(Row arguments, long weight) {
    if (!arguments.isNull(0)) {
      count += weight;
      BigInteger value = BigInteger.valueOf(arguments.getLong(0));
      sum = sum.add(value.multiply(BigInteger.valueOf(weight)));
    }
  }

  @Override
  public void merge(Accumulator other) {
    MoneySumAccumulator more = (MoneySumAccumulator) other;
    count += more.count;
    sum = sum.add(more.sum);
  }

  @Override
  public void result(RowBuilder target) {
    if (count <= 0) {
      target.addNull();
      return;
    }
    if (sum.bitLength() > 63) {
      throw new EvaluationException("22003", "money out of range");
    }
    target.addLong(sum.longValue());
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(count);
    byte[] bytes = sum.toByteArray();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public void read(DataInput in) throws IOException {
    count = in.readLong();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    sum = new BigInteger(bytes);
  }
}
