package io.tidemark.sink;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/** A parameter in PostgreSQL's binary form, handed to the driver as it is. */
final class WireValue extends PGobject implements PGBinaryObject {

  @Serial private static final long serialVersionUID = 1L;

  private final transient byte[] bytes;

  /**
   * @param driverType a name that the driver knows the type by
   * @param bytes what the type's receive function takes
   */
  @SuppressWarnings("this-escape")
  WireValue(String driverType, byte[] bytes) {
    setType(driverType);
    this.bytes = bytes;
  }

  @Override
  public int lengthInBytes() {
    return bytes.length;
  }

  @Override
  public void toBytes(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  @Override
  public void setByteValue(byte[] value, int offset) {
    throw new UnsupportedOperationException("a parameter is not read back");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
