package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Functions and operators of text (varlena.c, oracle_compat.c). Equality is that of deterministic
 * collations; the compiler lets order comparisons pass only where the collation orders by bytes,
 * and changes of case only for C, where they concern ASCII alone.
 */
final class TextFunctions {

  /** memutils.h: MaxAllocSize, the limit of a value. */
  private static final long VALUE_BYTES_MAX = 0x3FFF_FFFF;

  private static final int VALUE_HEADER = 4;
  private static final int CHARACTER_BYTES_MAX = 4;
  private static final int CODE_POINT_MAX = 0x10FFFF;

  private TextFunctions() {}

  static void register(FunctionLibrary library) {
    comparisons(library);
    library.<String, String>binary("textcat", (a, b) -> a + b);
    library.<String>unary("textlen", TextFunctions::length);
    library.<String>unary("textoctetlen", TextFunctions::bytes);
    library.<String>unary(FunctionLibrary.oid(1811), a -> Math.multiplyExact(bytes(a), 8));
    library.<String, Integer, Integer>ternary("text_substr", TextFunctions::substring);
    library.<String, Integer>binary("text_substr_no_len", TextFunctions::substring);
    library.<String, Integer>binary("text_left", TextFunctions::left);
    library.<String, Integer>binary("text_right", TextFunctions::right);
    library.nary("textoverlay", TextFunctions::overlay);
    library.<String, String, Integer>ternary(
        "textoverlay_no_len", (a, b, s) -> overlay(a, b, s, length(b)));
    library.<String>unary("btrim1", a -> trim(a, " ", true, true));
    library.<String>unary("ltrim1", a -> trim(a, " ", true, false));
    library.<String>unary("rtrim1", a -> trim(a, " ", false, true));
    library.<String, String>binary("btrim", (a, set) -> trim(a, set, true, true));
    library.<String, String>binary("ltrim", (a, set) -> trim(a, set, true, false));
    library.<String, String>binary("rtrim", (a, set) -> trim(a, set, false, true));
    library.<String, Integer, String>ternary("lpad", (a, n, fill) -> pad(a, n, fill, true));
    library.<String, Integer, String>ternary("rpad", (a, n, fill) -> pad(a, n, fill, false));
    library.<String, Integer>binary(FunctionLibrary.oid(879), (a, n) -> pad(a, n, " ", true));
    library.<String, Integer>binary(FunctionLibrary.oid(880), (a, n) -> pad(a, n, " ", false));
    library.<String, String, String>ternary(
        "replace_text", (a, from, to) -> from.isEmpty() ? a : a.replace(from, to));
    library.<String, String, String>ternary("translate", TextFunctions::translate);
    library.<String, String, Integer>ternary("split_part", TextFunctions::splitPart);
    library.<String, String>binary("textpos", TextFunctions::position);
    library.<String, String>binary("text_starts_with", (a, b) -> a.startsWith(b));
    library.<String>unary("text_reverse", TextFunctions::reverse);
    library.<String, Integer>binary("repeat", TextFunctions::repeat);
    library.<String>unary("ascii", a -> a.isEmpty() ? 0 : a.codePointAt(0));
    library.<Integer>unary("chr", TextFunctions::character);
    library.<String>unary("md5_text", a -> HexFormat.of().formatHex(md5(a)));
    library.<Integer>unary("to_hex32", Integer::toHexString);
    library.<Long>unary("to_hex64", Long::toHexString);
    library.<Integer>unary("to_oct32", Integer::toOctalString);
    library.<Long>unary("to_oct64", Long::toOctalString);
    library.<Integer>unary("to_bin32", Integer::toBinaryString);
    library.<Long>unary("to_bin64", Long::toBinaryString);
    library.<String>unary("quote_literal", TextFunctions::quoteLiteral);
    library.nary("quote_nullable", a -> a[0] == null ? "NULL" : quoteLiteral((String) a[0]));
    library.<String>unary("lower", TextFunctions::lowerAscii);
    library.<String>unary("upper", TextFunctions::upperAscii);
    library.<String>unary("casefold", TextFunctions::lowerAscii);
    library.<String>unary("initcap", TextFunctions::capitalized);
    library.uses(FunctionLibrary.CollationUse.CASE, "lower", "upper", "casefold", "initcap");
  }

