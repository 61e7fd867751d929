package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.PgNumeric;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;

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
    for (boolean left : new boolean[] {false, true}) {
      for (boolean right : new boolean[] {false, true}) {
        operators(library, left, right);
      }
    }
    for (boolean single : new boolean[] {false, true}) {
      String name = single ? "float4" : "float8";
      Word word = word(single);
      LongBinaryOperator order = order(single, single);
      library.words(name + "larger", word, (a, b) -> order.applyAsLong(a, b) > 0 ? a : b);
      library.words(name + "smaller", word, (a, b) -> order.applyAsLong(a, b) < 0 ? a : b);
      library.word(name + "up", word, a -> a);
      library.word(name + "um", word, a -> bits(-value(a, single), single));
      library.word(name + "abs", word, a -> bits(Math.abs(value(a, single)), single));
    }
    transcendental(library);
    function(library, "dround", Math::rint);
    function(library, "dceil", Math::ceil);
    function(library, "dfloor", Math::floor);
    function(library, "dtrunc", a -> a < 0 ? Math.ceil(a) : Math.floor(a));
    function(library, "dsign", a -> a > 0 ? 1 : a < 0 ? -1 : 0);
    function(library, "dsqrt", FloatFunctions::squareRoot);
    for (boolean single : new boolean[] {false, true}) {
      String name = single ? "f" : "d";
      library.word("i2to" + name, word(single), a -> bits((double) a, single));
      library.word("i4to" + name, word(single), a -> bits((double) a, single));
      library.word(
          name + "toi2",
          Word.INT2,
          a -> whole(value(a, single), Short.MIN_VALUE, Short.MAX_VALUE, "smallint"));
      library.word(
          name + "toi4",
          Word.INT4,
          a -> whole(value(a, single), Integer.MIN_VALUE, Integer.MAX_VALUE, "integer"));
      library.word(
          name + "toi8",
          Word.INT8,
          a -> whole(value(a, single), Long.MIN_VALUE, Long.MAX_VALUE, "bigint"));
    }
    library.word("i8tod", Word.FLOAT8, a -> bits((double) a, false));
    library.word("i8tof", Word.FLOAT4, a -> Float.floatToRawIntBits((float) a)); // rounds once
    library.word("ftod", Word.FLOAT8, a -> bits(value(a, true), false));
    library.word("dtof", Word.FLOAT4, a -> bits(narrow(value(a, false)), true));
    library.<Double>unary("float8_numeric", a -> numeric(a, DOUBLE_DIGITS));
    library.<Float>unary("float4_numeric", a -> numeric((double) a, FLOAT_DIGITS));
    library.<PgNumeric>unary("numeric_float8", FloatFunctions::toDouble);
    library.<PgNumeric>unary("numeric_float4", FloatFunctions::toFloat);
  }

  /** NaN equals itself and is larger than all else; −0 equals 0. */
  static int compare(Number left, Number right) {
    return compare(left.doubleValue(), right.doubleValue());
  }

  private static int compare(double a, double b) {
    return a == b ? 0 : Double.compare(a, b);
  }

  private static Word word(boolean single) {
    return single ? Word.FLOAT4 : Word.FLOAT8;
  }

  private static double value(long bits, boolean single) {
    return single ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  /** All NaN have the same bits: a row is taken back by its bytes. */
  private static long bits(double value, boolean single) {
    return single ? Float.floatToIntBits((float) value) : Double.doubleToLongBits(value);
  }

  private static LongBinaryOperator order(boolean left, boolean right) {
    return (a, b) -> compare(value(a, left), value(b, right));
  }

  /** Comparisons and arithmetic between two widths, each single or not. */
  private static void operators(FunctionLibrary library, boolean left, boolean right) {
    String name = "float" + (left ? "4" : "8") + (left == right ? "" : right ? "4" : "8");
    library.wordComparisons(name, "", order(left, right));
    library.words("bt" + name + "cmp", Word.INT4, order(left, right));
    boolean single = left && right;
    Word word = word(single);
    library.words(name + "pl", word, (a, b) -> sum(value(a, left), value(b, right), single));
    library.words(name + "mi", word, (a, b) -> sum(value(a, left), -value(b, right), single));
    library.words(
        name + "mul",
        word,
        (a, b) -> {
          double x = value(a, left);
          double y = value(b, right);
          return scaled(x * y, x, y, single);
        });
    library.words(
        name + "div",
        word,
        (a, b) -> {
          double x = value(a, left);
          double y = value(b, right);
          if (y == 0 && !Double.isNaN(x)) {
            throw new EvaluationException("22012", "division by zero");
          }
          return scaled(x / y, x, y, single);
        });
  }

  private static long sum(double a, double b, boolean single) {
    return bits(checked(a + b, a, b, single), single);
  }

  /** A product or a quotient, which may become too small. */
  private static long scaled(double exact, double a, double b, boolean single) {
    double result = checked(exact, a, b, single);
    if (result == 0 && a != 0 && b != 0 && !Double.isInfinite(b)) {
      throw new EvaluationException("22003", "value out of range: underflow");
    }
    return bits(result, single);
  }

  private static double checked(double exact, double a, double b, boolean single) {
    double result = single ? (float) exact : exact;
    if (Double.isInfinite(result) && !Double.isInfinite(a) && !Double.isInfinite(b)) {
      throw new EvaluationException("22003", "value out of range: overflow");
    }
    return result;
  }

  private static double squareRoot(double value) {
    if (value < 0) {
      throw new EvaluationException("2201F", "cannot take square root of a negative number");
    }
    return Math.sqrt(value);
  }

  private static void function(
      FunctionLibrary library, String source, DoubleUnaryOperator operation) {
    library.word(source, Word.FLOAT8, a -> bits(operation.applyAsDouble(value(a, false)), false));
  }

  private static double narrow(double value) {
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
