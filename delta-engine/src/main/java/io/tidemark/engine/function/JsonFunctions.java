package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.JsonLexer;
import io.tidemark.engine.type.JsonReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions and operators of json, which is its text as it was written (jsonfuncs.c, json.c). What
 * looks for a part decodes every string of the text, and fails where one cannot be decoded.
 */
final class JsonFunctions {

  private JsonFunctions() {}

  static void register(FunctionLibrary library) {
    library.<String, String>binary(
        "json_object_field", (j, name) -> JsonSearch.ofName(name, false).in(j));
    library.<String, String>binary(
        "json_object_field_text", (j, name) -> JsonSearch.ofName(name, true).in(j));
    library.<String, Integer>binary(
        "json_array_element", (j, index) -> JsonSearch.ofIndex(index, false).in(j));
    library.<String, Integer>binary(
        "json_array_element_text", (j, index) -> JsonSearch.ofIndex(index, true).in(j));
    library.<String, List<@Nullable String>>binary(
        "json_extract_path", (j, path) -> extract(j, path, false));
    library.<String, List<@Nullable String>>binary(
        "json_extract_path_text", (j, path) -> extract(j, path, true));
    library.<String>unary("json_typeof", JsonFunctions::typeOf);
    library.<String>unary("json_array_length", JsonFunctions::arrayLength);
    library.nary(
        "json_strip_nulls",
        a -> {
          StringBuilder out = new StringBuilder();
          JsonLexer lexer = new JsonLexer(FunctionLibrary.<String>argument(a, 0), true);
          stripNulls(lexer, a.length > 1 && FunctionLibrary.<Boolean>argument(a, 1), out);
          return out.toString();
        });
    library.<List<@Nullable String>>unary("json_object", JsonFunctions::object);
    library.<List<@Nullable String>, List<@Nullable String>>binary(
        "json_object_two_arg", JsonFunctions::object);
  }

  private static @Nullable String extract(
      String json, List<@Nullable String> path, boolean unquoted) {
    return path.contains(null) ? null : JsonSearch.ofPath(path, unquoted).in(json);
  }

  private static String typeOf(String json) {
    return switch (new JsonLexer(json, false).token()) {
      case OBJECT_START -> "object";
      case ARRAY_START -> "array";
      case STRING -> "string";
      case NUMBER -> "number";
      case TRUE, FALSE -> "boolean";
      case NULL -> "null";
      default -> throw JsonLexer.invalid();
    };
  }

  private static int arrayLength(String json) {
    JsonLexer lexer = new JsonLexer(json, false);
    if (lexer.token() != JsonLexer.Token.ARRAY_START) {
      throw new EvaluationException(
          "22023",
          lexer.token() == JsonLexer.Token.OBJECT_START
              ? "cannot get array length of a non-array"
              : "cannot get array length of a scalar");
    }
    return elements(lexer);
  }

  /** The number of elements of the array that begins at the token; the lexer goes behind it. */
  static int elements(JsonLexer lexer) {
    int count = 0;
    lexer.next();
    while (lexer.token() != JsonLexer.Token.ARRAY_END) {
      JsonReader.skip(lexer);
      JsonReader.separate(lexer, JsonLexer.Token.ARRAY_END);
      count++;
    }
    lexer.next();
    return count;
  }

  /**
   * Writes the value at the token without blanks and without fields that are null.
   *
   * @param fromArrays whether elements that are null go, too
   */
  private static void stripNulls(JsonLexer lexer, boolean fromArrays, StringBuilder out) {
    switch (lexer.token()) {
      case OBJECT_START -> {
        out.append('{');
        String separator = "";
        lexer.next();
        while (lexer.token() != JsonLexer.Token.OBJECT_END) {
          String name = lexer.string();
          lexer.next();
          lexer.expect(JsonLexer.Token.COLON);
          if (lexer.token() == JsonLexer.Token.NULL) {
            lexer.next();
          } else {
            JsonDocument.quote(name, out.append(separator));
            stripNulls(lexer, fromArrays, out.append(':'));
            separator = ",";
          }
          JsonReader.separate(lexer, JsonLexer.Token.OBJECT_END);
        }
        out.append('}');
      }
      case ARRAY_START -> {
        out.append('[');
        String separator = "";
        lexer.next();
        while (lexer.token() != JsonLexer.Token.ARRAY_END) {
          if (fromArrays && lexer.token() == JsonLexer.Token.NULL) {
            lexer.next();
          } else {
            stripNulls(lexer, fromArrays, out.append(separator));
            separator = ",";
          }
          JsonReader.separate(lexer, JsonLexer.Token.ARRAY_END);
        }
        out.append(']');
      }
      case STRING -> JsonDocument.quote(lexer.string(), out);
      default -> out.append(lexer.raw());
    }
    lexer.next();
  }

  private static String object(List<@Nullable String> pairs) {
    JsonbFunctions.checkPairs(pairs);
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < pairs.size(); i += 2) {
      field(pairs.get(i), pairs.get(i + 1), out);
    }
    return out.append('}').toString();
  }

  private static String object(List<@Nullable String> names, List<@Nullable String> values) {
    JsonbFunctions.checkPairs(names, values);
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < names.size(); i++) {
      field(names.get(i), values.get(i), out);
    }
    return out.append('}').toString();
  }

  private static void field(@Nullable String name, @Nullable String value, StringBuilder out) {
    JsonDocument.quote(JsonbFunctions.checkName(name), out.append(out.length() == 1 ? "" : ", "));
    out.append(" : ");
    if (value == null) {
      out.append("null");
    } else {
      JsonDocument.quote(value, out);
    }
  }
}
