package io.tidemark.engine.function;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/**
 * The value of a group's only row, whatever its type; of a group of more rows, or none, NULL.
 *
 * <p>Kept as sums of the values' lengths and of their bytes as numbers: where one row is left they
 * are its own. So a group of any size takes the room of one value.
 */
final class SingleValueAccumulator implements Accumulator {

  private long rows;
  private long values; // that are not NULL
  private long lengths;
  private BigInteger numbers = BigInteger.ZERO;

  static boolean computes(AggregateCall call) {
    return call.function().schema().equals("tidemark")
        && call.function().source().equals("single_value");
  }

  @Override
  public void add(Row arguments, long weight) {
    rows += weight;
    if (!arguments.isNull(0)) {
      values += weight;
      lengths += weight * arguments.length(0);
      BigInteger number =
          new BigInteger(1, arguments.bytes(), arguments.offset(0), arguments.length(0));
      numbers = numbers.add(number.multiply(BigInteger.valueOf(weight)));
    }
  }

  @Override
  public void merge(Accumulator other) {
    SingleValueAccumulator more = (SingleValueAccumulator) other;
    rows += more.rows;
    values += more.values;
    lengths += more.lengths;
    numbers = numbers.add(more.numbers);
  }

  @Override
  public void result(RowBuilder target) {
    // Within a tick the sums may be of no row that ever was
    boolean isValue =
        rows == 1
            && values == 1
            && lengths >= 0
            && numbers.signum() >= 0
            && numbers.bitLength() <= lengths * Byte.SIZE;
    if (!isValue) {
      target.addNull();
      return;
    }
    byte[] value = new byte[(int) lengths];
    byte[] digits = numbers.toByteArray(); // a byte for the sign may come first
    int count = Math.min(digits.length, value.length);
    System.arraycopy(digits, digits.length - count, value, value.length - count, count);
    target.add(value);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(rows);
    out.writeLong(values);
    out.writeLong(lengths);
    byte[] digits = numbers.toByteArray();
    out.writeInt(digits.length);
    out.write(digits);
  }

  @Override
  public void read(DataInput in) throws IOException {
    rows = in.readLong();
    values = in.readLong();
    lengths = in.readLong();
    byte[] digits = new byte[in.readInt()];
    in.readFully(digits);
    numbers = new BigInteger(digits);
  }
}
