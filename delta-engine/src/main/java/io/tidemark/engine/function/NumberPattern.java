package io.tidemark.engine.function;

import org.jspecify.annotations.Nullable;

/**
 * A template pattern of {@code to_char} and {@code to_number} for numbers: PostgreSQL's manual,
 * "Template Patterns for Numeric Formatting". Longer spellings come before those that begin alike.
 */
enum NumberPattern {
  COMMA(","),
  POINT("."),
  ZERO("0"),
  NINE("9"),
  BLANK("B"),
  CODE("C"), // not implemented by PostgreSQL
  DECIMAL("D"),
  EXPONENT("EEEE"),
  FILL("FM"),
  GROUP("G"),
  CURRENCY("L"),
  MINUS("MI"),
  PLUS("PL"),
  BRACKETS("PR"),
  ROMAN("RN"),
  SIGN("SG"),
  SPELLED("SP"), // not implemented by PostgreSQL
  LOCALE_SIGN("S"),
  ORDINAL("TH"),
  SHIFT("V");

  private final String upper;
  private final String lower;

  NumberPattern(String spelling) {
    this.upper = spelling;
    this.lower = TextFunctions.lowerAscii(spelling);
  }

  int length() {
    return upper.length();
  }

  /** The pattern that a template has at a place. */
  static @Nullable NumberPattern at(String template, int place) {
    for (NumberPattern pattern : values()) {
      if (template.startsWith(pattern.upper, place) || template.startsWith(pattern.lower, place)) {
        return pattern;
      }
    }
    return null;
  }
}
