package io.tidemark.bench.row;

import java.math.BigDecimal;
import java.math.BigInteger;

/** PostgreSQL's binary numeric: u16 digits, i16 weight, u16 sign, u16 scale, base-10000 digits. */
final class Numeric {

  private static final int HEADER = 8;
  private static final BigInteger BASE = BigInteger.valueOf(10_000);

  private Numeric() {}

  /** For non-negative values below 10^16 with at most 4 decimals, which is what the orders have. */
  static byte[] encode(BigDecimal value) {
    long scaled = value.movePointRight(4).longValueExact();
    int count = 0;
    short[] digits = new short[6];
    for (long rest = scaled; rest != 0; rest /= 10_000) {
      digits[count++] = (short) (rest % 10_000);
    }
    int trailing = 0;
    while (trailing < count && digits[trailing] == 0) {
      trailing++;
    }
    byte[] bytes = new byte[HEADER + 2 * (count - trailing)];
    putShort(bytes, 0, count - trailing);
    putShort(bytes, 2, Math.max(count - 2, -1));
    putShort(bytes, 6, value.scale());
    for (int i = 0; i < count - trailing; i++) {
      putShort(bytes, HEADER + 2 * i, digits[count - 1 - i]);
    }
    return bytes;
  }

  static BigDecimal decode(byte[] bytes, int offset) {
    int count = getShort(bytes, offset);
    int weight = getShort(bytes, offset + 2);
    int scale = getShort(bytes, offset + 6);
    int exponent = count - 1 - weight; // of base 10000, to the right of the point
    if (count <= 4) {
      long unscaled = 0;
      for (int i = 0; i < count; i++) {
        unscaled = unscaled * 10_000 + getShort(bytes, offset + HEADER + 2 * i);
      }
      return BigDecimal.valueOf(unscaled, 4 * exponent).setScale(scale);
    }
    BigInteger unscaled = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      int digit = getShort(bytes, offset + HEADER + 2 * i);
      unscaled = unscaled.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    return new BigDecimal(unscaled, 4 * exponent).setScale(scale);
  }

  private static int getShort(byte[] bytes, int at) {
    return (short) ((bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF));
  }

  private static void putShort(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }
}
