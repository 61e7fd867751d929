package io.tidemark.engine.type;

import io.tidemark.state.row.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The wire form of a tsquery: the number of items, then each item in prefix order, an operator's
 * right operand first: 1, weights, whether it is a prefix, the word and a zero; or 2, the operator,
 * and for a phrase its distance.
 */
final class TextQuery {

  private static final byte WORD = 1;
  private static final byte NOT = 1;
  private static final byte AND = 2;
  private static final byte PHRASE = 4;
  private static final String WEIGHTS = "DCBA"; // bits from the lowest

  private final byte[] bytes;
  private int at;

  private TextQuery(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** The text that its input function makes the same query of; every operation in parentheses. */
  static String text(byte[] bytes, int offset) {
    int items = (int) Bytes.INT.get(bytes, offset);
    return items == 0 ? "" : new TextQuery(bytes, offset + 4).operand();
  }

  private String operand() {
    if (bytes[at++] == WORD) {
      return word();
    }
    byte operator = bytes[at++];
    if (operator == NOT) {
      return "!(" + operand() + ")";
    }
    String sign = operator == AND ? "&" : "|";
    if (operator == PHRASE) {
      sign = "<" + ((bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF)) + ">";
      at += 2;
    }
    String right = operand();
    return "(" + operand() + " " + sign + " " + right + ")";
  }

  private String word() {
    int weights = bytes[at++];
    boolean prefix = bytes[at++] != 0;
    int start = at;
    while (bytes[at] != 0) {
      at++;
    }
    String word = new String(bytes, start, at++ - start, StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder("'");
    text.append(word.replace("\\", "\\\\").replace("'", "''")).append('\'');
    if (prefix || weights != 0) {
      text.append(prefix ? ":*" : ":");
    }
    for (int bit = 0; bit < WEIGHTS.length(); bit++) {
      if ((weights & 1 << bit) != 0) {
        text.append(WEIGHTS.charAt(bit));
      }
    }
    return text.toString();
  }

  /** Words' weights and prefix marks set to none: PostgreSQL's equality does not look at them. */
  static byte[] withoutWeights(byte[] bytes, int offset, int length) {
    byte[] query = Arrays.copyOfRange(bytes, offset, offset + length);
    int items = (int) Bytes.INT.get(query, 0);
    int at = 4;
    for (int item = 0; item < items; item++) {
      if (query[at] == WORD) {
        query[at + 1] = 0;
        query[at + 2] = 0;
        at += 3;
        while (query[at] != 0) {
          at++;
        }
        at++;
      } else {
        at += query[at + 1] == PHRASE ? 4 : 2;
      }
    }
    return query;
  }
}
