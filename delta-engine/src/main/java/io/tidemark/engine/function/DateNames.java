package io.tidemark.engine.function;

import java.util.List;

/** The English names that templates write and read. */
final class DateNames {

  static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  static final List<String> DAYS =
      List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");

  static final List<String> ROMAN =
      List.of("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII");

  private DateNames() {}

  static String abbreviation(String name) {
    return name.substring(0, 3);
  }

  /** ST, ND, RD or TH for a number's digits. */
  static String ordinal(String digits, boolean upper) {
    int length = digits.length();
    char last = digits.charAt(length - 1);
    if (last < '0' || last > '9') {
      throw new io.tidemark.engine.EvaluationException(
          "22P02", "\"%s\" is not a number".formatted(digits));
    }
    boolean teen = length > 1 && digits.charAt(length - 2) == '1';
    String suffix =
        teen
            ? "TH"
            : switch (last) {
              case '1' -> "ST";
              case '2' -> "ND";
              case '3' -> "RD";
              default -> "TH";
            };
    return upper ? suffix : TextFunctions.lowerAscii(suffix);
  }

  /** A number with zeros before it up to a width that counts its sign, as C's printf does. */
  static String padded(long number, int width) {
    String digits = Long.toString(number);
    boolean negative = number < 0;
    String body = negative ? digits.substring(1) : digits;
    int zeros = width - digits.length();
    return (negative ? "-" : "") + (zeros > 0 ? "0".repeat(zeros) : "") + body;
  }
}
