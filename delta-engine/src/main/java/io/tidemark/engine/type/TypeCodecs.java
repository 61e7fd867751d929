package io.tidemark.engine.type;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.RowBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of the types that expressions can compute with. JVM forms: {@code bool} Boolean;
 * {@code int2, int4, date} Integer; {@code int8, money, oid, time, timestamp, timestamptz} Long
 * (dates and times count from 2000-01-01); {@code float4} Float; {@code float8} Double; {@code
 * numeric} {@link PgNumeric}; text types String; {@code bytea} byte[]; {@code interval} {@link
 * Interval}; {@code timetz} {@link TimeTz}; {@code uuid} UUID; {@code "char"} a String of the
 * character whose number is its byte; those of {@link NetworkCodecs}; {@code bit, varbit} {@link
 * BitString}; {@code jsonb} {@link Jsonb}; {@code json, jsonpath} String; arrays List, with null
 * for NULL, one of several dimensions or not counted from 1 row by row.
 */
public final class TypeCodecs {

  private static final Map<Integer, TypeCodec> CODECS = new HashMap<>();

  /** Array types of the types above: array OID to element OID. */
  private static final Map<Integer, Integer> ELEMENTS =
      Map.ofEntries(
          Map.entry(199, PgType.JSON),
          Map.entry(271, PgType.XID8),
          Map.entry(651, PgType.CIDR),
          Map.entry(775, PgType.MACADDR8),
          Map.entry(791, PgType.MONEY),
          Map.entry(1000, PgType.BOOL),
          Map.entry(1001, PgType.BYTEA),
          Map.entry(1002, PgType.CHAR),
          Map.entry(1003, PgType.NAME),
          Map.entry(1005, PgType.INT2),
          Map.entry(1007, PgType.INT4),
          Map.entry(1009, PgType.TEXT),
          Map.entry(1010, PgType.TID),
          Map.entry(1014, PgType.BPCHAR),
          Map.entry(1015, PgType.VARCHAR),
          Map.entry(1016, PgType.INT8),
          Map.entry(1021, PgType.FLOAT4),
          Map.entry(1022, PgType.FLOAT8),
          Map.entry(1028, PgType.OID),
          Map.entry(1040, PgType.MACADDR),
          Map.entry(1041, PgType.INET),
          Map.entry(1115, PgType.TIMESTAMP),
          Map.entry(1182, PgType.DATE),
          Map.entry(1183, PgType.TIME),
          Map.entry(1185, PgType.TIMESTAMPTZ),
          Map.entry(1187, PgType.INTERVAL),
          Map.entry(1231, PgType.NUMERIC),
          Map.entry(1270, PgType.TIMETZ),
          Map.entry(1561, PgType.BIT),
          Map.entry(1563, PgType.VARBIT),
          Map.entry(2951, PgType.UUID),
          Map.entry(3221, PgType.PG_LSN),
          Map.entry(3807, PgType.JSONB),
          Map.entry(4073, PgType.JSONPATH));

  interface Decoder {
    Object decode(byte[] bytes, int offset, int length);
  }

