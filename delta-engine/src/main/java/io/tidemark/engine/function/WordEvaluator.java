package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import org.jspecify.annotations.Nullable;

/** A compiled expression whose values are {@link Word}s: they need not become objects. */
interface WordEvaluator extends Evaluator {

  Word word();

  /**
   * The expression's value over a row; of no meaning if it is NULL.
   *
   * @param nullness is told whether the value is NULL, in either case
   * @throws io.tidemark.engine.EvaluationException where PostgreSQL too would raise an error
   */
  long evaluate(Row row, Nullness nullness);

  @Override
  default @Nullable Object evaluate(Row row) {
    Nullness nullness = new Nullness();
    long value = evaluate(row, nullness);
    return nullness.isNull ? null : word().box(value);
  }

  /** An evaluator's values as words. */
  static WordEvaluator of(Evaluator evaluator, Word word) {
    return evaluator instanceof WordEvaluator words ? words : new Unboxed(evaluator, word);
  }

  /** Values that are computed as objects. */
  record Unboxed(Evaluator evaluator, Word word) implements WordEvaluator {
    @Override
    public long evaluate(Row row, Nullness nullness) {
      Object value = evaluator.evaluate(row);
      nullness.isNull = value == null;
      return value == null ? 0 : Word.unbox(value);
    }

    @Override
    public @Nullable Object evaluate(Row row) {
      return evaluator.evaluate(row);
    }
  }

  /** A column's values, read from the row. */
  record Column(int index, Word word) implements WordEvaluator {
    @Override
    public long evaluate(Row row, Nullness nullness) {
      boolean isNull = row.isNull(index);
      nullness.isNull = isNull;
      return isNull ? 0 : word.read(row.bytes(), row.offset(index));
    }

    @Override
    public @Nullable Object evaluate(Row row) {
      return row.isNull(index) ? null : word.box(word.read(row.bytes(), row.offset(index)));
    }
  }

  /**
   * A constant.
   *
   * @param boxed null for NULL
   */
  record Constant(long value, @Nullable Object boxed, Word word) implements WordEvaluator {
    @Override
    public long evaluate(Row row, Nullness nullness) {
      nullness.isNull = boxed == null;
      return value;
    }

    @Override
    public @Nullable Object evaluate(Row row) {
      return boxed;
    }
  }
}
