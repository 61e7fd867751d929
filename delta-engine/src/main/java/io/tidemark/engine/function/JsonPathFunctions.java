package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.Jsonb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What asks a jsonb by a path (jsonpath_exec.c). The path must be a constant, since there are paths
 * that only PostgreSQL computes. Those that go by the time zone are the same without times.
 */
final class JsonPathFunctions {

  private static final int VARIABLES = 2;
  private static final int SILENT = 3;

  private JsonPathFunctions() {}

  /** What is made of a document; variables are null if there cannot be any. */
  private interface Query {
    @Nullable Object of(
        JsonPath path,
        JsonDocument document,
        JsonDocument.@Nullable Fields variables,
        boolean silent);
  }

  static void register(FunctionLibrary library) {
    for (String suffix : new String[] {"", "_tz"}) {
      query(library, "jsonb_path_exists" + suffix, JsonPathFunctions::exists);
      query(library, "jsonb_path_match" + suffix, JsonPathFunctions::match);
      query(library, "jsonb_path_query_array" + suffix, JsonPathFunctions::all);
      query(library, "jsonb_path_query_first" + suffix, JsonPathFunctions::first);
    }
    query(library, "jsonb_path_exists_opr", JsonPathFunctions::exists);
    query(library, "jsonb_path_match_opr", JsonPathFunctions::match);
  }

  private static void query(FunctionLibrary library, String source, Query query) {
    library.typed(source, call -> body(call, query));
  }

  /** A query by the path of the call. */
  private static FunctionBody body(CallTypes call, Query query) {
    if (!(call.constants().get(1) instanceof String text)) {
      throw new UnsupportedQueryException(
          "the JSON path of %s is not a constant".formatted(call.function().name()),
          "Write the path as a literal; what changes can be a variable of it.");
    }
    JsonPath path = JsonPathParser.parse(text);
    return arguments -> {
      JsonDocument document = FunctionLibrary.<Jsonb>argument(arguments, 0).document();
      if (arguments.length == 2) {
        return query.of(path, document, null, true);
      }
      if (!(FunctionLibrary.<Jsonb>argument(arguments, VARIABLES).document()
          instanceof JsonDocument.Fields variables)) {
        throw new EvaluationException("22023", "\"vars\" argument is not an object");
      }
      return query.of(
          path, document, variables, FunctionLibrary.<Boolean>argument(arguments, SILENT));
    };
  }

  private static @Nullable Boolean exists(
      JsonPath path,
      JsonDocument document,
      JsonDocument.@Nullable Fields variables,
      boolean silent) {
    return switch (JsonPathEvaluation.evaluate(path, document, variables, silent, null)) {
      case FOUND -> true;
      case NOTHING -> false;
      case ERROR -> null;
    };
  }

  private static @Nullable Boolean match(
      JsonPath path,
      JsonDocument document,
      JsonDocument.@Nullable Fields variables,
      boolean silent) {
    List<JsonDocument> found = found(path, document, variables, silent);
    if (found.size() == 1 && found.getFirst() instanceof JsonDocument.Word word) {
      return word == JsonDocument.Word.NULL ? null : (Boolean) (word == JsonDocument.Word.TRUE);
    }
    if (!silent) {
      throw new EvaluationException("22038", "single boolean result is expected");
    }
    return null;
  }

  private static Jsonb all(
      JsonPath path,
      JsonDocument document,
      JsonDocument.@Nullable Fields variables,
      boolean silent) {
    return Jsonb.of(new JsonDocument.Items(found(path, document, variables, silent)));
  }

  private static @Nullable Jsonb first(
      JsonPath path,
      JsonDocument document,
      JsonDocument.@Nullable Fields variables,
      boolean silent) {
    List<JsonDocument> found = found(path, document, variables, silent);
    return found.isEmpty() ? null : Jsonb.of(found.getFirst());
  }

  /** What is found before an error, too, if it is silent. */
  private static List<JsonDocument> found(
      JsonPath path,
      JsonDocument document,
      JsonDocument.@Nullable Fields variables,
      boolean silent) {
    List<JsonDocument> found = new ArrayList<>();
    JsonPathEvaluation.evaluate(path, document, variables, silent, found);
    return found;
  }
}
