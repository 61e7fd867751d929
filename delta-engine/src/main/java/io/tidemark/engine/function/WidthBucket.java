package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.PgNumeric;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** The number of the bucket, of equally wide ones between two bounds, that a value falls in. */
final class WidthBucket {

  private static final String STATE = "2201G";
  private static final int EXACT_MAJOR = 18;
  private static final int CHECKED_MAJOR = 16;

  private WidthBucket() {}

  static void register(FunctionLibrary library) {
    library.nary("width_bucket_float8", arguments -> ofDouble(arguments, false));
    library
        .before(CHECKED_MAJOR)
        .nary("width_bucket_float8", arguments -> ofDouble(arguments, true));
    library.nary("width_bucket_numeric", arguments -> ofNumeric(arguments, library.major()));
  }

  private static int count(@Nullable Object[] arguments) {
    int count = FunctionLibrary.<Integer>argument(arguments, 3);
    if (count <= 0) {
      throw new EvaluationException(STATE, "count must be greater than zero");
    }
    return count;
  }

  private static int beyond(int count) {
    if (count == Integer.MAX_VALUE) {
      throw new EvaluationException("22003", "integer out of range");
    }
    return count + 1;
  }

  /**
   * @param old whether as the majors before 16, which do not guard against overflow and rounding
   */
  private static int ofDouble(@Nullable Object[] arguments, boolean old) {
    double value = FunctionLibrary.<Double>argument(arguments, 0);
    double low = FunctionLibrary.<Double>argument(arguments, 1);
    double high = FunctionLibrary.<Double>argument(arguments, 2);
    int count = count(arguments);
    if (Double.isNaN(value) || Double.isNaN(low) || Double.isNaN(high)) {
      throw new EvaluationException(STATE, "operand, lower bound, and upper bound cannot be NaN");
    }
    if (Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new EvaluationException(STATE, "lower and upper bounds must be finite");
    }
    if (low == high) {
      throw new EvaluationException(STATE, "lower bound cannot equal upper bound");
    }
    boolean rising = low < high;
    if (rising ? value < low : value > low) {
      return 0;
    }
    if (rising ? value >= high : value <= high) {
      return beyond(count);
    }
    if (old) {
      double bucket =
          rising
              ? count * (value - low) / (high - low) + 1
              : count * (low - value) / (low - high) + 1;
      return bucket > Integer.MIN_VALUE - 1.0 && bucket < Integer.MAX_VALUE + 1.0
          ? (int) bucket
          : Integer.MIN_VALUE; // what the processor makes of it
    }
    double width = rising ? high - low : low - high;
    double part =
        Double.isInfinite(width)
            ? (rising ? value / 2 - low / 2 : low / 2 - value / 2)
                / (rising ? high / 2 - low / 2 : low / 2 - high / 2)
            : (rising ? value - low : low - value) / width;
    int bucket = (int) (count * part);
    return Math.min(bucket, count - 1) + 1;
  }

  /**
   * Before 18 the quotient is rounded to some digits before it is cut off; before 16 this may give
   * one bucket too many.
   */
  private static int ofNumeric(@Nullable Object[] arguments, int major) {
    PgNumeric value = FunctionLibrary.argument(arguments, 0);
    PgNumeric low = FunctionLibrary.argument(arguments, 1);
    PgNumeric high = FunctionLibrary.argument(arguments, 2);
    int count = count(arguments);
    if (value.kind() == PgNumeric.Kind.NAN
        || low.kind() == PgNumeric.Kind.NAN
        || high.kind() == PgNumeric.Kind.NAN) {
      throw new EvaluationException(STATE, "operand, lower bound, and upper bound cannot be NaN");
    }
    if (!low.isFinite() || !high.isFinite()) {
      throw new EvaluationException(STATE, "lower and upper bounds must be finite");
    }
    int direction = Integer.signum(high.compareTo(low));
    if (direction == 0) {
      throw new EvaluationException(STATE, "lower bound cannot equal upper bound");
    }
    if (direction * value.compareTo(low) < 0) {
      return 0;
    }
    if (direction * value.compareTo(high) >= 0) {
      return beyond(count);
    }
    PgNumeric distance = value.subtract(low).multiply(PgNumeric.of(count));
    PgNumeric width = high.subtract(low);
    long bucket =
        major >= EXACT_MAJOR
            ? distance.decimal().divideToIntegralValue(width.decimal()).longValue()
            : distance.divide(width).round(0, RoundingMode.FLOOR).decimal().longValue();
    if (major < CHECKED_MAJOR) {
      return beyond((int) bucket);
    }
    return (int) Math.min(bucket, count - 1) + 1;
  }
}
