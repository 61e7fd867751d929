package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;

/** SQL's regular expressions, of SIMILAR TO, as PostgreSQL's (regexp.c, similar_escape). */
final class SimilarPattern {

  private static final int BEHIND = 3;

  private final int[] pattern;
  private final int escape; // −1 if there is none
  private final StringBuilder regex = new StringBuilder("^(?:");
  private int separators;
  private int depth; // of brackets
  private int behindStart; // of the outer one: 1 for the first character in it

  private SimilarPattern(String pattern, String escape) {
    this.pattern = pattern.codePoints().toArray();
    this.escape = escape.isEmpty() ? -1 : escape.codePointAt(0);
  }

  static String asRegex(String pattern, String escape) {
    if (escape.codePointCount(0, escape.length()) > 1) {
      throw new EvaluationException("22025", "invalid escape string");
    }
    return new SimilarPattern(pattern, escape).convert();
  }

  private String convert() {
    boolean isEscaped = false;
    for (int c : pattern) {
      if (isEscaped) {
        if (c == '"' && depth == 0) {
          separate();
        } else {
          regex.append('\\').appendCodePoint(c);
        }
        behindStart = BEHIND;
        isEscaped = false;
      } else if (c == escape) {
        isEscaped = true;
      } else if (depth > 0) {
        inBrackets(c);
      } else {
        outside(c);
      }
    }
    return regex.append(")$").toString();
  }

  private void outside(int c) {
    switch (c) {
      case '%' -> regex.append(".*");
      case '_' -> regex.append('.');
      case '(' -> regex.append("(?:");
      case '\\', '.', '^', '$' -> regex.append('\\').appendCodePoint(c);
      case '[' -> {
        regex.append('[');
        depth = 1;
        behindStart = 1;
      }
      default -> regex.appendCodePoint(c);
    }
  }

  /** A bracket closes, unless it stands at the beginning, where only a ^ may be before it. */
  private void inBrackets(int c) {
    regex.append(c == '\\' ? "\\" : "").appendCodePoint(c);
    if (c == ']' && behindStart >= BEHIND) {
      depth--;
    } else if (c == '^') {
      behindStart++;
    } else {
      depth += c == '[' ? 1 : 0;
      behindStart = BEHIND;
    }
  }

  /** Between the three parts of a pattern, of which SUBSTRING takes the second. */
  private void separate() {
    if (separators == 2) {
      throw new EvaluationException(
          "2200C",
          "SQL regular expression may not contain more than two escape-double-quote separators");
    }
    regex.append(separators++ == 0 ? "){1,1}?(" : "){1,1}(?:");
  }
}
