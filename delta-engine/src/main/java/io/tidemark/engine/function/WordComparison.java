package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import java.util.Locale;
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

  /** The comparison with a constant: whether a value is within a range, or is not. */
  WordEvaluator with(WordEvaluator left, long constant) {
    return switch (this) {
      case EQ -> within(left, constant, constant, true);
      case NE -> within(left, constant, constant, false);
      case LE -> within(left, Long.MIN_VALUE, constant, true);
      case GT -> within(left, Long.MIN_VALUE, constant, false);
      case GE -> within(left, constant, Long.MAX_VALUE, true);
      case LT -> within(left, constant, Long.MAX_VALUE, false);
    };
  }

  private static WordEvaluator within(WordEvaluator value, long low, long high, boolean inside) {
    return value instanceof WordEvaluator.Column column
        ? new ColumnWithin(column, low, high, inside)
        : new Within(value, low, high, inside);
  }

  private static final class ColumnWithin extends WordEvaluator {
    private final int column;
    private final Word columnWord;
    private final long low;
    private final long high;
    private final boolean inside;

    ColumnWithin(WordEvaluator.Column column, long low, long high, boolean inside) {
      super(Word.BOOL);
      this.column = column.index;
      this.columnWord = column.word();
      this.low = low;
      this.high = high;
      this.inside = inside;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      boolean isNull = row.isNull(column);
      nullness.isNull = isNull;
      if (isNull) {
        return 0;
      }
      long value = columnWord.read(row.bytes(), row.offset(column));
      return (value >= low && value <= high) == inside ? 1 : 0;
    }
  }

  private static final class Within extends WordEvaluator {
    private final WordEvaluator operand;
    private final long low;
    private final long high;
    private final boolean inside;

    Within(WordEvaluator operand, long low, long high, boolean inside) {
      super(Word.BOOL);
      this.operand = operand;
      this.low = low;
      this.high = high;
      this.inside = inside;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      long value = operand.evaluate(row, nullness);
      return (value >= low && value <= high) == inside ? 1 : 0;
    }
  }

  /** Whether an order decides it, and not only equality. */
  boolean isOrder() {
    return this != EQ && this != NE;
  }

  /** Whether it holds of what a comparison gave: a negative number, 0 or a positive one. */
  boolean holds(int order) {
    return applyAsLong(order, 0) != 0;
  }

  String ending() {
    return name().toLowerCase(Locale.ROOT);
  }
}
