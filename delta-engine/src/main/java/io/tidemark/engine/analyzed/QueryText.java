package io.tidemark.engine.analyzed;

import io.tidemark.engine.InvalidQueryException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.core.Parser;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A query as text: that it is one statement, and where in it an error of PostgreSQL's points. */
final class QueryText {

  /** Classes of SQLSTATE that speak of the query, not of the connection or the server. */
  private static final Set<String> QUERY_ERRORS = Set.of("0A", "21", "22", "2B", "3F", "42", "54");

  private static final String SYNTAX_ERROR = "42601";

  /** Blanks and comments. */
  private static final Pattern NOTHING =
      Pattern.compile("(?:\\s|--[^\n]*+|/\\*(?:[^*]|\\*(?!/))*+\\*/)*+");

  private QueryText() {}

  /**
   * The query without a closing semicolon.
   *
   * @param prefix what will be sent before it; with {@code suffix} behind, the whole must be one
   *     statement to the splitter that the driver itself uses, so that nothing but it can be run
   */
  static String single(String sql, String prefix, String suffix) throws SQLException {
    List<String> statements = split(sql);
    if (statements.isEmpty()) {
      throw new InvalidQueryException("The query is empty", 0, 0, "Write a SELECT", SYNTAX_ERROR);
    }
    String query = statements.getFirst();
    if (statements.size() > 1 || split(prefix + query + suffix).size() > 1) {
      throw new InvalidQueryException(
          "The query consists of more than one statement",
          0,
          0,
          "Give each stream table one SELECT",
          SYNTAX_ERROR);
    }
    return query;
  }

  private static List<String> split(String sql) throws SQLException {
    return Parser.parseJdbcSql(sql, true, false, true, false, false).stream()
        .map(statement -> statement.nativeSql)
        .filter(statement -> !NOTHING.matcher(statement).matches())
        .toList();
  }

  /**
   * PostgreSQL's error with its place in the query, or the error itself if it is not about the
   * query.
   *
   * @param prefix characters that stand before the query in what was sent
   */
  static SQLException explained(SQLException error, String query, int prefix) throws SQLException {
    if (!(error instanceof PSQLException exception)
        || exception.getServerErrorMessage() == null
        || error.getSQLState() == null
        || !QUERY_ERRORS.contains(error.getSQLState().substring(0, 2))) {
      return error;
    }
    ServerErrorMessage message = exception.getServerErrorMessage();
    int at = message.getPosition() - prefix;
    int line = 0;
    int column = 0;
    if (message.getPosition() > 0 && at > 0) {
      int end =
          Math.min(query.offsetByCodePoints(0, Math.min(at - 1, length(query))), query.length());
      String before = query.substring(0, end);
      int lineStart = before.lastIndexOf('\n') + 1;
      line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      column = before.codePointCount(lineStart, before.length()) + 1;
    }
    String hint = message.getHint();
    throw new InvalidQueryException(
        message.getMessage() == null ? "The query is invalid" : message.getMessage(),
        line,
        column,
        hint == null ? hint(error.getSQLState()) : hint,
        error.getSQLState());
  }

  private static int length(String query) {
    return query.codePointCount(0, query.length());
  }

  private static String hint(String sqlState) {
    return switch (sqlState) {
      case "42501" ->
          "GRANT USAGE ON SCHEMA and TEMPORARY ON DATABASE to the role that Tidemark connects as";
      case "42P01" -> "Check the name, and the definition's searchPath";
      case "42701" -> "Give every column of the result a name of its own with AS";
      default -> "";
    };
  }
}
