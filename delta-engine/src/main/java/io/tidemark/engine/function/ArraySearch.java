package io.tidemark.engine.function;

import static io.tidemark.engine.function.ArrayFunctions.list;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.ShapedArray;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Functions that look for elements of arrays by the equality, or the order, of their type. */
final class ArraySearch {

  /**
   * timetz and macaddr: arrays of them have gaps, which width_bucket takes for values (12 bytes
   * aligned to 8, 6 to 4).
   */
  private static final Set<Integer> PADDED = Set.of(1266, 829);

  /** Up to which it is cheaper to compare each with each than to make a set. */
  private static final int COMPARISONS_MAX = 50;

  private ArraySearch() {}

  static void register(FunctionLibrary library) {
    library.typed("array_position", call -> position(call, false));
    library.typed("array_position_start", call -> position(call, true));
    library.typed("array_positions", ArraySearch::positions);
    byElements(
        library,
        "array_remove",
        order -> a -> a[0] == null ? null : remove(list(a, 0), a[1], order));
    byElements(
        library,
        "array_replace",
        order -> a -> a[0] == null ? null : replace(list(a, 0), a[1], a[2], order));
    byElements(
        library, "arraycontains", order -> a -> areAmong(list(a, 1), list(a, 0), true, order));
    byElements(
        library, "arraycontained", order -> a -> areAmong(list(a, 0), list(a, 1), true, order));
    byElements(
        library, "arrayoverlap", order -> a -> areAmong(list(a, 0), list(a, 1), false, order));
    library.typed(
        "width_bucket_array",
        call -> {
          if (PADDED.contains(call.element(1).oid())) {
            throw call.refused("values of a length between which PostgreSQL reads amiss");
          }
          ValueComparison order = ValueComparison.of(call.element(1), call.known()).ordered(call);
          return a -> bucket(FunctionLibrary.argument(a, 0), list(a, 1), order);
        });
  }

  /** A function that compares elements of its first argument. */
  private static void byElements(
      FunctionLibrary library, String source, Function<ValueComparison, FunctionBody> body) {
    library.typed(source, call -> body.apply(ValueComparison.of(call.element(0), call.known())));
  }

  private static boolean areSame(
      @Nullable Object left, @Nullable Object right, ValueComparison order) {
    if (left == null || right == null) {
      return left == null && right == null;
    }
    return order.areEqual(left, right);
  }

  private static FunctionBody position(CallTypes call, boolean hasStart) {
    ValueComparison order = ValueComparison.of(call.element(0), call.known());
    return a -> {
      if (a[0] == null) {
        return null;
      }
      List<@Nullable Object> array = list(a, 0);
      checkOneDimension(array, "searching for elements in");
      if (array.isEmpty() || (a[1] == null && !array.contains(null))) {
        return null;
      }
      if (hasStart && a[2] == null) {
        throw new EvaluationException("22004", "initial position must not be null");
      }
      int lower = ShapedArray.lowerBounds(array)[0];
      int start = hasStart ? FunctionLibrary.<Integer>argument(a, 2) : lower;
      for (int i = 0; i < array.size(); i++) {
        if (lower + i >= start && areSame(array.get(i), a[1], order)) {
          return lower + i;
        }
      }
      return null;
    };
  }

  private static FunctionBody positions(CallTypes call) {
    ValueComparison order = ValueComparison.of(call.element(0), call.known());
    return a -> {
      if (a[0] == null) {
        return null;
      }
      List<@Nullable Object> array = list(a, 0);
      checkOneDimension(array, "searching for elements in");
      List<Integer> found = new ArrayList<>();
      for (int i = 0; i < array.size(); i++) {
        if (areSame(array.get(i), a[1], order)) {
          found.add(ShapedArray.lowerBounds(array)[0] + i);
        }
      }
      return found;
    };
  }

  private static void checkOneDimension(List<@Nullable Object> array, String doing) {
    if (ShapedArray.sizes(array).length > 1) {
      throw new EvaluationException("0A000", doing + " multidimensional arrays is not supported");
    }
  }

  private static List<@Nullable Object> remove(
      List<@Nullable Object> array, @Nullable Object element, ValueComparison order) {
    checkOneDimension(array, "removing elements from");
    List<@Nullable Object> kept = new ArrayList<>(array.size());
    for (Object each : array) {
      if (!areSame(each, element, order)) {
        kept.add(each);
      }
    }
    return ShapedArray.of(kept, new int[] {kept.size()}, ShapedArray.lowerBounds(array));
  }

  private static List<@Nullable Object> replace(
      List<@Nullable Object> array,
      @Nullable Object element,
      @Nullable Object by,
      ValueComparison order) {
    List<@Nullable Object> replaced = new ArrayList<>(array.size());
    for (Object each : array) {
      replaced.add(areSame(each, element, order) ? by : each);
    }
    return ShapedArray.of(replaced, ShapedArray.sizes(array), ShapedArray.lowerBounds(array));
  }

  /** Whether all elements, or any, are among others; NULL is among none. */
  private static boolean areAmong(
      List<@Nullable Object> elements,
      List<@Nullable Object> others,
      boolean all,
      ValueComparison order) {
    if ((long) elements.size() * others.size() <= COMPARISONS_MAX) {
      for (Object element : elements) {
        if (contains(others, element, order) != all) {
          return !all;
        }
      }
      return all;
    }
    Set<Object> identities = new HashSet<>();
    for (Object other : others) {
      if (other != null) {
        identities.add(order.identity(other));
      }
    }
    for (Object element : elements) {
      boolean found = element != null && identities.contains(order.identity(element));
      if (found != all) {
        return found;
      }
    }
    return all;
  }

  private static boolean contains(
      List<@Nullable Object> others, @Nullable Object element, ValueComparison order) {
    for (Object other : others) {
      if (other != null && element != null && order.areEqual(element, other)) {
        return true;
      }
    }
    return false;
  }

  /** The number of thresholds, in ascending order, that are not greater than a value. */
  private static int bucket(
      Object value, List<@Nullable Object> thresholds, ValueComparison order) {
    if (ShapedArray.sizes(thresholds).length > 1) {
      throw new EvaluationException("2202E", "thresholds must be one-dimensional array");
    }
    if (thresholds.contains(null)) {
      throw new EvaluationException("22004", "thresholds array must not contain NULLs");
    }
    int from = 0;
    int to = thresholds.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      Object threshold = java.util.Objects.requireNonNull(thresholds.get(middle));
      if (order.compare(value, threshold) < 0) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }
}
