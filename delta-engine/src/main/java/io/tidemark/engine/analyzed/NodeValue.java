package io.tidemark.engine.analyzed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value in PostgreSQL's node text; {@code <>} is the Java null. */
sealed interface NodeValue
    permits Node, NodeValue.Atom, NodeValue.Items, NodeValue.Numbers, NodeValue.Datum {

  /** A bare token, unescaped: a number, a name, {@code true}. */
  record Atom(String text) implements NodeValue {}

  /** A list; elements may be null. */
  record Items(List<@Nullable NodeValue> values) implements NodeValue {}

  /** A list of integers {@code i}, of OIDs {@code o} or {@code x}, or a bitmap {@code b}. */
  record Numbers(List<Integer> values) implements NodeValue {
    public Numbers {
      values = List.copyOf(values);
    }
  }

  /** A constant's bytes as the server's memory holds them: little-endian, eight if by value. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Datum(int length, byte[] bytes) implements NodeValue {}
}
