package io.tidemark.engine.type;

import java.util.Arrays;

/**
 * jsonb's text with its numbers in one form. Two values of jsonb are equal where their texts are,
 * except that numbers are equal whatever their scale: {@code 1.0 = 1.00}. The text itself is
 * canonical: fields in one order, each once, strings escaped in one way, numbers without exponent.
 */
final class JsonbNumbers {

  private JsonbNumbers() {}

  /** The wire form with no zeros at the end of a number's decimals. */
  static byte[] withoutTrailingZeros(byte[] bytes, int offset, int length) {
    byte[] text = new byte[length];
    int size = 0;
    boolean inString = false;
    int point = -1; // of the number at hand, as an index of text
    for (int i = offset; i <= offset + length; i++) {
      byte next = i < offset + length ? bytes[i] : 0;
      if (point >= 0 && (next < '0' || next > '9')) {
        while (text[size - 1] == '0') {
          size--;
        }
        size = size - 1 == point ? point : size;
        point = -1;
      }
      if (i == offset + length) {
        break;
      }
      if (inString && next == '\\') {
        text[size++] = next;
        next = bytes[++i];
      } else if (next == '"') {
        inString = !inString;
      } else if (!inString && next == '.') {
        point = size;
      }
      text[size++] = next;
    }
    return Arrays.copyOf(text, size);
  }
}
