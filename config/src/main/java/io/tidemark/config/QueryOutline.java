package io.tidemark.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What can be known of a query without a server.
 *
 * @param text the query without a trailing semicolon or comment, so that it can be put in
 *     parentheses or behind {@code CREATE VIEW … AS}
 * @param mistakes why it cannot define a stream table, with offsets into the text that was read;
 *     empty if nothing speaks against it
 * @param relations what it names in FROM, JOIN and TABLE, CTEs left out
 * @param doubt present when JSqlParser failed: a warning with the place where it did, and {@code
 *     relations} is a guess. PostgreSQL decides about such a query
 */
public record QueryOutline(
    String text,
    List<InvalidValueException> mistakes,
    Set<Relation> relations,
    Optional<InvalidValueException> doubt) {

  /**
   * A query is written by people, so even generated ones stay far below; parsing takes a few
   * hundred bytes of memory per char.
   */
  public static final int CHARS_MAX = 1 << 20;

  public QueryOutline {
    mistakes = List.copyOf(mistakes);
    relations = Set.copyOf(relations);
  }

  public static QueryOutline of(String query) {
    if (query.length() > CHARS_MAX) {
      return invalid(
          query,
          new InvalidValueException(
              ErrorCode.LIMIT_EXCEEDED,
              "the query has " + query.length() + " characters, the limit is " + CHARS_MAX,
              "put data that the query lists into a table"));
    }
    List<Token> tokens;
    try {
      tokens = SqlLexer.tokens(query);
    } catch (InvalidValueException unterminated) {
      return invalid(query, unterminated);
    }
    List<InvalidValueException> mistakes = StatementCheck.mistakes(tokens);
    String text = withoutTail(query, tokens);
    if (!mistakes.isEmpty()) {
      return new QueryOutline(text, mistakes, RelationScanner.scan(tokens), Optional.empty());
    }
    return switch (OfflineParser.parse(text, tokens)) {
      case OfflineParser.Parsed parsed ->
          new QueryOutline(text, mistakes, parsed.relations(), Optional.empty());
      case OfflineParser.NotUnderstood failure ->
          new QueryOutline(
              text, mistakes, RelationScanner.scan(tokens), Optional.of(doubt(text, failure)));
    };
  }

  private static QueryOutline invalid(String query, InvalidValueException mistake) {
    return new QueryOutline(query, List.of(mistake), Set.of(), Optional.empty());
  }

  private static InvalidValueException doubt(String text, OfflineParser.NotUnderstood failure) {
    int from = Math.min(failure.offset(), text.length());
    int to = from;
    while (to < text.length() && !Character.isWhitespace(text.charAt(to)) && to - from < 20) {
      to++;
    }
    return new InvalidValueException(
        ErrorCode.QUERY_NOT_UNDERSTOOD,
        "the offline parser does not understand the query"
            + (from < to ? " from '" + text.substring(from, to) + "' on" : ""),
        "check the spelling; if it is right, leave it: PostgreSQL decides",
        from);
  }

  private static String withoutTail(String query, List<Token> tokens) {
    int last = tokens.size() - 1;
    while (last >= 0 && tokens.get(last).isSymbol(';')) {
      last--;
    }
    return last < 0 ? "" : query.substring(0, tokens.get(last).end());
  }
}
