package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * sum and avg of real and double precision: the exact sum, rounded once, so that it does not depend
 * on the order of changes, as PostgreSQL's own does. NaN and the infinities are counted apart.
 */
final class FloatSumAccumulator implements Accumulator {

  private final boolean single;
  private final boolean average;
  private BigDecimal sum = BigDecimal.ZERO;
  private long finite;
  private long nans;
  private long positiveInfinities;
  private long negativeInfinities;

  FloatSumAccumulator(int type, boolean average) {
    this.single = type == PgType.FLOAT4;
    this.average = average;
  }

  @Override
  public void add(Row arguments, long weight) {
    if (arguments.isNull(0)) {
      return;
    }
    double value =
        single
            ? Float.intBitsToFloat(arguments.getInt(0))
            : Double.longBitsToDouble(arguments.getLong(0));
    if (Double.isNaN(value)) {
      nans += weight;
    } else if (value == Double.POSITIVE_INFINITY) {
      positiveInfinities += weight;
    } else if (value == Double.NEGATIVE_INFINITY) {
      negativeInfinities += weight;
    } else {
      finite += weight;
      sum = sum.add(new BigDecimal(value).multiply(BigDecimal.valueOf(weight)));
    }
  }

  @Override
  public void merge(Accumulator other) {
    FloatSumAccumulator more = (FloatSumAccumulator) other;
    sum = sum.add(more.sum);
    finite += more.finite;
    nans += more.nans;
    positiveInfinities += more.positiveInfinities;
    negativeInfinities += more.negativeInfinities;
  }

  @Override
  public void result(RowBuilder target) {
    long count = finite + nans + positiveInfinities + negativeInfinities;
    if (count == 0) {
      target.addNull();
      return;
    }
    double total = total();
    if (average) {
      target.addLong(Double.doubleToLongBits(total / count)); // avg of real is double precision
    } else if (single) {
      float rounded = Double.isFinite(total) ? sum.floatValue() : (float) total;
      target.addInt(Float.floatToIntBits(inRange(rounded, total)));
    } else {
      target.addLong(Double.doubleToLongBits(total));
    }
  }

  private double total() {
    if (nans > 0 || (positiveInfinities > 0 && negativeInfinities > 0)) {
      return Double.NaN;
    }
    if (positiveInfinities > 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (negativeInfinities > 0) {
      return Double.NEGATIVE_INFINITY;
    }
    double total = sum.doubleValue();
    if (Double.isInfinite(total)) {
      throw overflow();
    }
    return total;
  }

  private static float inRange(float rounded, double total) {
    if (Float.isInfinite(rounded) && !Double.isInfinite(total)) {
      throw overflow();
    }
    return rounded;
  }

  private static EvaluationException overflow() {
    return new EvaluationException("22003", "value out of range: overflow");
  }

  @Override
  public void write(DataOutput out) throws IOException {
    BigDecimal compact = sum.signum() == 0 ? BigDecimal.ZERO : sum.stripTrailingZeros();
    byte[] unscaled = compact.unscaledValue().toByteArray();
    out.writeInt(compact.scale());
    out.writeInt(unscaled.length);
    out.write(unscaled);
    out.writeLong(finite);
    out.writeLong(nans);
    out.writeLong(positiveInfinities);
    out.writeLong(negativeInfinities);
  }

  @Override
  public void read(DataInput in) throws IOException {
    int scale = in.readInt();
    byte[] unscaled = new byte[in.readInt()];
    in.readFully(unscaled);
    sum = new BigDecimal(new BigInteger(unscaled), scale);
    finite = in.readLong();
    nans = in.readLong();
    positiveInfinities = in.readLong();
    negativeInfinities = in.readLong();
  }
}
