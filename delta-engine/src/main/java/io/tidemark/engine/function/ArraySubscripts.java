package io.tidemark.engine.function;

import io.tidemark.engine.plan.Meaning;
import io.tidemark.engine.type.ShapedArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element of an array, or a slice of it, which is counted from 1. */
final class ArraySubscripts {

  private final Meaning.Subscripts subscripts;

  ArraySubscripts(Meaning.Subscripts subscripts) {
    this.subscripts = subscripts;
  }

  /**
   * The subscripted array.
   *
   * @param operands the array, then the bounds that are written
   */
  Evaluator of(Evaluator[] operands) {
    int dimensions = subscripts.subscripts().size();
    return row -> {
      List<?> array = (List<?>) operands[0].evaluate(row);
      if (array == null) {
        return null;
      }
      @Nullable Integer[] lower = new Integer[dimensions];
      @Nullable Integer[] upper = new Integer[dimensions];
      int operand = 1;
      for (int i = 0; i < dimensions; i++) {
        Meaning.Subscript written = subscripts.subscripts().get(i);
        if (written.hasLower()) {
          lower[i] = (Integer) operands[operand++].evaluate(row);
          if (lower[i] == null) {
            return null;
          }
        }
        if (written.hasUpper()) {
          upper[i] = (Integer) operands[operand++].evaluate(row);
          if (upper[i] == null) {
            return null;
          }
        }
      }
      return subscripts.isSlice() ? slice(array, lower, upper) : element(array, upper);
    };
  }

  private static @Nullable Object element(List<?> array, @Nullable Integer[] at) {
    int[] sizes = ShapedArray.sizes(array);
    int[] lowerBounds = ShapedArray.lowerBounds(array);
    if (sizes.length != at.length) {
      return null;
    }
    int index = 0;
    for (int i = 0; i < sizes.length; i++) {
      long place = java.util.Objects.requireNonNull(at[i]) - (long) lowerBounds[i];
      if (place < 0 || place >= sizes[i]) {
        return null;
      }
      index = index * sizes[i] + (int) place;
    }
    return array.get(index);
  }

  /** What of the bounds is outside of the array is cut off. */
  private static List<@Nullable Object> slice(
      List<?> array, @Nullable Integer[] lower, @Nullable Integer[] upper) {
    int[] sizes = ShapedArray.sizes(array);
    int[] lowerBounds = ShapedArray.lowerBounds(array);
    if (sizes.length < lower.length) {
      return List.of();
    }
    int[] from = new int[sizes.length]; // from 0
    int[] counts = sizes.clone();
    for (int i = 0; i < lower.length; i++) {
      int first = lowerBounds[i];
      int last = first + sizes[i] - 1;
      Integer wantedFirst = lower[i];
      Integer wantedLast = upper[i];
      int start = wantedFirst == null ? first : Math.max(first, wantedFirst);
      int end = wantedLast == null ? last : Math.min(last, wantedLast);
      if (start > end) {
        return List.of();
      }
      from[i] = start - first;
      counts[i] = end - start + 1;
    }
    List<@Nullable Object> part = new ArrayList<>();
    collect(array, sizes, from, counts, 0, 0, part);
    int[] ones = new int[sizes.length];
    Arrays.fill(ones, 1);
    return ShapedArray.of(part, counts, ones);
  }

  private static void collect(
      List<?> array,
      int[] sizes,
      int[] from,
      int[] counts,
      int dimension,
      int offset,
      List<@Nullable Object> into) {
    if (dimension == sizes.length) {
      into.add(array.get(offset));
      return;
    }
    for (int i = 0; i < counts[dimension]; i++) {
      collect(
          array,
          sizes,
          from,
          counts,
          dimension + 1,
          offset * sizes[dimension] + from[dimension] + i,
          into);
    }
  }
}
