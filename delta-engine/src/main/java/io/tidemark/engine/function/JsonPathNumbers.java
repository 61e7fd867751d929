package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.PgNumeric;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Arithmetic of paths, and the methods that make one scalar of another. */
final class JsonPathNumbers {

  private static final int PRECISION_MAX = 1_000;

  private JsonPathNumbers() {}

  static JsonPathEvaluation.Outcome calculate(
      JsonPathEvaluation evaluation,
      JsonPath.Arithmetic arithmetic,
      JsonPath.@Nullable Item next,
      JsonDocument value,
      @Nullable List<JsonDocument> found) {
    List<JsonDocument> lefts = new ArrayList<>();
    List<JsonDocument> rights = new ArrayList<>();
    if (evaluation.runUnwrapped(arithmetic.left(), value, true, lefts)
            == JsonPathEvaluation.Outcome.ERROR
        || evaluation.runUnwrapped(arithmetic.right(), value, true, rights)
            == JsonPathEvaluation.Outcome.ERROR) {
      return JsonPathEvaluation.Outcome.ERROR;
    }
    if (lefts.size() != 1 || !(lefts.getFirst() instanceof JsonDocument.Numeral left)) {
      return evaluation.error(
          "22038", "left operand of jsonpath operator is not a single numeric value");
    }
    if (rights.size() != 1 || !(rights.getFirst() instanceof JsonDocument.Numeral right)) {
      return evaluation.error(
          "22038", "right operand of jsonpath operator is not a single numeric value");
    }
    PgNumeric a = left.value();
    PgNumeric b = right.value();
    PgNumeric result;
    try {
      result =
          switch (arithmetic.operator()) {
            case '+' -> a.add(b);
            case '-' -> a.subtract(b);
            case '*' -> a.multiply(b);
            case '/' -> a.divide(b);
            default -> a.remainder(b);
          };
    } catch (EvaluationException e) {
      return evaluation.error(e.sqlState(), String.valueOf(e.getMessage()));
    }
    return next == null && found == null
        ? JsonPathEvaluation.Outcome.FOUND
        : evaluation.next(next, JsonDocument.Numeral.of(result), found);
  }

  static JsonPathEvaluation.Outcome sign(
      JsonPathEvaluation evaluation,
      JsonPath.Sign sign,
      JsonPath.@Nullable Item next,
      JsonDocument value,
      @Nullable List<JsonDocument> found) {
    List<JsonDocument> operands = new ArrayList<>();
    if (evaluation.runUnwrapped(sign.operand(), value, true, operands)
        == JsonPathEvaluation.Outcome.ERROR) {
      return JsonPathEvaluation.Outcome.ERROR;
    }
    boolean ends = next == null && found == null;
    JsonPathEvaluation.Outcome outcome = JsonPathEvaluation.Outcome.NOTHING;
    for (JsonDocument operand : operands) {
      if (!(operand instanceof JsonDocument.Numeral number)) {
        if (ends) {
          continue; // one that is a number is enough
        }
        return evaluation.error(
            "2203B", "operand of unary jsonpath operator is not a numeric value");
      }
      if (ends) {
        return JsonPathEvaluation.Outcome.FOUND;
      }
      JsonDocument signed =
          sign.minus() ? JsonDocument.Numeral.of(number.value().negate()) : number;
      JsonPathEvaluation.Outcome each = evaluation.next(next, signed, found);
      if (each == JsonPathEvaluation.Outcome.ERROR
          || (each == JsonPathEvaluation.Outcome.FOUND && found == null)) {
        return each;
      }
      outcome = each == JsonPathEvaluation.Outcome.FOUND ? each : outcome;
    }
    return outcome;
  }

  /** The index that a number is, without its decimals; null if it is no int. */
  static @Nullable Integer truncated(JsonDocument.Numeral number) {
    try {
      return (int)
          number
              .value()
              .round(0, RoundingMode.DOWN)
              .toLong(Integer.MIN_VALUE, Integer.MAX_VALUE, "integer");
    } catch (EvaluationException outOfRange) {
      return null;
    }
  }

  /** Applies a method that takes one scalar to another. */
  static JsonPathEvaluation.Outcome convert(
      JsonPathEvaluation evaluation,
      JsonPath.Method method,
      JsonPath.@Nullable Item next,
      JsonDocument value,
      @Nullable List<JsonDocument> found) {
    JsonDocument result;
    try {
      result = JsonPathScalars.convert(method, value);
    } catch (EvaluationException e) {
      return evaluation.error(
          "22036",
          "jsonpath item method .%s() cannot be applied to this value"
              .formatted(method.name().toLowerCase(Locale.ROOT)));
    }
    return evaluation.next(next, result, found);
  }

  static JsonPathEvaluation.Outcome decimal(
      JsonPathEvaluation evaluation,
      List<JsonDocument.Numeral> arguments,
      JsonPath.@Nullable Item next,
      JsonDocument value,
      @Nullable List<JsonDocument> found) {
    PgNumeric result;
    List<Integer> bounds = new ArrayList<>();
    try {
      result = JsonPathScalars.number(value);
      for (JsonDocument.Numeral argument : arguments) {
        bounds.add((int) argument.value().toLong(Integer.MIN_VALUE, Integer.MAX_VALUE, "integer"));
      }
    } catch (EvaluationException e) {
      return evaluation.error("22036", "jsonpath item method .decimal() failed");
    }
    if (!bounds.isEmpty()) {
      int modifier;
      try {
        modifier = modifier(bounds.getFirst(), bounds.size() > 1 ? bounds.getLast() : 0);
      } catch (EvaluationException e) {
        return evaluation.error(e.sqlState(), String.valueOf(e.getMessage()));
      }
      try {
        result = result.withModifier(modifier);
      } catch (EvaluationException e) {
        return evaluation.error("22036", "jsonpath item method .decimal() failed");
      }
    }
    return evaluation.next(next, JsonDocument.Numeral.of(result), found);
  }

  /** The type modifier of numeric(precision, scale). */
  private static int modifier(int precision, int scale) {
    if (precision < 1 || precision > PRECISION_MAX) {
      throw new EvaluationException(
          "22023", "NUMERIC precision %d must be between 1 and 1000".formatted(precision));
    }
    if (scale < -PRECISION_MAX || scale > PRECISION_MAX) {
      throw new EvaluationException(
          "22023", "NUMERIC scale %d must be between -1000 and 1000".formatted(scale));
    }
    return (precision << 16 | (scale & 0x7FF)) + 4;
  }
}
