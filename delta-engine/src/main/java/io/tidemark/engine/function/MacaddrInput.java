package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;

/**
 * The input function of macaddr (mac.c), which tries one format of C's sscanf after the other: a
 * number may have blanks, a sign and 0x before it.
 */
final class MacaddrInput {

  /** x: a number of any length; 2: of two characters; others stand for themselves. */
  private static final String[] FORMATS = {
    "x:x:x:x:x:x", "x-x-x-x-x-x", "222:222", "222-222", "22.22.22", "22-22-22", "222222",
  };

  private final String text;
  private int at;

  private MacaddrInput(String text) {
    this.text = text;
  }

  static long read(String text) {
    for (String format : FORMATS) {
      long[] octets = new MacaddrInput(text).scan(format);
      if (octets.length == 6) {
        long address = 0;
        for (long octet : octets) {
          if ((int) octet < 0 || (int) octet > 0xFF) {
            throw new EvaluationException(
                "22003", "invalid octet value in \"macaddr\" value: \"%s\"".formatted(text));
          }
          address = address << Byte.SIZE | (octet & 0xFF);
        }
        return address;
      }
    }
    throw TextInputs.invalid("macaddr", text);
  }

  /** The numbers; none if the text is not of the format, or something follows. */
  private long[] scan(String format) {
    long[] none = {};
    long[] numbers = new long[6];
    int count = 0;
    for (int i = 0; i < format.length(); i++) {
      char each = format.charAt(i);
      if (each == 'x' || each == '2') {
        skipBlanks();
        int start = at;
        long number = number(each == '2' ? 2 : Integer.MAX_VALUE);
        if (at == start) {
          return none;
        }
        numbers[count++] = number;
      } else if (current() != each) {
        return none;
      } else {
        at++;
      }
    }
    skipBlanks();
    return at == text.length() ? numbers : none;
  }

  private char current() {
    return at < text.length() && text.charAt(at) < 0x80 ? text.charAt(at) : '\0';
  }

  private void skipBlanks() {
    while (at < text.length() && TextCasts.isSpace(text.charAt(at))) {
      at++;
    }
  }

  /** Leaves the place as it is if there is no number. */
  private long number(int width) {
    int start = at;
    long end = (long) at + width;
    boolean isNegative = current() == '-';
    if (isNegative || current() == '+') {
      at++;
    }
    int digitsFrom = at;
    boolean isPrefixed =
        current() == '0'
            && at + 1 < Math.min(end, text.length())
            && (text.charAt(at + 1) == 'x' || text.charAt(at + 1) == 'X');
    at += isPrefixed ? 2 : 0;
    long number = 0;
    for (; at < end && Character.digit(current(), 16) >= 0; at++) {
      int digit = Character.digit(current(), 16);
      number = number >>> 60 != 0 ? -1 : number << 4 | digit; // beyond 64 bits, all are ones
    }
    if (at == digitsFrom) {
      at = start;
    }
    return isNegative ? -number : number;
  }
}
