package io.tidemark.config;

import java.util.Locale;

/**
 * One token of a query.
 *
 * @param text as written, quotes included
 * @param offset index of its first char in the query
 */
record Token(Kind kind, String text, int offset) {

  enum Kind {
    /** An unquoted identifier or a keyword: lexically the same. */
    WORD,
    QUOTED_IDENTIFIER,
    STRING,
    NUMBER,
    /** {@code $1}. */
    PARAMETER,
    /** One char of punctuation or of an operator. */
    SYMBOL
  }

  boolean is(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  boolean isAny(java.util.Set<String> upperCaseKeywords) {
    return kind == Kind.WORD && upperCaseKeywords.contains(text.toUpperCase(Locale.ROOT));
  }

  boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  boolean isIdentifier() {
    return kind == Kind.WORD || kind == Kind.QUOTED_IDENTIFIER;
  }

  int end() {
    return offset + text.length();
  }
}
