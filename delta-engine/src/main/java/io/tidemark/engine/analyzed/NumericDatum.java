package io.tidemark.engine.analyzed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A numeric as the server keeps it: a 16-bit header that holds sign, scale and weight (short form)
 * or sign and scale followed by the weight (long form), then digits of base 10,000.
 */
final class NumericDatum {

  private static final int SPECIAL = 0xC000;
  private static final int SHORT = 0x8000;
  private static final int NEGATIVE = 0x4000;

  private NumericDatum() {}

  /** The wire form: count of digits, weight, sign, scale, digits. */
  static byte[] wire(byte[] payload) {
    ByteBuffer from = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    int header = from.getShort() & 0xFFFF;
    int sign;
    int scale;
    int weight;
    if ((header & SPECIAL) == SPECIAL) {
      // NaN and the infinities: the server sends the sign only, and a scale for the infinities
      sign = header & 0xF000;
      scale = (header & 0x1F80) >>> 7;
      weight = 0;
    } else if ((header & SPECIAL) == SHORT) {
      sign = (header & 0x2000) != 0 ? NEGATIVE : 0;
      scale = (header & 0x1F80) >>> 7;
      weight = (header & 0x0040) != 0 ? (header & 0x003F) | ~0x003F : header & 0x003F;
    } else {
      sign = header & SPECIAL;
      scale = header & 0x3FFF;
      weight = from.getShort();
    }
    int digits = from.remaining() / 2;
    ByteBuffer wire = ByteBuffer.allocate(8 + 2 * digits);
    wire.putShort((short) digits)
        .putShort((short) weight)
        .putShort((short) sign)
        .putShort((short) scale);
    for (int i = 0; i < digits; i++) {
      wire.putShort(from.getShort());
    }
    return wire.array();
  }
}
