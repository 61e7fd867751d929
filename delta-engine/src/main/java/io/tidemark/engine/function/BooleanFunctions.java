package io.tidemark.engine.function;

/** Functions and operators of boolean. */
final class BooleanFunctions {

  private BooleanFunctions() {}

  static void register(FunctionLibrary library) {
    library.wordComparisons("bool");
    library.words("btboolcmp", Word.INT4, Long::compare);
    library.words("booland_statefunc", Word.BOOL, (a, b) -> a & b);
    library.words("boolor_statefunc", Word.BOOL, (a, b) -> a | b);
    library.word("bool_int4", Word.INT4, a -> a);
    library.word("int4_bool", Word.BOOL, a -> a == 0 ? 0 : 1);
    library.<Boolean>unary("booltext", a -> a ? "true" : "false");
  }
}
