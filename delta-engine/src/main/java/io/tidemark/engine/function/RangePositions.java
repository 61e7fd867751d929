package io.tidemark.engine.function;

import static io.tidemark.engine.function.RangeFunctions.ranges;

import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.RangeOrder;
import io.tidemark.engine.type.RangeValue;
import io.tidemark.engine.type.TypeCodec;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Comparisons of ranges and of multiranges, and how they lie to each other and to elements: both
 * are lists of ranges, so that each function is one for all four pairs of them.
 */
final class RangePositions {

  /** Whose comparison function gives −1, 0 or 1; others' may give any number. */
  private static final Set<Integer> COMPARED_BY_SIGN =
      Set.of(
          PgType.INT2,
          PgType.INT4,
          PgType.INT8,
          PgType.NUMERIC,
          PgType.FLOAT4,
          PgType.FLOAT8,
          PgType.DATE,
          PgType.TIME,
          PgType.TIMESTAMP,
          PgType.TIMESTAMPTZ);

  private RangePositions() {}

  private interface Test {
    boolean test(RangeOrder order, List<RangeValue> left, List<RangeValue> right);
  }

  static void register(FunctionLibrary library) {
    for (String type : new String[] {"range_", "multirange_"}) {
      comparison(library, type + "eq", comparison -> comparison == 0);
      comparison(library, type + "ne", comparison -> comparison != 0);
      comparison(library, type + "lt", comparison -> comparison < 0);
      comparison(library, type + "le", comparison -> comparison <= 0);
      comparison(library, type + "gt", comparison -> comparison > 0);
      comparison(library, type + "ge", comparison -> comparison >= 0);
      library.typed(type + "cmp", RangePositions::threeWay);
    }
    position(library, "before", RangeOrder::isBefore);
    position(library, "after", (order, a, b) -> order.isBefore(b, a));
    position(library, "overleft", RangeOrder::endsNoLater);
    position(library, "overright", RangeOrder::startsNoEarlier);
    position(library, "adjacent", RangeOrder::areAdjacent);
    position(library, "overlaps", RangeOrder::overlap);
    position(library, "contains", RangeOrder::contains);
    position(library, "contained_by", (order, a, b) -> order.contains(b, a));
    for (String type : new String[] {"range", "multirange"}) {
      element(library, type + "_contains_elem", 1);
      element(library, "elem_contained_by_" + type, 0);
    }
  }

  private static void comparison(FunctionLibrary library, String source, IntPredicate holds) {
    library.typed(
        source,
        call -> {
          RangeOrder order = order(call, 0);
          return a -> holds.test(order.compare(ranges(a, 0), ranges(a, 1)));
        });
  }

  private static FunctionBody threeWay(CallTypes call) {
    PgType element = RangeFunctions.element(call, call.arguments().get(0));
    if (!COMPARED_BY_SIGN.contains(element.oid())) {
      throw call.refused("ranges of a type that is not compared by signs");
    }
    RangeOrder order = order(call, 0);
    return a -> Integer.signum(order.compare(ranges(a, 0), ranges(a, 1)));
  }

  /** For all pairs of range and multirange. */
  private static void position(FunctionLibrary library, String name, Test test) {
    TypedBody body =
        call -> {
          RangeOrder order = order(call, 0);
          return a -> test.test(order, ranges(a, 0), ranges(a, 1));
        };
    library.typed("range_" + name, body);
    library.typed("range_" + name + "_multirange", body);
    library.typed("multirange_" + name + "_range", body);
    library.typed("multirange_" + name + "_multirange", body);
  }

  private static void element(FunctionLibrary library, String source, int element) {
    library.typed(
        source,
        call -> {
          int range = 1 - element;
          RangeOrder order = order(call, range);
          TypeCodec codec = call.codec(RangeFunctions.element(call, call.arguments().get(range)));
          return a ->
              order.containsElement(
                  ranges(a, range),
                  RangeFunctions.wire(codec, FunctionLibrary.argument(a, element)));
        });
  }

  private static RangeOrder order(CallTypes call, int argument) {
    return new RangeOrder(call.arguments().get(argument).oid(), call.known());
  }
}
