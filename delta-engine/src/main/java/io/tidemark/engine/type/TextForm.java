package io.tidemark.engine.type;

import io.tidemark.state.row.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Types whose values travel to PostgreSQL as text, from which a cast makes them: those without a
 * send function, whose values are text in a row already, and three that are sent in a form which
 * their receive functions refuse if the value is empty.
 */
public enum TextForm {
  AS_IT_IS,
  VECTOR_OF_INT2,
  VECTOR_OF_OID,
  TEXT_QUERY;

  private static final int INT2VECTOR = 22;
  private static final int OIDVECTOR = 30;
  private static final int TSQUERY = 3615;

  /** Bytes of an array's wire form in front of its elements, if it has one dimension. */
  private static final int ARRAY_HEADER_BYTES = 20;

  /**
   * How values of a type become text.
   *
   * @param base the type's OID, that of the base type for a domain
   * @param hasSend whether it has a send function
   * @return null if they travel in their binary form
   */
  public static @Nullable TextForm of(int base, boolean hasSend) {
    if (!hasSend) {
      return AS_IT_IS;
    }
    return switch (base) {
      case INT2VECTOR -> VECTOR_OF_INT2;
      case OIDVECTOR -> VECTOR_OF_OID;
      case TSQUERY -> TEXT_QUERY;
      default -> null;
    };
  }

  /** The text of a value that a row has. */
  public byte[] text(byte[] bytes, int offset, int length) {
    return switch (this) {
      case AS_IT_IS -> Arrays.copyOfRange(bytes, offset, offset + length);
      case VECTOR_OF_INT2, VECTOR_OF_OID -> vector(bytes, offset, length);
      case TEXT_QUERY -> TextQuery.text(bytes, offset).getBytes(StandardCharsets.UTF_8);
    };
  }

  private byte[] vector(byte[] bytes, int offset, int length) {
    StringJoiner text = new StringJoiner(" ");
    int element = this == VECTOR_OF_INT2 ? 2 : 4;
    for (int at = offset + ARRAY_HEADER_BYTES; at < offset + length; at += 4 + element) {
      text.add(
          element == 2
              ? String.valueOf((short) ((bytes[at + 4] & 0xFF) << 8 | (bytes[at + 5] & 0xFF)))
              : Integer.toUnsignedString((int) Bytes.INT.get(bytes, at + 4)));
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
