package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Functions and operators of text, varchar, bpchar and name. Equality is that of deterministic
 * collations; the compiler lets order comparisons pass only where the collation orders by bytes.
 * Functions that depend on a locale, such as upper and lower, are left out on purpose.
 */
final class TextFunctions {

  private static final int LENGTH_HEADER = 4; // a length modifier counts the varlena header

  private TextFunctions() {}

  static void register(FunctionLibrary library) {
    library.<String, String>binary("texteq", (a, b) -> a.equals(b));
    library.<String, String>binary("textne", (a, b) -> !a.equals(b));
    order(library, "text_", TextFunctions::compare);
    library.<String, String>comparisons("name", TextFunctions::compare);
    library.<String, String>comparisons("char", TextFunctions::compare);
    for (String pair : new String[] {"nametext", "textname"}) {
      library.<String, String>comparisons(pair, TextFunctions::compare);
    }
    library.<String, String>comparisons("bpchar", (a, b) -> compare(trimEnd(a), trimEnd(b)));
    library.<String, String>binary("textlike", (a, p) -> LikePattern.matches(a, p));
    library.<String, String>binary("textnlike", (a, p) -> !LikePattern.matches(a, p));
    library.<String, String>binary("namelike", (a, p) -> LikePattern.matches(a, p));
    library.<String, String>binary("namenlike", (a, p) -> !LikePattern.matches(a, p));
    library.<String, String>binary("textcat", (a, b) -> a + b);
    library.<String>unary("textlen", TextFunctions::length);
    library.<String>unary("bpcharlen", a -> length(trimEnd(a)));
    library.<String>unary("textoctetlen", a -> a.getBytes(StandardCharsets.UTF_8).length);
    library.<String, Integer, Integer>ternary("text_substr", TextFunctions::substring);
    library.<String, Integer>binary("text_substr_no_len", TextFunctions::substring);
    library.<String, Integer>binary("text_left", TextFunctions::left);
    library.<String, Integer>binary("text_right", TextFunctions::right);
    library.<String>unary("btrim1", a -> trim(a, " ", true, true));
    library.<String>unary("ltrim1", a -> trim(a, " ", true, false));
    library.<String>unary("rtrim1", a -> trim(a, " ", false, true));
    library.<String, String>binary("btrim", (a, set) -> trim(a, set, true, true));
    library.<String, String>binary("ltrim", (a, set) -> trim(a, set, true, false));
    library.<String, String>binary("rtrim", (a, set) -> trim(a, set, false, true));
    library.<String, String, String>ternary(
        "replace_text", (a, from, to) -> from.isEmpty() ? a : a.replace(from, to));
    library.<String, String>binary("textpos", TextFunctions::position);
    library.<String, String>binary("text_starts_with", (a, b) -> a.startsWith(b));
    library.<String>unary("text_reverse", TextFunctions::reverse);
    library.<String, Integer>binary("repeat", (a, n) -> a.repeat(Math.max(0, n)));
    library.<String, Integer, Boolean>ternary("varchar", TextFunctions::toVarchar);
    library.<String, Integer, Boolean>ternary("bpchar", TextFunctions::toBpchar);
    library.<String>unary("name_text", a -> a);
    library.<String>unary("char_text", a -> a.equals("\0") ? "" : a);
  }

  private static void order(
      FunctionLibrary library,
      String prefix,
      FunctionLibrary.Comparison<String, String> comparison) {
    library.<String, String>binary(prefix + "lt", (a, b) -> comparison.compare(a, b) < 0);
    library.<String, String>binary(prefix + "le", (a, b) -> comparison.compare(a, b) <= 0);
    library.<String, String>binary(prefix + "gt", (a, b) -> comparison.compare(a, b) > 0);
    library.<String, String>binary(prefix + "ge", (a, b) -> comparison.compare(a, b) >= 0);
    library.<String, String>binary(
        prefix + "larger", (a, b) -> comparison.compare(a, b) > 0 ? a : b);
    library.<String, String>binary(
        prefix + "smaller", (a, b) -> comparison.compare(a, b) < 0 ? a : b);
  }

  /** Order of the UTF-8 bytes, which is that of code points and not of UTF-16 units. */
  static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  static String trimEnd(String text) {
    return trim(text, " ", false, true);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /**
   * The characters from {@code start}, counted from 1, up to before {@code end}; both may lie
   * outside.
   */
  private static String between(String text, long start, long end) {
    int length = length(text);
    int from = (int) Math.min(length, Math.max(0, start - 1));
    int to = (int) Math.min(length, Math.max(from, end - 1));
    return text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
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

  private static String left(String text, int count) {
    return between(text, 1, 1L + (count < 0 ? Math.max(0, length(text) + (long) count) : count));
  }

  private static String right(String text, int count) {
    long skipped = count < 0 ? -(long) count : Math.max(0, (long) length(text) - count);
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

  private static String toVarchar(String text, int modifier, boolean explicit) {
    int limit = modifier - LENGTH_HEADER;
    if (modifier < LENGTH_HEADER || length(text) <= limit) {
      return text;
    }
    String cut = left(text, limit);
    if (!explicit && !trimEnd(text.substring(cut.length())).isEmpty()) {
      throw new EvaluationException(
          "22001", "value too long for type character varying(" + limit + ")");
    }
    return cut;
  }

  private static String toBpchar(String text, int modifier, boolean explicit) {
    int limit = modifier - LENGTH_HEADER;
    if (modifier < LENGTH_HEADER) {
      return text;
    }
    int length = length(text);
    if (length <= limit) {
      return text + " ".repeat(limit - length);
    }
    String cut = left(text, limit);
    if (!explicit && !trimEnd(text.substring(cut.length())).isEmpty()) {
      throw new EvaluationException("22001", "value too long for type character(" + limit + ")");
    }
    return cut;
  }
}
