package io.tidemark.engine.operator.join;

import io.tidemark.state.arrangement.IndexedZSet;
import io.tidemark.state.row.Bytes;
import java.util.Arrays;

/**
 * Which of a key's intervals hold a value, after Kriegel, Pötke and Seidl, "Managing Intervals
 * Efficiently in Object-Relational Databases" (VLDB 2000): of a binary tree over all values, which
 * exists in thought only, each interval is kept at the first node that it holds, here the longest
 * common prefix of its ends. An interval that holds a value is kept at a node on the value's way
 * down; there it is one whose start is at most the value, if the way goes on to the left, or whose
 * end is at least the value, if it goes on to the right.
 *
 * <p>State: each interval twice, by its start and by its end. Cost: two writes per interval; per
 * value one look-up per bit, and what is found. Intervals whose ends differ only beyond {@value
 * #BITS_MAX} bits are found by their start alone, so the condition itself is to be tested.
 */
final class IntervalIndex {

  private static final int BITS_MAX = 128;

  private enum Side {
    BY_START,
    BY_END,
    /** At a node without children. */
    END_OF_WAY
  }

  private final IndexedZSet forks;

  /**
   * @param forks the arrangement, of this class alone
   */
  IntervalIndex(IndexedZSet forks) {
    this.forks = forks;
  }

  /**
   * Adds to an interval's weight; one that ends before it starts holds nothing.
   *
   * @param start encoded so that byte order is the values' and none is another's prefix
   * @param element what stands for the interval, beginning with its start
   */
  void add(byte[] key, byte[] start, byte[] end, byte[] element, long weight) {
    int order = Arrays.compareUnsigned(start, end);
    if (order > 0) {
      return;
    }
    int fork = commonBits(start, end);
    if (order == 0 || fork == BITS_MAX) {
      forks.add(node(key, start, fork, Side.END_OF_WAY), element, weight);
      return;
    }
    forks.add(node(key, start, fork, Side.BY_START), element, weight);
    byte[] byEnd = Arrays.copyOf(end, end.length + element.length + Integer.BYTES);
    System.arraycopy(element, 0, byEnd, end.length, element.length);
    Bytes.INT.set(byEnd, end.length + element.length, end.length);
    forks.add(node(key, start, fork, Side.BY_END), byEnd, weight);
  }

  /** Visits the elements of a key's intervals that hold a value. */
  void forEachHolding(byte[] key, byte[] value, IndexedZSet.Visitor visitor) {
    byte[] beyond = SideIndex.beyond(value);
    int bits = Math.min(BITS_MAX, value.length * Byte.SIZE);
    for (int fork = 0; fork < bits; fork++) {
      if ((value[fork / Byte.SIZE] >> (Byte.SIZE - 1 - fork % Byte.SIZE) & 1) == 0) {
        forks.forEachInRange(node(key, value, fork, Side.BY_START), null, beyond, visitor);
      } else {
        forks.forEachInRange(
            node(key, value, fork, Side.BY_END),
            value,
            null,
            (byEnd, weight) -> {
              int last = byEnd.length - Integer.BYTES;
              int from = (int) Bytes.INT.get(byEnd, last);
              visitor.visit(Arrays.copyOfRange(byEnd, from, last), weight);
            });
      }
    }
    forks.forEachInRange(node(key, value, bits, Side.END_OF_WAY), null, beyond, visitor);
  }

  private static int commonBits(byte[] a, byte[] b) {
    int at = Arrays.mismatch(a, b);
    if (at < 0) {
      return Math.min(BITS_MAX, a.length * Byte.SIZE);
    }
    int different = (a[at] ^ b[at]) & 0xFF;
    return Math.min(
        BITS_MAX, at * Byte.SIZE + Integer.numberOfLeadingZeros(different) - (Integer.SIZE - 8));
  }

  /** {@code key ‖ first bits ‖ u8 their number ‖ u8 side}. */
  private static byte[] node(byte[] key, byte[] value, int bits, Side side) {
    int bytes = (bits + Byte.SIZE - 1) / Byte.SIZE;
    byte[] node = Arrays.copyOf(key, key.length + bytes + 2);
    System.arraycopy(value, 0, node, key.length, bytes);
    if (bits % Byte.SIZE != 0) {
      node[key.length + bytes - 1] &= (byte) (0xFF << (Byte.SIZE - bits % Byte.SIZE));
    }
    node[key.length + bytes] = (byte) bits;
    node[key.length + bytes + 1] = (byte) side.ordinal();
    return node;
  }
}
