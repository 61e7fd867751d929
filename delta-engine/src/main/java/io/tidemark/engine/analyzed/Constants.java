package io.tidemark.engine.analyzed;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression.Constant;
import io.tidemark.engine.type.PgType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Constants of the query tree: from the bytes of the server's memory, little-endian, to the binary
 * wire format. Closed: a type that is not listed is refused.
 */
final class Constants {

  private final Catalog catalog;

  Constants(Catalog catalog) {
    this.catalog = catalog;
  }

  Constant translate(Node node) {
    PgType type =
        catalog.type(
            node.integer("consttype"), node.integer("consttypmod"), node.integer("constcollid"));
    NodeValue.Datum datum = node.flag("constisnull") ? null : node.datum("constvalue");
    if (type.oid() == PgType.UNKNOWN) {
      // As PostgreSQL does at the end of analysis
      return new Constant(datum == null ? null : untilZero(datum.bytes()), PgType.of(PgType.TEXT));
    }
    return new Constant(datum == null ? null : wire(type, datum.bytes()), type);
  }

  private byte[] wire(PgType type, byte[] datum) {
    byte[] value = scalar(type.oid(), datum);
    if (value != null) {
      return value;
    }
    int element = ArrayDatum.elementType(type.oid());
    if (element != 0) {
      return new ArrayDatum(payload(datum), element, this).wire();
    }
    if (catalog.isEnum(type.oid())) {
      return catalog
          .enumLabel(ByteBuffer.wrap(datum).order(ByteOrder.LITTLE_ENDIAN).getInt())
          .getBytes(StandardCharsets.UTF_8);
    }
    return catalog
        .constant(type.oid(), datum)
        .orElseThrow(() ->
            new UnsupportedQueryException(
                "A constant of type " + catalog.typeName(type.oid()) + " has no binary form",
                "Write it as a cast of a column"));
  }

  /** The wire form of a value of one of the listed types; null for other types. */
  byte @Nullable [] scalar(int type, byte[] datum) {
    return switch (type) {
      case PgType.BOOL, PgType.CHAR -> Arrays.copyOf(datum, 1);
      case PgType.INT2 -> reversed(datum, 2);
      case PgType.INT4, PgType.OID, PgType.FLOAT4, PgType.DATE -> reversed(datum, 4);
      case PgType.INT8, PgType.FLOAT8, PgType.TIME, PgType.TIMESTAMP, PgType.TIMESTAMPTZ ->
          reversed(datum, 8);
      case PgType.TEXT, PgType.VARCHAR, PgType.BPCHAR, PgType.BYTEA, PgType.JSON -> payload(datum);
      case PgType.NAME -> untilZero(datum);
      case PgType.UUID -> datum;
      case PgType.INTERVAL -> interval(datum);
      case PgType.NUMERIC -> NumericDatum.wire(payload(datum));
      default -> null;
    };
  }

  /** The content of a variable-length value behind its header of four bytes or of one. */
  static byte[] payload(byte[] datum) {
    int first = datum[0] & 0xFF;
    if ((first & 1) == 1 && first != 1) {
      return Arrays.copyOfRange(datum, 1, first >>> 1);
    }
    if ((first & 3) == 0) {
      int length = ByteBuffer.wrap(datum).order(ByteOrder.LITTLE_ENDIAN).getInt() >>> 2;
      return Arrays.copyOfRange(datum, 4, length);
    }
    throw new NodeFormatException("A constant of the analysed query is compressed or out of line");
  }

  private static byte[] interval(byte[] datum) {
    ByteBuffer from = ByteBuffer.wrap(datum).order(ByteOrder.LITTLE_ENDIAN);
    return ByteBuffer.allocate(16)
        .putLong(from.getLong())
        .putInt(from.getInt())
        .putInt(from.getInt())
        .array();
  }

  private static byte[] reversed(byte[] datum, int length) {
    byte[] wire = new byte[length];
    for (int i = 0; i < length; i++) {
      wire[i] = datum[length - 1 - i];
    }
    return wire;
  }

  private static byte[] untilZero(byte[] datum) {
    int length = 0;
    while (length < datum.length && datum[length] != 0) {
      length++;
    }
    return Arrays.copyOf(datum, length);
  }
}
