package io.tidemark.engine.function;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntPredicate;

/**
 * Comparisons of enums and of composite values, whose types the catalog describes, and functions of
 * values of any type.
 */
final class CatalogTypeFunctions {

  private CatalogTypeFunctions() {}

  static void register(FunctionLibrary library) {
    for (String type : new String[] {"enum_", "record_"}) {
      equality(library, type + "eq", comparison -> comparison == 0);
      equality(library, type + "ne", comparison -> comparison != 0);
      order(library, type + "lt", comparison -> comparison < 0);
      order(library, type + "le", comparison -> comparison <= 0);
      order(library, type + "gt", comparison -> comparison > 0);
      order(library, type + "ge", comparison -> comparison >= 0);
      library.typed(
          type + "larger",
          call -> {
            ValueComparison order = order(call).ordered(call);
            return a -> compare(order, a) > 0 ? a[0] : a[1];
          });
      library.typed(
          type + "smaller",
          call -> {
            ValueComparison order = order(call).ordered(call);
            return a -> compare(order, a) < 0 ? a[0] : a[1];
          });
    }
    library.typed("enum_cmp", CatalogTypeFunctions::threeWay);
    library.typed("btrecordcmp", CatalogTypeFunctions::threeWay);
    library.typed("pg_num_nulls", _ -> a -> (int) Arrays.stream(a).filter(Objects::isNull).count());
    library.typed(
        "pg_num_nonnulls", _ -> a -> (int) Arrays.stream(a).filter(Objects::nonNull).count());
  }

  private static void equality(FunctionLibrary library, String source, IntPredicate holds) {
    library.typed(
        source,
        call -> {
          ValueComparison order = order(call);
          return a -> holds.test(compare(order, a));
        });
  }

  private static void order(FunctionLibrary library, String source, IntPredicate holds) {
    library.typed(
        source,
        call -> {
          ValueComparison order = order(call).ordered(call);
          return a -> holds.test(compare(order, a));
        });
  }

  private static FunctionBody threeWay(CallTypes call) {
    ValueComparison order = order(call).ordered(call);
    return a -> Integer.signum(compare(order, a));
  }

  private static int compare(ValueComparison order, Object[] arguments) {
    return order.compare(
        FunctionLibrary.argument(arguments, 0), FunctionLibrary.argument(arguments, 1));
  }

  /** Of composite types, which may be two, only one. */
  private static ValueComparison order(CallTypes call) {
    if (call.arguments().get(0).oid() != call.arguments().get(1).oid()) {
      throw call.refused("values of two types");
    }
    return call.order(0);
  }
}
