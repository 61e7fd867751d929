package io.tidemark.engine.operator.ordered;

import io.tidemark.state.row.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Labels of an order: bytes between any two of which there are always more, so that none ever
 * changes (order maintenance without relabelling; Dietz, "Maintaining order in a linked list", STOC
 * 1982, is the version that relabels).
 *
 * <p>A label is a sequence of digits, the first of 63 bits, the others of 32, compared one by one;
 * a sequence comes before those that it begins. In bytes each digit is followed by 1 if there are
 * more and by 0 if not, so that unsigned byte order is the order of labels and none is another's
 * prefix.
 *
 * <p><strong>Growth.</strong> New labels take a digit between their neighbours' where there is one,
 * else the next place behind the lower neighbour, which is empty and of which they take the middle.
 * At either end of such a place steps are of a fixed width: a run of ascending or descending values
 * has 2³⁰ labels of 9 bytes at the ends of the order, and needs 5 more bytes per 2¹⁵ values
 * anywhere else. Values in random order take one bit for each doubling of their number. Only ever
 * halving the same gap costs 5 bytes per 17 values; that any scheme of this kind must grow so is
 * known.
 */
final class Labels {

  private static final int FIRST_BYTES = 8;
  private static final int OTHER_BYTES = 4;

  /** Beyond all first digits, and all others. */
  private static final long FIRST_END = Long.MAX_VALUE;

  private static final long OTHER_END = 1L << 32;

  /** From a label at the end of a place to the next one there. */
  private static final long FIRST_STEP = 1L << 32;

  private static final long OTHER_STEP = 1L << 16;

  private Labels() {}

  /**
   * New labels in ascending order.
   *
   * @param low behind which they are, null for none
   * @param high before which they are, null for none
   */
  static byte[][] between(byte @Nullable [] low, byte @Nullable [] high, int count) {
    long @Nullable [] lower = low == null ? null : digits(low);
    long @Nullable [] upper = high == null ? null : digits(high);
    long[] prefix = {};
    for (int place = 0; ; place++) {
      boolean atStart = lower == null || place >= lower.length;
      boolean atEnd = upper == null;
      long from = lower == null || atStart ? 0 : lower[place];
      long to = upper == null ? (place == 0 ? FIRST_END : OTHER_END) : upper[place];
      if (to - from > count) {
        return spread(prefix, from, to, atStart, atEnd, count);
      }
      prefix = Arrays.copyOf(prefix, place + 1);
      prefix[place] = from;
      lower = atStart ? null : lower;
      upper = from == to ? upper : null;
    }
  }

  /** Digits between two, exclusively, in a place of which one end or both may be open. */
  private static byte[][] spread(
      long[] prefix, long from, long to, boolean atStart, boolean atEnd, int count) {
    long step = (to - from) / (count + 1L);
    if (atStart || atEnd) {
      step = Math.min(step, prefix.length == 0 ? FIRST_STEP : OTHER_STEP);
    }
    long first;
    if (atStart && atEnd) {
      first = from + (to - from) / 2 - step * (count - 1) / 2;
    } else if (atStart) {
      first = to - step * count;
    } else {
      first = from + step;
    }
    byte[][] labels = new byte[count][];
    for (int i = 0; i < count; i++) {
      labels[i] = encode(prefix, first + i * step);
    }
    return labels;
  }

  private static byte[] encode(long[] prefix, long last) {
    byte[] label = new byte[FIRST_BYTES + 1 + prefix.length * (OTHER_BYTES + 1)];
    int at = 0;
    for (int place = 0; place <= prefix.length; place++) {
      long digit = place < prefix.length ? prefix[place] : last;
      if (place == 0) {
        Bytes.LONG.set(label, at, digit);
        at += FIRST_BYTES;
      } else {
        Bytes.INT.set(label, at, (int) digit);
        at += OTHER_BYTES;
      }
      label[at++] = (byte) (place < prefix.length ? 1 : 0);
    }
    return label;
  }

  private static long[] digits(byte[] label) {
    long[] digits = new long[1 + (label.length - FIRST_BYTES - 1) / (OTHER_BYTES + 1)];
    digits[0] = (long) Bytes.LONG.get(label, 0);
    for (int place = 1; place < digits.length; place++) {
      int at = FIRST_BYTES + 1 + (place - 1) * (OTHER_BYTES + 1);
      digits[place] = Integer.toUnsignedLong((int) Bytes.INT.get(label, at));
    }
    return digits;
  }

  /** The length of the label that bytes begin with. */
  static int length(byte[] bytes) {
    int end = FIRST_BYTES;
    while (bytes[end] != 0) {
      end += 1 + OTHER_BYTES;
    }
    return end + 1;
  }
}
