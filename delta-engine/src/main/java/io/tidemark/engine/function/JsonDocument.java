package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A JSON text as jsonb holds it: of several fields of one name the last, fields in jsonb's order,
 * numbers as numeric shows them. The text has been accepted by PostgreSQL as json before.
 */
sealed interface JsonDocument {

  /** A number, true, false or null, as it is written. */
  record Word(String text) implements JsonDocument {}

  record Text(String value) implements JsonDocument {}

  record Items(List<JsonDocument> values) implements JsonDocument {}

  /** By name, in jsonb's order. */
  record Fields(Map<String, JsonDocument> values) implements JsonDocument {}

  static JsonDocument read(String json) {
    return new Reader(json).document();
  }

  /** Appends jsonb's text. */
  default void write(StringBuilder out) {
    switch (this) {
      case Word(String text) -> out.append(text);
      case Text(String value) -> JsonText.quote(value, out);
      case Items(List<JsonDocument> values) -> {
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
          out.append(i == 0 ? "" : ", ");
          values.get(i).write(out);
        }
        out.append(']');
      }
      case Fields(Map<String, JsonDocument> values) -> {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, JsonDocument> field : values.entrySet()) {
          JsonText.quote(field.getKey(), out.append(separator));
          field.getValue().write(out.append(": "));
          separator = ", ";
        }
        out.append('}');
      }
    }
  }

  /** A recursive descent over one text. */
  final class Reader {

    private final String json;
    private int at;

    private Reader(String json) {
      this.json = json;
    }

    private JsonDocument document() {
      skipBlanks();
      return switch (json.charAt(at)) {
        case '{' -> fields();
        case '[' -> items();
        case '"' -> new Text(string());
        default -> word();
      };
    }

    private JsonDocument fields() {
      Map<String, JsonDocument> fields = new TreeMap<>(JsonText::compareFields);
      at++;
      for (skipBlanks(); json.charAt(at) != '}'; skipBlanks()) {
        if (json.charAt(at) == ',') {
          at++;
          skipBlanks();
        }
        String name = string();
        skipBlanks();
        at++; // the colon
        fields.put(name, document());
      }
      at++;
      return new Fields(fields);
    }

    private JsonDocument items() {
      List<JsonDocument> items = new ArrayList<>();
      at++;
      for (skipBlanks(); json.charAt(at) != ']'; skipBlanks()) {
        if (json.charAt(at) == ',') {
          at++;
        }
        items.add(document());
      }
      at++;
      return new Items(items);
    }

    private JsonDocument word() {
      int from = at;
      while (at < json.length() && " \t\n\r,]}".indexOf(json.charAt(at)) < 0) {
        at++;
      }
      String text = json.substring(from, at);
      boolean number = text.charAt(0) == '-' || Character.isDigit(text.charAt(0));
      return new Word(number ? JsonText.numeric(text) : text);
    }

    private String string() {
      StringBuilder text = new StringBuilder();
      for (at++; json.charAt(at) != '"'; at++) {
        char c = json.charAt(at);
        if (c != '\\') {
          text.append(c);
          continue;
        }
        c = json.charAt(++at);
        switch (c) {
          case 'b' -> text.append('\b');
          case 'f' -> text.append('\f');
          case 'n' -> text.append('\n');
          case 'r' -> text.append('\r');
          case 't' -> text.append('\t');
          case 'u' -> {
            char unit = (char) Integer.parseInt(json, at + 1, at + 5, 16);
            if (unit == 0) {
              throw new EvaluationException("22P05", "unsupported Unicode escape sequence");
            }
            text.append(unit);
            at += 4;
          }
          default -> text.append(c);
        }
      }
      at++;
      return text.toString();
    }

    private void skipBlanks() {
      while (at < json.length() && " \t\n\r".indexOf(json.charAt(at)) >= 0) {
        at++;
      }
    }
  }
}