  private static void comparisons(FunctionLibrary library) {
    library.<String, String>test("texteq", Arrays::equals, (a, b) -> a.equals(b));
    library.<String, String>test(
        "textne", (a, i, j, b, k, l) -> !Arrays.equals(a, i, j, b, k, l), (a, b) -> !a.equals(b));
    library.<String>extremes("text_", TextFunctions::compare);
    WireBody.WireOrder order = Arrays::compareUnsigned;
    for (WordComparison operator : WordComparison.values()) {
      if (operator.isOrder()) {
        for (String prefix : new String[] {"text_", "text_pattern_"}) {
          library.<String, String>test(
              prefix + operator.ending(),
              order.test(operator),
              (a, b) -> operator.holds(compare(a, b)));
        }
        library.uses(FunctionLibrary.CollationUse.ORDER, "text_" + operator.ending());
      }
    }
    library.uses(FunctionLibrary.CollationUse.ORDER, "text_larger", "text_smaller");
  }

  /** Order of the UTF-8 bytes, which is that of code points and not of UTF-16 units. */
  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean leftPair = Character.isSurrogate(left);
        boolean rightPair = Character.isSurrogate(right);
        return leftPair == rightPair ? (left < right ? -1 : 1) : leftPair ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  static String lowerAscii(String text) {
    return mapAscii(text, 'A', 'Z');
  }

  static String upperAscii(String text) {
    return mapAscii(text, 'a', 'z');
  }

  /** Letters of one case in the other, where the two differ by one bit. */
  private static String mapAscii(String text, char first, char last) {
    char[] mapped = text.toCharArray();
    for (int i = 0; i < mapped.length; i++) {
      if (mapped[i] >= first && mapped[i] <= last) {
        mapped[i] = (char) (mapped[i] ^ 0x20);
      }
    }
    return new String(mapped);
  }

  /** The first letter of each run of letters and digits in upper case, the others in lower. */
  private static String capitalized(String text) {
    StringBuilder capitalized = new StringBuilder(text.length());
    boolean within = false;
    for (int i = 0; i < text.length(); i++) {
      String each = text.substring(i, i + 1);
      String lower = lowerAscii(each);
      capitalized.append(within ? lower : upperAscii(each));
      char c = lower.charAt(0);
      within = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
    return capitalized.toString();
  }

  static String trimEnd(String text) {
    return trim(text, " ", false, true);
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * The characters from {@code start}, counted from 1, up to before {@code end}; both may lie
   * outside.
   */
  private static String between(String text, long start, long end) {
    int length = length(text);
    int from = (int) Math.min(length, Math.max(0, start - 1));
    int to = (int) Math.min(length, Math.max(from, end - 1));
    return length == text.length()
        ? text.substring(from, to) // no pairs of surrogates
        : text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
  }

  private static String substring(String text, int start) {
    return between(text, start, Long.MAX_VALUE);
  }

  private static String substring(String text, int start, int length) {
    if (length < 0) {
      throw new EvaluationException("22011", "negative substring length not allowed");
    }
    return between(text, start, (long) start + length);
  }

  private static String overlay(@org.jspecify.annotations.Nullable Object[] arguments) {
    return overlay(
        FunctionLibrary.<String>argument(arguments, 0),
        FunctionLibrary.<String>argument(arguments, 1),
        FunctionLibrary.<Integer>argument(arguments, 2),
        FunctionLibrary.<Integer>argument(arguments, 3));
  }

  private static String overlay(String text, String part, int start, int length) {
    if (start <= 0) {
      throw new EvaluationException("22011", "negative substring length not allowed");
    }
    if ((int) ((long) start + length) != (long) start + length) {
      throw new EvaluationException("22003", "integer out of range");
    }
    return between(text, 1, start) + part + between(text, (long) start + length, Long.MAX_VALUE);
  }

  static String left(String text, int count) {
    return between(text, 1, 1L + (count < 0 ? Math.max(0, length(text) + (long) count) : count));
  }

  private static String right(String text, int count) {
    // PostgreSQL negates in 32 bits, where the least value stays as it is
    long skipped = count < 0 ? -count : Math.max(0, (long) length(text) - count);
    return between(text, 1 + skipped, Long.MAX_VALUE);
  }

  private static String trim(String text, String set, boolean start, boolean end) {
    int from = 0;
    int to = text.length();
    while (start && from < to && set.indexOf(text.codePointAt(from)) >= 0) {
      from += Character.charCount(text.codePointAt(from));
    }
    while (end && to > from && set.indexOf(text.codePointBefore(to)) >= 0) {
      to -= Character.charCount(text.codePointBefore(to));
    }
    return text.substring(from, to);
  }

  private static String pad(String text, int wanted, String fill, boolean before) {
    int target = Math.max(0, wanted);
    if (fill.isEmpty()) {
      return left(text, target);
    }
    if ((long) target * CHARACTER_BYTES_MAX + VALUE_HEADER > VALUE_BYTES_MAX) {
      throw new EvaluationException("54000", "requested length too large");
    }
    int missing = target - length(text);
    if (missing <= 0) {
      return left(text, target);
    }
    int fillLength = length(fill);
    String padding = fill.repeat(missing / fillLength) + left(fill, missing % fillLength);
    return before ? padding + text : text + padding;
  }

  private static String translate(String text, String from, String to) {
    int[] wanted = from.codePoints().toArray();
    int[] given = to.codePoints().toArray();
    StringBuilder translated = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          int at = 0;
          while (at < wanted.length && wanted[at] != point) {
            at++;
          }
          if (at == wanted.length) {
            translated.appendCodePoint(point);
          } else if (at < given.length) {
            translated.appendCodePoint(given[at]);
          }
        });
    return translated.toString();
  }

