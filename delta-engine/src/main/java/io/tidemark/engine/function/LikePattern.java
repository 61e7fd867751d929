package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;

/**
 * Matches LIKE patterns with the backslash as escape, by code points. A port of like_match.c, so
 * that a pattern that ends with its escape character is an error for exactly the same texts.
 */
final class LikePattern {

  private enum Match {
    YES,
    NO,
    /** The text ended before the pattern: no later start can match either. */
    ABORT
  }

  private final int[] text;
  private final int[] pattern;

  private LikePattern(String text, String pattern) {
    this.text = text.codePoints().toArray();
    this.pattern = pattern.codePoints().toArray();
  }

  static boolean matches(String text, String pattern) {
    return new LikePattern(text, pattern).match(0, 0) == Match.YES;
  }

  private Match match(int textStart, int patternStart) {
    int t = textStart;
    int p = patternStart;
    while (t < text.length && p < pattern.length) {
      switch (pattern[p]) {
        case '%' -> {
          return matchRest(t, p + 1);
        }
        case '_' -> {}
        case '\\' -> {
          p++;
          if (literal(p) != text[t]) {
            return Match.NO;
          }
        }
        default -> {
          if (pattern[p] != text[t]) {
            return Match.NO;
          }
        }
      }
      t++;
      p++;
    }
    if (t < text.length) {
      return Match.NO;
    }
    while (p < pattern.length && pattern[p] == '%') {
      p++;
    }
    return p == pattern.length ? Match.YES : Match.ABORT;
  }

  /** What follows a percent sign, at the text's every later position. */
  private Match matchRest(int textStart, int patternStart) {
    int t = textStart;
    int p = patternStart;
    while (p < pattern.length && (pattern[p] == '%' || pattern[p] == '_')) {
      if (pattern[p] == '_') {
        if (t == text.length) {
          return Match.ABORT;
        }
        t++;
      }
      p++;
    }
    if (p == pattern.length) {
      return Match.YES;
    }
    int first = pattern[p] == '\\' ? literal(p + 1) : pattern[p];
    for (; t < text.length; t++) {
      if (text[t] == first) {
        Match rest = match(t, p);
        if (rest != Match.NO) {
          return rest;
        }
      }
    }
    return Match.ABORT;
  }

  /** The character behind an escape. */
  private int literal(int at) {
    if (at == pattern.length) {
      throw new EvaluationException("22025", "LIKE pattern must not end with escape character");
    }
    return pattern[at];
  }
}
