package io.tidemark.engine.function;

/** Makes a function's implementation for the types of a call. Thread-safe. */
@FunctionalInterface
interface TypedBody {

  /**
   * The implementation for one call.
   *
   * @throws io.tidemark.engine.UnsupportedQueryException if it cannot compute exactly as PostgreSQL
   *     does
   */
  FunctionBody of(CallTypes call);
}
