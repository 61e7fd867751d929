package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A strict function of words that gives a word, never NULL. A call of it passes no objects; whoever
 * has objects may call it with them as any other function.
 */
sealed interface WordBody extends FunctionBody {

  /** What evaluates a call. */
  WordEvaluator over(WordEvaluator[] arguments);

  /** A function of one argument. */
  record Unary(Word result, LongUnaryOperator operation) implements WordBody {

    @Override
    public Object call(@Nullable Object[] arguments) {
      Object argument = FunctionLibrary.argument(arguments, 0);
      return result.box(operation.applyAsLong(Word.unbox(argument)));
    }

    @Override
    public WordEvaluator over(WordEvaluator[] arguments) {
      return new UnaryCall(result, operation, arguments[0]);
    }
  }

  /** A function of two arguments. */
  record Binary(Word result, LongBinaryOperator operation) implements WordBody {

    @Override
    public Object call(@Nullable Object[] arguments) {
      Object left = FunctionLibrary.argument(arguments, 0);
      Object right = FunctionLibrary.argument(arguments, 1);
      return result.box(operation.applyAsLong(Word.unbox(left), Word.unbox(right)));
    }

    @Override
    public WordEvaluator over(WordEvaluator[] arguments) {
      WordEvaluator left = arguments[0];
      if (!(arguments[1] instanceof WordEvaluator.Constant right) || right.isNull()) {
        return new BinaryCall(this, left, arguments[1]);
      }
      if (operation instanceof WordComparison comparison) {
        return comparison.with(left, right.value());
      }
      return new CallWithConstant(this, left, right.value());
    }
  }

  final class UnaryCall extends WordEvaluator {
    private final LongUnaryOperator operation;
    private final WordEvaluator argument;

    UnaryCall(Word word, LongUnaryOperator operation, WordEvaluator argument) {
      super(word);
      this.operation = operation;
      this.argument = argument;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      long value = argument.evaluate(row, nullness);
      return nullness.isNull ? 0 : operation.applyAsLong(value);
    }
  }

  /** All arguments are computed before one is found to be NULL, as PostgreSQL does. */
  final class BinaryCall extends WordEvaluator {
    private final LongBinaryOperator operation;
    private final WordEvaluator left;
    private final WordEvaluator right;

    BinaryCall(Binary function, WordEvaluator left, WordEvaluator right) {
      super(function.result);
      this.operation = function.operation;
      this.left = left;
      this.right = right;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      long a = left.evaluate(row, nullness);
      boolean leftIsNull = nullness.isNull;
      long b = right.evaluate(row, nullness);
      if (leftIsNull || nullness.isNull) {
        nullness.isNull = true;
        return 0;
      }
      return operation.applyAsLong(a, b);
    }
  }

  final class CallWithConstant extends WordEvaluator {
    private final LongBinaryOperator operation;
    private final WordEvaluator left;
    private final long right;

    CallWithConstant(Binary function, WordEvaluator left, long right) {
      super(function.result);
      this.operation = function.operation;
      this.left = left;
      this.right = right;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      long a = left.evaluate(row, nullness);
      return nullness.isNull ? 0 : operation.applyAsLong(a, right);
    }
  }
}
