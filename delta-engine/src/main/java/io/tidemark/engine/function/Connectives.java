package io.tidemark.engine.function;

import io.tidemark.engine.plan.Expression;
import io.tidemark.state.row.Row;

/**
 * What is true, false or unknown by its operands' truth: AND and OR in three-valued logic, from the
 * left and no further than needed, NOT, and the tests of boolean values.
 */
final class Connectives {

  private Connectives() {}

  static WordEvaluator and(WordEvaluator[] operands) {
    return new Junction(operands, 0);
  }

  static WordEvaluator or(WordEvaluator[] operands) {
    return new Junction(operands, 1);
  }

  /** AND or OR. */
  private static final class Junction extends WordEvaluator {
    private final WordEvaluator[] operands;
    private final long decisive; // the truth of an operand that makes it the whole's

    Junction(WordEvaluator[] operands, long decisive) {
      super(Word.BOOL);
      this.operands = operands;
      this.decisive = decisive;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      boolean unknown = false;
      for (WordEvaluator operand : operands) {
        long value = operand.evaluate(row, nullness);
        if (nullness.isNull) {
          unknown = true;
        } else if (value == decisive) {
          return decisive;
        }
      }
      nullness.isNull = unknown;
      return 1 - decisive;
    }
  }

  static WordEvaluator not(WordEvaluator operand) {
    return new WordBody.UnaryCall(Word.BOOL, value -> 1 - value, operand);
  }

  static WordEvaluator test(Expression.BooleanTest.Kind kind, WordEvaluator operand) {
    return switch (kind) {
      case IS_TRUE -> new Test(operand, false, true, false);
      case IS_NOT_TRUE -> new Test(operand, true, false, true);
      case IS_FALSE -> new Test(operand, true, false, false);
      case IS_NOT_FALSE -> new Test(operand, false, true, true);
      case IS_UNKNOWN -> new Test(operand, false, false, true);
      case IS_NOT_UNKNOWN -> new Test(operand, true, true, false);
    };
  }

  /** What the test gives for each of the three values. */
  private static final class Test extends WordEvaluator {
    private final WordEvaluator operand;
    private final boolean ofFalse;
    private final boolean ofTrue;
    private final boolean ofUnknown;

    Test(WordEvaluator operand, boolean ofFalse, boolean ofTrue, boolean ofUnknown) {
      super(Word.BOOL);
      this.operand = operand;
      this.ofFalse = ofFalse;
      this.ofTrue = ofTrue;
      this.ofUnknown = ofUnknown;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      long value = operand.evaluate(row, nullness);
      boolean holds = nullness.isNull ? ofUnknown : value == 0 ? ofFalse : ofTrue;
      nullness.isNull = false;
      return holds ? 1 : 0;
    }
  }

  /** IS NULL or IS NOT NULL of what is computed. */
  static WordEvaluator isNull(Evaluator operand, boolean negated) {
    return truth(row -> (operand.evaluate(row) == null) != negated);
  }

  /** A condition that is never unknown. */
  static WordEvaluator truth(RowPredicate condition) {
    return new Truth(condition);
  }

  private static final class Truth extends WordEvaluator {
    private final RowPredicate condition;

    Truth(RowPredicate condition) {
      super(Word.BOOL);
      this.condition = condition;
    }

    @Override
    long evaluate(Row row, Nullness nullness) {
      boolean holds = condition.test(row);
      nullness.isNull = false;
      return holds ? 1 : 0;
    }
  }
}
