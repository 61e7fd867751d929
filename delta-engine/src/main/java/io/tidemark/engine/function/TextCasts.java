package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.type.JsonReader;
import io.tidemark.engine.type.Jsonb;
import io.tidemark.engine.type.KnownTypes;
import io.tidemark.engine.type.NetworkAddress;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TimeTz;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Casts by text: a type's output function, or its input function. Types whose text depends on a
 * setting of the session, such as a date's on DateStyle, are read by PostgreSQL; {@link TimeTexts}
 * writes them where the settings are known.
 */
final class TextCasts {

  /** What numeric and the integers take; PostgreSQL 16 and later know more, see {@link #whole}. */
  private static final Pattern DECIMAL =
      Pattern.compile("([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))(?:[eE]([+-]?[0-9]+))?");

  private static final int EXPONENT_DIGITS_MAX = 6; // beyond, PostgreSQL overflows in any case

  private TextCasts() {}

  static Evaluator compile(
      Expression.TextCast cast, Evaluator operand, KnownTypes known, SessionSettings settings) {
    Function<Object, Object> conversion =
        isText(cast.type().oid()) ? output(cast.operand().type(), known, settings) : input(cast);
    return row -> {
      Object value = operand.evaluate(row);
      return value == null ? null : conversion.apply(value);
    };
  }

  private static Function<Object, Object> output(
      PgType type, KnownTypes known, SessionSettings settings) {
    Function<Object, Object> ofTime = TimeTexts.output(type.oid(), settings);
    return ofTime == null ? TypeTexts.output(type, known) : ofTime;
  }

  private static boolean isText(int oid) {
    return oid == PgType.TEXT || oid == PgType.VARCHAR;
  }

  /**
   * The output function of a type that is not made of others.
   *
   * @throws UnsupportedQueryException if its text depends on the session, or is not known here
   */
  static Function<Object, Object> output(int from) {
    return switch (from) {
      case PgType.INT2,
          PgType.INT4,
          PgType.INT8,
          PgType.OID,
          PgType.NUMERIC,
          PgType.UUID,
          PgType.TEXT,
          PgType.VARCHAR,
          PgType.BPCHAR,
          PgType.UNKNOWN,
          PgType.JSON,
          PgType.JSONB,
          PgType.JSONPATH,
          PgType.NAME,
          PgType.BIT,
          PgType.VARBIT ->
          Object::toString;
      case PgType.BOOL -> value -> (Boolean) value ? "t" : "f";
      case PgType.FLOAT8 -> value -> FloatText.of((Double) value);
      case PgType.FLOAT4 -> value -> FloatText.of((Float) value);
      case PgType.TIME -> value -> TimeTexts.time((Long) value);
      case PgType.TIMETZ -> value -> TimeTexts.timetz((TimeTz) value);
      case PgType.MACADDR -> value -> HardwareAddressFunctions.text((Long) value, 6);
      case PgType.MACADDR8 -> value -> HardwareAddressFunctions.text((Long) value, 8);
      case PgType.INET -> value -> NetworkText.inet((NetworkAddress) value);
      case PgType.XID, PgType.CID -> Object::toString;
      case PgType.XID8 -> value -> Long.toUnsignedString((Long) value);
      case PgType.TID -> value -> SystemFunctions.tidText((Long) value);
      case PgType.PG_LSN -> value -> SystemFunctions.positionText((Long) value);
      case PgType.CIDR -> value -> NetworkText.cidr((NetworkAddress) value);
      default -> throw unsupported(from, "text");
    };
  }

  private static Function<Object, Object> input(Expression.TextCast cast) {
    int from = cast.operand().type().oid();
    if (!isText(from)) {
      throw unsupported(from, "another type");
    }
    return switch (cast.type().oid()) {
      case PgType.BOOL -> text -> bool((String) text);
      case PgType.INT2 ->
          text -> (int) whole((String) text, Short.MIN_VALUE, Short.MAX_VALUE, "smallint");
      case PgType.INT4 ->
          text -> (int) whole((String) text, Integer.MIN_VALUE, Integer.MAX_VALUE, "integer");
      case PgType.INT8 -> text -> whole((String) text, Long.MIN_VALUE, Long.MAX_VALUE, "bigint");
      case PgType.NUMERIC -> text -> numeric((String) text).withModifier(cast.type().modifier());
      case PgType.UUID -> text -> uuid((String) text);
      case PgType.FLOAT8 -> text -> TextInputs.float8((String) text);
      case PgType.FLOAT4 -> text -> TextInputs.float4((String) text);
      case PgType.BYTEA -> text -> TextInputs.bytea((String) text);
      case PgType.BIT, PgType.VARBIT -> text -> TextInputs.bits((String) text);
      case PgType.PG_LSN -> text -> TextInputs.position((String) text);
      case PgType.INET -> text -> NetworkInput.read((String) text, false);
      case PgType.CIDR -> text -> NetworkInput.read((String) text, true);
      case PgType.MACADDR -> text -> MacaddrInput.read((String) text);
      case PgType.MACADDR8 -> text -> TextInputs.macaddr8((String) text);
      case PgType.JSON ->
          text -> {
            JsonReader.check((String) text);
            return text;
          };
      case PgType.JSONB -> text -> Jsonb.of(JsonReader.read((String) text));
      default -> throw unsupported(from, "the type with OID " + cast.type().oid());
    };
  }

