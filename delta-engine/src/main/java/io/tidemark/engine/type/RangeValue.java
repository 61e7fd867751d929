package io.tidemark.engine.type;

import io.tidemark.state.row.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A range that is not empty, its bounds as they are on the wire; ranges of discrete types come in
 * PostgreSQL's canonical form [a,b).
 *
 * @param lower null: unbounded
 * @param upper null: unbounded
 */
public record RangeValue(
    byte @Nullable [] lower,
    boolean includesLower,
    byte @Nullable [] upper,
    boolean includesUpper) {

  // rangetypes.h
  private static final int EMPTY = 0x01;
  private static final int LOWER_INCLUSIVE = 0x02;
  private static final int UPPER_INCLUSIVE = 0x04;
  private static final int LOWER_INFINITE = 0x08;
  private static final int UPPER_INFINITE = 0x10;

  /** The wire form of a range without elements. */
  public static byte[] empty() {
    return new byte[] {EMPTY};
  }

  /** Decodes range_send's form; null if the range is empty. */
  public static @Nullable RangeValue decode(byte[] bytes, int offset) {
    int flags = bytes[offset];
    if ((flags & EMPTY) != 0) {
      return null;
    }
    int at = offset + 1;
    byte @Nullable [] lower = null;
    if ((flags & LOWER_INFINITE) == 0) {
      int length = (int) Bytes.INT.get(bytes, at);
      lower = Arrays.copyOfRange(bytes, at + 4, at + 4 + length);
      at += 4 + length;
    }
    byte @Nullable [] upper = null;
    if ((flags & UPPER_INFINITE) == 0) {
      int length = (int) Bytes.INT.get(bytes, at);
      upper = Arrays.copyOfRange(bytes, at + 4, at + 4 + length);
    }
    return new RangeValue(
        lower, (flags & LOWER_INCLUSIVE) != 0, upper, (flags & UPPER_INCLUSIVE) != 0);
  }

  /** The ranges of multirange_send's form. */
  public static List<RangeValue> decodeMultirange(byte[] bytes, int offset) {
    List<RangeValue> ranges = new ArrayList<>();
    int at = offset + 4;
    for (int count = (int) Bytes.INT.get(bytes, offset); count > 0; count--) {
      ranges.add(Objects.requireNonNull(decode(bytes, at + 4), "a multirange has no empty range"));
      at += 4 + (int) Bytes.INT.get(bytes, at);
    }
    return ranges;
  }

  /** The range in range_recv's form. */
  public byte[] encode() {
    int flags =
        (includesLower ? LOWER_INCLUSIVE : 0)
            | (includesUpper ? UPPER_INCLUSIVE : 0)
            | (lower == null ? LOWER_INFINITE : 0)
            | (upper == null ? UPPER_INFINITE : 0);
    byte[] bytes = new byte[1 + size(lower) + size(upper)];
    bytes[0] = (byte) flags;
    put(bytes, put(bytes, 1, lower), upper);
    return bytes;
  }

  private static int size(byte @Nullable [] bound) {
    return bound == null ? 0 : 4 + bound.length;
  }

  private static int put(byte[] bytes, int at, byte @Nullable [] bound) {
    if (bound == null) {
      return at;
    }
    Bytes.INT.set(bytes, at, bound.length);
    System.arraycopy(bound, 0, bytes, at + 4, bound.length);
    return at + 4 + bound.length;
  }

  /** Ranges in order, which do not touch, in multirange_recv's form. */
  public static byte[] encodeMultirange(List<RangeValue> ranges) {
    List<byte[]> encoded = ranges.stream().map(RangeValue::encode).toList();
    byte[] bytes = new byte[4 + encoded.stream().mapToInt(range -> 4 + range.length).sum()];
    Bytes.INT.set(bytes, 0, encoded.size());
    int at = 4;
    for (byte[] range : encoded) {
      at = put(bytes, at, range);
    }
    return bytes;
  }
}
