package io.tidemark.engine.type;

import io.tidemark.engine.EvaluationException;
import io.tidemark.state.row.Bytes;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The canonical form [a,b) of ranges whose elements have a next one; other ranges stay. */
enum DiscreteRanges implements UnaryOperator<RangeValue> {
  NONE {
    @Override
    byte[] next(byte[] value) {
      return value;
    }
  },
  INT4 {
    @Override
    byte[] next(byte[] value) {
      int number = (int) Bytes.INT.get(value, 0);
      if (number == Integer.MAX_VALUE) {
        throw new EvaluationException("22003", "integer out of range");
      }
      return bytes(number + 1);
    }
  },
  INT8 {
    @Override
    byte[] next(byte[] value) {
      long number = (long) Bytes.LONG.get(value, 0);
      if (number == Long.MAX_VALUE) {
        throw new EvaluationException("22003", "bigint out of range");
      }
      byte[] next = new byte[8];
      Bytes.LONG.set(next, 0, number + 1);
      return next;
    }
  },
  DATE {
    @Override
    byte[] next(byte[] value) {
      int day = (int) Bytes.INT.get(value, 0);
      if (day == LAST_DAY) {
        throw new EvaluationException("22008", "date out of range.");
      }
      return bytes(day + 1);
    }

    @Override
    boolean isFinite(byte[] value) {
      int day = (int) Bytes.INT.get(value, 0);
      return day != Integer.MIN_VALUE && day != Integer.MAX_VALUE;
    }
  };

  private static final int LAST_DAY = 2_145_031_948; // 5874897-12-31, in days since 2000-01-01

  static DiscreteRanges of(int element) {
    return switch (element) {
      case PgType.INT4 -> INT4;
      case PgType.INT8 -> INT8;
      case PgType.DATE -> DATE;
      default -> NONE;
    };
  }

  abstract byte[] next(byte[] value);

  boolean isFinite(byte[] value) {
    return true;
  }

  private static byte[] bytes(int number) {
    byte[] bytes = new byte[4];
    Bytes.INT.set(bytes, 0, number);
    return bytes;
  }

  @Override
  public RangeValue apply(RangeValue range) {
    byte @Nullable [] lower = range.lower();
    byte @Nullable [] upper = range.upper();
    boolean movesLower = this != NONE && lower != null && !range.includesLower() && isFinite(lower);
    boolean movesUpper = this != NONE && upper != null && range.includesUpper() && isFinite(upper);
    return movesLower || movesUpper
        ? new RangeValue(
            movesLower && lower != null ? next(lower) : lower,
            movesLower || range.includesLower(),
            movesUpper && upper != null ? next(upper) : upper,
            !movesUpper && range.includesUpper())
        : range;
  }
}
