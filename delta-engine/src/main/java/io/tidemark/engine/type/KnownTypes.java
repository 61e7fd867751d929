package io.tidemark.engine.type;

import org.jspecify.annotations.Nullable;

/**
 * What is known of types where expressions are compiled: PostgreSQL's own types, its collations,
 * and what the catalog says of other types.
 */
public record KnownTypes(CollationRules collations, TypeShapes shapes) {

  private static final int INT2VECTOR = 22;

  /**
   * The codec of a type.
   *
   * @throws io.tidemark.engine.UnsupportedQueryException if expressions cannot compute with it
   */
  public TypeCodec codec(int oid) {
    TypeCodec codec = TypeCodecs.find(oid, shapes);
    return codec == null ? TypeCodecs.of(oid) : codec;
  }

  /**
   * The codec of a type, or one that passes its values on: their JVM form is then {@link
   * WireValue}.
   */
  public TypeCodec codecOrOpaque(int oid) {
    TypeCodec codec = TypeCodecs.find(oid, shapes);
    return codec == null ? TypeCodecs.orOpaque(oid) : codec;
  }

  /**
   * The element type of an array type, whose JVM form is a list; null for others, and for
   * int2vector and oidvector, which are counted from 0.
   */
  public @Nullable PgType elementOf(PgType array) {
    if (array.oid() == INT2VECTOR || array.oid() == PgType.OIDVECTOR) {
      return null;
    }
    Integer element = TypeCodecs.elementOf(array.oid());
    if (element != null) {
      return new PgType(element, array.modifier(), array.collation());
    }
    return switch (shapes.of(array.oid())) {
      case TypeShape.Array(PgType part) ->
          part.collation() == 0 || array.collation() == 0
              ? part
              : new PgType(part.oid(), part.modifier(), array.collation());
      case TypeShape.Domain(PgType base) ->
          elementOf(
              base.collation() == 0 || array.collation() == 0
                  ? base
                  : new PgType(base.oid(), base.modifier(), array.collation()));
      case null, default -> null;
    };
  }
}
