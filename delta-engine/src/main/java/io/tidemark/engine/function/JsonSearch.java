package io.tidemark.engine.function;

import io.tidemark.engine.type.JsonLexer;
import io.tidemark.engine.type.JsonReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a json text for what is at a path (get_worker of jsonfuncs.c). The whole text is
 * read; of several fields of a name the last counts. For one call: it notes how far it has come.
 *
 * <p>An index that is counted from the end is turned around once, at the first array of its level,
 * whether or not that is on the path. That is what PostgreSQL does.
 */
final class JsonSearch {

  /** No element has this index, the one of a step that is no number. */
  private static final int NO_INDEX = Integer.MIN_VALUE;

  private final String @Nullable [] names; // null if fields are not looked for
  private final int @Nullable [] indexes; // null if elements are not looked for
  private final int length;
  private final boolean unquoted;
  private @Nullable String found;

  private JsonSearch(
      String @Nullable [] names, int @Nullable [] indexes, int length, boolean unquoted) {
    this.names = names;
    this.indexes = indexes;
    this.length = length;
    this.unquoted = unquoted;
  }

  /**
   * A search for a field of the object at the top.
   *
   * @param unquoted whether the result is text: of a string what it holds, NULL of null
   */
  static JsonSearch ofName(String name, boolean unquoted) {
    return new JsonSearch(new String[] {name}, null, 1, unquoted);
  }

  static JsonSearch ofIndex(int index, boolean unquoted) {
    return new JsonSearch(null, new int[] {index}, 1, unquoted);
  }

  /** A search by steps that are names in objects and indexes in arrays. */
  static JsonSearch ofPath(List<@Nullable String> path, boolean unquoted) {
    int[] indexes = new int[path.size()];
    String[] names = new String[path.size()];
    for (int i = 0; i < indexes.length; i++) {
      names[i] = FunctionLibrary.argument(path.toArray(), i);
      Integer index = JsonbFunctions.index(names[i]);
      indexes[i] = index == null ? NO_INDEX : index;
    }
    return new JsonSearch(names, indexes, indexes.length, unquoted);
  }

  /** The last value at the path; null if there is none. */
  @Nullable String in(String json) {
    JsonLexer lexer = new JsonLexer(json, true);
    if (length > 0) {
      search(json, lexer, 0, true);
    } else {
      boolean structured =
          lexer.token() == JsonLexer.Token.OBJECT_START
              || lexer.token() == JsonLexer.Token.ARRAY_START;
      // PostgreSQL keeps the blanks before a scalar
      take(json, lexer, structured ? lexer.start() : 0);
    }
    lexer.expect(JsonLexer.Token.END);
    return found;
  }

  /**
   * Goes through the value at the token.
   *
   * @param level of the path that its parts are compared with
   * @param onPath whether the value is where the path has led so far
   */
  private void search(String json, JsonLexer lexer, int level, boolean onPath) {
    if (level >= length) {
      JsonReader.skip(lexer);
      return;
    }
    switch (lexer.token()) {
      case OBJECT_START -> {
        lexer.next();
        while (lexer.token() != JsonLexer.Token.OBJECT_END) {
          boolean matches = onPath && names != null && lexer.string().equals(names[level]);
          lexer.next();
          lexer.expect(JsonLexer.Token.COLON);
          part(json, lexer, level, matches);
          JsonReader.separate(lexer, JsonLexer.Token.OBJECT_END);
        }
        lexer.next();
      }
      case ARRAY_START -> {
        turnAround(json, lexer, level);
        lexer.next();
        for (int i = 0; lexer.token() != JsonLexer.Token.ARRAY_END; i++) {
          part(json, lexer, level, onPath && indexes != null && i == indexes[level]);
          JsonReader.separate(lexer, JsonLexer.Token.ARRAY_END);
        }
        lexer.next();
      }
      default -> JsonReader.skip(lexer);
    }
  }

  private void part(String json, JsonLexer lexer, int level, boolean matches) {
    if (matches && level == length - 1) {
      take(json, lexer, lexer.start());
    } else {
      search(json, lexer, level + 1, matches);
    }
  }

  private void turnAround(String json, JsonLexer lexer, int level) {
    if (indexes != null && indexes[level] < 0 && indexes[level] != NO_INDEX) {
      int elements = JsonFunctions.elements(new JsonLexer(json.substring(lexer.start()), false));
      if (-indexes[level] <= elements) {
        indexes[level] += elements;
      }
    }
  }

  private void take(String json, JsonLexer lexer, int start) {
    JsonLexer.Token token = lexer.token();
    if (unquoted && token == JsonLexer.Token.STRING) {
      found = lexer.string();
      lexer.next();
      return;
    }
    JsonReader.skip(lexer);
    found =
        unquoted && token == JsonLexer.Token.NULL
            ? null
            : json.substring(start, lexer.previousEnd());
  }
}
