package io.tidemark.state;

import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.Arrays;

/** Z-sets as bytes: {@code u32 entries}, then each as {@code i64 weight, u32 length, row}. */
final class ZSetCodec {

  private static final int ENTRY_HEADER = 12;

  private ZSetCodec() {}

  static byte[] encode(ZSet zset) {
    int bytes = 4;
    for (int i = 0; i < zset.size(); i++) {
      bytes = Math.addExact(bytes, ENTRY_HEADER + zset.row(i).bytes().length);
    }
    byte[] target = new byte[bytes];
    Bytes.INT.set(target, 0, zset.size());
    int at = 4;
    for (int i = 0; i < zset.size(); i++) {
      byte[] row = zset.row(i).bytes();
      Bytes.LONG.set(target, at, zset.weight(i));
      Bytes.INT.set(target, at + 8, row.length);
      System.arraycopy(row, 0, target, at + ENTRY_HEADER, row.length);
      at += ENTRY_HEADER + row.length;
    }
    return target;
  }

  static ZSet decode(byte[] bytes) {
    int entries = (int) Bytes.INT.get(bytes, 0);
    ZSet zset = new ZSet(entries);
    int at = 4;
    for (int i = 0; i < entries; i++) {
      long weight = (long) Bytes.LONG.get(bytes, at);
      int length = (int) Bytes.INT.get(bytes, at + 8);
      at += ENTRY_HEADER;
      zset.add(Row.wrap(Arrays.copyOfRange(bytes, at, at + length)), weight);
      at += length;
    }
    return zset;
  }
}
