package io.tidemark.engine.function;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.type.PgType;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which of the variances or standard deviations an aggregate is.
 *
 * @param sample over a sample: divided by one less than the number of values
 * @param root the standard deviation, not the variance
 */
record Deviation(boolean sample, boolean root) {

  /** The accumulators of such an aggregate; null if it is none. */
  static @Nullable Supplier<Accumulator> accumulator(AggregateCall call) {
    Deviation deviation =
        switch (call.function().source()) {
          case "variance", "var_samp" -> new Deviation(true, false);
          case "var_pop" -> new Deviation(false, false);
          case "stddev", "stddev_samp" -> new Deviation(true, true);
          case "stddev_pop" -> new Deviation(false, true);
          default -> null;
        };
    if (deviation == null) {
      return null;
    }
    int type = call.arguments().getFirst().type().oid();
    return switch (type) {
      case PgType.INT2, PgType.INT4, PgType.INT8, PgType.NUMERIC ->
          () -> new NumericDeviationAccumulator(type, deviation);
      case PgType.FLOAT4, PgType.FLOAT8 -> () -> new FloatDeviationAccumulator(type, deviation);
      default -> null;
    };
  }
}
