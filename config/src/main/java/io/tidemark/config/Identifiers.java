package io.tidemark.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's identifiers: quoting, folding to lower case, length. */
final class Identifiers {

  /** NAMEDATALEN - 1: PostgreSQL cuts what is longer, which would make two names one. */
  public static final int BYTES_MAX = 63;

  private Identifiers() {}

  /**
   * The names of a dotted chain such as {@code public."Odd name"}, unquoted and folded.
   *
   * @throws InvalidValueException if the text is no such chain
   */
  public static List<String> parseChain(String text) {
    List<String> names = new ArrayList<>();
    List<Token> tokens;
    try {
      tokens = SqlLexer.tokens(text);
    } catch (InvalidValueException unterminated) {
      throw bad(text, "a quote is not closed");
    }
    int end = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.offset() != end) {
        throw bad(text, "it has a blank or a comment outside of quotes");
      }
      if (i % 2 == 0 ? !token.isIdentifier() : !token.isSymbol('.')) {
        throw bad(text, "'" + token.text() + "' cannot stand there unless quoted");
      }
      end = token.end();
      if (i % 2 == 0) {
        names.add(checked(name(token), text));
      }
    }
    if (tokens.size() % 2 == 0 || end != text.length()) {
      throw bad(text, tokens.isEmpty() ? "it is empty" : "a part is missing or has a blank around");
    }
    return names;
  }

  /** What an identifier token names: unquoted and, unless it was quoted, in lower case. */
  static String name(Token token) {
    return name(token.text());
  }

  /** The same for one identifier as written. */
  static String name(String written) {
    int quote = written.indexOf('"');
    if (quote >= 0 && written.length() >= quote + 2) {
      return written.substring(quote + 1, written.length() - 1).replace("\"\"", "\"");
    }
    StringBuilder folded = new StringBuilder(written.length());
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      // ASCII only, as PostgreSQL folds in UTF-8 databases
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return folded.toString();
  }

  /** In quotes, so that it means exactly {@code name} wherever it is put. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** In quotes only where they are needed to read it back. */
  static String display(String name) {
    boolean plain = !name.isEmpty() && isStart(name.charAt(0)) && name(name).equals(name);
    for (int i = 0; plain && i < name.length(); i++) {
      plain = isPart(name.charAt(i));
    }
    return plain ? name : quote(name);
  }

  static boolean isStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  static boolean isPart(char c) {
    return isStart(c) || (c >= '0' && c <= '9') || c == '$';
  }

  private static String checked(String name, String text) {
    if (name.isEmpty()) {
      throw bad(text, "a part is empty");
    }
    if (name.indexOf('\0') >= 0) {
      throw bad(text, "it has a NUL character");
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > BYTES_MAX) {
      throw bad(text, "a part has " + bytes + " bytes, PostgreSQL keeps " + BYTES_MAX);
    }
    return name;
  }

  private static InvalidValueException bad(String text, String why) {
    return new InvalidValueException(
        ErrorCode.BAD_NAME,
        "'" + text + "' is not a name: " + why,
        "write it as in SQL: sales, reporting.sales, or in double quotes: reporting.\"Sales 2026\"");
  }
}
