package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.util.function.LongBinaryOperator;

/**
 * Functions and operators of money, a number of cents (cash.c). Casts from and to numbers and text
 * depend on {@code lc_monetary} and are left to PostgreSQL.
 */
final class MoneyFunctions {

  private static final String[] ONES = {
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
  };
  private static final String[] TENS = {
    "", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
  };
  private static final String[] THOUSANDS = {
    "", "thousand", "million", "billion", "trillion", "quadrillion",
  };

  private MoneyFunctions() {}

  static void register(FunctionLibrary library) {
    library.<Long, Long>comparisons("cash_", Long::compare);
    library.<Long, Long>binary("cash_cmp", Long::compare);
    library.<Long>extremes("cash", Long::compare);
    library.<Long, Long>binary("cash_pl", (a, b) -> inRange(Math::addExact, a, b));
    library.<Long, Long>binary("cash_mi", (a, b) -> inRange(Math::subtractExact, a, b));
    for (String type : new String[] {"int2", "int4", "int8"}) {
      library.<Long, Number>binary("cash_mul_" + type, (a, b) -> multiply(a, b.longValue()));
      library.<Number, Long>binary(type + "_mul_cash", (a, b) -> multiply(b, a.longValue()));
      library.<Long, Number>binary("cash_div_" + type, (a, b) -> divide(a, b.longValue()));
    }
    for (String type : new String[] {"flt4", "flt8"}) {
      library.<Long, Number>binary("cash_mul_" + type, (a, b) -> round(a * b.doubleValue()));
      library.<Number, Long>binary(type + "_mul_cash", (a, b) -> round(b * a.doubleValue()));
      library.<Long, Number>binary("cash_div_" + type, (a, b) -> round(divide(a, b.doubleValue())));
    }
    library.<Long, Long>binary("cash_div_cash", (a, b) -> divide(a, b.doubleValue()));
    library.<Long>unary("cash_words", MoneyFunctions::words);
  }

  private static long multiply(long a, long b) {
    return inRange(Math::multiplyExact, a, b);
  }

  private static long divide(long a, long b) {
    if (b == 0) {
      throw divisionByZero();
    }
    return inRange(Math::divideExact, a, b);
  }

  private static double divide(long a, double b) {
    if (b == 0) {
      throw divisionByZero();
    }
    return a / b;
  }

  private static long inRange(LongBinaryOperator operation, long a, long b) {
    try {
      return operation.applyAsLong(a, b);
    } catch (ArithmeticException overflow) {
      throw outOfRange();
    }
  }

  private static EvaluationException outOfRange() {
    return new EvaluationException("22003", "money out of range");
  }

  private static EvaluationException divisionByZero() {
    return new EvaluationException("22012", "division by zero");
  }

  private static long round(double value) {
    double rounded = Math.rint(value);
    if (!(rounded >= Long.MIN_VALUE && rounded < 0x1p63)) { // NaN neither
      throw outOfRange();
    }
    return (long) rounded;
  }

  private static String words(long value) {
    StringBuilder text = new StringBuilder(value < 0 ? "minus " : "");
    int start = text.length();
    long cents = value < 0 ? -value : value; // unsigned: the least stays as it is
    long dollars = Long.divideUnsigned(cents, 100);
    for (int i = THOUSANDS.length - 1; i > 0; i--) {
      int group = (int) (dollars / (long) Math.pow(1000, i) % 1000);
      if (group != 0) {
        appendWords(text, group);
        text.append(' ').append(THOUSANDS[i]).append(' ');
      }
    }
    int last = (int) (dollars % 1000);
    if (last != 0) {
      appendWords(text, last);
    }
    if (text.length() == start) {
      text.append("zero");
    }
    text.append(dollars == 1 ? " dollar and " : " dollars and ");
    int rest = (int) Long.remainderUnsigned(cents, 100);
    appendWords(text, rest);
    text.append(rest == 1 ? " cent" : " cents");
    text.setCharAt(0, Character.toUpperCase(text.charAt(0)));
    return text.toString();
  }

  /** A number below 1000. */
  private static void appendWords(StringBuilder text, int number) {
    int rest = number % 100;
    if (number > 99) {
      text.append(ONES[number / 100]).append(" hundred");
      if (rest == 0) {
        return;
      }
      text.append(rest < 20 ? " and " : " ");
    }
    if (rest < 20) {
      text.append(ONES[rest]);
    } else {
      text.append(TENS[rest / 10]).append(rest % 10 == 0 ? "" : " " + ONES[rest % 10]);
    }
  }
}
