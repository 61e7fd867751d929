package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A sum of doubles under retractions: exact, so that it does not depend on the order of changes;
 * NaN and the infinities are counted apart. What is empty again is written as it began.
 */
final class ExactFloatSum {

  private BigDecimal sum = BigDecimal.ZERO;
  private long finite;
  private long nans;
  private long positiveInfinities;
  private long negativeInfinities;

  void add(double value, long weight) {
    if (Double.isNaN(value)) {
      nans += weight;
    } else if (value == Double.POSITIVE_INFINITY) {
      positiveInfinities += weight;
    } else if (value == Double.NEGATIVE_INFINITY) {
      negativeInfinities += weight;
    } else {
      finite += weight;
      sum = sum.add(times(new BigDecimal(value), weight));
    }
  }

  /** Adds all that another sum holds. */
  void add(ExactFloatSum other) {
    sum = sum.add(other.sum);
    finite += other.finite;
    nans += other.nans;
    positiveInfinities += other.positiveInfinities;
    negativeInfinities += other.negativeInfinities;
  }

  static BigDecimal times(BigDecimal value, long weight) {
    return weight == 1 ? value : value.multiply(BigDecimal.valueOf(weight));
  }

  long count() {
    return finite + nans + positiveInfinities + negativeInfinities;
  }

  boolean allFinite() {
    return finite == count();
  }

  /** The sum of the finite values. */
  BigDecimal finiteSum() {
    return sum;
  }

  /**
   * The sum of all values, rounded once.
   *
   * @throws EvaluationException if it is beyond the range
   */
  double total() {
    if (nans > 0 || (positiveInfinities > 0 && negativeInfinities > 0)) {
      return Double.NaN;
    }
    if (positiveInfinities > 0) {
      return Double.POSITIVE_INFINITY;
    }
    return negativeInfinities > 0 ? Double.NEGATIVE_INFINITY : rounded(sum);
  }

  /**
   * An exact result as PostgreSQL's double.
   *
   * @throws EvaluationException if it is beyond the range
   */
  static double rounded(BigDecimal exact) {
    double value = exact.doubleValue();
    if (Double.isInfinite(value)) {
      throw overflow();
    }
    return value;
  }

  static EvaluationException overflow() {
    return new EvaluationException("22003", "value out of range: overflow");
  }

  void write(DataOutput out) throws IOException {
    write(sum, out);
    out.writeLong(finite);
    out.writeLong(nans);
    out.writeLong(positiveInfinities);
    out.writeLong(negativeInfinities);
  }

  void read(DataInput in) throws IOException {
    sum = readDecimal(in);
    finite = in.readLong();
    nans = in.readLong();
    positiveInfinities = in.readLong();
    negativeInfinities = in.readLong();
  }

  /** Writes a number in the one form that its value has. */
  static void write(BigDecimal value, DataOutput out) throws IOException {
    BigDecimal compact = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    byte[] unscaled = compact.unscaledValue().toByteArray();
    out.writeInt(compact.scale());
    out.writeInt(unscaled.length);
    out.write(unscaled);
  }

  static BigDecimal readDecimal(DataInput in) throws IOException {
    int scale = in.readInt();
    byte[] unscaled = new byte[in.readInt()];
    in.readFully(unscaled);
    return new BigDecimal(new BigInteger(unscaled), scale);
  }
}
