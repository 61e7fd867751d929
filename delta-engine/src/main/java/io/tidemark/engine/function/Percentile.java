package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.type.ArrayValue;
import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeCodec;
import io.tidemark.engine.type.TypeCodecs;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * percentile_disc, the first value whose position reaches the fraction of the rows, and
 * percentile_cont, which interpolates between two neighbours; of one fraction or of an array of
 * them, whose shape the result then has. NULLs are passed over. Costs O(log n) per fraction.
 */
final class Percentile implements OrderedFunction {

  private static final int FLOAT8_ARRAY = 1022;

  private final boolean continuous;
  private final boolean several;
  private final int valueType;

  Percentile(AggregateCall call) {
    this.continuous = call.function().source().equals("percentile_cont");
    this.several = call.directArguments().getFirst().type().oid() == FLOAT8_ARRAY;
    this.valueType = call.arguments().getFirst().type().oid();
  }

  @Override
  public boolean passesOver(Row arguments) {
    return arguments.isNull(0);
  }

  @Override
  public void result(Rows rows, Row direct, RowBuilder target) {
    if (direct.isNull(0)) {
      target.addNull();
    } else if (several) {
      severalResults(rows, ArrayValue.decode(direct.bytes(), direct.offset(0)), target);
    } else {
      double fraction = checked(Double.longBitsToDouble(direct.getLong(0)));
      byte @Nullable [] value = rows.size() == 0 ? null : at(rows, fraction);
      if (value == null) {
        target.addNull();
      } else {
        target.add(value);
      }
    }
  }

  private void severalResults(Rows rows, ArrayValue fractions, RowBuilder target) {
    if (rows.size() == 0) {
      target.addNull();
      return;
    }
    List<byte @Nullable []> values = new ArrayList<>();
    for (byte @Nullable [] element : fractions.elements()) {
      values.add(
          element == null
              ? null
              : at(rows, checked(Double.longBitsToDouble((long) Bytes.LONG.get(element, 0)))));
    }
    target.add(
        new ArrayValue(valueType, fractions.sizes(), fractions.lowerBounds(), values).encode());
  }

  private static double checked(double fraction) {
    if (fraction >= 0 && fraction <= 1) {
      return fraction;
    }
    throw new EvaluationException(
        "22003", "percentile value %s is not between 0 and 1".formatted(FloatText.of(fraction)));
  }

  private byte[] at(Rows rows, double fraction) {
    if (!continuous) {
      return value(rows, Math.max(1, (long) Math.ceil(fraction * rows.size())) - 1);
    }
    double place = fraction * (rows.size() - 1);
    byte[] lower = value(rows, (long) Math.floor(place));
    if (Math.floor(place) == Math.ceil(place)) {
      return lower;
    }
    return between(lower, value(rows, (long) Math.ceil(place)), place - Math.floor(place));
  }

  private static byte[] value(Rows rows, long position) {
    Row row = rows.at(position);
    if (row == null) {
      throw new IllegalStateException("no row at " + position + " of " + rows.size());
    }
    return row.copy(0);
  }

  private byte[] between(byte[] lower, byte[] upper, double part) {
    TypeCodec codec = TypeCodecs.of(valueType);
    Object low = codec.decode(lower, 0, lower.length);
    Object high = codec.decode(upper, 0, upper.length);
    RowBuilder builder = new RowBuilder(1);
    if (valueType == PgType.INTERVAL) {
      Interval from = (Interval) low;
      codec.encode(from.add(((Interval) high).subtract(from).multiply(part)), builder);
    } else {
      double from = (Double) low;
      codec.encode(from + part * ((Double) high - from), builder);
    }
    return builder.build().copy(0);
  }
}
