package io.tidemark.engine.function;

import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * Variance and standard deviation of integers and numeric, with the digits of {@code
 * numeric_stddev_internal}: the numerator N·ΣX² − (ΣX)² is exact, the quotient has the scale of a
 * division, and the root has the scale of the quotient. The scale goes by the largest among the
 * values that are there, so they are counted by scale.
 */
final class NumericDeviationAccumulator implements Accumulator {

  private final int type;
  private final Deviation deviation;
  private BigDecimal sum = BigDecimal.ZERO;
  private BigDecimal squares = BigDecimal.ZERO;
  private final TreeMap<Integer, Long> countByScale = new TreeMap<>();
  private long special; // NaN and the infinities

  NumericDeviationAccumulator(int type, Deviation deviation) {
    this.type = type;
    this.deviation = deviation;
  }

  @Override
  public void add(Row arguments, long weight) {
    if (arguments.isNull(0)) {
      return;
    }
    PgNumeric value = value(arguments);
    if (!value.isFinite()) {
      special += weight;
      return;
    }
    BigDecimal decimal = value.decimal();
    sum = sum.add(ExactFloatSum.times(decimal, weight));
    squares = squares.add(ExactFloatSum.times(decimal.multiply(decimal), weight));
    count(decimal.scale(), weight);
  }

  private void count(int scale, long weight) {
    if (countByScale.merge(scale, weight, Long::sum) == 0) {
      countByScale.remove(scale);
    }
  }

  private PgNumeric value(Row arguments) {
    return switch (type) {
      case PgType.INT2 -> PgNumeric.of(arguments.getShort(0));
      case PgType.INT4 -> PgNumeric.of(arguments.getInt(0));
      case PgType.INT8 -> PgNumeric.of(arguments.getLong(0));
      default -> PgNumeric.decode(arguments.bytes(), arguments.offset(0));
    };
  }

  @Override
  public void merge(Accumulator other) {
    NumericDeviationAccumulator more = (NumericDeviationAccumulator) other;
    sum = sum.add(more.sum);
    squares = squares.add(more.squares);
    more.countByScale.forEach(this::count);
    special += more.special;
  }

  @Override
  public void result(RowBuilder target) {
    long count = special;
    for (long ofScale : countByScale.values()) {
      count += ofScale;
    }
    if (count < (deviation.sample() ? 2 : 1)) {
      target.addNull();
    } else if (special > 0) {
      PgNumeric.NAN.encode(target);
    } else {
      result(BigDecimal.valueOf(count)).encode(target);
    }
  }

  private PgNumeric result(BigDecimal n) {
    int scale = 2 * Math.max(0, countByScale.lastKey());
    BigDecimal numerator = n.multiply(squares).subtract(sum.multiply(sum));
    if (numerator.signum() <= 0) { // below in the middle of a tick only
      return PgNumeric.of(0);
    }
    // Digits beyond the scale have cancelled out, unless in the middle of a tick
    BigDecimal compact = numerator.stripTrailingZeros();
    PgNumeric dividend = PgNumeric.of(compact.scale() <= scale ? compact.setScale(scale) : compact);
    BigDecimal divisor = n.multiply(deviation.sample() ? n.subtract(BigDecimal.ONE) : n);
    PgNumeric variance = dividend.divide(PgNumeric.of(divisor));
    return deviation.root() ? variance.squareRoot(variance.decimal().scale()) : variance;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    ExactFloatSum.write(sum, out);
    ExactFloatSum.write(squares, out);
    out.writeInt(countByScale.size());
    for (Map.Entry<Integer, Long> scale : countByScale.entrySet()) {
      out.writeInt(scale.getKey());
      out.writeLong(scale.getValue());
    }
    out.writeLong(special);
  }

  @Override
  public void read(DataInput in) throws IOException {
    sum = ExactFloatSum.readDecimal(in);
    squares = ExactFloatSum.readDecimal(in);
    countByScale.clear();
    for (int scales = in.readInt(); scales > 0; scales--) {
      countByScale.put(in.readInt(), in.readLong());
    }
    special = in.readLong();
  }
}
