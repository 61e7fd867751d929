package io.tidemark.engine.analyzed;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.type.PgType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An array as the server keeps it: dimensions, where the elements start if there are NULLs, the
 * element type, lengths and lower bounds, a bitmap of what is not NULL, the aligned elements.
 */
final class ArrayDatum {

  private final ByteBuffer payload;
  private final int elementType;
  private final Constants constants;

  /**
   * @param payload the value behind its length header, which is four bytes long for alignment
   */
  ArrayDatum(byte[] payload, int elementType, Constants constants) {
    this.payload = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    this.elementType = elementType;
    this.constants = constants;
  }

  /** The element type of the array types whose constants are known; 0 for any other type. */
  static int elementType(int arrayType) {
    return switch (arrayType) {
      case 1000 -> PgType.BOOL;
      case 1001 -> PgType.BYTEA;
      case 1003 -> PgType.NAME;
      case 1005 -> PgType.INT2;
      case 1007 -> PgType.INT4;
      case 1009 -> PgType.TEXT;
      case 1014 -> PgType.BPCHAR;
      case 1015 -> PgType.VARCHAR;
      case 1016 -> PgType.INT8;
      case 1021 -> PgType.FLOAT4;
      case 1022 -> PgType.FLOAT8;
      case 1028 -> PgType.OID;
      case 1115 -> PgType.TIMESTAMP;
      case 1182 -> PgType.DATE;
      case 1183 -> PgType.TIME;
      case 1185 -> PgType.TIMESTAMPTZ;
      case 1187 -> PgType.INTERVAL;
      case 1231 -> PgType.NUMERIC;
      case 2951 -> PgType.UUID;
      default -> 0;
    };
  }

  /** Wire form of a one-dimensional array with lower bound 1; a null element is NULL. */
  static byte[] wire(int elementType, List<byte @Nullable []> elements) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    boolean anyNull = elements.stream().anyMatch(Objects::isNull);
    putInt(wire, elements.isEmpty() ? 0 : 1);
    putInt(wire, anyNull ? 1 : 0);
    putInt(wire, elementType);
    if (!elements.isEmpty()) {
      putInt(wire, elements.size());
      putInt(wire, 1);
    }
    for (byte @Nullable [] element : elements) {
      putElement(wire, element);
    }
    return wire.toByteArray();
  }

  byte[] wire() {
    int dimensions = payload.getInt(0);
    // Counted from the header's start
    int dataOffset = payload.getInt(4);
    if (payload.getInt(8) != elementType) {
      throw new NodeFormatException("An array constant's elements are not of its type");
    }
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    putInt(wire, dimensions);
    putInt(wire, dataOffset == 0 ? 0 : 1);
    putInt(wire, elementType);
    int count = dimensions == 0 ? 0 : 1;
    for (int i = 0; i < dimensions; i++) {
      int length = payload.getInt(12 + 4 * i);
      putInt(wire, length);
      putInt(wire, payload.getInt(12 + 4 * (dimensions + i)));
      count *= length;
    }
    int bitmap = 12 + 8 * dimensions;
    // Offsets are aligned relative to the value's start, four bytes before the payload
    int at = dataOffset == 0 ? align(bitmap, 8) : dataOffset - 4;
    for (int i = 0; i < count; i++) {
      if (dataOffset != 0 && (payload.get(bitmap + i / 8) & 1 << i % 8) == 0) {
        putElement(wire, null);
      } else {
        at = element(wire, at);
      }
    }
    return wire.toByteArray();
  }

  /** Appends the element that starts at or after an offset; gives the offset behind it. */
  private int element(ByteArrayOutputStream wire, int from) {
    int at = from;
    int length = fixedLength();
    if (length == 0) {
      if (payload.get(at) == 0 || (payload.get(at) & 1) == 0) {
        at = align(at, 4);
      }
      int first = payload.get(at) & 0xFF;
      length = (first & 1) == 1 ? first >>> 1 : payload.getInt(at) >>> 2;
    } else {
      at = align(at, alignment());
    }
    byte[] datum = Arrays.copyOfRange(payload.array(), at, at + length);
    byte[] value = constants.scalar(elementType, datum);
    if (value == null) {
      throw new UnsupportedQueryException(
          "An array constant of this element type cannot be read",
          UnsupportedQueryException.RECOMPUTE);
    }
    putElement(wire, value);
    return at + length;
  }

  /** Bytes of one element, 0 for a variable-length type. */
  private int fixedLength() {
    return switch (elementType) {
      case PgType.BOOL -> 1;
      case PgType.INT2 -> 2;
      case PgType.INT4, PgType.OID, PgType.FLOAT4, PgType.DATE -> 4;
      case PgType.INT8, PgType.FLOAT8, PgType.TIME, PgType.TIMESTAMP, PgType.TIMESTAMPTZ -> 8;
      case PgType.UUID, PgType.INTERVAL -> 16;
      case PgType.NAME -> 64;
      default -> 0;
    };
  }

  private int alignment() {
    return switch (elementType) {
      case PgType.UUID, PgType.NAME -> 1;
      case PgType.INTERVAL -> 8;
      default -> fixedLength();
    };
  }

  /** The next payload offset that is aligned in the value, which starts four bytes earlier. */
  private static int align(int offset, int to) {
    return (offset + 4 + to - 1) / to * to - 4;
  }

  private static void putElement(ByteArrayOutputStream wire, byte @Nullable [] element) {
    if (element == null) {
      putInt(wire, -1);
    } else {
      putInt(wire, element.length);
      wire.writeBytes(element);
    }
  }

  private static void putInt(ByteArrayOutputStream wire, int value) {
    wire.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
  }
}
