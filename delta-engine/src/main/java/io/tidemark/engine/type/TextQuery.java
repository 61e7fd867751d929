package io.tidemark.engine.type;

import io.tidemark.state.row.Bytes;
import java.util.Arrays;

/**
 * The wire form of a tsquery: the number of items, then each item in prefix order: 1, weights,
 * whether it is a prefix, the word and a zero; or 2, the operator, and for a phrase its distance.
 */
final class TextQuery {

  private static final byte WORD = 1;
  private static final byte PHRASE = 4;

  private TextQuery() {}

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
