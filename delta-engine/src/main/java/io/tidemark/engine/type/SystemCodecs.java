package io.tidemark.engine.type;

import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Codecs of the types of system columns: {@code xid, cid} Long of 32 bits; {@code xid8, pg_lsn}
 * Long without sign; {@code tid} Long, the block's number before the 16 bits of the line's; {@code
 * oidvector} List of Long.
 */
final class SystemCodecs {

  private static final int VECTOR_HEADER = 20; // one dimension, flags, type, length, lower bound
  private static final int VECTOR_LENGTH_AT = 12;
  private static final int ELEMENT = 8; // its length, and an OID

  private SystemCodecs() {}

  static void register() {
    TypeCodecs.register(
        (b, o, n) -> Integer.toUnsignedLong((int) Bytes.INT.get(b, o)),
        (v, t) -> t.addInt(((Long) v).intValue()),
        PgType.XID,
        PgType.CID);
    TypeCodecs.register(
        (b, o, n) -> (long) Bytes.LONG.get(b, o),
        (v, t) -> t.addLong((Long) v),
        PgType.XID8,
        PgType.PG_LSN);
    TypeCodecs.register(
        (b, o, n) ->
            Integer.toUnsignedLong((int) Bytes.INT.get(b, o)) << Short.SIZE
                | (b[o + 4] & 0xFF) << Byte.SIZE
                | (b[o + 5] & 0xFF),
        (v, t) -> {
          byte[] bytes = new byte[Long.BYTES];
          Bytes.LONG.set(bytes, 0, (long) (Long) v);
          t.add(bytes, 2, 6);
        },
        PgType.TID);
    TypeCodecs.register(
        (b, o, n) -> {
          List<Long> oids = new ArrayList<>();
          for (int at = o + VECTOR_HEADER; at < o + n; at += ELEMENT) {
            oids.add(Integer.toUnsignedLong((int) Bytes.INT.get(b, at + 4)));
          }
          return oids;
        },
        (v, t) -> encodeVector((List<?>) v, t),
        PgType.OIDVECTOR);
  }

  private static void encodeVector(List<?> oids, RowBuilder target) {
    byte[] bytes = new byte[VECTOR_HEADER + ELEMENT * oids.size()];
    Bytes.INT.set(bytes, 0, 1);
    Bytes.INT.set(bytes, 8, PgType.OID);
    Bytes.INT.set(bytes, VECTOR_LENGTH_AT, oids.size());
    for (int i = 0; i < oids.size(); i++) {
      int at = VECTOR_HEADER + ELEMENT * i;
      Bytes.INT.set(bytes, at, 4);
      Bytes.INT.set(bytes, at + 4, ((Long) oids.get(i)).intValue());
    }
    target.add(bytes);
  }
}
