package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.NumberTemplate.Trait;
import io.tidemark.engine.type.PgNumeric;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * {@code to_char} of numbers: each type's digits for a template (formatting.c). A number that needs
 * more digits than the template has is shown as #.
 */
final class NumberFormats {

  private static final int FLOAT_DIGITS = 6;
  private static final int DOUBLE_DIGITS = 15;
  private static final int EXPONENT_WIDTH = 6; // sign, point, "e", sign and two digits

  private final int major;
  private final @Nullable NumberSymbols symbols;

  private NumberFormats(int major, @Nullable NumberSymbols symbols) {
    this.major = major;
    this.symbols = symbols;
  }

  /**
   * @param symbols of the server's locale; null if they are not known
   */
  static void register(FunctionLibrary library, @Nullable NumberSymbols symbols) {
    NumberFormats formats = new NumberFormats(library.major(), symbols);
    library.<Integer, String>binary("int4_to_char", formats::ofInt);
    library.<Long, String>binary("int8_to_char", formats::ofLong);
    library.<PgNumeric, String>binary("numeric_to_char", formats::ofNumeric);
    library.<Float, String>binary("float4_to_char", (v, t) -> formats.ofReal(v, t, FLOAT_DIGITS));
    library.<Double, String>binary("float8_to_char", (v, t) -> formats.ofReal(v, t, DOUBLE_DIGITS));
    library.<String, String>binary("numeric_to_number", formats::number);
    library.partial("numeric_to_number", 1, formats::isComputed);
    for (String type : new String[] {"int4", "int8", "numeric", "float4", "float8"}) {
      library.partial(type + "_to_char", 1, formats::isComputed);
    }
  }

  boolean isComputed(String text) {
    try {
      return symbols != null || !NumberTemplate.of(text, major).usesLocale;
    } catch (EvaluationException raisedWhenEvaluated) {
      return true;
    }
  }

  private @Nullable PgNumeric number(String text, String format) {
    return format.isEmpty() ? null : NumberReader.read(template(format), symbols(), text, major);
  }

  private NumberTemplate template(String text) {
    NumberTemplate template = NumberTemplate.of(text, major);
    if (template.usesLocale && symbols == null) {
      throw Uncomputed.SIGNAL;
    }
    return template;
  }

  private String ofInt(int value, String text) {
    NumberTemplate template = template(text);
    if (template.has(Trait.ROMAN)) {
      return roman(template, value);
    }
    if (template.has(Trait.EXPONENT)) {
      return scientific(value, template.fraction);
    }
    long shifted = value;
    if (template.has(Trait.SHIFT)) {
      double factor = Math.pow(10, template.shift);
      int multiplier = factor > Integer.MAX_VALUE ? Integer.MIN_VALUE : (int) factor;
      int wrapping = value * multiplier;
      shifted = wrapping;
    }
    return whole(template, shifted);
  }

  private String ofLong(long value, String text) {
    NumberTemplate template = template(text);
    if (template.has(Trait.ROMAN)) {
      boolean fits = value == (int) value;
      if (!fits && !template.isStrict) {
        throw outOfRange("integer");
      }
      return roman(template, fits ? (int) value : Integer.MAX_VALUE);
    }
    if (template.has(Trait.EXPONENT)) {
      return signed(scientific(BigDecimal.valueOf(value), template.fraction));
    }
    long shifted = value;
    if (template.has(Trait.SHIFT)) {
      try {
        double factor = Math.pow(10, template.shift);
        if (factor >= -(double) Long.MIN_VALUE) {
          throw new ArithmeticException("too many digits behind V");
        }
        shifted = Math.multiplyExact(value, (long) factor);
      } catch (ArithmeticException overflow) {
        throw outOfRange("bigint");
      }
    }
    return whole(template, shifted);
  }

  private String whole(NumberTemplate template, long value) {
    String digits = Long.toString(value);
    String number = value < 0 ? digits.substring(1) : digits;
    if (template.fraction > 0) {
      number += "." + "0".repeat(template.fraction);
    }
    return laid(template, number, value < 0, template.fraction);
  }

  private String ofNumeric(PgNumeric value, String text) {
    NumberTemplate template = template(text);
    if (template.has(Trait.ROMAN)) {
      return roman(template, romanNumber(template, value));
    }
    if (template.has(Trait.EXPONENT)) {
      return value.isFinite()
          ? signed(scientific(value.decimal(), template.fraction))
          : overflow(template);
    }
    PgNumeric shifted =
        value.isFinite() && template.has(Trait.SHIFT)
            ? PgNumeric.of(value.decimal().movePointRight(template.shift))
            : value;
    String digits = shifted.round(template.fraction, RoundingMode.HALF_UP).toString();
    boolean negative = digits.startsWith("-");
    return laid(template, negative ? digits.substring(1) : digits, negative, template.fraction);
  }

