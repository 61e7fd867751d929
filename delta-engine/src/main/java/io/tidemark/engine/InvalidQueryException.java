package io.tidemark.engine;

/**
 * A query that PostgreSQL itself refuses: a syntax error, an unknown column, a type mismatch. The
 * message is PostgreSQL's.
 */
public final class InvalidQueryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;
  private final String hint;
  private final String sqlState;

  /**
   * @param line 1-based line of the query text, 0 if PostgreSQL gave no position
   * @param column 1-based column in characters, 0 likewise
   * @param hint what to do; empty if there is nothing to say
   * @param sqlState PostgreSQL's code, {@code 42703} for instance
   */
  public InvalidQueryException(String message, int line, int column, String hint, String sqlState) {
    super(message);
    this.line = line;
    this.column = column;
    this.hint = hint;
    this.sqlState = sqlState;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  public String hint() {
    return hint;
  }

  public String sqlState() {
    return sqlState;
  }
}
