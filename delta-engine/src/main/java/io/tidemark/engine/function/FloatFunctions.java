package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.PgNumeric;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Functions and operators of real and double precision, with PostgreSQL's overflow errors
 * (float.c).
 */
final class FloatFunctions {

  /** float.h: decimal digits that survive a round trip, which casts to numeric keep. */
  private static final MathContext DOUBLE_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

  private static final MathContext FLOAT_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

  private FloatFunctions() {}

  static void register(FunctionLibrary library) {
    library.<Number, Number>comparisons("float8", FloatFunctions::compare);
    library.<Number, Number>comparisons("float4", FloatFunctions::compare);
    library.<Number, Number>comparisons("float48", FloatFunctions::compare);
    library.<Number, Number>comparisons("float84", FloatFunctions::compare);
    for (String name : new String[] {"float8", "float48", "float84", "float4"}) {
      boolean single = name.equals("float4");
      arithmetic(library, name + "pl", single, false, (a, b) -> a + b);
      arithmetic(library, name + "mi", single, false, (a, b) -> a - b);
      arithmetic(library, name + "mul", single, true, (a, b) -> a * b);
      arithmetic(
          library,
          name + "div",
          single,
          true,
          (a, b) -> {
            if (b == 0 && !Double.isNaN(a)) {
              throw new EvaluationException("22012", "division by zero");
            }
            return a / b;
          });
    }
    library.<Double>unary("float8um", a -> -a);
    library.<Float>unary("float4um", a -> -a);
    library.<Double>unary("float8abs", a -> Math.abs(a));
    library.<Float>unary("float4abs", a -> Math.abs(a));
    function(library, "dround", Math::rint);
    function(library, "dceil", Math::ceil);
    function(library, "dfloor", Math::floor);
    function(library, "dtrunc", a -> a < 0 ? Math.ceil(a) : Math.floor(a));
    function(library, "dsign", Math::signum);
    library.<Double>unary(
        "dsqrt",
        a -> {
          if (a < 0) {
            throw new EvaluationException("2201F", "cannot take square root of a negative number");
          }
          return Math.sqrt(a);
        });
    library.<Integer>unary("i2tod", a -> (double) a);
    library.<Integer>unary("i4tod", a -> (double) a);
    library.<Long>unary("i8tod", a -> (double) a);
    library.<Integer>unary("i2tof", a -> (float) a);
    library.<Integer>unary("i4tof", a -> (float) a);
    library.<Long>unary("i8tof", a -> (float) a);
    library.<Float>unary("ftod", a -> (double) a);
    library.<Double>unary("dtof", FloatFunctions::narrow);
    library.<Double>unary(
        "dtoi2", a -> (int) whole(a, Short.MIN_VALUE, Short.MAX_VALUE, "smallint"));
    library.<Double>unary(
        "dtoi4", a -> (int) whole(a, Integer.MIN_VALUE, Integer.MAX_VALUE, "integer"));
    library.<Double>unary("dtoi8", a -> whole(a, Long.MIN_VALUE, Long.MAX_VALUE, "bigint"));
    library.<Float>unary(
        "ftoi2", a -> (int) whole(a, Short.MIN_VALUE, Short.MAX_VALUE, "smallint"));
    library.<Float>unary(
        "ftoi4", a -> (int) whole(a, Integer.MIN_VALUE, Integer.MAX_VALUE, "integer"));
    library.<Float>unary("ftoi8", a -> whole(a, Long.MIN_VALUE, Long.MAX_VALUE, "bigint"));
    library.<Double>unary("float8_numeric", a -> numeric(a, DOUBLE_DIGITS));
    library.<Float>unary("float4_numeric", a -> numeric((double) a, FLOAT_DIGITS));
    library.<PgNumeric>unary("numeric_float8", FloatFunctions::toDouble);
    library.<PgNumeric>unary("numeric_float4", a -> narrow(toDouble(a)));
  }

  /** NaN equals itself and is larger than all else; −0 equals 0. */
  static int compare(Number left, Number right) {
    double a = left.doubleValue();
    double b = right.doubleValue();
    return a == b ? 0 : Double.compare(a, b);
  }

  private static void arithmetic(
      FunctionLibrary library,
      String source,
      boolean single,
      boolean mayUnderflow,
      DoubleBinaryOperator operation) {
    library.<Number, Number>binary(
        source,
        (left, right) -> {
          double a = left.doubleValue();
          double b = right.doubleValue();
          double exact = operation.applyAsDouble(a, b);
          double result = single ? (float) exact : exact;
          if (Double.isInfinite(result) && !Double.isInfinite(a) && !Double.isInfinite(b)) {
            throw new EvaluationException("22003", "value out of range: overflow");
          }
          if (mayUnderflow && result == 0 && a != 0 && b != 0 && !Double.isInfinite(b)) {
            throw new EvaluationException("22003", "value out of range: underflow");
          }
          return single ? (Object) (float) result : (Object) result;
        });
  }

  private static void function(
      FunctionLibrary library, String source, DoubleUnaryOperator operation) {
    library.<Double>unary(source, a -> operation.applyAsDouble(a));
  }

  private static Object narrow(double value) {
    float narrowed = (float) value;
    if (Float.isInfinite(narrowed) && !Double.isInfinite(value)) {
      throw new EvaluationException("22003", "value out of range: overflow");
    }
    if (narrowed == 0 && value != 0) {
      throw new EvaluationException("22003", "value out of range: underflow");
    }
    return narrowed;
  }

  private static long whole(double value, long min, long max, String type) {
    double rounded = Math.rint(value);
    if (Double.isNaN(rounded)
        || rounded < min
        || rounded >= (double) max + (max == Long.MAX_VALUE ? 0 : 1)) {
      throw new EvaluationException("22003", type + " out of range");
    }
    return (long) rounded;
  }

  private static PgNumeric numeric(double value, MathContext digits) {
    if (Double.isNaN(value)) {
      return PgNumeric.NAN;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? PgNumeric.POSITIVE_INFINITY : PgNumeric.NEGATIVE_INFINITY;
    }
    BigDecimal decimal = new BigDecimal(value).round(digits);
    return PgNumeric.of(decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros());
  }

  static double toDouble(PgNumeric value) {
    return switch (value.kind()) {
      case NAN -> Double.NaN;
      case POSITIVE_INFINITY -> Double.POSITIVE_INFINITY;
      case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
      case FINITE -> {
        double result = value.decimal().doubleValue();
        if (Double.isInfinite(result)) {
          throw new EvaluationException(
              "22003", "\"%s\" is out of range for type double precision".formatted(value));
        }
        yield result;
      }
    };
  }
}
