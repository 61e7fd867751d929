package io.tidemark.engine.type;

import io.tidemark.engine.EvaluationException;

/**
 * The tokens of a JSON text, with the checks that PostgreSQL's lexer makes (jsonapi.c). Not
 * thread-safe.
 */
public final class JsonLexer {

  /** What a token is. */
  public enum Token {
    OBJECT_START,
    OBJECT_END,
    ARRAY_START,
    ARRAY_END,
    COMMA,
    COLON,
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    END
  }

  private static final int HEX_DIGITS = 4;

  private final String json;
  private final boolean decodes;
  private final StringBuilder decoded = new StringBuilder();
  private int at;
  private int start;
  private int previousEnd;
  private boolean escaped;
  private Token token = Token.END;

  /**
   * A lexer at the text's first token.
   *
   * @param decodes whether strings are wanted: then escapes must be of characters that text can
   *     hold
   */
  public JsonLexer(String json, boolean decodes) {
    this.json = json;
    this.decodes = decodes;
    next();
  }

  public Token token() {
    return token;
  }

  /** Where the token begins. */
  public int start() {
    return start;
  }

  /** Where the token before it ended; 0 at first. */
  public int previousEnd() {
    return previousEnd;
  }

  /** The token as it is written. */
  public String raw() {
    return json.substring(start, at);
  }

  /** The string that the token is. */
  public String string() {
    return escaped ? decoded.toString() : json.substring(start + 1, at - 1);
  }

  /** Goes to the next token, which must be of a kind after this one, which must be of another. */
  public void expect(Token kind) {
    if (token != kind) {
      throw invalid();
    }
    next();
  }

  /** Goes to the next token. */
  public void next() {
    previousEnd = at;
    while (at < json.length() && isBlank(json.charAt(at))) {
      at++;
    }
    start = at;
    if (at == json.length()) {
      token = Token.END;
      return;
    }
    char c = json.charAt(at);
    token =
        switch (c) {
          case '{' -> single(Token.OBJECT_START);
          case '}' -> single(Token.OBJECT_END);
          case '[' -> single(Token.ARRAY_START);
          case ']' -> single(Token.ARRAY_END);
          case ',' -> single(Token.COMMA);
          case ':' -> single(Token.COLON);
          case '"' -> readString();
          case 't' -> word("true", Token.TRUE);
          case 'f' -> word("false", Token.FALSE);
          case 'n' -> word("null", Token.NULL);
          default -> number();
        };
  }

  private Token single(Token kind) {
    at++;
    return kind;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private Token word(String word, Token kind) {
    if (!json.startsWith(word, at)) {
      throw invalid();
    }
    at += word.length();
    return delimited(kind);
  }

  /** What goes on in letters, digits or beyond ASCII is no word and no number. */
  private Token delimited(Token kind) {
    if (at < json.length()) {
      char c = json.charAt(at);
      if (isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c > '~') {
        throw invalid();
      }
    }
    return kind;
  }

  private Token number() {
    if (json.charAt(at) == '-') {
      at++;
    }
    if (at < json.length() && json.charAt(at) == '0') {
      at++;
    } else {
      digits();
    }
    if (at < json.length() && json.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at < json.length() && (json.charAt(at) == 'e' || json.charAt(at) == 'E')) {
      at++;
      if (at < json.length() && (json.charAt(at) == '+' || json.charAt(at) == '-')) {
        at++;
      }
      digits();
    }
    return delimited(Token.NUMBER);
  }

  private void digits() {
    int from = at;
    while (at < json.length() && isDigit(json.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw invalid();
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private Token readString() {
    escaped = false;
    int from = ++at; // of what is not decoded yet
    while (at < json.length()) {
      char c = json.charAt(at);
      if (c == '"') {
        if (escaped) {
          decoded.append(json, from, at);
        }
        at++;
        return Token.STRING;
      }
      if (c < ' ') {
        throw invalid();
      }
      if (c == '\\') {
        if (!escaped) {
          escaped = true;
          decoded.setLength(0);
        }
        decoded.append(json, from, at);
        escape();
        from = at;
      } else {
        at++;
      }
    }
    throw invalid();
  }

  private void escape() {
    at += 2;
    if (at > json.length()) {
      throw invalid();
    }
    char c = json.charAt(at - 1);
    switch (c) {
      case '"', '\\', '/' -> decoded.append(c);
      case 'b' -> decoded.append('\b');
      case 'f' -> decoded.append('\f');
      case 'n' -> decoded.append('\n');
      case 'r' -> decoded.append('\r');
      case 't' -> decoded.append('\t');
      case 'u' -> {
        char unit = unit();
        if (decodes) {
          decode(unit);
        }
      }
      default -> throw invalid();
    }
  }

  /** A surrogate comes as an escape, and the other one right behind it. */
  private void decode(char unit) {
    if (unit == 0) {
      throw new EvaluationException("22P05", "unsupported Unicode escape sequence");
    }
    decoded.append(unit);
    if (Character.isLowSurrogate(unit)) {
      throw invalid();
    }
    if (Character.isHighSurrogate(unit)) {
      if (!json.startsWith("\\u", at)) {
        throw invalid();
      }
      at += 2;
      char low = unit();
      if (!Character.isLowSurrogate(low)) {
        throw invalid();
      }
      decoded.append(low);
    }
  }

  private char unit() {
    if (at + HEX_DIGITS > json.length()) {
      throw invalid();
    }
    int unit = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
      char c = json.charAt(at++);
      int digit = c > 'f' ? -1 : Character.digit(c, 16);
      if (digit < 0) {
        throw invalid();
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  /** The error of a text that is no JSON. */
  public static EvaluationException invalid() {
    return new EvaluationException("22P02", "invalid input syntax for type json");
  }
}
