package io.tidemark.engine.function;

import io.tidemark.engine.type.ShapedArray;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Comparisons of arrays: by their elements in storage order, NULLs last and equal to each other,
 * then by the number of elements, of dimensions, by their sizes and at last by their lower bounds.
 */
final class ArrayOrder implements Comparator<List<?>> {

  private final ValueComparison elements;

  private ArrayOrder(ValueComparison elements) {
    this.elements = elements;
  }

  static void register(FunctionLibrary library) {
    library.typed(
        "array_eq",
        call -> {
          ArrayOrder order = new ArrayOrder(ValueComparison.of(call.element(0), call.known()));
          return a -> order.areEqual(list(a, 0), list(a, 1));
        });
    library.typed(
        "array_ne",
        call -> {
          ArrayOrder order = new ArrayOrder(ValueComparison.of(call.element(0), call.known()));
          return a -> !order.areEqual(list(a, 0), list(a, 1));
        });
    for (String operator : new String[] {"lt", "le", "gt", "ge"}) {
      library.typed(
          "array_" + operator,
          call -> {
            ArrayOrder order = of(call);
            return a -> CharacterFunctions.holds(operator, order.compare(list(a, 0), list(a, 1)));
          });
    }
    library.typed(
        "btarraycmp",
        call -> {
          ArrayOrder order = of(call);
          return a -> Integer.signum(order.compare(list(a, 0), list(a, 1)));
        });
    library.typed(
        "array_larger",
        call -> {
          ArrayOrder order = of(call);
          return a -> order.compare(list(a, 0), list(a, 1)) > 0 ? a[0] : a[1];
        });
    library.typed(
        "array_smaller",
        call -> {
          ArrayOrder order = of(call);
          return a -> order.compare(list(a, 0), list(a, 1)) < 0 ? a[0] : a[1];
        });
  }

  private static ArrayOrder of(CallTypes call) {
    return new ArrayOrder(ValueComparison.of(call.element(0), call.known()).ordered(call));
  }

  private static List<?> list(Object[] arguments, int index) {
    return (List<?>) arguments[index];
  }

  private boolean areEqual(List<?> left, List<?> right) {
    return left.size() == right.size() && compare(left, right) == 0;
  }

  @Override
  public int compare(List<?> left, List<?> right) {
    int both = Math.min(left.size(), right.size());
    for (int i = 0; i < both; i++) {
      Object a = left.get(i);
      Object b = right.get(i);
      int comparison =
          a == null || b == null ? Boolean.compare(a == null, b == null) : elements.compare(a, b);
      if (comparison != 0) {
        return comparison;
      }
    }
    if (left.size() != right.size()) {
      return Integer.compare(left.size(), right.size());
    }
    int[] leftSizes = ShapedArray.sizes(left);
    int[] rightSizes = ShapedArray.sizes(right);
    if (leftSizes.length != rightSizes.length) {
      return Integer.compare(leftSizes.length, rightSizes.length);
    }
    int sizes = Arrays.compare(leftSizes, rightSizes);
    return sizes != 0
        ? sizes
        : Arrays.compare(ShapedArray.lowerBounds(left), ShapedArray.lowerBounds(right));
  }
}
