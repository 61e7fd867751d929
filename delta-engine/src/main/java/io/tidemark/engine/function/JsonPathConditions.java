package io.tidemark.engine.function;

import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.Jsonb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of a path: true, false, or null for unknown. An error in an operand is unknown. Over
 * several items a condition is true if it is so for one; in strict mode none may be unknown.
 */
record JsonPathConditions(JsonPathEvaluation evaluation) {

  @Nullable Boolean test(JsonPath.Item item, JsonDocument value) {
    if (!(item.operation() instanceof JsonPath.Condition condition)) {
      throw new IllegalStateException("no condition: " + item);
    }
    return switch (condition) {
      case JsonPath.And(var left, var right) -> {
        Boolean first = test(left, value);
        if (Boolean.FALSE.equals(first)) {
          yield false;
        }
        Boolean second = test(right, value);
        yield Boolean.TRUE.equals(second) ? first : second;
      }
      case JsonPath.Or(var left, var right) -> {
        Boolean first = test(left, value);
        if (Boolean.TRUE.equals(first)) {
          yield true;
        }
        Boolean second = test(right, value);
        yield Boolean.FALSE.equals(second) ? first : second;
      }
      case JsonPath.Not(var operand) -> {
        Boolean truth = test(operand, value);
        yield truth == null ? null : (Boolean) !truth;
      }
      case JsonPath.IsUnknown(var operand) -> test(operand, value) == null;
      case JsonPath.Exists(var operand) -> exists(operand, value);
      case JsonPath.StartsWith(var whole, var beginning) ->
          any(whole, beginning, false, value, JsonPathConditions::startsWith);
      case JsonPath.Comparison(var operator, var left, var right) ->
          any(left, right, true, value, (a, b) -> compare(operator, a, b));
    };
  }

  private @Nullable Boolean exists(JsonPath.Item operand, JsonDocument value) {
    List<JsonDocument> all = evaluation.isLax() ? null : new ArrayList<>();
    JsonPathEvaluation.Outcome outcome = evaluation.runQuietly(operand, value, false, all);
    if (outcome == JsonPathEvaluation.Outcome.ERROR) {
      return null;
    }
    return all == null ? outcome == JsonPathEvaluation.Outcome.FOUND : !all.isEmpty();
  }

  private interface Predicate {
    @Nullable Boolean test(JsonDocument left, JsonDocument right);
  }

  private @Nullable Boolean any(
      JsonPath.Item left,
      JsonPath.Item right,
      boolean unwrappingRight,
      JsonDocument value,
      Predicate predicate) {
    List<JsonDocument> lefts = new ArrayList<>();
    List<JsonDocument> rights = new ArrayList<>();
    if (evaluation.runQuietly(left, value, true, lefts) == JsonPathEvaluation.Outcome.ERROR
        || evaluation.runQuietly(right, value, unwrappingRight, rights)
            == JsonPathEvaluation.Outcome.ERROR) {
      return null;
    }
    boolean unknown = false;
    boolean found = false;
    for (JsonDocument a : lefts) {
      for (JsonDocument b : rights) {
        Boolean truth = predicate.test(a, b);
        if (truth == null) {
          if (!evaluation.isLax()) {
            return null;
          }
          unknown = true;
        } else if (truth) {
          if (evaluation.isLax()) {
            return true;
          }
          found = true;
        }
      }
    }
    return found ? Boolean.TRUE : unknown ? null : Boolean.FALSE;
  }

  private static @Nullable Boolean startsWith(JsonDocument whole, JsonDocument beginning) {
    if (whole instanceof JsonDocument.Text(String text)
        && beginning instanceof JsonDocument.Text(String prefix)) {
      return text.startsWith(prefix);
    }
    return null;
  }

  /** Scalars of one kind are compared, and null with anything; strings by code points. */
  private static @Nullable Boolean compare(String operator, JsonDocument left, JsonDocument right) {
    Jsonb.Kind kind = Jsonb.kind(left);
    if (left.isScalar() != right.isScalar() || kind != Jsonb.kind(right)) {
      boolean withNull = kind == Jsonb.Kind.NULL || Jsonb.kind(right) == Jsonb.Kind.NULL;
      return withNull ? (Boolean) operator.equals("!=") : null;
    }
    if (!left.isScalar()) {
      return null;
    }
    int order = JsonbComparison.compareScalars(left, right);
    return switch (operator) {
      case "==" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }
}
