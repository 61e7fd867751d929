package io.tidemark.engine.type;

import io.tidemark.state.row.RowBuilder;

/** Between a type's binary wire format and the JVM form that functions work with. Thread-safe. */
public interface TypeCodec {

  Object decode(byte[] bytes, int offset, int length);

  void encode(Object value, RowBuilder target);
}
