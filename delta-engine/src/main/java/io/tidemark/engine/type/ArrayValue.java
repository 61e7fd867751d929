package io.tidemark.engine.type;

import io.tidemark.state.row.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array of any dimensions and of any element type, its elements as they are on the wire.
 *
 * @param sizes of each dimension; none of an empty array
 * @param lowerBounds of each dimension
 * @param elements in storage order, null for NULL
 */
public record ArrayValue(
    int elementOid,
    List<Integer> sizes,
    List<Integer> lowerBounds,
    List<byte @Nullable []> elements) {

  private static final int HEADER_BYTES = 12; // dimensions, whether NULLs are in it, element type
  private static final int DIMENSION_BYTES = 8;

  /** A list of elements, counted from 1. */
  public static ArrayValue of(int elementOid, List<byte @Nullable []> elements) {
    return elements.isEmpty()
        ? new ArrayValue(elementOid, List.of(), List.of(), elements)
        : new ArrayValue(elementOid, List.of(elements.size()), List.of(1), elements);
  }

  /** Decodes array_send's form. */
  public static ArrayValue decode(byte[] bytes, int offset) {
    int dimensions = (int) Bytes.INT.get(bytes, offset);
    List<Integer> sizes = new ArrayList<>();
    List<Integer> lowerBounds = new ArrayList<>();
    int count = dimensions == 0 ? 0 : 1;
    for (int i = 0; i < dimensions; i++) {
      int at = offset + HEADER_BYTES + i * DIMENSION_BYTES;
      sizes.add((int) Bytes.INT.get(bytes, at));
      lowerBounds.add((int) Bytes.INT.get(bytes, at + 4));
      count *= sizes.get(i);
    }
    List<byte @Nullable []> elements = new ArrayList<>(count);
    int at = offset + HEADER_BYTES + dimensions * DIMENSION_BYTES;
    for (int i = 0; i < count; i++) {
      int length = (int) Bytes.INT.get(bytes, at);
      at += 4;
      if (length < 0) {
        elements.add(null);
      } else {
        elements.add(Arrays.copyOfRange(bytes, at, at + length));
        at += length;
      }
    }
    return new ArrayValue((int) Bytes.INT.get(bytes, offset + 8), sizes, lowerBounds, elements);
  }

  /** The array in array_recv's form. */
  public byte[] encode() {
    int length = HEADER_BYTES + DIMENSION_BYTES * sizes.size();
    boolean hasNull = false;
    for (byte @Nullable [] element : elements) {
      length = Math.addExact(length, 4 + (element == null ? 0 : element.length));
      hasNull |= element == null;
    }
    byte[] bytes = new byte[length];
    Bytes.INT.set(bytes, 0, sizes.size());
    Bytes.INT.set(bytes, 4, hasNull ? 1 : 0);
    Bytes.INT.set(bytes, 8, elementOid);
    int at = HEADER_BYTES;
    for (int i = 0; i < sizes.size(); i++) {
      Bytes.INT.set(bytes, at, sizes.get(i));
      Bytes.INT.set(bytes, at + 4, lowerBounds.get(i));
      at += DIMENSION_BYTES;
    }
    for (byte @Nullable [] element : elements) {
      Bytes.INT.set(bytes, at, element == null ? -1 : element.length);
      at += 4;
      if (element != null) {
        System.arraycopy(element, 0, bytes, at, element.length);
        at += element.length;
      }
    }
    return bytes;
  }
}
