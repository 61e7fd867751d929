package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.text.Normalizer;

/**
 * Unicode's normal forms, and its escapes (varlena.c). Which characters there are depends on
 * Unicode's version: normal forms are here for the major of PostgreSQL that has the version of this
 * Java, 16.
 */
final class UnicodeFunctions {

  private static final int MAJOR = 18; // the first, and so far the last, with Unicode 16
  private static final int NEW_IN_16 = 0x1C89;
  private static final int NEW_IN_17 = 0x10940;

  private UnicodeFunctions() {}

  static void register(FunctionLibrary library) {
    library.<String>unary("unistr", text -> new Escapes(text).unescaped());
    if (library.major() == MAJOR
        && Character.isDefined(NEW_IN_16)
        && !Character.isDefined(NEW_IN_17)) {
      library.<String, String>binary(
          "unicode_normalize_func", (a, form) -> Normalizer.normalize(a, form(form)));
      library.<String, String>binary(
          "unicode_is_normalized", (a, form) -> Normalizer.isNormalized(a, form(form)));
      library.<String>unary("unicode_assigned", a -> a.codePoints().allMatch(Character::isDefined));
    }
  }

  private static Normalizer.Form form(String name) {
    return switch (TextFunctions.upperAscii(name)) {
      case "NFC" -> Normalizer.Form.NFC;
      case "NFD" -> Normalizer.Form.NFD;
      case "NFKC" -> Normalizer.Form.NFKC;
      case "NFKD" -> Normalizer.Form.NFKD;
      default -> throw new EvaluationException("22023", "invalid normalization form: " + name);
    };
  }

  /** What a text means whose backslashes open numbers of four, six or eight digits. */
  private static final class Escapes {

    private final String text;
    private final StringBuilder result = new StringBuilder();
    private int at;
    private int high; // the first half of a pair, whose second must follow; 0 if there is none

    Escapes(String text) {
      this.text = text;
    }

    String unescaped() {
      while (at < text.length()) {
        if (text.charAt(at) != '\\') {
          append(text.substring(at, at + 1), 1);
        } else if (text.startsWith("\\", at + 1)) {
          append("\\", 2);
        } else if (hasDigits(at + 1, 4)) {
          appendPoint(at + 1, 4);
        } else if (text.startsWith("u", at + 1) && hasDigits(at + 2, 4)) {
          appendPoint(at + 2, 4);
        } else if (text.startsWith("+", at + 1) && hasDigits(at + 2, 6)) {
          appendPoint(at + 2, 6);
        } else if (text.startsWith("U", at + 1) && hasDigits(at + 2, 8)) {
          appendPoint(at + 2, 8);
        } else {
          throw new EvaluationException("42601", "invalid Unicode escape");
        }
      }
      checkPair(high == 0);
      return result.toString();
    }

    private boolean hasDigits(int from, int count) {
      return text.length() >= from + count
          && text.substring(from, from + count).matches("[0-9a-fA-F]+");
    }

    private void append(String plain, int length) {
      checkPair(high == 0);
      result.append(plain);
      at += length;
    }

    private void appendPoint(int from, int digits) {
      long point = Long.parseLong(text, from, from + digits, 16);
      if (point == 0 || point > Character.MAX_CODE_POINT) {
        throw new EvaluationException("22023", "invalid Unicode code point: %04X".formatted(point));
      }
      int code = (int) point;
      boolean isLow = isBetween(code, Character.MIN_LOW_SURROGATE, Character.MAX_LOW_SURROGATE);
      checkPair(isLow == (high != 0));
      if (isLow) {
        result.append((char) high).append((char) code);
        high = 0;
      } else if (isBetween(code, Character.MIN_HIGH_SURROGATE, Character.MAX_HIGH_SURROGATE)) {
        high = code;
      } else {
        result.appendCodePoint(code);
      }
      at = from + digits;
    }

    private static boolean isBetween(int code, char first, char last) {
      return code >= first && code <= last;
    }

    private static void checkPair(boolean holds) {
      if (!holds) {
        throw new EvaluationException("42601", "invalid Unicode surrogate pair");
      }
    }
  }
}
