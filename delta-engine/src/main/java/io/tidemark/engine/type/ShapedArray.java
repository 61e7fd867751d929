package io.tidemark.engine.type;

import io.tidemark.state.row.Bytes;
import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array's elements, row by row, with its shape: that of an array of several dimensions, or of
 * one that is not counted from 1. All others are plain lists. Two of the same elements are equal as
 * lists, whatever their shape.
 */
public final class ShapedArray extends AbstractList<@Nullable Object> {

  private static final byte[] NO_DIMENSION = {};

  private final List<@Nullable Object> elements;
  private final byte[] shape;

  /**
   * @param shape for each dimension its length and its lower bound, as array_send writes them
   */
  ShapedArray(List<@Nullable Object> elements, byte[] shape) {
    this.elements = elements;
    this.shape = shape;
  }

  /** The shape that array_send writes for a list. */
  static byte[] shapeOf(List<?> values) {
    if (values instanceof ShapedArray shaped) {
      return shaped.shape;
    }
    if (values.isEmpty()) {
      return NO_DIMENSION;
    }
    byte[] plain = new byte[8];
    Bytes.INT.set(plain, 0, values.size());
    Bytes.INT.set(plain, 4, 1);
    return plain;
  }

  /**
   * An array of the given shape; plain where it is counted from 1, and empty where a dimension is.
   *
   * @param elements row by row
   */
  public static List<@Nullable Object> of(
      List<@Nullable Object> elements, int[] sizes, int[] lowerBounds) {
    if (elements.isEmpty() || (sizes.length == 1 && lowerBounds[0] == 1)) {
      return elements;
    }
    byte[] shape = new byte[8 * sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      Bytes.INT.set(shape, 8 * i, sizes[i]);
      Bytes.INT.set(shape, 8 * i + 4, lowerBounds[i]);
    }
    return new ShapedArray(elements, shape);
  }

  /** The length of each dimension of an array; none of an empty one. */
  public static int[] sizes(List<?> array) {
    return shapePart(array, 0);
  }

  /** The lower bound of each dimension of an array. */
  public static int[] lowerBounds(List<?> array) {
    return shapePart(array, 4);
  }

  private static int[] shapePart(List<?> array, int offset) {
    byte[] shape = shapeOf(array);
    int[] part = new int[shape.length / 8];
    for (int i = 0; i < part.length; i++) {
      part[i] = (int) Bytes.INT.get(shape, 8 * i + offset);
    }
    return part;
  }

  @Override
  public @Nullable Object get(int index) {
    return elements.get(index);
  }

  @Override
  public int size() {
    return elements.size();
  }
}
