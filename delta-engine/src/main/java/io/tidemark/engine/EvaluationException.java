package io.tidemark.engine;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An error that PostgreSQL too would raise for a row, such as division by zero, with its SQLSTATE.
 */
public final class EvaluationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String sqlState;
  private final @Nullable String context;
  private final transient Set<String> streamTables;

  /**
   * @param sqlState PostgreSQL's code, {@code 22012} for instance
   * @param message PostgreSQL's message
   */
  public EvaluationException(String sqlState, String message) {
    super(message);
    this.sqlState = sqlState;
    this.context = null;
    this.streamTables = Set.of();
  }

  private EvaluationException(
      EvaluationException cause, @Nullable String context, Set<String> streamTables) {
    super(cause.getMessage(), cause);
    this.sqlState = cause.sqlState;
    this.context = context;
    this.streamTables = Set.copyOf(streamTables);
  }

  public String sqlState() {
    return sqlState;
  }

  /** Where it happened, innermost first: the row, then the operator; null if not known. */
  public @Nullable String context() {
    return context;
  }

  /** The same error with one more line of where it happened. */
  public EvaluationException in(String where) {
    return new EvaluationException(
        this, context == null ? where : context + "; " + where, streamTables);
  }

  /** The stream tables that cannot be computed for it; empty if not known. */
  public Set<String> streamTables() {
    return streamTables;
  }

  /** The same error as one of these stream tables. */
  public EvaluationException of(Set<String> failing) {
    return new EvaluationException(this, context, failing);
  }
}
