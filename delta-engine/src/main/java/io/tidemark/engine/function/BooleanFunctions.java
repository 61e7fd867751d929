package io.tidemark.engine.function;

/** Functions and operators of boolean. */
final class BooleanFunctions {

  private BooleanFunctions() {}

  static void register(FunctionLibrary library) {
    library.<Boolean, Boolean>comparisons("bool", Boolean::compare);
    library.<Boolean, Boolean>binary("btboolcmp", Boolean::compare);
    library.<Boolean, Boolean>binary("booland_statefunc", (a, b) -> a && b);
    library.<Boolean, Boolean>binary("boolor_statefunc", (a, b) -> a || b);
    library.<Boolean>unary("bool_int4", a -> a ? 1 : 0);
    library.<Integer>unary("int4_bool", a -> a != 0);
    library.<Boolean>unary("booltext", a -> a ? "true" : "false");
  }
}
