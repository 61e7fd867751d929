package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;

/**
 * LIKE and ILIKE (like.c, like_match.c). ILIKE depends on the collation's case mapping, and is
 * computed for C only.
 */
final class PatternFunctions {

  private PatternFunctions() {}

  static void register(FunctionLibrary library) {
    for (String type : new String[] {"text", "name"}) {
      library.<String, String>test(type + "like", LikePattern::matches, LikePattern::matches);
      library.<String, String>test(
          type + "nlike",
          (a, i, j, p, k, l) -> !LikePattern.matches(a, i, j, p, k, l),
          (a, p) -> !LikePattern.matches(a, p));
      library.<String, String>binary(type + "iclike", PatternFunctions::matchesAnyCase);
      library.<String, String>binary(type + "icnlike", (a, p) -> !matchesAnyCase(a, p));
      library.uses(FunctionLibrary.CollationUse.CASE, type + "iclike", type + "icnlike");
    }
    library.<String>unary("similar_to_escape_1", p -> SimilarPattern.asRegex(p, "\\"));
    library.<String, String>binary("similar_to_escape_2", SimilarPattern::asRegex);
    library.nary(
        "similar_escape",
        a ->
            a[0] == null
                ? null
                : SimilarPattern.asRegex((String) a[0], a[1] == null ? "\\" : (String) a[1]));
    library.<String, String>binary("like_escape", PatternFunctions::withEscape);
  }

  private static boolean matchesAnyCase(String text, String pattern) {
    return LikePattern.matches(TextFunctions.lowerAscii(text), TextFunctions.lowerAscii(pattern));
  }

  /** The pattern with the backslash as escape in place of another character, or of none. */
  static String withEscape(String pattern, String escape) {
    if (escape.isEmpty()) {
      return pattern.replace("\\", "\\\\");
    }
    if (escape.codePointCount(0, escape.length()) != 1) {
      throw new EvaluationException("22025", "invalid escape string");
    }
    if (escape.equals("\\")) {
      return pattern;
    }
    int wanted = escape.codePointAt(0);
    StringBuilder converted = new StringBuilder();
    boolean afterEscape = false;
    for (int point : pattern.codePoints().toArray()) {
      if (point == wanted && !afterEscape) {
        converted.append('\\');
        afterEscape = true;
      } else if (point == '\\') {
        converted.append('\\');
        if (!afterEscape) {
          converted.append('\\');
        }
        afterEscape = false;
      } else {
        converted.appendCodePoint(point);
        afterEscape = false;
      }
    }
    return converted.toString();
  }
}