  /** Without the blanks that C's isspace knows. */
  static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Any beginning of a word that no other word has (bool.c). */
  static boolean bool(String text) {
    String word = TextFunctions.lowerAscii(strip(text));
    if (!word.isEmpty()) {
      if ("true".startsWith(word) || "yes".startsWith(word) || word.equals("on")) {
        return true;
      }
      if ("false".startsWith(word)
          || "no".startsWith(word)
          || word.equals("off")
          || word.equals("of")) {
        return false;
      }
      if (word.equals("1") || word.equals("0")) {
        return word.equals("1");
      }
    }
    throw invalid("boolean", text);
  }

  /** Other bases and underscores, which are known since 16, are left to PostgreSQL. */
  private static long whole(String text, long min, long max, String type) {
    String digits = strip(text);
    if (!digits.matches("[+-]?[0-9]+")) {
      throw unknownDigits(digits, type, text);
    }
    BigInteger value = new BigInteger(digits);
    if (value.compareTo(BigInteger.valueOf(min)) < 0
        || value.compareTo(BigInteger.valueOf(max)) > 0) {
      throw new EvaluationException(
          "22003", "value \"%s\" is out of range for type %s".formatted(text, type));
    }
    return value.longValue();
  }

  static PgNumeric numeric(String text) {
    String stripped = strip(text);
    switch (TextFunctions.lowerAscii(stripped)) {
      case "nan" -> {
        return PgNumeric.NAN;
      }
      case "inf", "infinity", "+inf", "+infinity" -> {
        return PgNumeric.POSITIVE_INFINITY;
      }
      case "-inf", "-infinity" -> {
        return PgNumeric.NEGATIVE_INFINITY;
      }
      default -> {}
    }
    Matcher matcher = DECIMAL.matcher(stripped);
    if (!matcher.matches()) {
      throw unknownDigits(stripped, "numeric", text);
    }
    String exponent = matcher.group(2);
    if (exponent != null && exponent.length() > EXPONENT_DIGITS_MAX) {
      throw new EvaluationException("22003", "value overflows numeric format");
    }
    return PgNumeric.of(new BigDecimal(stripped));
  }

  /** 0x1F and 1_000 are numbers since 16 and were none before. */
  private static EvaluationException unknownDigits(String digits, String type, String text) {
    return digits.matches("[+-]?(0[xXoObB][0-9a-fA-F_]+|[0-9][0-9_.eE+-]*)") && isNew(digits)
        ? new EvaluationException(
            "0A000", "the number \"%s\" is not in the library yet".formatted(text))
        : invalid(type, text);
  }

  private static boolean isNew(String digits) {
    return digits.indexOf('_') > 0 || digits.matches("[+-]?0[xXoObB].*");
  }

  private static UUID uuid(String text) {
    String digits = text.matches("\\{.*\\}") ? text.substring(1, text.length() - 1) : text;
    // a hyphen may stand after each group of four digits
    if (!digits.matches("[0-9a-fA-F]{4}(-?[0-9a-fA-F]{4}){7}")) {
      throw invalid("uuid", text);
    }
    String hex = digits.replace("-", "");
    return new UUID(
        Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
  }

  private static EvaluationException invalid(String type, String text) {
    return new EvaluationException(
        "22P02", "invalid input syntax for type %s: \"%s\"".formatted(type, text));
  }

  private static UnsupportedQueryException unsupported(int from, String to) {
    return new UnsupportedQueryException(
        "a cast from the type with OID %s to %s is not in the library yet"
            .formatted(Integer.toUnsignedString(from), to),
        "Compute it where the stream table is read.");
  }
}
