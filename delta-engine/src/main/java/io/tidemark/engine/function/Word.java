package io.tidemark.engine.function;

import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.RowBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A form of values that fit in a long: boolean as 0 or 1, integers, dates and times as they are,
 * floats as their bits. What is computed with them needs no objects.
 */
enum Word {
  BOOL(1),
  INT2(2),
  INT4(4),
  INT8(8),
  OID(4),
  FLOAT4(4),
  FLOAT8(8);

  private final int bytes; // in the wire format

  Word(int bytes) {
    this.bytes = bytes;
  }

  /** The form of a type's values; null if they do not fit. */
  static @Nullable Word of(int type) {
    return switch (type) {
      case PgType.BOOL -> BOOL;
      case PgType.INT2 -> INT2;
      case PgType.INT4, PgType.DATE -> INT4;
      case PgType.INT8, PgType.TIME, PgType.TIMESTAMP, PgType.TIMESTAMPTZ -> INT8;
      case PgType.OID -> OID;
      case PgType.FLOAT4 -> FLOAT4;
      case PgType.FLOAT8 -> FLOAT8;
      default -> null;
    };
  }

  /** Reads the wire format. */
  long read(byte[] from, int at) {
    return switch (bytes) {
      case 4 -> {
        int value = (int) Bytes.INT.get(from, at);
        yield this == OID ? Integer.toUnsignedLong(value) : value;
      }
      case 8 -> (long) Bytes.LONG.get(from, at);
      case 2 -> (short) ((from[at] & 0xFF) << 8 | (from[at + 1] & 0xFF));
      default -> from[at] == 0 ? 0 : 1;
    };
  }

  /** Appends the wire format. */
  void append(long value, RowBuilder target) {
    switch (this) {
      case BOOL -> target.addBoolean(value != 0);
      case INT2 -> target.addShort((short) value);
      case INT4, OID, FLOAT4 -> target.addInt((int) value);
      case INT8, FLOAT8 -> target.addLong(value);
    }
  }

  /** The JVM form that the type's codec gives. */
  Object box(long value) {
    return switch (this) {
      case BOOL -> value != 0;
      case INT2, INT4 -> (int) value;
      case INT8, OID -> value;
      case FLOAT4 -> Float.intBitsToFloat((int) value);
      case FLOAT8 -> Double.longBitsToDouble(value);
    };
  }

  /** The long of a JVM form. */
  static long unbox(Object value) {
    return switch (value) {
      case Boolean truth -> truth ? 1 : 0;
      case Integer number -> number;
      case Long number -> number;
      case Float number -> Float.floatToIntBits(number);
      case Double number -> Double.doubleToLongBits(number);
      default -> throw new IllegalArgumentException(value.getClass() + " is no word");
    };
  }
}
