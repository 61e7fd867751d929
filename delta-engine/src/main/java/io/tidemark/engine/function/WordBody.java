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
      return switch (arguments[1]) {
        case WordEvaluator.Constant(long right, Object boxed, _) when boxed != null ->
            arguments[0] instanceof WordEvaluator.Column(int index, Word word)
                ? new ColumnWithConstant(result, operation, index, word, right)
                : new CallWithConstant(result, operation, arguments[0], right);
        default -> new BinaryCall(result, operation, arguments[0], arguments[1]);
      };
    }
  }

  record UnaryCall(Word word, LongUnaryOperator operation, WordEvaluator argument)
      implements WordEvaluator {
    @Override
    public long evaluate(Row row, Nullness nullness) {
      long value = argument.evaluate(row, nullness);
      return nullness.isNull ? 0 : operation.applyAsLong(value);
    }
  }

  /** All arguments are computed before one is found to be NULL, as PostgreSQL does. */
  record BinaryCall(
      Word word, LongBinaryOperator operation, WordEvaluator left, WordEvaluator right)
      implements WordEvaluator {
    @Override
    public long evaluate(Row row, Nullness nullness) {
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

  record CallWithConstant(Word word, LongBinaryOperator operation, WordEvaluator left, long right)
      implements WordEvaluator {
    @Override
    public long evaluate(Row row, Nullness nullness) {
      long a = left.evaluate(row, nullness);
      return nullness.isNull ? 0 : operation.applyAsLong(a, right);
    }
  }

  record ColumnWithConstant(
      Word word, LongBinaryOperator operation, int column, Word columnWord, long right)
      implements WordEvaluator {
    @Override
    public long evaluate(Row row, Nullness nullness) {
      boolean isNull = row.isNull(column);
      nullness.isNull = isNull;
      return isNull
          ? 0
          : operation.applyAsLong(columnWord.read(row.bytes(), row.offset(column)), right);
    }
  }
}
