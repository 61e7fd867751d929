package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.RangeOrder;
import io.tidemark.engine.type.RangeValue;
import io.tidemark.engine.type.ShapedArray;
import io.tidemark.engine.type.TypeCodec;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that take ranges and multiranges apart, and that put them together. */
final class RangeFunctions {

  private RangeFunctions() {}

  static void register(FunctionLibrary library) {
    parts(library);
    constructors(library);
    library.typed("range_union", RangeFunctions::union);
    library.typed("range_minus", RangeFunctions::minus);
    library.typed("range_intersect", call -> algebra(call, RangeOrder::intersection));
    library.typed("range_merge", call -> algebra(call, RangeOrder::span));
    library.typed(
        "multirange_union",
        call ->
            algebra(
                call,
                (order, left, right) -> {
                  if (left.isEmpty() || right.isEmpty()) {
                    return left.isEmpty() ? right : left;
                  }
                  List<RangeValue> all = new ArrayList<>(left);
                  all.addAll(right);
                  return order.union(all);
                }));
    library.typed("multirange_minus", call -> algebra(call, RangeOrder::difference));
    library.typed("multirange_intersect", call -> algebra(call, RangeOrder::intersection));
    library.typed(
        "range_merge_from_multirange",
        call ->
            algebra(
                call,
                (order, ranges, _) ->
                    ranges.isEmpty()
                        ? ranges
                        : order.span(List.of(ranges.getFirst()), List.of(ranges.getLast()))));
    for (String type : new String[] {"int4", "int8", "date"}) {
      library.typed(type + "range_canonical", _ -> a -> a[0]); // as they all come
    }
    library.<Integer, Integer>binary("int4range_subdiff", (a, b) -> (double) a - (double) b);
    library.<Long, Long>binary("int8range_subdiff", (a, b) -> (double) a - (double) b);
    library.<PgNumeric, PgNumeric>binary(
        "numrange_subdiff", (a, b) -> FloatFunctions.toDouble(a.subtract(b)));
  }

  private static void parts(FunctionLibrary library) {
    for (String type : new String[] {"range_", "multirange_"}) {
      library.typed(type + "empty", _ -> a -> ranges(a, 0).isEmpty());
      library.typed(
          type + "lower",
          call -> {
            TypeCodec codec = call.codec(element(call, call.arguments().get(0)));
            return a -> ranges(a, 0).isEmpty() ? null : value(codec, first(a).lower());
          });
      library.typed(
          type + "upper",
          call -> {
            TypeCodec codec = call.codec(element(call, call.arguments().get(0)));
            return a -> ranges(a, 0).isEmpty() ? null : value(codec, last(a).upper());
          });
      library.typed(
          type + "lower_inc", _ -> a -> !ranges(a, 0).isEmpty() && first(a).includesLower());
      library.typed(
          type + "upper_inc", _ -> a -> !ranges(a, 0).isEmpty() && last(a).includesUpper());
      library.typed(
          type + "lower_inf", _ -> a -> !ranges(a, 0).isEmpty() && first(a).lower() == null);
      library.typed(
          type + "upper_inf", _ -> a -> !ranges(a, 0).isEmpty() && last(a).upper() == null);
    }
  }

  private static RangeValue first(@Nullable Object[] arguments) {
    return ranges(arguments, 0).getFirst();
  }

  private static RangeValue last(@Nullable Object[] arguments) {
    return ranges(arguments, 0).getLast();
  }

  private static void constructors(FunctionLibrary library) {
    library.typed("range_constructor2", call -> constructor(call, false));
    library.typed("range_constructor3", call -> constructor(call, true));
    library.typed("multirange_constructor0", _ -> a -> List.of());
    library.typed("multirange_constructor1", _ -> a -> a[0]);
    library.typed(
        "multirange_constructor2",
        call -> {
          RangeOrder order = new RangeOrder(call.result().oid(), call.known());
          return a -> multirange(order, ArrayFunctions.list(a, 0));
        });
  }

  private static FunctionBody constructor(CallTypes call, boolean hasFlags) {
    RangeOrder order = new RangeOrder(call.result().oid(), call.known());
    TypeCodec codec = call.codec(element(call, call.result()));
    return a -> {
      String flags = hasFlags ? flags((String) a[2]) : "[)";
      return order.range(
          a[0] == null ? null : wire(codec, a[0]),
          flags.charAt(0) == '[',
          a[1] == null ? null : wire(codec, a[1]),
          flags.charAt(1) == ']');
    };
  }

  private static String flags(@Nullable String flags) {
    if (flags == null) {
      throw new EvaluationException("22000", "range constructor flags argument must not be null");
    }
    if (!flags.matches("[\\[(][\\])]")) {
      throw new EvaluationException("42601", "invalid range bound flags");
    }
    return flags;
  }

  private static List<RangeValue> multirange(RangeOrder order, List<@Nullable Object> array) {
    if (ShapedArray.sizes(array).length > 1) {
      throw new EvaluationException(
          "21000", "multiranges cannot be constructed from multidimensional arrays");
    }
    List<RangeValue> all = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (array.get(i) == null) {
        throw new EvaluationException("22004", "multirange values cannot contain null members");
      }
      all.addAll(ranges(array.get(i)));
    }
    return order.union(all);
  }

  private interface Algebra {
    List<RangeValue> of(RangeOrder order, List<RangeValue> left, List<RangeValue> right);
  }

  private static FunctionBody algebra(CallTypes call, Algebra algebra) {
    RangeOrder order = new RangeOrder(call.arguments().get(0).oid(), call.known());
    return a -> algebra.of(order, ranges(a, 0), ranges(a, a.length - 1));
  }

  private static FunctionBody union(CallTypes call) {
    return algebra(
        call,
        (order, left, right) -> {
          if (!left.isEmpty()
              && !right.isEmpty()
              && !order.overlap(left, right)
              && !order.areAdjacent(left, right)) {
            throw new EvaluationException("22000", "result of range union would not be contiguous");
          }
          return order.span(left, right);
        });
  }

  private static FunctionBody minus(CallTypes call) {
    return algebra(
        call,
        (order, left, right) -> {
          List<RangeValue> rest = order.difference(left, right);
          if (rest.size() > 1) {
            throw new EvaluationException(
                "22000", "result of range difference would not be contiguous");
          }
          return rest;
        });
  }

  /** The type of the elements of a range or multirange type. */
  static PgType element(CallTypes call, PgType range) {
    PgType element = RangeOrder.elementOf(range.oid(), call.known());
    if (element == null) {
      throw call.refused("ranges of a type that the library does not know");
    }
    return element;
  }

  private static @Nullable Object value(TypeCodec codec, byte @Nullable [] bound) {
    return bound == null ? null : codec.decode(bound, 0, bound.length);
  }

  /** A value as it is on the wire. */
  static byte[] wire(TypeCodec codec, Object value) {
    RowBuilder one = new RowBuilder(1);
    codec.encode(value, one);
    Row row = one.build();
    return row.copy(0);
  }

  static List<RangeValue> ranges(@Nullable Object[] arguments, int index) {
    return FunctionLibrary.<List<RangeValue>>argument(arguments, index);
  }

  @SuppressWarnings("unchecked") // the JVM form of ranges and multiranges
  private static List<RangeValue> ranges(@Nullable Object value) {
    return (List<RangeValue>) java.util.Objects.requireNonNull(value);
  }
}
