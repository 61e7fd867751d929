package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.JsonLexer;
import io.tidemark.engine.type.JsonReader;
import io.tidemark.engine.type.Jsonb;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeCodecs;
import io.tidemark.state.row.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Set-returning functions of json and jsonb: elements, fields, names, and what is at a path. */
final class JsonRows {

  private static final int PATH = 1; // arguments of jsonb_path_query
  private static final int VARIABLES = 2;
  private static final int SILENT = 3;

  private JsonRows() {}

  /** How a call is computed; empty if it is not. */
  static Optional<SeriesFunctions.Series> of(TableCall call) {
    if (!(call.function() instanceof Expression.Call function)
        || !function.function().isBuiltIn()
        || !call.definition().isEmpty()) {
      return Optional.empty();
    }
    String source = function.function().source();
    boolean pairs = source.contains("_each");
    boolean text = source.endsWith("_text");
    int columns = pairs ? 2 : 1;
    if (call.columns().size() != columns) {
      return Optional.empty();
    }
    SeriesFunctions.Series series =
        switch (source) {
          case "jsonb_array_elements", "jsonb_array_elements_text" ->
              (row, at) -> List.of(elements(jsonb(row, at), text));
          case "jsonb_object_keys" -> (row, at) -> List.of(names(jsonb(row, at)));
          case "jsonb_each", "jsonb_each_text" -> (row, at) -> pairs(jsonb(row, at), source, text);
          case "json_array_elements", "json_array_elements_text" ->
              (row, at) -> List.of(elements(json(row, at), text));
          case "json_object_keys" ->
              (row, at) -> List.of(pairs(json(row, at), source, false).getFirst());
          case "json_each", "json_each_text" -> (row, at) -> pairs(json(row, at), source, text);
          case "jsonb_path_query", "jsonb_path_query_tz" -> path(function);
          default -> null;
        };
    return Optional.ofNullable(series)
        .map(rows -> SeriesFunctions.strict(function.arguments().size(), columns, rows));
  }

  private static Jsonb jsonb(Row row, int column) {
    return (Jsonb)
        TypeCodecs.of(PgType.JSONB).decode(row.bytes(), row.offset(column), row.length(column));
  }

  private static String json(Row row, int column) {
    return new String(row.bytes(), row.offset(column), row.length(column), StandardCharsets.UTF_8);
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte @Nullable [] bytes(Jsonb value, boolean text) {
    return text ? bytes(value.unquoted()) : value.wire();
  }

  private static List<byte @Nullable []> elements(Jsonb array, boolean text) {
    if (array.kind() != Jsonb.Kind.ARRAY) {
      throw error(
          array.isScalar()
              ? "cannot extract elements from a scalar"
              : "cannot extract elements from an object");
    }
    List<byte @Nullable []> elements = new ArrayList<>();
    for (Jsonb element : array.parts()) {
      elements.add(bytes(element, text));
    }
    return elements;
  }

  private static List<byte @Nullable []> names(Jsonb object) {
    if (object.kind() != Jsonb.Kind.OBJECT) {
      throw error(
          "cannot call jsonb_object_keys on %s"
              .formatted(object.isScalar() ? "a scalar" : "an array"));
    }
    return pairs(object, "jsonb_object_keys", false).getFirst();
  }

  private static List<List<byte @Nullable []>> pairs(Jsonb object, String source, boolean text) {
    if (object.kind() != Jsonb.Kind.OBJECT) {
      throw error("cannot call %s on a non-object".formatted(source));
    }
    List<byte @Nullable []> names = new ArrayList<>();
    List<byte @Nullable []> values = new ArrayList<>();
    List<Jsonb> parts = object.parts();
    for (int i = 0; i < parts.size(); i += 2) {
      names.add(bytes(parts.get(i).string()));
      values.add(bytes(parts.get(i + 1), text));
    }
    return List.of(names, values);
  }

  /** As they are written, or the text that they stand for. */
  private static List<byte @Nullable []> elements(String json, boolean text) {
    JsonLexer lexer = new JsonLexer(json, text);
    if (lexer.token() != JsonLexer.Token.ARRAY_START) {
      throw error(
          lexer.token() == JsonLexer.Token.OBJECT_START
              ? "cannot call json_array_elements on a non-array"
              : "cannot call json_array_elements on a scalar");
    }
    List<byte @Nullable []> elements = new ArrayList<>();
    lexer.next();
    while (lexer.token() != JsonLexer.Token.ARRAY_END) {
      elements.add(bytes(value(json, lexer, text)));
      JsonReader.separate(lexer, JsonLexer.Token.ARRAY_END);
    }
    return elements;
  }

  /** Every field, as often as it is there. */
  private static List<List<byte @Nullable []>> pairs(String json, String source, boolean text) {
    JsonLexer lexer = new JsonLexer(json, true);
    if (lexer.token() != JsonLexer.Token.OBJECT_START) {
      throw error("cannot call %s on what is no object".formatted(source));
    }
    List<byte @Nullable []> names = new ArrayList<>();
    List<byte @Nullable []> values = new ArrayList<>();
    lexer.next();
    while (lexer.token() != JsonLexer.Token.OBJECT_END) {
      names.add(bytes(lexer.string()));
      lexer.next();
      lexer.expect(JsonLexer.Token.COLON);
      values.add(bytes(value(json, lexer, text)));
      JsonReader.separate(lexer, JsonLexer.Token.OBJECT_END);
    }
    return List.of(names, values);
  }

  /** The value at the token. */
  private static @Nullable String value(String json, JsonLexer lexer, boolean text) {
    JsonLexer.Token token = lexer.token();
    int start = lexer.start();
    String string = text && token == JsonLexer.Token.STRING ? lexer.string() : null;
    JsonReader.skip(lexer);
    if (string != null) {
      return string;
    }
    return text && token == JsonLexer.Token.NULL
        ? null
        : json.substring(start, lexer.previousEnd());
  }

  /** Null if the path is not a constant, or has what only PostgreSQL computes. */
  private static SeriesFunctions.@Nullable Series path(Expression.Call call) {
    if (!(call.arguments().get(PATH) instanceof Expression.Constant constant)
        || constant.value() == null) {
      return null;
    }
    byte[] wire = constant.value();
    JsonPath path;
    try {
      path =
          JsonPathParser.parse(
              (String) TypeCodecs.of(PgType.JSONPATH).decode(wire, 0, wire.length));
    } catch (UnsupportedQueryException lacking) {
      return null;
    }
    return (row, at) -> {
      if (!(jsonb(row, at + VARIABLES).document() instanceof JsonDocument.Fields variables)) {
        throw error("\"vars\" argument is not an object");
      }
      boolean silent = row.bytes()[row.offset(at + SILENT)] != 0;
      List<JsonDocument> found = new ArrayList<>();
      JsonPathEvaluation.evaluate(path, jsonb(row, at).document(), variables, silent, found);
      List<byte @Nullable []> values = new ArrayList<>();
      found.forEach(value -> values.add(Jsonb.of(value).wire()));
      return List.of(values);
    };
  }

  private static EvaluationException error(String message) {
    return new EvaluationException("22023", message);
  }
}
