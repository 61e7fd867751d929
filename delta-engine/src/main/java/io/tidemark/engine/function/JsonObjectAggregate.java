package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.JsonDocument;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * json_object_agg, jsonb_object_agg and their kinds: _strict leaves fields out whose value is NULL,
 * _unique takes no name twice. json shows every field, jsonb the last of a name, in its own order.
 */
final class JsonObjectAggregate implements OrderedFunction {

  private final boolean binary;
  private final boolean strict;
  private final boolean unique;
  private final Function<byte[], String> names;
  private final JsonText.WireWriter writer;

  JsonObjectAggregate(int nameType, int valueType, boolean binary, boolean strict, boolean unique) {
    this.binary = binary;
    this.strict = strict;
    this.unique = unique;
    this.names = JsonText.namesOfWire(nameType);
    this.writer = JsonText.ofWire(valueType, binary);
  }

  @Override
  public boolean passesOver(Row arguments) {
    return false; // a NULL name is an error, and a group without fields is not one without rows
  }

  @Override
  public void result(Rows rows, Row direct, RowBuilder target) {
    if (rows.size() == 0) {
      target.addNull();
      return;
    }
    Set<String> seen = new HashSet<>();
    StringBuilder json = new StringBuilder("{ ");
    Map<String, String> fields = new TreeMap<>(JsonDocument::compareNames);
    rows.forEach((arguments, copies) -> {
      String name = name(arguments);
      if (unique && (copies > 1 || !seen.add(name))) {
        throw new EvaluationException(
            "22030",
            binary
                ? "duplicate JSON object key value"
                : "duplicate JSON object key value: \"" + name + "\"");
      }
      if (strict && arguments.isNull(1)) {
        return;
      }
      String value = value(arguments);
      if (binary) {
        fields.put(name, value);
      } else {
        for (long copy = 0; copy < copies; copy++) {
          json.append(json.length() > 2 ? ", " : "");
          JsonDocument.quote(name, json);
          json.append(" : ").append(value);
        }
      }
    });
    target.add(JsonText.wire(binary ? jsonb(fields) : json.append(" }").toString(), binary));
  }

  private String name(Row arguments) {
    if (arguments.isNull(0)) {
      throw new EvaluationException("22004", "null value not allowed for object key");
    }
    return names.apply(arguments.copy(0));
  }

  private String value(Row arguments) {
    if (arguments.isNull(1)) {
      return "null";
    }
    StringBuilder value = new StringBuilder();
    writer.write(arguments.copy(1), value);
    return value.toString();
  }

  private String jsonb(Map<String, String> fields) {
    StringBuilder out = new StringBuilder("{");
    fields.forEach((name, value) -> {
      if (strict && value.equals("null")) {
        return; // jsonb's own null too
      }
      JsonDocument.quote(name, out.append(out.length() > 1 ? ", " : ""));
      out.append(": ").append(value);
    });
    return out.append('}').toString();
  }
}
