package io.tidemark.engine.function;

import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/**
 * sum and avg of numeric and bigint. The display scale of the sum is the largest among the values
 * that are in it, so values are counted by scale; NaN and the infinities are counted apart.
 */
final class NumericSumAccumulator implements Accumulator {

  private final boolean bigint;
  private final boolean average;
  private BigDecimal sum = BigDecimal.ZERO;
  private final TreeMap<Integer, Long> countByScale = new TreeMap<>();
  private long nans;
  private long positiveInfinities;
  private long negativeInfinities;

  NumericSumAccumulator(int type, boolean average) {
    this.bigint = type == PgType.INT8;
    this.average = average;
  }

  @Override
  public void add(Row arguments, long weight) {
    if (arguments.isNull(0)) {
      return;
    }
    PgNumeric value =
        bigint
            ? PgNumeric.of(arguments.getLong(0))
            : PgNumeric.decode(arguments.bytes(), arguments.offset(0));
    switch (value.kind()) {
      case NAN -> nans += weight;
      case POSITIVE_INFINITY -> positiveInfinities += weight;
      case NEGATIVE_INFINITY -> negativeInfinities += weight;
      case FINITE -> {
        BigDecimal decimal = value.decimal();
        sum =
            sum.add(
                weight == 1
                    ? decimal
                    : weight == -1
                        ? decimal.negate()
                        : decimal.multiply(BigDecimal.valueOf(weight)));
        if (countByScale.merge(decimal.scale(), weight, Long::sum) == 0) {
          countByScale.remove(decimal.scale());
        }
      }
    }
  }

  @Override
  public void merge(Accumulator other) {
    NumericSumAccumulator more = (NumericSumAccumulator) other;
    sum = sum.add(more.sum);
    more.countByScale.forEach((scale, count) -> {
      if (countByScale.merge(scale, count, Long::sum) == 0) {
        countByScale.remove(scale);
      }
    });
    nans += more.nans;
    positiveInfinities += more.positiveInfinities;
    negativeInfinities += more.negativeInfinities;
  }

  @Override
  public void result(RowBuilder target) {
    long finite = countByScale.values().stream().mapToLong(Long::longValue).sum();
    long count = finite + nans + positiveInfinities + negativeInfinities;
    if (count == 0) {
      target.addNull();
      return;
    }
    PgNumeric total = total();
    (average ? total.divide(PgNumeric.of(count)) : total).encode(target);
  }

  private PgNumeric total() {
    if (nans > 0 || (positiveInfinities > 0 && negativeInfinities > 0)) {
      return PgNumeric.NAN;
    }
    if (positiveInfinities > 0) {
      return PgNumeric.POSITIVE_INFINITY;
    }
    if (negativeInfinities > 0) {
      return PgNumeric.NEGATIVE_INFINITY;
    }
    // Digits beyond the largest present scale have cancelled out: nothing is rounded. Between the
    // steps of a tick they may not have; then all digits there are are kept.
    int scale = countByScale.isEmpty() ? 0 : Math.max(0, countByScale.lastKey());
    BigDecimal compact = compact();
    return PgNumeric.of(compact.scale() <= scale ? compact.setScale(scale) : compact);
  }

  /** The sum in the one form that its value has: what is empty again is written as it began. */
  private BigDecimal compact() {
    return sum.signum() == 0 ? BigDecimal.ZERO : sum.stripTrailingZeros();
  }

  @Override
  public void write(DataOutput out) throws IOException {
    BigDecimal compact = compact();
    byte[] unscaled = compact.unscaledValue().toByteArray();
    out.writeInt(compact.scale());
    out.writeInt(unscaled.length);
    out.write(unscaled);
    out.writeInt(countByScale.size());
    for (Map.Entry<Integer, Long> scale : countByScale.entrySet()) {
      out.writeInt(scale.getKey());
      out.writeLong(scale.getValue());
    }
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
    countByScale.clear();
    int scales = in.readInt();
    for (int i = 0; i < scales; i++) {
      countByScale.put(in.readInt(), in.readLong());
    }
    nans = in.readLong();
    positiveInfinities = in.readLong();
    negativeInfinities = in.readLong();
  }
}
