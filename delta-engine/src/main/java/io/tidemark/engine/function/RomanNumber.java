package io.tidemark.engine.function;

import java.util.List;

/** Roman numerals from 1 to 3999 in their standard form. */
final class RomanNumber {

  static final int LENGTH_MAX = 15; // MMMDCCCLXXXVIII

  private static final int MAX = 3999;
  private static final String OUT_OF_RANGE = "#".repeat(LENGTH_MAX);
  private static final int[] VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
  private static final List<String> TEXTS =
      List.of("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I");

  private RomanNumber() {}

  static String write(int number) {
    if (number < 1 || number > MAX) {
      return OUT_OF_RANGE;
    }
    StringBuilder text = new StringBuilder();
    int rest = number;
    for (int i = 0; i < VALUES.length; i++) {
      while (rest >= VALUES[i]) {
        text.append(TEXTS.get(i));
        rest -= VALUES[i];
      }
    }
    return text.toString();
  }

  static boolean isDigit(char upper) {
    return "IVXLCDM".indexOf(upper) >= 0;
  }

  /** The number of a text in capitals; -1 if it is not in the standard form. */
  static int read(String text) {
    int number = 0;
    int at = 0;
    for (int i = 0; i < VALUES.length; i++) {
      while (text.startsWith(TEXTS.get(i), at)) {
        number += VALUES[i];
        at += TEXTS.get(i).length();
      }
    }
    return number >= 1 && number <= MAX && write(number).equals(text) ? number : -1;
  }
}
