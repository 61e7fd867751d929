package io.tidemark.engine.type;

import java.math.BigInteger;

/**
 * An inet or cidr: an address with the length of its network's prefix. The address stands at the
 * left of 128 bits, so that prefixes of both families are masked in the same way.
 *
 * @param isVersion6 whether it has 128 bits, not 32
 * @param prefix bits of the network
 * @param high the first 64 bits
 * @param low the last 64 bits; 0 in version 4
 */
public record NetworkAddress(boolean isVersion6, int prefix, long high, long low)
    implements Comparable<NetworkAddress> {

  private static final int VERSION_4_BITS = 32;
  private static final int VERSION_6_BITS = 128;
  private static final int HALF = 64;

  /** The longest prefix of the family. */
  public int bits() {
    return isVersion6 ? VERSION_6_BITS : VERSION_4_BITS;
  }

  public NetworkAddress withPrefix(int length) {
    return new NetworkAddress(isVersion6, length, high, low);
  }

  /** The same bits of another address of the family. */
  public NetworkAddress withBits(long newHigh, long newLow) {
    return new NetworkAddress(isVersion6, prefix, newHigh, newLow);
  }

  /** The network: all bits behind the prefix are 0. */
  public NetworkAddress network() {
    return withBits(high & maskHigh(prefix), low & maskLow(prefix));
  }

  /** Of the first bits, those that are 1 in a prefix of this length. */
  public static long maskHigh(int length) {
    return length == 0 ? 0 : length >= HALF ? -1 : -1L << (HALF - length);
  }

  /** The same of the last 64 bits. */
  public static long maskLow(int length) {
    return length <= HALF ? 0 : -1L << (VERSION_6_BITS - length);
  }

  /** How many of the first bits two addresses have in common, at most {@code limit}. */
  public int commonBits(NetworkAddress other, int limit) {
    int common =
        high != other.high
            ? Long.numberOfLeadingZeros(high ^ other.high)
            : HALF + Long.numberOfLeadingZeros(low ^ other.low);
    return Math.min(common, limit);
  }

  /** Whether the other lies in the network of this length that the address is in. */
  public boolean sharesPrefix(NetworkAddress other, int length) {
    return isVersion6 == other.isVersion6 && commonBits(other, length) == length;
  }

  /** Byte of the address, counted from its beginning. */
  public int byteAt(int index) {
    long half = index < Long.BYTES ? high : low;
    return (int) (half >>> ((Long.BYTES - 1 - index % Long.BYTES) * Byte.SIZE)) & 0xFF;
  }

  /** Group of 16 bits, counted from the beginning. */
  public int groupAt(int index) {
    return byteAt(2 * index) << Byte.SIZE | byteAt(2 * index + 1);
  }

  /** The address as a number that is not negative. */
  public BigInteger number() {
    return isVersion6
        ? unsigned(high).shiftLeft(HALF).or(unsigned(low))
        : BigInteger.valueOf(high >>> VERSION_4_BITS);
  }

  /** The address of that number, of the same family and prefix; only its last bits are taken. */
  public NetworkAddress withNumber(BigInteger number) {
    return isVersion6
        ? withBits(number.shiftRight(HALF).longValue(), number.longValue())
        : withBits(number.longValue() << VERSION_4_BITS, 0);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  /** Version 4 first; then the common part of the networks, their size, and the address. */
  @Override
  public int compareTo(NetworkAddress other) {
    if (isVersion6 != other.isVersion6) {
      return isVersion6 ? 1 : -1;
    }
    int shorter = Math.min(prefix, other.prefix);
    if (commonBits(other, shorter) < shorter || prefix == other.prefix) {
      return compareBits(other);
    }
    return Integer.compare(prefix, other.prefix);
  }

  private int compareBits(NetworkAddress other) {
    int first = Long.compareUnsigned(high, other.high);
    return first != 0 ? first : Long.compareUnsigned(low, other.low);
  }
}