  static {
    register((b, o, n) -> b[o] != 0, (v, t) -> t.addBoolean((Boolean) v), PgType.BOOL);
    register(
        (b, o, n) -> (int) (short) ((b[o] & 0xFF) << 8 | (b[o + 1] & 0xFF)),
        (v, t) -> t.addShort(((Integer) v).shortValue()),
        PgType.INT2);
    register(
        (b, o, n) -> (int) Bytes.INT.get(b, o),
        (v, t) -> t.addInt((Integer) v),
        PgType.INT4,
        PgType.DATE);
    register(
        (b, o, n) -> (long) Bytes.LONG.get(b, o),
        (v, t) -> t.addLong((Long) v),
        PgType.INT8,
        PgType.TIME,
        PgType.TIMESTAMP,
        PgType.TIMESTAMPTZ,
        PgType.MONEY);
    register(
        (b, o, n) -> Integer.toUnsignedLong((int) Bytes.INT.get(b, o)),
        (v, t) -> t.addInt(((Long) v).intValue()),
        PgType.OID);
    register(
        (b, o, n) -> Float.intBitsToFloat((int) Bytes.INT.get(b, o)),
        (v, t) -> t.addInt(Float.floatToIntBits((Float) v)),
        PgType.FLOAT4);
    register(
        (b, o, n) -> Double.longBitsToDouble((long) Bytes.LONG.get(b, o)),
        (v, t) -> t.addLong(Double.doubleToLongBits((Double) v)),
        PgType.FLOAT8);
    register(
        (b, o, n) -> PgNumeric.decode(b, o), (v, t) -> ((PgNumeric) v).encode(t), PgType.NUMERIC);
    register(
        (b, o, n) -> new String(b, o, n, StandardCharsets.UTF_8),
        (v, t) -> t.addText((String) v),
        PgType.TEXT,
        PgType.VARCHAR,
        PgType.BPCHAR,
        PgType.NAME,
        PgType.JSON,
        PgType.UNKNOWN);
    register(
        (b, o, n) -> String.valueOf((char) (b[o] & 0xFF)),
        (v, t) -> t.add(new byte[] {(byte) ((String) v).charAt(0)}),
        PgType.CHAR);
    register(
        (b, o, n) -> Arrays.copyOfRange(b, o, o + n), (v, t) -> t.add((byte[]) v), PgType.BYTEA);
    register(
        (b, o, n) ->
            new Interval(
                (int) Bytes.INT.get(b, o + 12),
                (int) Bytes.INT.get(b, o + 8),
                (long) Bytes.LONG.get(b, o)),
        (v, t) -> t.add(encode((Interval) v)),
        PgType.INTERVAL);
    register(
        (b, o, n) -> new TimeTz((long) Bytes.LONG.get(b, o), (int) Bytes.INT.get(b, o + 8)),
        (v, t) -> t.add(encode((TimeTz) v)),
        PgType.TIMETZ);
    register(
        (b, o, n) -> new UUID((long) Bytes.LONG.get(b, o), (long) Bytes.LONG.get(b, o + 8)),
        (v, t) -> t.add(encode((UUID) v)),
        PgType.UUID);
    register(Jsonb::decode, (v, t) -> t.add(((Jsonb) v).wire()), PgType.JSONB);
    register(
        (b, o, n) -> new String(b, o + 1, n - 1, StandardCharsets.UTF_8), // behind the version
        (v, t) -> t.addText("\u0001" + v),
        PgType.JSONPATH);
    NetworkCodecs.register();
    BitString.register();
    SystemCodecs.register();
    TsVector.register();
    TsQuery.register();
  }

  private TypeCodecs() {}

  static void register(Decoder decoder, BiConsumer<Object, RowBuilder> encoder, int... oids) {
    TypeCodec codec =
        new TypeCodec() {
          @Override
          public Object decode(byte[] bytes, int offset, int length) {
            return decoder.decode(bytes, offset, length);
          }

          @Override
          public void encode(Object value, RowBuilder target) {
            encoder.accept(value, target);
          }
        };
    for (int oid : oids) {
      CODECS.put(oid, codec);
    }
  }

  /**
   * The codec of a type.
   *
   * @throws UnsupportedQueryException if expressions cannot compute with it yet
   */
  public static TypeCodec of(int oid) {
    TypeCodec codec = CODECS.get(oid);
    if (codec != null) {
      return codec;
    }
    Integer element = ELEMENTS.get(oid);
    if (element != null) {
      return new ArrayCodec(element, of(element));
    }
    throw new UnsupportedQueryException(
        "an expression computes with the type of OID " + Integer.toUnsignedString(oid),
        "Columns of this type can be selected as they are; computing with them is not supported yet.");
  }

  /**
   * The codec of a type, or one that passes its values on: their JVM form is then of no use to a
   * function.
   */
  public static TypeCodec orOpaque(int oid) {
    return CODECS.containsKey(oid) || ELEMENTS.containsKey(oid) ? of(oid) : OpaqueCodec.INSTANCE;
  }

  /** The codec of a type that PostgreSQL brings or that the catalog knows; null for others. */
  static @Nullable TypeCodec find(int oid, TypeShapes shapes) {
    if (CODECS.containsKey(oid) || ELEMENTS.containsKey(oid)) {
      return of(oid);
    }
    if (RangeOrder.elementOf(oid) != null) {
      return RangeOrder.isMultirange(oid) ? RangeCodec.MULTIRANGE : RangeCodec.RANGE;
    }
    return switch (shapes.of(oid)) {
      case TypeShape.Range _ -> RangeCodec.RANGE;
      case TypeShape.Multirange _ -> RangeCodec.MULTIRANGE;
      case TypeShape.Domain(PgType base) -> find(base.oid(), shapes);
      case TypeShape.Enumeration _ -> of(PgType.TEXT); // its label
      case TypeShape.Array(PgType element) -> {
        TypeCodec part = find(element.oid(), shapes);
        yield new ArrayCodec(element.oid(), part == null ? OpaqueCodec.INSTANCE : part);
      }
      case null, default -> null;
    };
  }

