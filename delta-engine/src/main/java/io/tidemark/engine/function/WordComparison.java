package io.tidemark.engine.function;

import java.util.function.LongBinaryOperator;

/**
 * The six comparisons of words that are ordered as longs, by the ends of their names in pg_proc.
 */
enum WordComparison implements LongBinaryOperator {
  EQ {
    @Override
    public long applyAsLong(long a, long b) {
      return a == b ? 1 : 0;
    }
  },
  NE {
    @Override
    public long applyAsLong(long a, long b) {
      return a != b ? 1 : 0;
    }
  },
  LT {
    @Override
    public long applyAsLong(long a, long b) {
      return a < b ? 1 : 0;
    }
  },
  LE {
    @Override
    public long applyAsLong(long a, long b) {
      return a <= b ? 1 : 0;
    }
  },
  GT {
    @Override
    public long applyAsLong(long a, long b) {
      return a > b ? 1 : 0;
    }
  },
  GE {
    @Override
    public long applyAsLong(long a, long b) {
      return a >= b ? 1 : 0;
    }
  };

  /** Whether an order decides it, and not only equality. */
  boolean isOrder() {
    return this != EQ && this != NE;
  }

  /** Whether it holds of what a comparison gave: a negative number, 0 or a positive one. */
  boolean holds(int order) {
    return applyAsLong(order, 0) != 0;
  }

  String ending() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
