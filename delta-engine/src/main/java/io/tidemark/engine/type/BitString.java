package io.tidemark.engine.type;

import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.RowBuilder;
import java.util.Arrays;

/**
 * A bit or varbit: bits from the first byte's highest on, the last byte filled with zeros.
 * Immutable; whoever gets or gives the bytes does not write to them.
 */
public final class BitString implements Comparable<BitString> {

  private static final int HEADER = 4; // on the wire, the length in bits

  private final int length;
  private final byte[] bytes;

  /**
   * @param bytes as many as the bits need; what is behind the last bit is made 0
   */
  public BitString(int length, byte[] bytes) {
    this.length = length;
    this.bytes = bytes;
    int rest = length % Byte.SIZE;
    if (rest != 0) {
      bytes[bytes.length - 1] &= (byte) (0xFF << (Byte.SIZE - rest));
    }
  }

  static void register() {
    TypeCodecs.register(
        (b, o, n) ->
            new BitString((int) Bytes.INT.get(b, o), Arrays.copyOfRange(b, o + HEADER, o + n)),
        (v, t) -> ((BitString) v).encode(t),
        PgType.BIT,
        PgType.VARBIT);
  }

  private void encode(RowBuilder target) {
    byte[] wire = new byte[HEADER + bytes.length];
    Bytes.INT.set(wire, 0, length);
    System.arraycopy(bytes, 0, wire, HEADER, bytes.length);
    target.add(wire);
  }

  /** How many bytes so many bits need. */
  public static int bytesFor(int bits) {
    return (int) ((bits + 7L) / Byte.SIZE);
  }

  /** In bits. */
  public int length() {
    return length;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** The bit at a place counted from 0. */
  public boolean get(int index) {
    return (bytes[index / Byte.SIZE] & 0x80 >> index % Byte.SIZE) != 0;
  }

  /** The bits from one place up to before another, as zeros where there are none. */
  public BitString slice(long from, long to) {
    int count = (int) (to - from);
    byte[] sliced = new byte[bytesFor(count)];
    for (int i = 0; i < sliced.length; i++) {
      sliced[i] = byteFrom(from + (long) i * Byte.SIZE);
    }
    return new BitString(count, sliced);
  }

  /** Eight bits from any place on. */
  private byte byteFrom(long bit) {
    int index = (int) Math.floorDiv(bit, (long) Byte.SIZE);
    int shift = (int) Math.floorMod(bit, (long) Byte.SIZE);
    return (byte) ((unsigned(index) << Byte.SIZE | unsigned(index + 1)) >> (Byte.SIZE - shift));
  }

  private int unsigned(int index) {
    return index < 0 || index >= bytes.length ? 0 : bytes[index] & 0xFF;
  }

  /** The bits with others behind them. */
  public BitString concatenate(BitString more) {
    byte[] joined = Arrays.copyOf(bytes, bytesFor(length + more.length));
    int first = length / Byte.SIZE;
    int skipped = length % Byte.SIZE;
    for (int i = first; i < joined.length; i++) {
      joined[i] |= more.byteFrom((long) (i - first) * Byte.SIZE - skipped);
    }
    return new BitString(length + more.length, joined);
  }

  /** By their bytes; of two of which one begins with the other, the shorter first. */
  @Override
  public int compareTo(BitString other) {
    int order = Arrays.compareUnsigned(bytes, other.bytes);
    int common = Math.min(bytes.length, other.bytes.length);
    boolean begins = Arrays.equals(bytes, 0, common, other.bytes, 0, common);
    return begins ? Integer.compare(length, other.length) : order;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BitString bits
        && length == bits.length
        && Arrays.equals(bytes, bits.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * length + Arrays.hashCode(bytes);
  }

  /** The digits that PostgreSQL writes. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(get(i) ? '1' : '0');
    }
    return text.toString();
  }
}
