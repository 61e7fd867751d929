package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.nio.charset.StandardCharsets;

/**
 * Matches LIKE patterns with the backslash as escape, over UTF-8. The way of like_match.c, so that
 * a pattern that ends with its escape character is an error for exactly the same texts: bytes are
 * compared one by one, which is the same as by characters, and only what stands for any character
 * has to know how long one is.
 */
final class LikePattern {

  private enum Match {
    YES,
    NO,
    /** The text ended before the pattern: no later start can match either. */
    ABORT
  }

  private final byte[] text;
  private final int textEnd;
  private final byte[] pattern;
  private final int patternEnd;

  private LikePattern(byte[] text, int textEnd, byte[] pattern, int patternEnd) {
    this.text = text;
    this.textEnd = textEnd;
    this.pattern = pattern;
    this.patternEnd = patternEnd;
  }

  static boolean matches(String text, String pattern) {
    byte[] textBytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] patternBytes = pattern.getBytes(StandardCharsets.UTF_8);
    return matches(textBytes, 0, textBytes.length, patternBytes, 0, patternBytes.length);
  }

  /** Whether the UTF-8 text matches, both from one index to before another. */
  static boolean matches(
      byte[] text, int textFrom, int textTo, byte[] pattern, int patternFrom, int patternTo) {
    return new LikePattern(text, textTo, pattern, patternTo).match(textFrom, patternFrom)
        == Match.YES;
  }

  private Match match(int textStart, int patternStart) {
    int t = textStart;
    int p = patternStart;
    while (t < textEnd && p < patternEnd) {
      switch (pattern[p]) {
        case '%' -> {
          return matchRest(t, p + 1);
        }
        case '_' -> t = next(t);
        case '\\' -> {
          p++;
          if (literal(p) != text[t]) {
            return Match.NO;
          }
          t++;
        }
        default -> {
          if (pattern[p] != text[t]) {
            return Match.NO;
          }
          t++;
        }
      }
      p++;
    }
    if (t < textEnd) {
      return Match.NO;
    }
    while (p < patternEnd && pattern[p] == '%') {
      p++;
    }
    return p == patternEnd ? Match.YES : Match.ABORT;
  }

  /** What follows a percent sign, at the text's every later position. */
  private Match matchRest(int textStart, int patternStart) {
    int t = textStart;
    int p = patternStart;
    while (p < patternEnd && (pattern[p] == '%' || pattern[p] == '_')) {
      if (pattern[p] == '_') {
        if (t == textEnd) {
          return Match.ABORT;
        }
        t = next(t);
      }
      p++;
    }
    if (p == patternEnd) {
      return Match.YES;
    }
    byte first = pattern[p] == '\\' ? literal(p + 1) : pattern[p]; // never within a character
    for (; t < textEnd; t++) {
      if (text[t] == first) {
        Match rest = match(t, p);
        if (rest != Match.NO) {
          return rest;
        }
      }
    }
    return Match.ABORT;
  }

  /** Behind the character at an index. */
  private int next(int at) {
    int next = at + 1;
    while (next < textEnd && (text[next] & 0xC0) == 0x80) {
      next++;
    }
    return next;
  }

  /** The first byte of the character behind an escape. */
  private byte literal(int at) {
    if (at == patternEnd) {
      throw new EvaluationException("22025", "LIKE pattern must not end with escape character");
    }
    return pattern[at];
  }
}
