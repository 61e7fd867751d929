package io.tidemark.engine.function;

/**
 * AND and OR in three-valued logic, and COALESCE: operands from the left, no further than needed.
 */
final class Connectives {

  private Connectives() {}

  static Evaluator and(Evaluator[] operands) {
    return row -> {
      boolean unknown = false;
      for (Evaluator operand : operands) {
        Object value = operand.evaluate(row);
        if (value == null) {
          unknown = true;
        } else if (!(Boolean) value) {
          return false;
        }
      }
      return unknown ? null : true;
    };
  }

  static Evaluator or(Evaluator[] operands) {
    return row -> {
      boolean unknown = false;
      for (Evaluator operand : operands) {
        Object value = operand.evaluate(row);
        if (value == null) {
          unknown = true;
        } else if ((Boolean) value) {
          return true;
        }
      }
      return unknown ? null : false;
    };
  }

  static Evaluator coalesce(Evaluator[] operands) {
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
}
