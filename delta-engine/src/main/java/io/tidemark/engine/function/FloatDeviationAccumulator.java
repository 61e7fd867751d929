package io.tidemark.engine.function;

import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Variance and standard deviation of real and double precision, from the exact sums of values and
 * squares, rounded at the end. PostgreSQL adds up with rounding (Youngs and Cramer), so its last
 * digits depend on the order of rows, and a sum that overflows on the way is an error there.
 */
final class FloatDeviationAccumulator implements Accumulator {

  /** More than twice the digits of a double, so that what is rounded again is rounded once. */
  static final MathContext PRECISION = new MathContext(40);

  private final boolean single;
  private final Deviation deviation;
  private final ExactFloatSum sum = new ExactFloatSum();
  private BigDecimal squares = BigDecimal.ZERO;

  FloatDeviationAccumulator(int type, Deviation deviation) {
    this.single = type == PgType.FLOAT4;
    this.deviation = deviation;
  }

  @Override
  public void add(Row arguments, long weight) {
    if (arguments.isNull(0)) {
      return;
    }
    double value = FloatSumAccumulator.value(arguments, 0, single);
    sum.add(value, weight);
    if (Double.isFinite(value)) {
      BigDecimal exact = new BigDecimal(value);
      squares = squares.add(ExactFloatSum.times(exact.multiply(exact), weight));
    }
  }

  @Override
  public void merge(Accumulator other) {
    FloatDeviationAccumulator more = (FloatDeviationAccumulator) other;
    sum.add(more.sum);
    squares = squares.add(more.squares);
  }

  @Override
  public void result(RowBuilder target) {
    long count = sum.count();
    if (count < (deviation.sample() ? 2 : 1)) {
      target.addNull();
    } else if (!sum.allFinite()) {
      target.addLong(Double.doubleToLongBits(Double.NaN));
    } else {
      target.addLong(Double.doubleToLongBits(result(BigDecimal.valueOf(count))));
    }
  }

  private double result(BigDecimal n) {
    BigDecimal total = sum.finiteSum();
    BigDecimal numerator = n.multiply(squares).subtract(total.multiply(total));
    if (numerator.signum() <= 0) { // below in the middle of a tick only
      return 0;
    }
    BigDecimal divisor = n.multiply(deviation.sample() ? n.subtract(BigDecimal.ONE) : n);
    BigDecimal variance = numerator.divide(divisor, PRECISION);
    return ExactFloatSum.rounded(deviation.root() ? variance.sqrt(PRECISION) : variance);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    sum.write(out);
    ExactFloatSum.write(squares, out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    sum.read(in);
    squares = ExactFloatSum.readDecimal(in);
  }
}
