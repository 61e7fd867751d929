package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.ShapedArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Functions that take arrays apart and put them together, whatever their elements are. Arrays come
 * as lists of their elements row by row; {@link ShapedArray} tells their dimensions.
 */
final class ArrayFunctions {

  static final int DIMENSIONS_MAX = 6; // MAXDIM

  /** MaxArraySize: as many Datums as a gigabyte holds. */
  private static final int ELEMENTS_MAX = 134_217_727;

  /** Types of which equal values have equal bytes, so that their order is total. */
  private static final Set<Integer> TOTALLY_ORDERED =
      Set.of(
          PgType.BOOL,
          PgType.INT2,
          PgType.INT4,
          PgType.INT8,
          PgType.OID,
          PgType.DATE,
          PgType.TIME,
          PgType.TIMESTAMP,
          PgType.TIMESTAMPTZ,
          PgType.UUID,
          PgType.TEXT,
          PgType.VARCHAR,
          PgType.BYTEA);

  private ArrayFunctions() {}

  static void register(FunctionLibrary library) {
    dimensions(library);
    joining(library);
    library.typed(
        "trim_array", _ -> a -> trim(list(a, 0), FunctionLibrary.<Integer>argument(a, 1)));
    library.typed("array_fill", _ -> a -> fill(a[0], dimensionList(a[1]), null));
    library.typed(
        "array_fill_with_lower_bounds",
        _ -> a -> fill(a[0], dimensionList(a[1]), dimensionList(a[2])));
    library.typed("array_reverse", _ -> a -> reverse(list(a, 0)));
    for (String source :
        new String[] {"array_sort", "array_sort_order", "array_sort_order_nulls_first"}) {
      library.typed(source, ArrayFunctions::sort);
    }
  }

  private static void dimensions(FunctionLibrary library) {
    library.typed("array_ndims", _ -> a -> list(a, 0).isEmpty() ? null : sizes(list(a, 0)).length);
    library.typed("array_cardinality", _ -> a -> list(a, 0).size());
    library.typed("array_dims", _ -> a -> list(a, 0).isEmpty() ? null : dims(list(a, 0)));
    library.typed("array_length", _ -> a -> dimension(a, (sizes, lower, i) -> sizes[i]));
    library.typed("array_lower", _ -> a -> dimension(a, (sizes, lower, i) -> lower[i]));
    library.typed(
        "array_upper", _ -> a -> dimension(a, (sizes, lower, i) -> lower[i] + sizes[i] - 1));
  }

  private interface Dimension {
    int of(int[] sizes, int[] lowerBounds, int index);
  }

  private static @Nullable Integer dimension(@Nullable Object[] arguments, Dimension wanted) {
    List<@Nullable Object> array = list(arguments, 0);
    int[] sizes = sizes(array);
    int number = FunctionLibrary.<Integer>argument(arguments, 1);
    return number < 1 || number > sizes.length
        ? null
        : (Integer) wanted.of(sizes, ShapedArray.lowerBounds(array), number - 1);
  }

