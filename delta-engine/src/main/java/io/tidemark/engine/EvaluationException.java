package io.tidemark.engine;

import io.tidemark.state.row.Row;
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
  private final transient @Nullable Row row;

  /**
   * @param sqlState PostgreSQL's code, {@code 22012} for instance
   * @param message PostgreSQL's message
   */
  public EvaluationException(String sqlState, String message) {
    super(message);
    this.sqlState = sqlState;
    this.context = null;
    this.streamTables = Set.of();
    this.row = null;
  }

  private EvaluationException(
      EvaluationException cause,
      @Nullable String context,
      Set<String> streamTables,
      @Nullable Row row) {
    super(cause.getMessage(), cause);
    this.sqlState = cause.sqlState;
    this.context = context;
    this.streamTables = Set.copyOf(streamTables);
    this.row = row;
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
        this, context == null ? where : context + "; " + where, streamTables, row);
  }

  /** The stream tables that cannot be computed for it; empty if not known. */
  public Set<String> streamTables() {
    return streamTables;
  }

  /** The same error as one of these stream tables. */
  public EvaluationException of(Set<String> failing) {
    return new EvaluationException(this, context, failing, row);
  }

  /** The same error as one of a row; the first that is told stays. */
  public EvaluationException at(Row failing) {
    return row != null ? this : new EvaluationException(this, context, streamTables, failing);
  }

  /** The row that an expression failed for; null if not known. */
  public @Nullable Row row() {
    return row;
  }
}