  private enum OpaqueCodec implements TypeCodec {
    INSTANCE;

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
      return new WireValue(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void encode(Object value, RowBuilder target) {
      target.add(((WireValue) value).bytes());
    }
  }

  /** The element type of an array type that has a codec; null for others. */
  public static @Nullable Integer elementOf(int arrayOid) {
    return ELEMENTS.get(arrayOid);
  }

  /** The length of each of an array's dimensions; none of an empty one. */
  public static int[] lengths(List<?> array) {
    byte[] shape = ShapedArray.shapeOf(array);
    int[] lengths = new int[shape.length / 8];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = (int) Bytes.INT.get(shape, 8 * i);
    }
    return lengths;
  }

  private static byte[] encode(Interval value) {
    byte[] bytes = new byte[16];
    Bytes.LONG.set(bytes, 0, value.micros());
    Bytes.INT.set(bytes, 8, value.days());
    Bytes.INT.set(bytes, 12, value.months());
    return bytes;
  }

  private static byte[] encode(TimeTz value) {
    byte[] bytes = new byte[12];
    Bytes.LONG.set(bytes, 0, value.micros());
    Bytes.INT.set(bytes, 8, value.zone());
    return bytes;
  }

  private static byte[] encode(UUID value) {
    byte[] bytes = new byte[16];
    Bytes.LONG.set(bytes, 0, value.getMostSignificantBits());
    Bytes.LONG.set(bytes, 8, value.getLeastSignificantBits());
    return bytes;
  }

  /**
   * array_send's form: dimensions, flags, element OID, then size and lower bound of each dimension.
   */
  private record ArrayCodec(int elementOid, TypeCodec element) implements TypeCodec {

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
      int dimensions = (int) Bytes.INT.get(bytes, offset);
      int count = dimensions == 0 ? 0 : 1;
      for (int i = 0; i < dimensions; i++) {
        count *= (int) Bytes.INT.get(bytes, offset + 12 + 8 * i);
      }
      List<@Nullable Object> values = new ArrayList<>(count);
      int at = offset + 12 + 8 * dimensions;
      for (int i = 0; i < count; i++) {
        int size = (int) Bytes.INT.get(bytes, at);
        at += 4;
        if (size < 0) {
          values.add(null);
        } else {
          values.add(element.decode(bytes, at, size));
          at += size;
        }
      }
      boolean plain =
          dimensions == 0 || (dimensions == 1 && (int) Bytes.INT.get(bytes, offset + 16) == 1);
      return plain
          ? values
          : new ShapedArray(
              values, Arrays.copyOfRange(bytes, offset + 12, offset + 12 + 8 * dimensions));
    }

    @Override
    public void encode(Object value, RowBuilder target) {
      List<?> values = (List<?>) value;
      byte[] shape = ShapedArray.shapeOf(values);
      RowBuilder parts = new RowBuilder(values.size());
      boolean hasNull = false;
      for (Object each : values) {
        if (each == null) {
          parts.addNull();
          hasNull = true;
        } else {
          element.encode(each, parts);
        }
      }
      io.tidemark.state.row.Row row = parts.build();
      int bytes = 12 + shape.length;
      for (int i = 0; i < values.size(); i++) {
        bytes += 4 + row.length(i);
      }
      byte[] encoded = new byte[bytes];
      Bytes.INT.set(encoded, 0, shape.length / 8);
      Bytes.INT.set(encoded, 4, hasNull ? 1 : 0);
      Bytes.INT.set(encoded, 8, elementOid);
      System.arraycopy(shape, 0, encoded, 12, shape.length);
      int at = 12 + shape.length;
      for (int i = 0; i < values.size(); i++) {
        Bytes.INT.set(encoded, at, row.isNull(i) ? -1 : row.length(i));
        System.arraycopy(row.bytes(), row.offset(i), encoded, at + 4, row.length(i));
        at += 4 + row.length(i);
      }
      target.add(encoded);
    }
  }
}
