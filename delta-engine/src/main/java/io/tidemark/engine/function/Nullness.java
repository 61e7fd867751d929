package io.tidemark.engine.function;

/** Where a {@link WordEvaluator} leaves whether its value is NULL. Owned by one thread. */
final class Nullness {
  boolean isNull;
}
