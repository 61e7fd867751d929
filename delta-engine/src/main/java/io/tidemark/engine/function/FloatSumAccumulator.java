package io.tidemark.engine.function;

import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * sum and avg of real and double precision: the exact sum, rounded once, so that it does not depend
 * on the order of changes, as PostgreSQL's own does.
 */
final class FloatSumAccumulator implements Accumulator {

  private final boolean single;
  private final boolean average;
  private final ExactFloatSum sum = new ExactFloatSum();

  FloatSumAccumulator(int type, boolean average) {
    this.single = type == PgType.FLOAT4;
    this.average = average;
  }

  @Override
  public void add(Row arguments, long weight) {
    if (!arguments.isNull(0)) {
      sum.add(value(arguments, 0, single), weight);
    }
  }

  static double value(Row arguments, int column, boolean single) {
    return single
        ? Float.intBitsToFloat(arguments.getInt(column))
        : Double.longBitsToDouble(arguments.getLong(column));
  }

  @Override
  public void merge(Accumulator other) {
    FloatSumAccumulator more = (FloatSumAccumulator) other;
    sum.add(more.sum);
  }

  @Override
  public void result(RowBuilder target) {
    if (sum.count() == 0) {
      target.addNull();
      return;
    }
    double total = sum.total();
    if (average) {
      // avg of real is double precision
      target.addLong(Double.doubleToLongBits(total / sum.count()));
    } else if (single) {
      float rounded = Double.isFinite(total) ? sum.finiteSum().floatValue() : (float) total;
      target.addInt(Float.floatToIntBits(inRange(rounded, total)));
    } else {
      target.addLong(Double.doubleToLongBits(total));
    }
  }

  private static float inRange(float rounded, double total) {
    if (Float.isInfinite(rounded) && !Double.isInfinite(total)) {
      throw ExactFloatSum.overflow();
    }
    return rounded;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    sum.write(out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    sum.read(in);
  }
}
