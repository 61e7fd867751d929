package io.tidemark.engine;

/**
 * An error that PostgreSQL too would raise for a row, such as division by zero, with its SQLSTATE.
 */
public final class EvaluationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String sqlState;

  /**
   * @param sqlState PostgreSQL's code, {@code 22012} for instance
   * @param message PostgreSQL's message
   */
  public EvaluationException(String sqlState, String message) {
    super(message);
    this.sqlState = sqlState;
  }

  public String sqlState() {
    return sqlState;
  }
}
