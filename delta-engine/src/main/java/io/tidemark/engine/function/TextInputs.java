package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.BitString;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Input functions of float4, float8, bytea, bit, pg_lsn and the hardware addresses. */
final class TextInputs {

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
  private static final Pattern HEXADECIMAL =
      Pattern.compile(
          "([+-]?0[xX](?:[0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+))([pP][+-]?[0-9]+)?");
  private static final Pattern POSITION = Pattern.compile("([0-9a-fA-F]{1,8})/([0-9a-fA-F]{1,8})");

  private static final String HEX_PREFIX = "\\x";

  private TextInputs() {}

  static double float8(String text) {
    String number = number(text);
    if (number == null) {
      throw invalid("double precision", text);
    }
    double value = Double.parseDouble(number);
    checkRange(value == 0 || Double.isInfinite(value), number, text, "double precision");
    return value;
  }

  static float float4(String text) {
    String number = number(text);
    if (number == null) {
      throw invalid("real", text);
    }
    float value = Float.parseFloat(number);
    checkRange(value == 0 || Float.isInfinite(value), number, text, "real");
    return value;
  }

  /** What Java reads of what C's strtod does, blanks around it allowed; null if it is no number. */
  private static @Nullable String number(String text) {
    String stripped = TextCasts.strip(text);
    String word = TextFunctions.lowerAscii(stripped);
    String unsigned = word.startsWith("+") || word.startsWith("-") ? word.substring(1) : word;
    if (unsigned.equals("inf") || unsigned.equals("infinity")) {
      return word.startsWith("-") ? "-Infinity" : "Infinity";
    }
    if (unsigned.matches("nan(\\([a-z0-9_]*\\))?")) {
      return "NaN";
    }
    Matcher matcher = HEXADECIMAL.matcher(stripped);
    if (matcher.matches()) {
      return matcher.group(2) == null ? stripped + "p0" : stripped;
    }
    return DECIMAL.matcher(stripped).matches() ? stripped : null;
  }

  /** A number that is too near to 0, or too far from it. */
  private static void checkRange(boolean isLost, String number, String text, String type) {
    if (isLost && !number.endsWith("Infinity") && hasDigit(number)) {
      throw new EvaluationException(
          "22003", "\"%s\" is out of range for type %s".formatted(text, type));
    }
  }

  /** Whether one of the digits before the exponent is not 0. */
  private static boolean hasDigit(String number) {
    return number.matches("[+-]?(0[xX][0.]*[1-9a-fA-F]|[0.]*[1-9]).*");
  }

  static byte[] bytea(String text) {
    return text.startsWith(HEX_PREFIX)
        ? ByteEncoding.HEX.decode(text.substring(HEX_PREFIX.length()))
        : ByteEncoding.ESCAPE.decode(text);
  }

  /** Binary digits, behind a B or none, or hexadecimal ones behind an X. */
  static BitString bits(String text) {
    char first = text.isEmpty() ? '\0' : TextFunctions.upperAscii(text.substring(0, 1)).charAt(0);
    int perDigit = first == 'X' ? 4 : 1;
    String digits = first == 'X' || first == 'B' ? text.substring(1) : text;
    int length = digits.codePointCount(0, digits.length()) * perDigit;
    byte[] bytes = new byte[BitString.bytesFor(length)];
    int bit = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 1 << perDigit) : -1;
      if (digit < 0) {
        throw new EvaluationException(
            "22P02",
            "\"%s\" is not a valid %s digit"
                .formatted(
                    Character.toString(digits.codePointAt(i)),
                    perDigit == 1 ? "binary" : "hexadecimal"));
      }
      int shift = Byte.SIZE - perDigit - bit % Byte.SIZE;
      bytes[bit / Byte.SIZE] |= (byte) (digit << shift);
      bit += perDigit;
    }
    return new BitString(length, bytes);
  }

  static long position(String text) {
    Matcher matcher = POSITION.matcher(text);
    if (!matcher.matches()) {
      throw invalid("pg_lsn", text);
    }
    return Long.parseLong(matcher.group(1), 16) << Integer.SIZE
        | Long.parseLong(matcher.group(2), 16);
  }

  /** Pairs of digits, one kind of separator between any of them; six of them become eight. */
  static long macaddr8(String value) {
    // byte by byte, as the server goes
    String text = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    int at = 0;
    while (at < text.length() && TextCasts.isSpace(text.charAt(at))) {
      at++;
    }
    long address = 0;
    int bytes = 0;
    char separator = '\0';
    while (at + 1 < text.length()) { // one character more is not looked at
      if (++bytes > Long.BYTES) {
        throw invalid("macaddr8", value);
      }
      address = address << Byte.SIZE | hex(text, at) << 4 | hex(text, at + 1);
      at += 2;
      char next = at < text.length() ? text.charAt(at) : '\0';
      if (next == ':' || next == '-' || next == '.') {
        if (separator != '\0' && separator != next) {
          throw invalid("macaddr8", value);
        }
        separator = next;
        at++;
      }
      if ((bytes == 6 || bytes == 8) && at < text.length() && TextCasts.isSpace(text.charAt(at))) {
        if (!TextCasts.strip(text.substring(at)).isEmpty()) {
          throw invalid("macaddr8", value);
        }
        break;
      }
    }
    if (bytes == 6) {
      return HardwareAddressFunctions.lengthened(address);
    }
    if (bytes != 8) {
      throw invalid("macaddr8", value);
    }
    return address;
  }

  private static long hex(String text, int at) {
    char c = text.charAt(at);
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw invalid("macaddr8", text);
    }
    return digit;
  }

  static EvaluationException invalid(String type, String text) {
    return new EvaluationException(
        "22P02", "invalid input syntax for type %s: \"%s\"".formatted(type, text));
  }
}
