package io.tidemark.engine.type;

import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.RowBuilder;

/**
 * Codecs of network.c, mac.c and mac8.c: {@code inet, cidr} {@link NetworkAddress}; {@code macaddr,
 * macaddr8} Long, whose last 48 or all 64 bits are the address.
 */
final class NetworkCodecs {

  private static final int VERSION_4 = 2; // PGSQL_AF_INET
  private static final int VERSION_6 = 3;
  private static final int HEADER = 4; // family, prefix, whether it is cidr, bytes
  private static final int VERSION_4_BYTES = 4;
  private static final int VERSION_6_BYTES = 16;
  private static final int MAC_BYTES = 6;

  private NetworkCodecs() {}

  static void register() {
    TypeCodecs.register(
        (b, o, n) -> decode(b, o), (v, t) -> encode((NetworkAddress) v, false, t), PgType.INET);
    TypeCodecs.register(
        (b, o, n) -> decode(b, o), (v, t) -> encode((NetworkAddress) v, true, t), PgType.CIDR);
    TypeCodecs.register(
        (b, o, n) -> (long) Bytes.LONG.get(b, o), (v, t) -> t.addLong((Long) v), PgType.MACADDR8);
    TypeCodecs.register(
        (b, o, n) -> {
          long address = 0;
          for (int i = 0; i < MAC_BYTES; i++) {
            address = address << Byte.SIZE | (b[o + i] & 0xFF);
          }
          return address;
        },
        (v, t) -> {
          byte[] bytes = new byte[Long.BYTES];
          Bytes.LONG.set(bytes, 0, (long) (Long) v);
          t.add(bytes, Long.BYTES - MAC_BYTES, MAC_BYTES);
        },
        PgType.MACADDR);
  }

  private static NetworkAddress decode(byte[] bytes, int offset) {
    int prefix = bytes[offset + 1] & 0xFF;
    int address = offset + HEADER;
    return bytes[offset] == VERSION_6
        ? new NetworkAddress(
            true,
            prefix,
            (long) Bytes.LONG.get(bytes, address),
            (long) Bytes.LONG.get(bytes, address + Long.BYTES))
        : new NetworkAddress(
            false, prefix, (long) (int) Bytes.INT.get(bytes, address) << Integer.SIZE, 0);
  }

  private static void encode(NetworkAddress value, boolean isCidr, RowBuilder target) {
    int size = value.isVersion6() ? VERSION_6_BYTES : VERSION_4_BYTES;
    byte[] bytes = new byte[HEADER + size];
    bytes[0] = (byte) (value.isVersion6() ? VERSION_6 : VERSION_4);
    bytes[1] = (byte) value.prefix();
    bytes[2] = (byte) (isCidr ? 1 : 0);
    bytes[3] = (byte) size;
    for (int i = 0; i < size; i++) {
      bytes[HEADER + i] = (byte) value.byteAt(i);
    }
    target.add(bytes);
  }
}
