package io.tidemark.engine.operator.ordered;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A place in the order of a group's copies: before an element, or within its copies.
 *
 * @param element null for the end, behind everything; need not be in the group
 * @param copies how many of the element's copies are before the cut
 */
record Cut(byte @Nullable [] element, long copies) implements Comparable<Cut> {

  static final Cut START = new Cut(new byte[0], 0);
  static final Cut END = new Cut(null, 0);

  /** How many copies of an element that has so many are before the cut. */
  long before(byte[] other, long otherCopies) {
    if (element == null) {
      return otherCopies;
    }
    int order = Arrays.compareUnsigned(other, element);
    return order < 0 ? otherCopies : order > 0 ? 0 : Math.min(copies, otherCopies);
  }

  /** Whether the cut is at this element. */
  boolean isIn(byte[] other) {
    return element != null && Arrays.equals(other, element);
  }

  /** Moves to the first element that is not wholly before the cut. */
  boolean seek(Cursor cursor) {
    return element != null && cursor.seek(element);
  }

  @Override
  public int compareTo(Cut other) {
    if (element == null || other.element == null) {
      return Boolean.compare(element == null, other.element == null);
    }
    int order = Arrays.compareUnsigned(element, other.element);
    return order != 0 ? order : Long.compare(copies, other.copies);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cut cut && compareTo(cut) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(element) + Long.hashCode(copies);
  }
}
