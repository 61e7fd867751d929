package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;

/** Matches LIKE patterns with the backslash as escape (like_match.c), by code points. */
final class LikePattern {

  private LikePattern() {}

  static boolean matches(String text, String pattern) {
    int[] t = text.codePoints().toArray();
    int[] p = pattern.codePoints().toArray();
    int ti = 0;
    int pi = 0;
    int retryPattern = -1; // behind the last %
    int retryText = 0;
    while (true) {
      if (pi < p.length && p[pi] == '%') {
        retryPattern = ++pi;
        retryText = ti;
        if (pi == p.length) {
          return true;
        }
        continue;
      }
      if (ti == t.length) {
        checkEscape(p, pi);
        return pi == p.length;
      }
      if (pi < p.length) {
        boolean escaped = p[pi] == '\\';
        if (escaped) {
          checkEscape(p, pi);
        }
        int wanted = escaped ? p[pi + 1] : p[pi];
        if ((!escaped && wanted == '_') || wanted == t[ti]) {
          pi += escaped ? 2 : 1;
          ti++;
          continue;
        }
      }
      if (retryPattern < 0 || retryText == t.length) {
        return false;
      }
      pi = retryPattern;
      ti = ++retryText;
    }
  }

  private static void checkEscape(int[] pattern, int at) {
    if (at == pattern.length - 1 && pattern[at] == '\\') {
      throw new EvaluationException("22025", "LIKE pattern must not end with escape character");
    }
  }
}