  private static int romanNumber(NumberTemplate template, PgNumeric value) {
    if (!template.isStrict) {
      return (int) value.toLong(Integer.MIN_VALUE, Integer.MAX_VALUE, "integer");
    }
    if (!value.isFinite()) {
      return Integer.MAX_VALUE;
    }
    BigDecimal rounded = value.decimal().setScale(0, RoundingMode.HALF_UP);
    return rounded.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
        ? Integer.MAX_VALUE
        : rounded.intValueExact();
  }

  /**
   * @param digits that the type has for certain: more are not shown
   */
  private String ofReal(Number number, String text, int digits) {
    NumberTemplate template = template(text);
    double value = number.doubleValue();
    if (template.has(Trait.ROMAN)) {
      double rounded = Math.rint(value);
      boolean fits = rounded >= Integer.MIN_VALUE && rounded <= Integer.MAX_VALUE;
      return roman(template, fits ? (int) rounded : Integer.MAX_VALUE);
    }
    if (template.has(Trait.EXPONENT)) {
      return Double.isFinite(value) ? scientific(value, template.fraction) : overflow(template);
    }
    if (template.has(Trait.SHIFT)) {
      double factor = Math.pow(10, template.shift);
      value = digits == FLOAT_DIGITS ? (float) value * (float) factor : value * factor;
    }
    int whole = fixed(Math.abs(value), 0).length();
    int fraction = Math.min(template.fraction, Math.max(0, digits - whole));
    String shown = fixed(value, fraction);
    boolean negative = shown.startsWith("-");
    return laid(template, negative ? shown.substring(1) : shown, negative, fraction);
  }

  private static EvaluationException outOfRange(String type) {
    return new EvaluationException("22003", type + " out of range");
  }

  private String roman(NumberTemplate template, int value) {
    return NumberWriter.write(
        template, symbols(), RomanNumber.write(value), template.whole, template.fraction, '\0', 0);
  }

  private NumberSymbols symbols() {
    return symbols == null ? NumberSymbols.PLAIN : symbols; // where it is null they are not used
  }

  private String laid(NumberTemplate template, String number, boolean negative, int fraction) {
    int whole = template.whole + template.shift;
    int point = number.indexOf('.');
    int digits = point < 0 ? number.length() : point;
    String shown =
        digits > whole ? "#".repeat(whole) + "." + "#".repeat(Math.max(0, fraction)) : number;
    return NumberWriter.write(
        template,
        symbols(),
        shown,
        whole,
        fraction,
        negative ? '-' : '+',
        Math.max(0, whole - digits));
  }

  private static String overflow(NumberTemplate template) {
    StringBuilder text =
        new StringBuilder("#".repeat(template.whole + template.fraction + EXPONENT_WIDTH));
    text.setCharAt(0, ' ');
    text.setCharAt(template.whole + 1, '.');
    return text.toString();
  }

  private static String signed(String number) {
    return number.startsWith("-") ? number : " " + number;
  }

  /** Rounded behind the leading digit, which may become two: 9.96 is 10.0e+00. */
  private static String scientific(BigDecimal value, int decimals) {
    int exponent = value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
    return value.movePointLeft(exponent).setScale(decimals, RoundingMode.HALF_UP).toPlainString()
        + exponent(exponent);
  }

  /** As C's {@code %e}, of the exact binary value; a blank in place of the sign +. */
  private static String scientific(double value, int decimals) {
    String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : " ";
    if (value == 0) {
      return sign + BigDecimal.ZERO.setScale(decimals).toPlainString() + exponent(0);
    }
    BigDecimal rounded =
        new BigDecimal(Math.abs(value))
            .round(new MathContext(decimals + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    return sign
        + rounded
            .movePointLeft(exponent)
            .setScale(decimals, RoundingMode.UNNECESSARY)
            .toPlainString()
        + exponent(exponent);
  }

  private static String exponent(int exponent) {
    return "e" + (exponent < 0 ? "-" : "+") + DateNames.padded(Math.abs(exponent), 2);
  }

  /** As C's {@code %.nf}, of the exact binary value; zero has a sign. */
  private static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    }
    String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    return sign
        + new BigDecimal(Math.abs(value))
            .setScale(decimals, RoundingMode.HALF_EVEN)
            .toPlainString();
  }
}
