package io.tidemark.engine.function;

import io.tidemark.engine.type.TypeCodec;
import io.tidemark.state.row.Row;
import org.jspecify.annotations.Nullable;

/**
 * A strict condition of two values that can be tested without decoding them, where they are columns
 * or a constant; elsewhere over objects.
 */
record WireBody(WireTest wire, FunctionBody objects) implements FunctionBody {

  /** The condition, over the wire format from one index of an array to before another. */
  @FunctionalInterface
  interface WireTest {
    boolean test(byte[] left, int leftFrom, int leftTo, byte[] right, int rightFrom, int rightTo);
  }

  /** An order of values by their wire format: a negative number, 0, or a positive one. */
  @FunctionalInterface
  interface WireOrder {
    int compare(byte[] left, int leftFrom, int leftTo, byte[] right, int rightFrom, int rightTo);

    default WireTest test(WordComparison comparison) {
      return (a, i, j, b, k, l) -> comparison.holds(compare(a, i, j, b, k, l));
    }
  }

  @Override
  public @Nullable Object call(@Nullable Object[] arguments) {
    return objects.call(arguments);
  }

  /** What evaluates a call; null if its arguments have to be computed. */
  @Nullable WordEvaluator over(Evaluator[] arguments) {
    if (!(arguments[0] instanceof Column(int left, _))) {
      return null;
    }
    return switch (arguments[1]) {
      case Column(int right, _) -> new OfColumns(wire, left, right);
      case Constant(byte[] bytes, _) -> new OfColumnAndConstant(wire, left, bytes);
      default -> null;
    };
  }

  /** A column of a type whose values are no words. */
  record Column(int index, TypeCodec codec) implements Evaluator {
    @Override
    public @Nullable Object evaluate(Row row) {
      return row.isNull(index)
          ? null
          : codec.decode(row.bytes(), row.offset(index), row.length(index));
    }
  }

  /** A constant, other than NULL, of a type whose values are no words. */
  record Constant(byte[] bytes, Object value) implements Evaluator {
    @Override
    public Object evaluate(Row row) {
      return value;
    }
  }

  private static final class OfColumnAndConstant extends WordEvaluator {
    private final WireTest test;
    private final int column;
    private final byte[] constant;

    OfColumnAndConstant(WireTest test, int column, byte[] constant) {
      super(Word.BOOL);
      this.test = test;
      this.column = column;
      this.constant = constant;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      nullness.isNull = row.isNull(column);
      if (nullness.isNull) {
        return 0;
      }
      int from = row.offset(column);
      int to = from + row.length(column);
      return test.test(row.bytes(), from, to, constant, 0, constant.length) ? 1 : 0;
    }
  }

  private static final class OfColumns extends WordEvaluator {
    private final WireTest test;
    private final int left;
    private final int right;

    OfColumns(WireTest test, int left, int right) {
      super(Word.BOOL);
      this.test = test;
      this.left = left;
      this.right = right;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      nullness.isNull = row.isNull(left) || row.isNull(right);
      if (nullness.isNull) {
        return 0;
      }
      byte[] bytes = row.bytes();
      int leftFrom = row.offset(left);
      int rightFrom = row.offset(right);
      int leftTo = leftFrom + row.length(left);
      int rightTo = rightFrom + row.length(right);
      return test.test(bytes, leftFrom, leftTo, bytes, rightFrom, rightTo) ? 1 : 0;
    }
  }
}
