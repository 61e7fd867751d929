package io.tidemark.engine.function;

import java.nio.charset.StandardCharsets;

/**
 * A text that is read by a template, byte by byte in UTF-8 as PostgreSQL does; 0 is behind its end.
 */
final class TemplateInput {

  private static final long INT_DIGITS_LIMIT = 1L << 40; // beyond any int

  private final byte[] bytes;
  int at;

  TemplateInput(String text) {
    this.bytes = text.getBytes(StandardCharsets.UTF_8);
  }

  int length() {
    return bytes.length;
  }

  boolean isAtEnd() {
    return at >= bytes.length;
  }

  int remaining() {
    return bytes.length - at;
  }

  int current() {
    return byteAt(at);
  }

  int byteAt(int index) {
    return index >= 0 && index < bytes.length ? bytes[index] & 0xFF : 0;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Passes by one character, if there is one; by a byte within the middle of one. */
  void skipCharacter() {
    int first = current();
    int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    at = Math.min(bytes.length, at + length);
  }

  /** Passes by blanks; gives their number. */
  int skipBlanks() {
    int from = at;
    while (DateTemplate.isSpace(current())) {
      at++;
    }
    return at - from;
  }

  /** Whether a word of ASCII is next, in any case. */
  boolean startsWithIgnoringCase(String word) {
    if (remaining() < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (lower(byteAt(at + i)) != lower(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
  }

  boolean startsWith(byte[] text) {
    if (remaining() < text.length) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (bytes[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  /** A number that C's strtol finds; {@code end} is where it began if it found none. */
  record Found(long value, int end) {}

  /** As strtol: blanks, a sign, digits, all before a limit. */
  Found number(int from, int limit) {
    int place = from;
    int end = Math.min(limit, bytes.length);
    while (place < end && DateTemplate.isSpace(byteAt(place))) {
      place++;
    }
    boolean negative = place < end && byteAt(place) == '-';
    if (place < end && (negative || byteAt(place) == '+')) {
      place++;
    }
    int first = place;
    long value = 0;
    while (place < end && isDigit(byteAt(place))) {
      value = Math.min(INT_DIGITS_LIMIT, value * 10 + byteAt(place) - '0');
      place++;
    }
    return place == first ? new Found(0, from) : new Found(negative ? -value : value, place);
  }
}
