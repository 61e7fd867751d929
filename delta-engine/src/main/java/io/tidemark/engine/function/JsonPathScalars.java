package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.PgNumeric;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The conversions of a path's methods. What cannot be converted is an error, whose message nobody
 * sees. Strings are read as the input functions of 17 and later read them: with underscores and in
 * other bases.
 */
final class JsonPathScalars {

  private static final String DIGITS = "[0-9](?:_?[0-9])*";
  private static final Pattern WHOLE = Pattern.compile("([+-]?)(" + DIGITS + ")");
  private static final Pattern BASED =
      Pattern.compile("([+-]?)0(?:[xX]((?:_?[0-9a-fA-F])+)|[oO]((?:_?[0-7])+)|[bB]((?:_?[01])+))");
  private static final int[] BASES = {16, 8, 2};
  private static final Pattern NUMERIC =
      Pattern.compile("[+-]?(?:%1$s(?:\\.(?:%1$s)?)?|\\.%1$s)(?:[eE][+-]?%1$s)?".formatted(DIGITS));
  private static final Pattern DOUBLE =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
  private static final Pattern HEX_DOUBLE =
      Pattern.compile(
          "([+-]?0[xX](?:[0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+))([pP][+-]?[0-9]+)?");
  private static final int NUMERIC_EXPONENT_DIGITS_MAX = 8;
  private static final int NUMERIC_SCALE_MAX = 16_383;

  private JsonPathScalars() {}

  static JsonDocument convert(JsonPath.Method method, JsonDocument value) {
    return switch (method) {
      case ABS -> {
        PgNumeric number = onlyNumber(value);
        yield number.signum() < 0 ? JsonDocument.Numeral.of(number.negate()) : value;
      }
      case FLOOR -> JsonDocument.Numeral.of(onlyNumber(value).round(0, RoundingMode.FLOOR));
      case CEILING -> JsonDocument.Numeral.of(onlyNumber(value).round(0, RoundingMode.CEILING));
      case DOUBLE -> toDouble(value);
      case BIGINT -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
      case INTEGER -> whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case NUMBER -> JsonDocument.Numeral.of(number(value));
      case BOOLEAN -> JsonDocument.Word.of(bool(value));
      case STRING -> new JsonDocument.Text(string(value));
      case TYPE, SIZE, KEYVALUE -> throw new IllegalStateException(method.toString());
    };
  }

  private static EvaluationException invalid() {
    return new EvaluationException("22036", "invalid argument of a jsonpath item method");
  }

  private static PgNumeric onlyNumber(JsonDocument value) {
    if (value instanceof JsonDocument.Numeral number) {
      return number.value();
    }
    throw invalid();
  }

  private static JsonDocument toDouble(JsonDocument value) {
    return switch (value) {
      case JsonDocument.Numeral number -> {
        parseDouble(number.text()); // for its error alone
        yield number;
      }
      case JsonDocument.Text(String text) ->
          JsonDocument.Numeral.of(
              FloatFunctions.numeric(parseDouble(text), FloatFunctions.DOUBLE_DIGITS));
      default -> throw invalid();
    };
  }

  /** What strtod reads of the whole text, if it is finite and not lost in zero. */
  private static double parseDouble(String text) {
    String digits = TextCasts.strip(text);
    Matcher hex = HEX_DOUBLE.matcher(digits);
    double value;
    if (hex.matches()) {
      value = Double.parseDouble(hex.group(2) == null ? digits + "p0" : digits);
    } else if (DOUBLE.matcher(digits).matches()) {
      value = Double.parseDouble(digits);
    } else {
      throw invalid();
    }
    boolean lost = value == 0 && hasDigits(hex.matches() ? hex.group(1) : digits, hex.matches());
    if (Double.isInfinite(value) || lost) {
      throw invalid();
    }
    return value;
  }

  /** Whether a digit before the exponent is not 0. */
  private static boolean hasDigits(String number, boolean hex) {
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (!hex && (c == 'e' || c == 'E')) {
        return false;
      }
      if (c != '0' && Character.digit(c, hex ? 16 : 10) > 0) {
        return true;
      }
    }
    return false;
  }

  private static JsonDocument whole(JsonDocument value, long min, long max) {
    return switch (value) {
      case JsonDocument.Numeral number ->
          new JsonDocument.Numeral("" + number.value().toLong(min, max, "bigint"));
      case JsonDocument.Text(String text) -> {
        BigInteger whole = parseWhole(TextCasts.strip(text));
        if (whole.compareTo(BigInteger.valueOf(min)) < 0
            || whole.compareTo(BigInteger.valueOf(max)) > 0) {
          throw invalid();
        }
        yield new JsonDocument.Numeral(whole.toString());
      }
      default -> throw invalid();
    };
  }

  private static BigInteger parseWhole(String digits) {
    Matcher decimal = WHOLE.matcher(digits);
    if (decimal.matches()) {
      return new BigInteger(digits.replace("_", ""));
    }
    Matcher based = BASED.matcher(digits);
    if (based.matches()) {
      for (int i = 0; i < BASES.length; i++) {
        String part = based.group(i + 2);
        if (part != null) {
          BigInteger value = new BigInteger(part.replace("_", ""), BASES[i]);
          return based.group(1).equals("-") ? value.negate() : value;
        }
      }
    }
    throw invalid();
  }

  /** The number that a value is or says. */
  static PgNumeric number(JsonDocument value) {
    return switch (value) {
      case JsonDocument.Numeral number -> number.value();
      case JsonDocument.Text(String text) -> parseNumeric(TextCasts.strip(text));
      default -> throw invalid();
    };
  }

  private static PgNumeric parseNumeric(String digits) {
    if (BASED.matcher(digits).matches()) {
      return PgNumeric.of(new BigDecimal(parseWhole(digits)));
    }
    if (!NUMERIC.matcher(digits).matches()) {
      throw invalid();
    }
    String plain = digits.replace("_", "");
    int exponent = Math.max(plain.indexOf('e'), plain.indexOf('E'));
    if (exponent >= 0 && plain.length() - exponent > NUMERIC_EXPONENT_DIGITS_MAX) {
      throw invalid();
    }
    BigDecimal value = new BigDecimal(plain);
    if (value.scale() > NUMERIC_SCALE_MAX) {
      throw invalid();
    }
    return PgNumeric.of(value);
  }

  private static boolean bool(JsonDocument value) {
    return switch (value) {
      case JsonDocument.Word word when word != JsonDocument.Word.NULL ->
          word == JsonDocument.Word.TRUE;
      case JsonDocument.Numeral(String text) -> {
        BigInteger whole = parseWhole(text);
        if (whole.bitLength() >= Integer.SIZE) {
          throw invalid();
        }
        yield whole.signum() != 0;
      }
      case JsonDocument.Text(String text) when text.equals(TextCasts.strip(text)) ->
          TextCasts.bool(text);
      default -> throw invalid();
    };
  }

  private static String string(JsonDocument value) {
    return switch (value) {
      case JsonDocument.Text(String text) -> text;
      case JsonDocument.Numeral(String text) -> text;
      case JsonDocument.Word word when word != JsonDocument.Word.NULL ->
          word == JsonDocument.Word.TRUE ? "true" : "false";
      default -> throw invalid();
    };
  }
}
