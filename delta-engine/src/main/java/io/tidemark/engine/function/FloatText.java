package io.tidemark.engine.function;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.Predicate;

/**
 * The shortest text that reads back as the same number, as float8out and float4out write it with
 * {@code extra_float_digits} above 0, its default.
 */
final class FloatText {

  private static final int EXPONENT_MIN = -4; // below, and from the limit on, with an exponent
  private static final int DOUBLE_EXPONENT_LIMIT = 15;
  private static final int FLOAT_EXPONENT_LIMIT = 6;

  private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);

  private FloatText() {}

  static String of(double value) {
    return Double.isFinite(value)
        ? format(
            Double.toString(value),
            DOUBLE_EXPONENT_LIMIT,
            text -> Double.parseDouble(text) == Math.abs(value))
        : special(value);
  }

  static String of(float value) {
    return Float.isFinite(value)
        ? format(
            Float.toString(value),
            FLOAT_EXPONENT_LIMIT,
            text -> Float.parseFloat(text) == Math.abs(value))
        : special(value);
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  }

  /**
   * @param isSame whether a text is read as the number without its sign
   */
  private static String format(String shortest, int exponentLimit, Predicate<String> isSame) {
    String sign = shortest.startsWith("-") ? "-" : "";
    BigDecimal value = new BigDecimal(shortest).abs();
    if (value.signum() == 0) {
      return sign + "0";
    }
    value = value.stripTrailingZeros();
    if (value.precision() == 2) { // Java gives two digits even where one would do: 4.9E-324
      BigDecimal oneDigit = value.round(ONE_DIGIT);
      value = isSame.test(oneDigit.toString()) ? oneDigit.stripTrailingZeros() : value;
    }
    int exponent = value.precision() - value.scale() - 1;
    if (exponent >= EXPONENT_MIN && exponent < exponentLimit) {
      return sign + value.toPlainString();
    }
    String digits = value.unscaledValue().toString();
    return "%s%s%se%s%02d"
        .formatted(
            sign,
            digits.substring(0, 1),
            digits.length() > 1 ? "." + digits.substring(1) : "",
            exponent < 0 ? "-" : "+",
            Math.abs(exponent));
  }
}
