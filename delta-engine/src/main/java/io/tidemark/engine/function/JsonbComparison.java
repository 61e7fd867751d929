package io.tidemark.engine.function;

import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.Jsonb;
import java.util.List;

/**
 * Order and containment of jsonb (compareJsonbContainers and JsonbDeepContains of jsonb_util.c).
 * Strings are ordered as their bytes are.
 */
final class JsonbComparison {

  private JsonbComparison() {}

  /** Objects come after arrays, arrays after scalars; at the top an array goes by its length. */
  static int compare(Jsonb left, Jsonb right) {
    JsonDocument a = left.document();
    JsonDocument b = right.document();
    if (a.isScalar() == b.isScalar()
        || a instanceof JsonDocument.Fields
        || b instanceof JsonDocument.Fields) {
      return compare(a, b);
    }
    // a scalar is an array of one element there, and the smaller one of the two of that length
    if (a.isScalar()) {
      return right.size() == 1 ? -1 : Integer.compare(1, right.size());
    }
    return left.size() == 1 ? 1 : Integer.compare(left.size(), 1);
  }

  /** Two scalars of one kind. */
  static int compareScalars(JsonDocument left, JsonDocument right) {
    return compare(left, right);
  }

  private static int compare(JsonDocument left, JsonDocument right) {
    return switch (left) {
      case JsonDocument.Numeral a when right instanceof JsonDocument.Numeral b ->
          a.text().equals(b.text()) ? 0 : a.value().compareTo(b.value());
      case JsonDocument.Text(String a) when right instanceof JsonDocument.Text(String b) ->
          TextFunctions.compare(a, b);
      case JsonDocument.Items(var a) when right instanceof JsonDocument.Items(var b) ->
          compareItems(a, b);
      case JsonDocument.Fields(var a) when right instanceof JsonDocument.Fields(var b) ->
          compareFields(a, b);
      case JsonDocument.Word a when right instanceof JsonDocument.Word b ->
          Integer.compare(rank(a), rank(b));
      default -> Jsonb.kind(left).compareTo(Jsonb.kind(right));
    };
  }

  private static int rank(JsonDocument.Word word) {
    return switch (word) {
      case NULL -> 0;
      case FALSE -> 2; // strings and numbers are between, but not words
      case TRUE -> 3;
    };
  }

  private static int compareItems(List<JsonDocument> left, List<JsonDocument> right) {
    int order = Integer.compare(left.size(), right.size());
    for (int i = 0; i < left.size() && order == 0; i++) {
      order = compare(left.get(i), right.get(i));
    }
    return order;
  }

  private static int compareFields(List<JsonDocument.Field> left, List<JsonDocument.Field> right) {
    int order = Integer.compare(left.size(), right.size());
    for (int i = 0; i < left.size() && order == 0; i++) {
      order = TextFunctions.compare(left.get(i).name(), right.get(i).name());
      if (order == 0) {
        order = compare(left.get(i).value(), right.get(i).value());
      }
    }
    return order;
  }

  /** Whether {@code part} is found in a whole; at the top, an array contains its scalars. */
  static boolean contains(JsonDocument whole, JsonDocument part) {
    if (whole instanceof JsonDocument.Items(var items) && part.isScalar()) {
      return containsElement(items, part);
    }
    return containsNested(whole, part);
  }

  private static boolean containsNested(JsonDocument whole, JsonDocument part) {
    if (part instanceof JsonDocument.Fields(var wanted)) {
      if (!(whole instanceof JsonDocument.Fields fields)
          || fields.fields().size() < wanted.size()) {
        return false;
      }
      for (JsonDocument.Field field : wanted) {
        JsonDocument value = fields.get(field.name());
        if (value == null || !containsNested(value, field.value())) {
          return false;
        }
      }
      return true;
    }
    if (part instanceof JsonDocument.Items(var wanted)) {
      if (!(whole instanceof JsonDocument.Items(var items))) {
        return false;
      }
      for (JsonDocument element : wanted) {
        if (!containsElement(items, element)) {
          return false;
        }
      }
      return true;
    }
    return equal(whole, part);
  }

  private static boolean containsElement(List<JsonDocument> items, JsonDocument element) {
    for (JsonDocument item : items) {
      if (element.isScalar() ? equal(item, element) : containsNested(item, element)) {
        return true;
      }
    }
    return false;
  }

  /** Equality of scalars; nothing else equals one. */
  private static boolean equal(JsonDocument left, JsonDocument scalar) {
    return left.isScalar() && compare(left, scalar) == 0;
  }
}
