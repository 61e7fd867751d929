package io.tidemark.engine.type;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.state.row.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keys of values whose types are users' own or are made of others. */
final class ShapedColumns {

  private final CollationRules collations;
  private final TypeShapes shapes;

  ShapedColumns(CollationRules collations, TypeShapes shapes) {
    this.collations = collations;
    this.shapes = shapes;
  }

  /**
   * The key of a type that has a shape.
   *
   * @throws UnsupportedQueryException if it has none
   */
  KeyEncoder.Key key(PgType type) {
    return switch (shapes.of(type.oid())) {
      case null -> throw unknown(type);
      case TypeShape.Domain(PgType base) -> part(within(base, type));
      case TypeShape.Enumeration enumeration ->
          new KeyEncoder.Key(
              (to, b, o, n) ->
                  to.appendDouble(
                      enumeration
                          .order()
                          .applyAsDouble(new String(b, o, n, StandardCharsets.UTF_8))),
              true);
      case TypeShape.Array(PgType element) -> {
        KeyEncoder.Key elements = part(within(element, type));
        yield new KeyEncoder.Key(
            (to, b, o, n) -> to.appendArray(elements.column(), b, o), elements.isOrdered());
      }
      case TypeShape.Composite(List<PgType> fields) -> row(fields);
      case TypeShape.Range(PgType element, boolean isPlain) -> {
        KeyEncoder.Key bounds = part(element);
        yield new KeyEncoder.Key(
            (to, b, o, n) -> to.appendRange(bounds.column(), RangeValue.decode(b, o)),
            bounds.isOrdered() && isPlain);
      }
      case TypeShape.Multirange(PgType element, boolean isPlain) -> {
        KeyEncoder.Key bounds = part(element);
        yield new KeyEncoder.Key(
            (to, b, o, n) ->
                to.appendMultirange(bounds.column(), RangeValue.decodeMultirange(b, o)),
            bounds.isOrdered() && isPlain);
      }
      case TypeShape.Bytes _ -> new KeyEncoder.Key(KeyEncoder::appendEscaped, false);
      case TypeShape.FoldedText _ -> throw unknown(type);
    };
  }

  /** A part takes the collation of the whole if it has one of its own at all. */
  private static PgType within(PgType part, PgType whole) {
    return part.collation() == 0 || whole.collation() == 0
        ? part
        : new PgType(part.oid(), part.modifier(), whole.collation());
  }

  private KeyEncoder.Key part(PgType type) {
    return KeyEncoder.key(type, collations, shapes);
  }

  private static UnsupportedQueryException unknown(PgType type) {
    return new UnsupportedQueryException(
        "values of the type with OID %s are grouped, joined, told apart or ordered"
            .formatted(Integer.toUnsignedString(type.oid())),
        "Cast the column to a type such as text, numeric or timestamp in the query.");
  }

  /** As record_cmp goes. Wire form: number of columns, then type, length and value of each. */
  private KeyEncoder.Key row(List<PgType> fields) {
    List<KeyEncoder.Column> columns = new ArrayList<>();
    boolean ordered = true;
    for (PgType field : fields) {
      KeyEncoder.Key key = part(field);
      columns.add(key.column());
      ordered &= key.isOrdered();
    }
    return new KeyEncoder.Key(
        (to, b, o, n) -> {
          int at = o + 4;
          for (KeyEncoder.Column column : columns) {
            int length = (int) Bytes.INT.get(b, at + 4);
            at += 8;
            to.appendIsThere(length >= 0);
            if (length >= 0) {
              column.append(to, b, at, length);
              at += length;
            }
          }
        },
        ordered);
  }
}
