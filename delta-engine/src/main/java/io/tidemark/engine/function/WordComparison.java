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

  String ending() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
