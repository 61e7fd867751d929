package io.tidemark.engine.function;

import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeCodecs;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/**
 * sum and avg of interval, each field added up exactly; only a result that is out of range is an
 * error, while PostgreSQL's sum may leave the range on the way. The infinities, known since 17, are
 * counted apart; both together have no sum.
 */
final class IntervalSumAccumulator implements Accumulator {

  private final boolean average;
  private long finite;
  private long positiveInfinities;
  private long negativeInfinities;
  private long months;
  private long days;
  private BigInteger micros = BigInteger.ZERO;

  IntervalSumAccumulator(boolean average) {
    this.average = average;
  }

  @Override
  public void add(Row arguments, long weight) {
    if (arguments.isNull(0)) {
      return;
    }
    Interval value =
        (Interval)
            TypeCodecs.of(PgType.INTERVAL)
                .decode(arguments.bytes(), arguments.offset(0), arguments.length(0));
    if (value.equals(Interval.INFINITY)) {
      positiveInfinities += weight;
    } else if (value.equals(Interval.MINUS_INFINITY)) {
      negativeInfinities += weight;
    } else {
      finite += weight;
      months += value.months() * weight;
      days += value.days() * weight;
      micros = micros.add(BigInteger.valueOf(value.micros()).multiply(BigInteger.valueOf(weight)));
    }
  }

  @Override
  public void merge(Accumulator other) {
    IntervalSumAccumulator more = (IntervalSumAccumulator) other;
    finite += more.finite;
    positiveInfinities += more.positiveInfinities;
    negativeInfinities += more.negativeInfinities;
    months += more.months;
    days += more.days;
    micros = micros.add(more.micros);
  }

  @Override
  public void result(RowBuilder target) {
    long count = finite + positiveInfinities + negativeInfinities;
    if (count <= 0) {
      target.addNull();
      return;
    }
    Interval sum = sum();
    TypeCodecs.of(PgType.INTERVAL)
        .encode(average && !sum.isInfinite() ? sum.divide((double) count) : sum, target);
  }

  private Interval sum() {
    if (positiveInfinities > 0 && negativeInfinities > 0) {
      throw Interval.outOfRange();
    }
    if (positiveInfinities > 0) {
      return Interval.INFINITY;
    }
    if (negativeInfinities > 0) {
      return Interval.MINUS_INFINITY;
    }
    if (months != (int) months || days != (int) days || micros.bitLength() > 63) {
      throw Interval.outOfRange();
    }
    Interval sum = new Interval((int) months, (int) days, micros.longValue());
    if (sum.isInfinite()) {
      throw Interval.outOfRange();
    }
    return sum;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(finite);
    out.writeLong(positiveInfinities);
    out.writeLong(negativeInfinities);
    out.writeLong(months);
    out.writeLong(days);
    byte[] bytes = micros.toByteArray();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public void read(DataInput in) throws IOException {
    finite = in.readLong();
    positiveInfinities = in.readLong();
    negativeInfinities = in.readLong();
    months = in.readLong();
    days = in.readLong();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    micros = new BigInteger(bytes);
  }
}
