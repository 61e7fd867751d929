package io.tidemark.engine.type;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows as keys: two encodings are equal exactly if SQL's default equality holds for every
 * column, NULL being equal to NULL; where {@link #isOrdered}, unsigned byte order is the types'
 * order, NULLs last. Each column is self-delimiting, so no encoding is a prefix of another. Owned
 * by one thread.
 */
public final class KeyEncoder {

  private static final int XID = 28;
  private static final int CID = 29;
  private static final int TSVECTOR = 3614;
  private static final int TSQUERY = 3615;

  /** OIDs under names of their own: regproc, regclass, regtype … */
  private static final Set<Integer> OID_ALIASES =
      Set.of(24, 2202, 2203, 2204, 2205, 2206, 3734, 3769, 4089, 4096, 4191);

  /** Equality is known of these, and no order, or not the types' own. */
  private static final Set<Integer> UNORDERED = Set.of(XID, CID, PgType.JSONB, TSVECTOR, TSQUERY);

  private static final byte END = 0; // of an array's elements: a shorter array comes first
  private static final byte VALUE = 1;
  private static final byte NULL = 2;
  private static final byte NULL_FIRST = 0;

  /** How one column is ordered. */
  public record Order(PgType type, boolean descending, boolean nullsFirst) {}

  /** How a column's values are encoded, and whether in their order. */
  record Key(Column column, boolean isOrdered) {}

  /** Encodes one column. */
  interface Column {
    /** Appends a value that is not NULL. */
    void append(KeyEncoder to, byte[] bytes, int offset, int length);
  }

  private final Column[] columns;
  private final boolean ordered;
  private byte[] buffer = new byte[64];
  private int size;

  private final boolean[] descending;
  private final boolean[] nullsFirst;

  private KeyEncoder(
      Column[] columns, boolean ordered, boolean[] descending, boolean[] nullsFirst) {
    this.columns = columns;
    this.ordered = ordered;
    this.descending = descending;
    this.nullsFirst = nullsFirst;
  }

  /**
   * An encoder for rows of the given types.
   *
   * @throws UnsupportedQueryException if values of a type cannot be told apart here as PostgreSQL
   *     does
   */
  public static KeyEncoder of(List<PgType> types, CollationRules collations) {
    return of(types, collations, TypeShapes.NONE);
  }

  /**
   * {@link #of(List, CollationRules)}, for types that the catalog knows, too.
   *
   * @param shapes what it says of them
   */
  public static KeyEncoder of(List<PgType> types, CollationRules collations, TypeShapes shapes) {
    boolean ordered = true;
    Column[] columns = new Column[types.size()];
    for (int i = 0; i < columns.length; i++) {
      Key key = key(types.get(i), collations, shapes);
      columns[i] = key.column();
      ordered &= key.isOrdered();
    }
    return new KeyEncoder(
        columns, ordered, new boolean[columns.length], new boolean[columns.length]);
  }

  /** {@link #ordered(List, CollationRules, TypeShapes)} of PostgreSQL's own types. */
  public static KeyEncoder ordered(List<Order> orders, CollationRules collations) {
    return ordered(orders, collations, TypeShapes.NONE);
  }

  /**
   * An encoder whose unsigned byte order is that of an ORDER BY: each column ascending or
   * descending, its NULLs before or behind its values.
   *
   * @throws UnsupportedQueryException if the order of a type's values is not known here
   */
  public static KeyEncoder ordered(
      List<Order> orders, CollationRules collations, TypeShapes shapes) {
    boolean[] descending = new boolean[orders.size()];
    boolean[] nullsFirst = new boolean[orders.size()];
    for (int i = 0; i < descending.length; i++) {
      descending[i] = orders.get(i).descending();
      nullsFirst[i] = orders.get(i).nullsFirst();
    }
    List<PgType> types = orders.stream().map(Order::type).toList();
    KeyEncoder encoder = of(types, collations, shapes);
    if (!encoder.ordered) {
      throw new UnsupportedQueryException(
          "ORDER BY text of a collation, or a type, whose order only PostgreSQL knows",
          "Add COLLATE \"C\" to it if the order of code points will do.");
    }
    return new KeyEncoder(encoder.columns, true, descending, nullsFirst);
  }

  /** The key of one column. */
  static Key key(PgType type, CollationRules collations, TypeShapes shapes) {
    Column known = column(type, collations);
    if (known == null) {
      return new ShapedColumns(collations, shapes).key(type);
    }
    Integer element = TypeCodecs.elementOf(type.oid());
    int oid = element == null ? type.oid() : element;
    boolean ordered =
        (!(isText(oid) || oid == PgType.NAME) || collations.isBytewise(type.collation()))
            && !UNORDERED.contains(oid);
    return new Key(known, ordered);
  }

  private static boolean isText(int oid) {
    return oid == PgType.TEXT || oid == PgType.VARCHAR || oid == PgType.BPCHAR;
  }

  /**
   * Whether two types' values that SQL holds equal have equal encodings, so that they may be
   * joined.
   */
  public static boolean isSameFamily(int left, int right) {
    return left == right
        || (isNetwork(left) && isNetwork(right))
        || (isInteger(left) && isInteger(right))
        || (isFloat(left) && isFloat(right))
        || (isText(left) && isText(right) && (left == PgType.BPCHAR) == (right == PgType.BPCHAR));
  }

  private static boolean isNetwork(int oid) {
    return oid == PgType.INET || oid == PgType.CIDR;
  }

  private static boolean isInteger(int oid) {
    return oid == PgType.INT2 || oid == PgType.INT4 || oid == PgType.INT8;
  }

  private static boolean isFloat(int oid) {
    return oid == PgType.FLOAT4 || oid == PgType.FLOAT8;
  }

  private static @Nullable Column column(PgType type, CollationRules collations) {
    Integer bound = RangeOrder.elementOf(type.oid());
    if (bound != null) {
      Column bounds = Objects.requireNonNull(column(PgType.of(bound), collations));
      return RangeOrder.isMultirange(type.oid())
          ? (to, b, o, n) -> to.appendMultirange(bounds, RangeValue.decodeMultirange(b, o))
          : (to, b, o, n) -> to.appendRange(bounds, RangeValue.decode(b, o));
    }
    Integer element = TypeCodecs.elementOf(type.oid());
    if (element != null) {
      PgType part = new PgType(element, type.modifier(), type.collation());
      Column elements = Objects.requireNonNull(column(part, collations));
      return (to, b, o, n) -> to.appendArray(elements, b, o);
    }
    if (OID_ALIASES.contains(type.oid())) {
      return KeyEncoder::appendPlain;
    }
    return switch (type.oid()) {
      case PgType.BOOL,
          PgType.OID,
          PgType.UUID,
          PgType.MACADDR,
          PgType.MACADDR8,
          PgType.PG_LSN,
          PgType.XID8,
          PgType.TID,
          XID,
          CID ->
          KeyEncoder::appendPlain;
      case TSVECTOR -> KeyEncoder::appendEscaped;
      case TSQUERY ->
          (to, b, o, n) -> {
            byte[] query = TextQuery.withoutWeights(b, o, n);
            to.appendEscaped(query, 0, query.length);
          };
      case PgType.INET, PgType.CIDR -> KeyEncoder::appendNetwork;
      case PgType.BIT, PgType.VARBIT ->
          (to, b, o, n) -> {
            to.appendEscaped(b, o + 4, n - 4);
            to.appendPlain(b, o, 4); // the length in bits
          };
      case PgType.TIMETZ ->
          (to, b, o, n) -> {
            int zone = (int) Bytes.INT.get(b, o + 8); // seconds west of UTC
            long instant = (long) Bytes.LONG.get(b, o) + zone * 1_000_000L;
            to.appendLong(instant ^ Long.MIN_VALUE);
            to.appendLong(zone ^ Long.MIN_VALUE);
          };
      case PgType.INT2,
          PgType.INT4,
          PgType.INT8,
          PgType.DATE,
          PgType.TIME,
          PgType.TIMESTAMP,
          PgType.TIMESTAMPTZ,
          PgType.MONEY ->
          KeyEncoder::appendSigned;
      case PgType.FLOAT4 ->
          (to, b, o, n) -> to.appendDouble(Float.intBitsToFloat((int) Bytes.INT.get(b, o)));
      case PgType.FLOAT8 ->
          (to, b, o, n) -> to.appendDouble(Double.longBitsToDouble((long) Bytes.LONG.get(b, o)));
      case PgType.NUMERIC ->
          (to, b, o, n) -> {
            byte[] key = NumericWire.ordered(b, o);
            to.appendPlain(key, 0, key.length);
          };
      case PgType.INTERVAL ->
          (to, b, o, n) -> {
            Interval interval = (Interval) TypeCodecs.of(PgType.INTERVAL).decode(b, o, n);
            to.appendLong(interval.wholeDays() ^ Long.MIN_VALUE);
            to.appendLong(interval.restMicros());
          };
      case PgType.TEXT, PgType.VARCHAR -> {
        checkDeterministic(type, collations);
        yield KeyEncoder::appendEscaped;
      }
      case PgType.NAME, PgType.CHAR, PgType.BYTEA, PgType.UNKNOWN -> KeyEncoder::appendEscaped;
      case PgType.JSONB ->
          (to, b, o, n) -> {
            byte[] text = JsonbNumbers.withoutTrailingZeros(b, o, n);
            to.appendEscaped(text, 0, text.length);
          };
      case PgType.BPCHAR -> {
        checkDeterministic(type, collations);
        yield (to, b, o, n) -> {
          int end = n;
          while (end > 0 && b[o + end - 1] == ' ') {
            end--;
          }
          to.appendEscaped(b, o, end);
        };
      }
      default -> null;
    };
  }

  private static void checkDeterministic(PgType type, CollationRules collations) {
    if (!collations.isDeterministic(type.collation())) {
      throw new UnsupportedQueryException(
          "text of the collation with OID %d is grouped, joined or told apart"
              .formatted(type.collation()),
          "Add COLLATE \"C\" or another deterministic collation.");
    }
  }

  /**
   * Of an order of one column, bytes before the keys of all values or behind them, NULLs apart.
   *
   * @param first whether whoever looks for keys that are not smaller shall find those of the values
   *     behind these bytes; else whoever looks for keys that are greater
   */
  public static byte[] besideValues(boolean behind, boolean first) {
    byte before = first ? VALUE : NULL_FIRST;
    return new byte[] {(byte) (behind ? before + 1 : before)};
  }

  /** Whether byte order is SQL's order. */
  public boolean isOrdered() {
    return ordered;
  }

  /** The key of a row that has as many columns as this encoder has types. */
  public byte[] encode(Row row) {
    size = 0;
    byte[] bytes = row.bytes();
    for (int i = 0; i < columns.length; i++) {
      if (row.isNull(i)) {
        append(nullsFirst[i] ? NULL_FIRST : NULL);
      } else {
        append(VALUE);
        int start = size;
        columns[i].append(this, bytes, row.offset(i), row.length(i));
        for (int b = start; descending[i] && b < size; b++) {
          buffer[b] = (byte) ~buffer[b];
        }
      }
    }
    return Arrays.copyOf(buffer, size);
  }

  /** The key of a value of the only column. Unlike all else here, any thread may ask for it. */
  public byte[] keyOf(byte[] value, int offset, int length) {
    KeyEncoder own = new KeyEncoder(columns, ordered, descending, nullsFirst);
    columns[0].append(own, value, offset, length);
    return Arrays.copyOf(own.buffer, own.size);
  }

  /** Whether a column is NULL. */
  public static boolean hasNull(Row row) {
    for (int i = 0; i < row.columnCount(); i++) {
      if (row.isNull(i)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a part of a value follows, or is NULL, which comes last. */
  void appendIsThere(boolean isThere) {
    append(isThere ? VALUE : NULL);
  }

  private void append(byte value) {
    ensure(1);
    buffer[size++] = value;
  }

  private void appendLong(long value) {
    ensure(8);
    Bytes.LONG.set(buffer, size, value);
    size += 8;
  }

  private void appendPlain(byte[] bytes, int offset, int length) {
    ensure(length);
    System.arraycopy(bytes, offset, buffer, size, length);
    size += length;
  }

  /** Every width as 64 bits, so that integers of different widths have common keys. */
  private void appendSigned(byte[] bytes, int offset, int length) {
    long value =
        switch (length) {
          case 2 -> (short) ((bytes[offset] & 0xFF) << 8 | (bytes[offset + 1] & 0xFF));
          case 4 -> (int) Bytes.INT.get(bytes, offset);
          default -> (long) Bytes.LONG.get(bytes, offset);
        };
    appendLong(value ^ Long.MIN_VALUE);
  }

  /** −0 equals 0; NaN is equal to itself and the largest; negative numbers are complemented. */
  void appendDouble(double value) {
    long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
    appendLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
  }

  /** As array_cmp goes: elements, their number, dimensions, then sizes and lower bounds. */
  void appendArray(Column element, byte[] bytes, int offset) {
    int dimensions = (int) Bytes.INT.get(bytes, offset);
    int count = dimensions == 0 ? 0 : 1;
    for (int i = 0; i < dimensions; i++) {
      count *= (int) Bytes.INT.get(bytes, offset + 12 + 8 * i);
    }
    int at = offset + 12 + 8 * dimensions;
    for (int i = 0; i < count; i++) {
      int length = (int) Bytes.INT.get(bytes, at);
      at += 4;
      if (length < 0) {
        append(NULL);
      } else {
        append(VALUE);
        element.append(this, bytes, at, length);
        at += length;
      }
    }
    append(END);
    appendLong(dimensions);
    for (int part = 0; part < 2; part++) {
      for (int i = 0; i < dimensions; i++) {
        int value = (int) Bytes.INT.get(bytes, offset + 12 + 8 * i + 4 * part);
        appendLong(value ^ Long.MIN_VALUE);
      }
    }
  }

  /** As range_cmp goes: an empty one first, then by the lower bound, then by the upper. */
  void appendRange(Column bound, @Nullable RangeValue range) {
    if (range == null) {
      append((byte) 0);
      return;
    }
    append((byte) 1);
    byte @Nullable [] lower = range.lower();
    append((byte) (lower == null ? 0 : 1));
    if (lower != null) {
      bound.append(this, lower, 0, lower.length);
      append((byte) (range.includesLower() ? 0 : 1));
    }
    byte @Nullable [] upper = range.upper();
    append((byte) (upper == null ? 1 : 0));
    if (upper != null) {
      bound.append(this, upper, 0, upper.length);
      append((byte) (range.includesUpper() ? 1 : 0));
    }
  }

  void appendMultirange(Column bound, List<RangeValue> ranges) {
    for (RangeValue range : ranges) {
      append(VALUE);
      appendRange(bound, range);
    }
    append(END);
  }

  /**
   * As network_cmp goes: the common bits of the networks, their sizes, then the addresses. Wire
   * form: family, bits of the network, whether it is cidr, bytes, address.
   */
  private void appendNetwork(byte[] bytes, int offset, int length) {
    int bits = bytes[offset + 1] & 0xFF;
    append(bytes[offset]); // IPv4 comes first
    ensure(bits + 1);
    for (int i = 0; i < bits; i++) {
      boolean one = (bytes[offset + 4 + i / 8] & 0x80 >> i % 8) != 0;
      buffer[size++] = (byte) (one ? 2 : 1);
    }
    buffer[size++] = 0;
    appendPlain(bytes, offset + 4, length - 4);
  }

  /** Ends with 0; 0 and 1 within become 1 1 and 1 2. */
  void appendEscaped(byte[] bytes, int offset, int length) {
    ensure(2 * length + 1);
    for (int i = offset; i < offset + length; i++) {
      byte value = bytes[i];
      if (value == 0 || value == 1) {
        buffer[size++] = 1;
        buffer[size++] = (byte) (value + 1);
      } else {
        buffer[size++] = value;
      }
    }
    buffer[size++] = 0;
  }

  private void ensure(int more) {
    if (size + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(size + more, buffer.length * 2));
    }
  }
}
