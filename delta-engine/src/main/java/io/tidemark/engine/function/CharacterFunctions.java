package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.nio.charset.StandardCharsets;

/**
 * Functions, operators and casts of the lesser text types: varchar, bpchar, name and "char", which
 * is one byte, held as the character of the same number.
 */
final class CharacterFunctions {

  private static final int NAME_BYTES_MAX = 63;
  private static final int LENGTH_HEADER = 4; // a length modifier counts the varlena header

  private CharacterFunctions() {}

  static void register(FunctionLibrary library) {
    library.<String, String>comparisons("name", TextFunctions::compare);
    library.<String, String>comparisons("name", "text", TextFunctions::compare);
    library.<String, String>comparisons("text", "name", TextFunctions::compare);
    library.<String, String>comparisons("char", TextFunctions::compare);
    library.<String, String>binary("btcharcmp", (a, b) -> a.charAt(0) - b.charAt(0));
    library.<String, String>comparisons("bpchar", CharacterFunctions::comparePadded);
    library.<String, String>binary("bpchar_larger", (a, b) -> comparePadded(a, b) >= 0 ? a : b);
    library.<String, String>binary("bpchar_smaller", (a, b) -> comparePadded(a, b) <= 0 ? a : b);
    collations(library);
    for (String operator : new String[] {"lt", "le", "gt", "ge"}) {
      library.<String, String>binary(
          "bpchar_pattern_" + operator, (a, b) -> holds(operator, comparePadded(a, b)));
    }
    library.<String>unary("bpcharlen", a -> TextFunctions.length(TextFunctions.trimEnd(a)));
    library.<String>unary("bpcharoctetlen", TextFunctions::bytes);
    library.<String, Integer, Boolean>ternary("varchar", CharacterFunctions::toVarchar);
    library.<String, Integer, Boolean>ternary("bpchar", CharacterFunctions::toBpchar);
    library.<String>unary("name_text", a -> a);
    library.<String>unary("name_bpchar", a -> a);
    library.<String>unary("text_name", CharacterFunctions::toName);
    library.<String, Long>binary("nameconcatoid", CharacterFunctions::withOid);
    library.<String>unary("bpchar_name", a -> toName(TextFunctions.trimEnd(a)));
    library.<String>unary("char_text", CharacterFunctions::charToText);
    library.<String>unary("text_char", CharacterFunctions::textToChar);
    library.<String>unary("chartoi4", a -> (int) (byte) a.charAt(0));
    library.<Integer>unary("i4tochar", CharacterFunctions::intToChar);
  }

  private static void collations(FunctionLibrary library) {
    for (String operator : new String[] {"lt", "le", "gt", "ge"}) {
      library.uses(
          FunctionLibrary.CollationUse.ORDER,
          "name" + operator,
          "name" + operator + "text",
          "text" + operator + "name",
          "bpchar" + operator);
    }
    library.uses(FunctionLibrary.CollationUse.ORDER, "bpchar_larger", "bpchar_smaller");
  }

  static boolean holds(String operator, int order) {
    return switch (operator) {
      case "lt" -> order < 0;
      case "le" -> order <= 0;
      case "gt" -> order > 0;
      default -> order >= 0;
    };
  }

  private static int comparePadded(String a, String b) {
    return TextFunctions.compare(TextFunctions.trimEnd(a), TextFunctions.trimEnd(b));
  }

  private static String toVarchar(String text, int modifier, boolean explicit) {
    int limit = modifier - LENGTH_HEADER;
    if (modifier < LENGTH_HEADER || TextFunctions.length(text) <= limit) {
      return text;
    }
    return cut(text, limit, explicit, "character varying");
  }

  private static String toBpchar(String text, int modifier, boolean explicit) {
    int limit = modifier - LENGTH_HEADER;
    if (modifier < LENGTH_HEADER) {
      return text;
    }
    int length = TextFunctions.length(text);
    return length <= limit
        ? text + " ".repeat(limit - length)
        : cut(text, limit, explicit, "character");
  }

  /** Only blanks may be cut off without an explicit cast. */
  private static String cut(String text, int limit, boolean explicit, String type) {
    String cut = TextFunctions.left(text, limit);
    if (!explicit && !TextFunctions.trimEnd(text.substring(cut.length())).isEmpty()) {
      throw new EvaluationException(
          "22001", "value too long for type %s(%d)".formatted(type, limit));
    }
    return cut;
  }

  private static String toName(String text) {
    return cutToBytes(text, NAME_BYTES_MAX);
  }

  private static String cutToBytes(String text, int limit) {
    String cut = text;
    while (TextFunctions.bytes(cut) > limit) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut;
  }

  /** Of a name that is too long, its end goes. */
  private static String withOid(String name, long oid) {
    String suffix = "_" + oid;
    return cutToBytes(name, NAME_BYTES_MAX - suffix.length()) + suffix;
  }

  private static String charToText(String value) {
    int code = value.charAt(0);
    return code > 127 ? "\\%03o".formatted(code) : code == 0 ? "" : value;
  }

  private static String textToChar(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 4 && bytes[0] == '\\' && text.matches("\\\\[0-3][0-7][0-7]")) {
      return "" + (char) Integer.parseInt(text, 1, 4, 8);
    }
    return firstByte(text);
  }

  private static String firstByte(String text) {
    return text.isEmpty() ? "\0" : "" + (char) (text.getBytes(StandardCharsets.UTF_8)[0] & 0xFF);
  }

  private static String intToChar(int value) {
    if (value < Byte.MIN_VALUE || value > Byte.MAX_VALUE) {
      throw new EvaluationException("22003", "\"char\" out of range");
    }
    return "" + (char) (value & 0xFF);
  }
}
