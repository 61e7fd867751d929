package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;

/** Functions and operators of macaddr and macaddr8 (mac.c, mac8.c), whose bits are a long's. */
final class HardwareAddressFunctions {

  private static final long MAC_MASK = 0xFFFF_FFFF_FFFFL;
  private static final long MAKER = 0xFF_FFFFL << 24; // the first three bytes of six
  private static final long MAKER8 = 0xFF_FFFFL << 40; // and of eight
  private static final long REST = 0xFF_FFFFL;
  private static final long EXTENSION = 0xFFFEL << 24; // what makes eight bytes of six
  private static final long EXTENSION_MASK = 0xFFFFL << 24;
  private static final long SEVENTH_BIT = 0x02L << 56;

  private HardwareAddressFunctions() {}

  static void register(FunctionLibrary library) {
    for (String type : new String[] {"macaddr", "macaddr8"}) {
      library.<Long, Long>comparisons(type + "_", Long::compareUnsigned);
      library.<Long, Long>binary(type + "_cmp", Long::compareUnsigned);
      library.<Long, Long>binary(type + "_and", (a, b) -> a & b);
      library.<Long, Long>binary(type + "_or", (a, b) -> a | b);
    }
    library.<Long>unary("macaddr_not", a -> ~a & MAC_MASK);
    library.<Long>unary("macaddr8_not", a -> ~a);
    library.<Long>unary("macaddr_trunc", a -> a & MAKER);
    library.<Long>unary("macaddr8_trunc", a -> a & MAKER8);
    library.<Long>unary("macaddr8_set7bit", a -> a | SEVENTH_BIT);
    library.<Long>unary("macaddrtomacaddr8", HardwareAddressFunctions::lengthened);
    library.<Long>unary("macaddr8tomacaddr", HardwareAddressFunctions::shorten);
  }

  /** Six bytes with FF FE between the third and the fourth. */
  static long lengthened(long address) {
    return (address & MAKER) << 16 | EXTENSION | (address & REST);
  }

  private static long shorten(long address) {
    if ((address & EXTENSION_MASK) != EXTENSION) {
      throw new EvaluationException("22003", "macaddr8 data out of range to convert to macaddr");
    }
    return (address >>> 16 & MAKER) | (address & REST);
  }

  /** Bytes as pairs of hexadecimal digits with colons. */
  static String text(long address, int bytes) {
    StringBuilder text = new StringBuilder(3 * bytes);
    for (int i = bytes - 1; i >= 0; i--) {
      text.append("%02x".formatted(address >>> (i * Byte.SIZE) & 0xFF)).append(i == 0 ? "" : ":");
    }
    return text.toString();
  }
}
