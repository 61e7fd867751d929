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
final class ShapedArray extends AbstractList<@Nullable Object> {

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

  @Override
  public @Nullable Object get(int index) {
    return elements.get(index);
  }

  @Override
  public int size() {
    return elements.size();
  }
}
