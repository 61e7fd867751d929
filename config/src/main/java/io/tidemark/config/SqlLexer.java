package io.tidemark.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a query into tokens by PostgreSQL's lexical rules (quoted identifiers, all kinds of string
 * constants, nested comments), so that nothing inside of quotes is mistaken for SQL. It knows no
 * grammar; it never fails on a query that PostgreSQL accepts.
 */
final class SqlLexer {

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private SqlLexer(String sql) {
    this.sql = sql;
  }

  /**
   * @throws InvalidValueException if a quoted text or a comment is not closed
   */
  static List<Token> tokens(String sql) {
    SqlLexer lexer = new SqlLexer(sql);
    while (lexer.at < sql.length()) {
      lexer.next();
    }
    return lexer.tokens;
  }

  private void next() {
    int start = at;
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (sql.startsWith("--", at)) {
      lineComment();
    } else if (sql.startsWith("/*", at)) {
      blockComment();
    } else if (c == '\'') {
      quoted('\'', false);
      add(Token.Kind.STRING, start);
    } else if (c == '"') {
      quoted('"', false);
      add(Token.Kind.QUOTED_IDENTIFIER, start);
    } else if ((c == 'e' || c == 'E') && peek(1) == '\'') {
      at++;
      quoted('\'', true);
      add(Token.Kind.STRING, start);
    } else if ((c == 'u' || c == 'U') && peek(1) == '&' && (peek(2) == '"' || peek(2) == '\'')) {
      char quote = peek(2);
      at += 2;
      quoted(quote, false);
      add(quote == '"' ? Token.Kind.QUOTED_IDENTIFIER : Token.Kind.STRING, start);
    } else if (Identifiers.isStart(c)) {
      while (at < sql.length() && Identifiers.isPart(sql.charAt(at))) {
        at++;
      }
      add(Token.Kind.WORD, start);
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      while (at < sql.length() && (Identifiers.isPart(sql.charAt(at)) || sql.charAt(at) == '.')) {
        at++;
      }
      add(Token.Kind.NUMBER, start);
    } else if (c == '$') {
      dollar();
    } else {
      at++;
      add(Token.Kind.SYMBOL, start);
    }
  }

  private void lineComment() {
    while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
      at++;
    }
  }

  private void blockComment() {
    int start = at;
    int depth = 0;
    do {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else if (at++ >= sql.length()) {
        throw unterminated("comment", "*/", start);
      }
    } while (depth > 0);
  }

  /** A doubled quote stands for itself; a backslash escapes only in {@code E'…'}. */
  private void quoted(char quote, boolean backslash) {
    int start = at++;
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (backslash && c == '\\') {
        at++;
      } else if (c == quote) {
        if (peek(0) != quote) {
          return;
        }
        at++;
      }
    }
    throw unterminated(
        quote == '"' ? "quoted identifier" : "string", Character.toString(quote), start);
  }

  private void dollar() {
    int start = at++;
    if (isDigit(peek(0))) {
      while (isDigit(peek(0))) {
        at++;
      }
      add(Token.Kind.PARAMETER, start);
      return;
    }
    int tagEnd = at;
    while (tagEnd < sql.length()
        && sql.charAt(tagEnd) != '$'
        && Identifiers.isPart(sql.charAt(tagEnd))) {
      tagEnd++;
    }
    if (tagEnd >= sql.length() || sql.charAt(tagEnd) != '$') {
      add(Token.Kind.SYMBOL, start);
      return;
    }
    String tag = sql.substring(start, tagEnd + 1);
    int close = sql.indexOf(tag, tagEnd + 1);
    if (close < 0) {
      throw unterminated("string", tag, start);
    }
    at = close + tag.length();
    add(Token.Kind.STRING, start);
  }

  private void add(Token.Kind kind, int start) {
    tokens.add(new Token(kind, sql.substring(start, at), start));
  }

  /** The char that lies so far ahead, NUL behind the end. */
  private char peek(int ahead) {
    return at + ahead < sql.length() ? sql.charAt(at + ahead) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static InvalidValueException unterminated(String what, String closing, int start) {
    return new InvalidValueException(
        ErrorCode.QUERY_UNBALANCED,
        "the " + what + " that begins here is not closed",
        "close it by " + closing,
        start);
  }
}
