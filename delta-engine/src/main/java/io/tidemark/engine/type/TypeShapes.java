package io.tidemark.engine.type;

import org.jspecify.annotations.Nullable;

/** What the catalog says of types; asked when a key is compiled, never for a row. */
@FunctionalInterface
public interface TypeShapes {

  /** Without a catalog nothing is known but PostgreSQL's own types. */
  TypeShapes NONE = oid -> null;

  /** The shape of a type; null for one that has none of these. */
  @Nullable TypeShape of(int typeOid);
}
