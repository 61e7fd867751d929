package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import org.jspecify.annotations.Nullable;

/**
 * A compiled expression whose values are {@link Word}s: they need not become objects. A class,
 * since a call of one of many classes' methods costs less than that of one of many interfaces'.
 */
abstract class WordEvaluator implements Evaluator {

  private final Word word;

  WordEvaluator(Word word) {
    this.word = word;
  }

  Word word() {
    return word;
  }

  /**
   * The expression's value over a row; of no meaning if it is NULL.
   *
   * @param nullness is told whether the value is NULL, in either case
   * @throws io.tidemark.engine.EvaluationException where PostgreSQL too would raise an error
   */
  abstract long evaluate(Row row, Nullness nullness);

  @Override
  public @Nullable Object evaluate(Row row) {
    Nullness nullness = new Nullness();
    long value = evaluate(row, nullness);
    return nullness.isNull ? null : word.box(value);
  }

  /** An evaluator's values as words. */
  static WordEvaluator of(Evaluator evaluator, Word word) {
    return evaluator instanceof WordEvaluator words ? words : new Unboxed(evaluator, word);
  }

  /** Values that are computed as objects. */
  private static final class Unboxed extends WordEvaluator {
    private final Evaluator evaluator;

    Unboxed(Evaluator evaluator, Word word) {
      super(word);
      this.evaluator = evaluator;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
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
  static final class Column extends WordEvaluator {
    final int index;

    Column(int index, Word word) {
      super(word);
      this.index = index;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      boolean isNull = row.isNull(index);
      nullness.isNull = isNull;
      return isNull ? 0 : word().read(row.bytes(), row.offset(index));
    }

    @Override
    public @Nullable Object evaluate(Row row) {
      return row.isNull(index) ? null : word().box(word().read(row.bytes(), row.offset(index)));
    }
  }

  /** A constant. */
  static final class Constant extends WordEvaluator {
    private final long value;
    private final @Nullable Object boxed;

    /**
     * A constant by its JVM form.
     *
     * @param boxed null for NULL
     */
    Constant(@Nullable Object boxed, Word word) {
      super(word);
      this.boxed = boxed;
      this.value = boxed == null ? 0 : Word.unbox(boxed);
    }

    boolean isNull() {
      return boxed == null;
    }

    long value() {
      return value;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      nullness.isNull = boxed == null;
      return value;
    }

    @Override
    public @Nullable Object evaluate(Row row) {
      return boxed;
    }
  }
}
