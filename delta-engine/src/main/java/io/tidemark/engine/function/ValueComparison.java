package io.tidemark.engine.function;

import io.tidemark.engine.type.KeyEncoder;
import io.tidemark.engine.type.KnownTypes;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeCodec;
import io.tidemark.engine.type.WireValue;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How values of a type compare by its default operator class, in their JVM form: by their natural
 * order where that is PostgreSQL's, by their keys otherwise. Thread-safe.
 */
final class ValueComparison implements Comparator<Object> {

  private final boolean ordered;
  private final @Nullable Comparator<Object> natural;
  private final UnaryOperator<Object> identity;

  /**
   * @param ordered whether the order is PostgreSQL's; equality is in any case
   * @param natural null: by the identities, which are keys
   */
  private ValueComparison(
      boolean ordered, @Nullable Comparator<Object> natural, UnaryOperator<Object> identity) {
    this.ordered = ordered;
    this.natural = natural;
    this.identity = identity;
  }

  /**
   * The order of a type.
   *
   * @throws io.tidemark.engine.UnsupportedQueryException if its values cannot be told apart here
   */
  static ValueComparison of(PgType type, KnownTypes known) {
    KeyEncoder keys = KeyEncoder.of(List.of(type), known.collations(), known.shapes());
    boolean ordered = keys.isOrdered();
    TypeCodec codec = known.codecOrOpaque(type.oid());
    UnaryOperator<Object> key = value -> key(keys, codec, value);
    return switch (type.oid()) {
      case PgType.BOOL,
          PgType.INT2,
          PgType.INT4,
          PgType.INT8,
          PgType.OID,
          PgType.DATE,
          PgType.TIME,
          PgType.TIMESTAMP,
          PgType.TIMESTAMPTZ ->
          new ValueComparison(ordered, ValueComparison::compareComparables, value -> value);
      case PgType.TEXT, PgType.VARCHAR ->
          new ValueComparison(
              ordered, (a, b) -> TextFunctions.compare((String) a, (String) b), value -> value);
      case PgType.UUID ->
          new ValueComparison(ordered, ValueComparison::compareUuids, value -> value);
      case PgType.FLOAT4, PgType.FLOAT8 ->
          new ValueComparison(
              ordered, (a, b) -> FloatFunctions.compare((Number) a, (Number) b), key);
      case PgType.NUMERIC ->
          new ValueComparison(ordered, (a, b) -> ((PgNumeric) a).compareTo((PgNumeric) b), key);
      default -> new ValueComparison(ordered, null, key);
    };
  }

  private static Object key(KeyEncoder keys, TypeCodec codec, Object value) {
    if (value instanceof WireValue(byte[] bytes)) {
      return new WireValue(keys.keyOf(bytes, 0, bytes.length));
    }
    RowBuilder one = new RowBuilder(1);
    codec.encode(value, one);
    Row row = one.build();
    return new WireValue(keys.keyOf(row.bytes(), row.offset(0), row.length(0)));
  }

  @SuppressWarnings("unchecked") // two values of one such type
  private static int compareComparables(Object left, Object right) {
    return ((Comparable<Object>) left).compareTo(right);
  }

  private static int compareUuids(Object left, Object right) {
    UUID a = (UUID) left;
    UUID b = (UUID) right;
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }

  boolean isOrdered() {
    return ordered;
  }

  /** This order, if it is PostgreSQL's. */
  ValueComparison ordered(CallTypes call) {
    if (!ordered) {
      throw call.refused("values whose order only PostgreSQL knows");
    }
    return this;
  }

  boolean areEqual(Object left, Object right) {
    return compare(left, right) == 0;
  }

  /** What is equal, as Java has it, for exactly the values that SQL holds equal. */
  Object identity(Object value) {
    return identity.apply(value);
  }

  @Override
  public int compare(Object left, Object right) {
    return natural != null
        ? natural.compare(left, right)
        : Arrays.compareUnsigned(
            ((WireValue) identity(left)).bytes(), ((WireValue) identity(right)).bytes());
  }
}
