package io.tidemark.engine.operator.window;

import io.tidemark.state.row.Row;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A row in its place: {@code order key ‖ row}, so that peers stand in the order of their bytes. Of
 * a row with labels it is {@code order key ‖ row without them ‖ labels}: their lengths, which are
 * at the beginning of a row, depend on history, and peers must not.
 */
final class Element {

  private static final int EMPTY = Row.EMPTY.bytes().length;

  private Element() {}

  /**
   * The element of a row.
   *
   * @param labels how many of its last columns are labels
   */
  static byte[] of(byte[] key, Row row, int labels) {
    if (labels == 0) {
      return concat(key, row.bytes());
    }
    int visible = row.columnCount() - labels;
    return concat(
        concat(key, row.project(IntStream.range(0, visible).toArray()).bytes()),
        row.project(IntStream.range(visible, visible + labels).toArray()).bytes());
  }

  static Row row(byte[] element, int keyLength) {
    byte[] bytes = Arrays.copyOfRange(element, keyLength, element.length);
    Row first = Row.wrap(bytes); // which says itself where it ends
    int last = first.columnCount() - 1;
    int end = last < 0 ? EMPTY : first.offset(last) + first.length(last);
    return end == bytes.length
        ? first
        : Row.wrap(Arrays.copyOf(bytes, end))
            .concat(Row.wrap(Arrays.copyOfRange(bytes, end, bytes.length)));
  }

  private static byte[] concat(byte[] left, byte[] right) {
    byte[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }
}