  static String dims(List<?> array) {
    int[] sizes = ShapedArray.sizes(array);
    int[] lower = ShapedArray.lowerBounds(array);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sizes.length; i++) {
      text.append('[').append(lower[i]).append(':').append(lower[i] + sizes[i] - 1).append(']');
    }
    return text.toString();
  }

  private static void joining(FunctionLibrary library) {
    library.typed("array_append", _ -> a -> append(orEmpty(a[0]), a[1]));
    library.typed("array_prepend", _ -> a -> prepend(a[0], orEmpty(a[1])));
    library.typed(
        "array_cat",
        _ -> a -> a[0] == null ? a[1] : a[1] == null ? a[0] : concatenate(list(a, 0), list(a, 1)));
  }

  private static List<@Nullable Object> append(
      List<@Nullable Object> array, @Nullable Object element) {
    int lower = lowerBoundOfList(array);
    if ((long) lower + array.size() > Integer.MAX_VALUE) {
      throw outOfRange();
    }
    List<@Nullable Object> longer = new ArrayList<>(array.size() + 1);
    longer.addAll(array);
    longer.add(element);
    return shaped(longer, new int[] {longer.size()}, new int[] {lower});
  }

  private static List<@Nullable Object> prepend(
      @Nullable Object element, List<@Nullable Object> array) {
    int lower = lowerBoundOfList(array);
    if (lower == Integer.MIN_VALUE) {
      throw outOfRange();
    }
    List<@Nullable Object> longer = new ArrayList<>(array.size() + 1);
    longer.add(element);
    longer.addAll(array);
    return ShapedArray.of(longer, new int[] {longer.size()}, new int[] {lower}); // unchecked there
  }

  private static int lowerBoundOfList(List<@Nullable Object> array) {
    if (sizes(array).length > 1) {
      throw new EvaluationException("22000", "argument must be empty or one-dimensional array");
    }
    return array.isEmpty() ? 1 : ShapedArray.lowerBounds(array)[0];
  }

  /** One after the other, or one as an element of the other, if it has a dimension less. */
  private static List<@Nullable Object> concatenate(
      List<@Nullable Object> left, List<@Nullable Object> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() ? right : left;
    }
    int[] leftSizes = sizes(left);
    int[] rightSizes = sizes(right);
    boolean isLeftOuter = leftSizes.length >= rightSizes.length;
    List<@Nullable Object> outer = isLeftOuter ? left : right;
    List<@Nullable Object> inner = isLeftOuter ? right : left;
    int[] sizes = sizes(outer);
    int[] lower = ShapedArray.lowerBounds(outer);
    int deeper = sizes.length - sizes(inner).length;
    int[] innerSizes = sizes(inner);
    int[] innerLower = ShapedArray.lowerBounds(inner);
    boolean fits = deeper <= 1;
    for (int i = 1; fits && i < sizes.length; i++) {
      fits = sizes[i] == innerSizes[i - deeper] && lower[i] == innerLower[i - deeper];
    }
    if (!fits) {
      throw subscript("cannot concatenate incompatible arrays");
    }
    sizes[0] += deeper == 1 ? 1 : innerSizes[0];
    List<@Nullable Object> all = new ArrayList<>(left.size() + right.size());
    all.addAll(left);
    all.addAll(right);
    return shaped(all, sizes, lower);
  }

  private static List<@Nullable Object> trim(List<@Nullable Object> array, Integer count) {
    int[] sizes = sizes(array);
    int length = array.isEmpty() ? 0 : sizes[0];
    if (count < 0 || count > length) {
      throw subscript("number of elements to trim must be between 0 and " + length);
    }
    if (length == 0) {
      return array;
    }
    int lower = ShapedArray.lowerBounds(array)[0];
    int upper = lower + length - count - 1; // which wraps around there, too
    if (upper < lower) {
      return List.of();
    }
    sizes[0] = Math.min(length, upper - lower + 1 > 0 ? upper - lower + 1 : length);
    int[] ones = new int[sizes.length];
    Arrays.fill(ones, 1); // a slice is counted from 1
    int kept = array.size() / length * sizes[0];
    return ShapedArray.of(new ArrayList<>(array.subList(0, kept)), sizes, ones);
  }

  private static List<@Nullable Object> dimensionList(@Nullable Object list) {
    if (list == null) {
      throw new EvaluationException("22004", "dimension array or low bound array cannot be null");
    }
    return asList(list);
  }

  private static List<@Nullable Object> fill(
      @Nullable Object element,
      List<@Nullable Object> dimensions,
      @Nullable List<@Nullable Object> lowerBounds) {
    int[] sizes = numbers(dimensions);
    if (sizes.length > DIMENSIONS_MAX) {
      throw tooManyDimensions(sizes.length);
    }
    int[] lower = new int[sizes.length];
    Arrays.fill(lower, 1);
    if (lowerBounds != null) {
      lower = numbers(lowerBounds);
      if (lower.length != sizes.length) {
        throw subscript("wrong number of array subscripts");
      }
    }
    int count = count(sizes);
    checkBounds(sizes, lower);
    return ShapedArray.of(Collections.nCopies(count, element), sizes, lower);
  }

  private static int[] numbers(List<@Nullable Object> list) {
    if (sizes(list).length > 1) {
      throw subscript("wrong number of array subscripts");
    }
    int[] numbers = new int[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      Object number = list.get(i);
      if (number == null) {
        throw new EvaluationException("22004", "dimension values cannot be null");
      }
      numbers[i] = (Integer) number;
    }
    return numbers;
  }

  private static int count(int[] sizes) {
    long count = sizes.length == 0 ? 0 : 1;
    for (int size : sizes) {
      count *= size;
      if (size < 0 || count != (int) count) {
        throw tooLarge();
      }
    }
    if (count > ELEMENTS_MAX) {
      throw tooLarge();
    }
    return (int) count;
  }

  private static void checkBounds(int[] sizes, int[] lowerBounds) {
    for (int i = 0; i < sizes.length; i++) {
      if ((long) sizes[i] + lowerBounds[i] > Integer.MAX_VALUE) {
        throw new EvaluationException("54000", "array lower bound is too large: " + lowerBounds[i]);
      }
    }
  }

  private static List<@Nullable Object> shaped(
      List<@Nullable Object> elements, int[] sizes, int[] lowerBounds) {
    checkBounds(sizes, lowerBounds);
    return ShapedArray.of(elements, sizes, lowerBounds);
  }

  /** The elements of the first dimension the other way round. */
  private static List<@Nullable Object> reverse(List<@Nullable Object> array) {
    return rows(array, rows -> Collections.reverse(rows));
  }

  /** The array whose elements of the first dimension were put into another order. */
  private static List<@Nullable Object> rows(
      List<@Nullable Object> array,
      java.util.function.Consumer<List<List<@Nullable Object>>> change) {
    int[] sizes = sizes(array);
    if (sizes.length == 0 || sizes[0] < 2) {
      return array;
    }
    int width = array.size() / sizes[0];
    List<List<@Nullable Object>> rows = new ArrayList<>(sizes[0]);
    for (int i = 0; i < array.size(); i += width) {
      rows.add(array.subList(i, i + width));
    }
    change.accept(rows);
    List<@Nullable Object> changed = new ArrayList<>(array.size());
    rows.forEach(changed::addAll);
    return ShapedArray.of(changed, sizes, ShapedArray.lowerBounds(array));
  }

  /** In an order that leaves no choice, since it is not known how PostgreSQL would make it. */
  private static FunctionBody sort(CallTypes call) {
    PgType element = call.element(0);
    if (!TOTALLY_ORDERED.contains(element.oid())) {
      throw call.refused("values of which different ones are equal");
    }
    ValueComparison order = ValueComparison.of(element, call.known()).ordered(call);
    return a -> {
      boolean descending = a.length > 1 && FunctionLibrary.<Boolean>argument(a, 1);
      boolean nullsFirst = a.length > 2 ? FunctionLibrary.<Boolean>argument(a, 2) : descending;
      int sign = descending ? -1 : 1;
      List<@Nullable Object> array = list(a, 0);
      boolean plain = sizes(array).length == 1;
      return rows(
          array,
          rows ->
              rows.sort((left, right) -> {
                for (int i = 0; i < left.size(); i++) {
                  Object x = left.get(i);
                  Object y = right.get(i);
                  if (x == null || y == null) {
                    int comparison = Boolean.compare(x == null, y == null);
                    if (comparison != 0) {
                      // of rows, which are never NULL, a NULL within is the largest value
                      return plain ? (nullsFirst ? -comparison : comparison) : sign * comparison;
                    }
                  } else {
                    int comparison = order.compare(x, y);
                    if (comparison != 0) {
                      return sign * comparison;
                    }
                  }
                }
                return 0;
              }));
    };
  }

  private static int[] sizes(List<@Nullable Object> array) {
    return ShapedArray.sizes(array);
  }

  static List<@Nullable Object> list(@Nullable Object[] arguments, int index) {
    return FunctionLibrary.<List<@Nullable Object>>argument(arguments, index);
  }

  private static List<@Nullable Object> orEmpty(@Nullable Object array) {
    return array == null ? List.of() : asList(array);
  }

  @SuppressWarnings("unchecked") // arrays are lists
  private static List<@Nullable Object> asList(Object array) {
    return (List<@Nullable Object>) array;
  }

  private static EvaluationException subscript(String message) {
    return new EvaluationException("2202E", message);
  }

  static EvaluationException tooManyDimensions(int dimensions) {
    return new EvaluationException(
        "54000",
        "number of array dimensions (%d) exceeds the maximum allowed (%d)"
            .formatted(dimensions, DIMENSIONS_MAX));
  }

  private static EvaluationException outOfRange() {
    return new EvaluationException("22003", "integer out of range");
  }

  private static EvaluationException tooLarge() {
    return new EvaluationException(
        "54000", "array size exceeds the maximum allowed (" + ELEMENTS_MAX + ")");
  }
}
