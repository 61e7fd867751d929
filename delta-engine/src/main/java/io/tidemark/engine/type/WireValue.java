package io.tidemark.engine.type;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A value of a type that has no JVM form of its own, as it is on the wire. */
public record WireValue(byte[] bytes) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WireValue value && Arrays.equals(bytes, value.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
