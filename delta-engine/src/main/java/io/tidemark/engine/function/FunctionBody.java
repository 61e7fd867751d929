package io.tidemark.engine.function;

import org.jspecify.annotations.Nullable;

/**
 * A function's implementation over JVM values. Strictness is the caller's business: a strict
 * function is never called with null. Pure and thread-safe.
 */
@FunctionalInterface
interface FunctionBody {

  @Nullable Object call(@Nullable Object[] arguments);

  static <A, B> FunctionBody of(Binary<A, B> body) {
    return arguments ->
        body.call(
            FunctionLibrary.<A>argument(arguments, 0), FunctionLibrary.<B>argument(arguments, 1));
  }

  /** A function of one argument. */
  interface Unary<A> {
    @Nullable Object call(A argument);
  }

  /** A function of two arguments. */
  interface Binary<A, B> {
    @Nullable Object call(A left, B right);
  }

  /** A function of three arguments. */
  interface Ternary<A, B, C> {
    @Nullable Object call(A first, B second, C third);
  }
}
