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
  static final MathContext DOUBLE_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

  private static final MathContext FLOAT_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

  private static final double RADIANS_PER_DEGREE =
      Math.PI / 180; // rounds to the same double as the constant of float.h

  private FloatFunctions() {}

  static void register(FunctionLibrary library) {
    library.<Number, Number>comparisons("float8", FloatFunctions::compare);
    library.<Number, Number>comparisons("float4", FloatFunctions::compare);
    library.<Number, Number>comparisons("float48", FloatFunctions::compare);
    library.<Number, Number>comparisons("float84", FloatFunctions::compare);
    for (String name : new String[] {"float8", "float4", "float48", "float84"}) {
      library.<Number, Number>binary("bt" + name + "cmp", FloatFunctions::compare);
    }
    library.<Number>extremes("float8", FloatFunctions::compare);
    library.<Number>extremes("float4", FloatFunctions::compare);
    library.<Double>unary("float8up", a -> a);
    library.<Float>unary("float4up", a -> a);
    transcendental(library);
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
    function(library, "dsign", a -> a > 0 ? 1 : a < 0 ? -1 : 0);
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
    library.<PgNumeric>unary("numeric_float4", FloatFunctions::toFloat);
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

  static PgNumeric numeric(double value, MathContext digits) {
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
        if (Double.isInfinite(result) || (result == 0 && value.signum() != 0)) {
          throw new EvaluationException(
              "22003", "\"%s\" is out of range for type double precision".formatted(value));
        }
        yield result;
      }
    };
  }

  static float toFloat(PgNumeric value) {
    if (!value.isFinite()) {
      return (float) toDouble(value);
    }
    float result = value.decimal().floatValue();
    if (Float.isInfinite(result) || (result == 0 && value.signum() != 0)) {
      throw new EvaluationException(
          "22003", "\"%s\" is out of range for type real".formatted(value));
    }
    return result;
  }

  /** What the platform's libm computes: results may differ in the last digit. */
  private static void transcendental(FunctionLibrary library) {
    function(library, "dcbrt", Math::cbrt);
    function(library, "dexp", FloatFunctions::exp);
    function(library, "dlog1", a -> Math.log(positive(a)));
    function(library, "dlog10", a -> Math.log10(positive(a)));
    library.<Double, Double>binary("dpow", FloatFunctions::power);
    function(library, "degrees", a -> overflow(a / RADIANS_PER_DEGREE, a));
    function(library, "radians", a -> underflow(a * RADIANS_PER_DEGREE, a == 0));
    function(library, "datan", Math::atan);
    library.<Double, Double>binary("datan2", (y, x) -> Math.atan2(y, x));
    function(library, "dsin", a -> Math.sin(finite(a)));
    function(library, "dcos", a -> Math.cos(finite(a)));
    function(library, "dtan", a -> Math.tan(finite(a)));
    function(library, "dasin", a -> Math.asin(unit(a)));
    function(library, "dacos", a -> Math.acos(unit(a)));
    function(library, "dtanh", Math::tanh);
  }

  private static double finite(double value) {
    if (Double.isInfinite(value)) {
      throw new EvaluationException("22003", "input is out of range");
    }
    return value;
  }

  private static double unit(double value) {
    if (value < -1 || value > 1) {
      throw new EvaluationException("22003", "input is out of range");
    }
    return value;
  }

  private static double positive(double value) {
    if (value <= 0) {
      throw new EvaluationException(
          "2201E", "cannot take logarithm of " + (value == 0 ? "zero" : "a negative number"));
    }
    return value;
  }

  private static double exp(double value) {
    double result = overflow(Math.exp(value), value);
    return underflow(result, Double.isInfinite(value));
  }

  private static double overflow(double result, double... operands) {
    boolean finite = Double.isInfinite(result);
    for (double operand : operands) {
      finite &= !Double.isInfinite(operand);
    }
    if (finite) {
      throw new EvaluationException("22003", "value out of range: overflow");
    }
    return result;
  }

  private static double underflow(double result, boolean mayBeZero) {
    if (result == 0 && !mayBeZero) {
      throw new EvaluationException("22003", "value out of range: underflow");
    }
    return result;
  }

  private static double power(double base, double exponent) {
    if (Double.isNaN(base)) {
      return exponent == 0 ? 1 : Double.NaN;
    }
    if (Double.isNaN(exponent)) {
      return base == 1 ? 1 : Double.NaN;
    }
    if (base == 0 && exponent < 0) {
      throw new EvaluationException("2201F", "zero raised to a negative power is undefined");
    }
    if (base < 0 && Math.floor(exponent) != exponent) {
      throw new EvaluationException(
          "2201F", "a negative number raised to a non-integer power yields a complex result");
    }
    if (base == 1 || (base == -1 && Double.isInfinite(exponent))) {
      return 1; // Java's power of an infinite exponent is NaN there
    }
    double result = overflow(Math.pow(base, exponent), base, exponent);
    return underflow(result, base == 0 || Double.isInfinite(base) || Double.isInfinite(exponent));
  }
}
