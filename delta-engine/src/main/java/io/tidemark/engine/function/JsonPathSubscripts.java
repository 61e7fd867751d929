package io.tidemark.engine.function;

import io.tidemark.engine.type.JsonDocument;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Subscripts of arrays in one evaluation of a path; in a lax one, any value is an array of itself.
 */
final class JsonPathSubscripts {

  private final JsonPathEvaluation evaluation;
  private int arraySize; // of the innermost array that subscripts are applied to

  JsonPathSubscripts(JsonPathEvaluation evaluation) {
    this.evaluation = evaluation;
  }

  /** What {@code last} is. */
  int last() {
    return arraySize - 1;
  }

  /** Applies an operation to the elements that subscripts name. */
  JsonPathEvaluation.Outcome apply(
      List<JsonPath.Range> ranges,
      JsonPath.@Nullable Item next,
      JsonDocument value,
      @Nullable List<JsonDocument> found) {
    if (!(value instanceof JsonDocument.Items) && !evaluation.isLax()) {
      return evaluation.structural(
          "22039", "jsonpath array accessor can only be applied to an array");
    }
    List<JsonDocument> items =
        value instanceof JsonDocument.Items(var values) ? values : List.of(value);
    int before = arraySize;
    arraySize = items.size();
    JsonPathEvaluation.Outcome outcome = JsonPathEvaluation.Outcome.NOTHING;
    for (JsonPath.Range range : ranges) {
      outcome = subscript(range, next, value, items, found);
      if (outcome == JsonPathEvaluation.Outcome.ERROR
          || (outcome == JsonPathEvaluation.Outcome.FOUND && found == null)) {
        break;
      }
    }
    arraySize = before;
    return outcome;
  }

  private JsonPathEvaluation.Outcome subscript(
      JsonPath.Range range,
      JsonPath.@Nullable Item next,
      JsonDocument value,
      List<JsonDocument> items,
      @Nullable List<JsonDocument> found) {
    Integer from = index(range.from(), value);
    if (from == null) {
      return JsonPathEvaluation.Outcome.ERROR;
    }
    Integer to = range.to() == null ? from : index(range.to(), value);
    if (to == null) {
      return JsonPathEvaluation.Outcome.ERROR;
    }
    if (!evaluation.ignoresStructure() && (from < 0 || from > to || to >= items.size())) {
      return evaluation.error("22033", "jsonpath array subscript is out of bounds");
    }
    JsonPathEvaluation.Outcome outcome = JsonPathEvaluation.Outcome.NOTHING;
    for (int i = Math.max(from, 0); i <= Math.min(to, items.size() - 1); i++) {
      outcome = evaluation.next(next, items.get(i), found);
      if (outcome == JsonPathEvaluation.Outcome.ERROR
          || (outcome == JsonPathEvaluation.Outcome.FOUND && found == null)) {
        break;
      }
    }
    return outcome;
  }

  /** A subscript's value; null for an error. */
  private @Nullable Integer index(JsonPath.Item subscript, JsonDocument value) {
    List<JsonDocument> indexes = new ArrayList<>();
    if (evaluation.run(subscript, value, indexes) == JsonPathEvaluation.Outcome.ERROR) {
      return null;
    }
    if (indexes.size() != 1 || !(indexes.getFirst() instanceof JsonDocument.Numeral number)) {
      evaluation.error("22033", "jsonpath array subscript is not a single numeric value");
      return null;
    }
    Integer index = JsonPathNumbers.truncated(number);
    if (index == null) {
      evaluation.error("22033", "jsonpath array subscript is out of integer range");
    }
    return index;
  }
}
