package io.tidemark.engine.operator.window;

/** What becomes of one element of a tree in one step. */
final class Change {

  final byte[] element;
  final int keyLength;
  final long delta;
  long weightBefore;
  long weightAfter;

  /**
   * @param keyLength how much of the element is its order key
   */
  Change(byte[] element, int keyLength, long delta) {
    this.element = element;
    this.keyLength = keyLength;
    this.delta = delta;
  }

  long copiesBefore() {
    return Math.max(0, weightBefore);
  }

  long copiesAfter() {
    return Math.max(0, weightAfter);
  }
}
