package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.KeyEncoder;
import io.tidemark.engine.type.TypeCodec;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Expressions whose value is that of one of their operands: CASE, COALESCE, GREATEST and LEAST. */
final class Choices {

  private Choices() {}

  /** The result of the first condition that is true. */
  static Evaluator first(
      WordEvaluator[] conditions, Evaluator[] results, Evaluator otherwise, @Nullable Word word) {
    if (word != null) {
      return new FirstWord(conditions, words(results, word), WordEvaluator.of(otherwise, word));
    }
    return row -> {
      Nullness nullness = new Nullness();
      for (int i = 0; i < conditions.length; i++) {
        if (conditions[i].evaluate(row, nullness) != 0 && !nullness.isNull) {
          return results[i].evaluate(row);
        }
      }
      return otherwise.evaluate(row);
    };
  }

  private static final class FirstWord extends WordEvaluator {
    private final WordEvaluator[] conditions;
    private final WordEvaluator[] results;
    private final WordEvaluator otherwise;

    FirstWord(WordEvaluator[] conditions, WordEvaluator[] results, WordEvaluator otherwise) {
      super(otherwise.word());
      this.conditions = conditions;
      this.results = results;
      this.otherwise = otherwise;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      for (int i = 0; i < conditions.length; i++) {
        if (conditions[i].evaluate(row, nullness) != 0 && !nullness.isNull) {
          return results[i].evaluate(row, nullness);
        }
      }
      return otherwise.evaluate(row, nullness);
    }
  }

  /** The first value that is not NULL. */
  static Evaluator coalesce(Evaluator[] operands, @Nullable Word word) {
    if (word != null) {
      return new CoalescedWord(words(operands, word), word);
    }
    return row -> {
      for (Evaluator operand : operands) {
        Object value = operand.evaluate(row);
        if (value != null) {
          return value;
        }
      }
      return null;
    };
  }

  private static final class CoalescedWord extends WordEvaluator {
    private final WordEvaluator[] operands;

    CoalescedWord(WordEvaluator[] operands, Word word) {
      super(word);
      this.operands = operands;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      for (WordEvaluator operand : operands) {
        long value = operand.evaluate(row, nullness);
        if (!nullness.isNull) {
          return value;
        }
      }
      return 0;
    }
  }

  static WordEvaluator[] words(Evaluator[] evaluators, Word word) {
    return Arrays.stream(evaluators)
        .map(each -> WordEvaluator.of(each, word))
        .toArray(WordEvaluator[]::new);
  }

  /**
   * GREATEST or LEAST; NULLs are passed over.
   *
   * @param orders makes an encoder of the operands' order
   */
  static Evaluator extreme(
      boolean greatest, Evaluator[] operands, TypeCodec codec, Supplier<KeyEncoder> orders) {
    return row -> {
      KeyEncoder order = orders.get();
      Object best = null;
      byte[] bestKey = null;
      for (Evaluator operand : operands) {
        Object value = operand.evaluate(row);
        if (value != null) {
          RowBuilder one = new RowBuilder(1);
          codec.encode(value, one);
          byte[] key = order.encode(one.build());
          int comparison = bestKey == null ? 0 : Arrays.compareUnsigned(key, bestKey);
          if (bestKey == null || (greatest ? comparison > 0 : comparison < 0)) {
            best = value;
            bestKey = key;
          }
        }
      }
      return best;
    };
  }

  /** A subquery's value, given how many rows it had. */
  static Evaluator single(Evaluator count, Evaluator value) {
    return row -> {
      Object rows = count.evaluate(row);
      if (rows == null || (Long) rows == 0) {
        return null;
      }
      if ((Long) rows > 1) {
        throw new EvaluationException(
            "21000", "more than one row returned by a subquery used as an expression");
      }
      return value.evaluate(row);
    };
  }
}