  /** A field by its number, counted from the end if negative. */
  private static String splitPart(String text, String delimiter, int field) {
    if (field == 0) {
      throw new EvaluationException("22023", "field position must not be zero");
    }
    if (text.isEmpty()) {
      return "";
    }
    if (delimiter.isEmpty()) {
      return field == 1 || field == -1 ? text : "";
    }
    int fields = 1;
    for (int at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at)) {
      fields++;
      at += delimiter.length();
    }
    long wanted = field > 0 ? field : fields + 1L + field;
    if (wanted < 1 || wanted > fields) {
      return "";
    }
    int start = 0;
    for (long i = 1; i < wanted; i++) {
      start = text.indexOf(delimiter, start) + delimiter.length();
    }
    int end = text.indexOf(delimiter, start);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private static int position(String text, String part) {
    int at = text.indexOf(part);
    return at < 0 ? 0 : text.codePointCount(0, at) + 1;
  }

  private static String reverse(String text) {
    int[] points = text.codePoints().toArray();
    StringBuilder reversed = new StringBuilder(text.length());
    for (int i = points.length - 1; i >= 0; i--) {
      reversed.appendCodePoint(points[i]);
    }
    return reversed.toString();
  }

  private static String repeat(String text, int count) {
    int times = Math.max(0, count);
    if ((long) times * bytes(text) + VALUE_HEADER > VALUE_BYTES_MAX) {
      throw new EvaluationException("54000", "requested length too large");
    }
    return text.repeat(times);
  }

  private static String character(int code) {
    if (code < 0) {
      throw new EvaluationException("22023", "character number must be positive");
    }
    if (code == 0) {
      throw new EvaluationException("54000", "null character not permitted");
    }
    if (code > CODE_POINT_MAX
        || (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE)) {
      throw new EvaluationException("54000", "requested character not valid for encoding: " + code);
    }
    return Character.toString(code);
  }

  private static byte[] md5(String text) {
    return BytesFunctions.digest("MD5", text.getBytes(StandardCharsets.UTF_8));
  }

  static String quoteLiteral(String text) {
    String quoted = "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    return text.indexOf('\\') >= 0 ? "E" + quoted : quoted;
  }
}
