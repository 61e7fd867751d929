package io.tidemark.sink;

import io.tidemark.engine.EvaluationException;
import io.tidemark.state.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PGobject;

/**
 * A connection to the sink with the settings that exact and fast merges need, and its prepared
 * statements. Transactions are explicit. Not thread-safe; after a {@link SinkException} that is
 * retryable, close it and connect anew.
 */
public final class SinkSession implements AutoCloseable {

  /** Statements kept per session: a few per stream table; beyond it the least used is closed. */
  private static final int MAX_STATEMENTS = 512;

  /**
   * Classes of SQLSTATE that speak of the data: data exception, cardinality violation, errors that
   * functions of users raise.
   */
  private static final Set<String> DATA_ERRORS = Set.of("21", "22", "2F", "38", "39", "P0");

  /** Why each is set: sink/README.md. */
  private static final List<String> SETTINGS =
      List.of(
          "search_path = ''",
          "synchronous_commit = off",
          "default_transaction_isolation = 'read committed'",
          "default_transaction_read_only = off",
          "random_page_cost = 1.1",
          "plan_cache_mode = force_generic_plan",
          "jit = off",
          "enable_seqscan = off",
          "enable_hashjoin = off",
          "enable_mergejoin = off",
          "row_security = off",
          "lock_timeout = '30s'",
          "statement_timeout = 0",
          "idle_in_transaction_session_timeout = 0");

  private final BaseConnection connection;
  private final WireStatements statements;

  private SinkSession(BaseConnection connection) {
    this.connection = connection;
    this.statements = new WireStatements(connection, MAX_STATEMENTS);
  }

  /** Takes over a new connection of the PostgreSQL driver. */
  static SinkSession over(Connection raw) throws SQLException {
    try {
      try (Statement statement = raw.createStatement()) {
        statement.execute("SET " + String.join("; SET ", SETTINGS));
      }
      raw.setAutoCommit(false);
      return new SinkSession(raw.unwrap(BaseConnection.class));
    } catch (SQLException failure) {
      raw.close();
      throw failure;
    }
  }

  BaseConnection connection() {
    return connection;
  }

  int major() throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }

  /** The prepared statement of this text; the session owns it. */
  PreparedStatement prepare(String sql) throws SQLException {
    return statements.prepare(sql);
  }

  /** A parameter of a type in its binary form. */
  PGobject parameter(int typeOid, byte[] bytes) {
    return statements.parameter(typeOid, bytes);
  }

  /**
   * Lets the planner choose scans and joins, for statements over whole tables, until the
   * transaction ends or it is called off. Else it is held to nested loops over indexes: the plan of
   * a statement with array parameters is made once, often while the table is still empty, and must
   * be right when it is large.
   */
  void planFreely(boolean freely) throws SQLException {
    String value = freely ? "on" : "off";
    execute(
        "SET LOCAL enable_seqscan = %1$s; SET LOCAL enable_hashjoin = %1$s;".formatted(value)
            + " SET LOCAL enable_mergejoin = "
            + value);
  }

  /**
   * Sets where names of a user's query are looked up, until the transaction ends.
   *
   * @param schemas unquoted
   */
  void searchPath(List<String> schemas) throws SQLException {
    String path = String.join(", ", schemas.stream().map(RelationName::quote).toList());
    try (ResultSet row = query("SELECT pg_catalog.set_config('search_path', ?, true)", path)) {
      row.next();
    }
  }

  /**
   * Runs a statement around a user's query, whose braces and question marks are its own.
   *
   * @throws EvaluationException if a row makes the query fail
   */
  long executeUserQuery(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      return statement.executeLargeUpdate(sql);
    } catch (SQLException failed) {
      if (isOfTheData(failed)) {
        throw new EvaluationException(failed.getSQLState(), String.valueOf(failed.getMessage()));
      }
      throw failed;
    }
  }

  /** Whether an error of the server says that a row makes a query fail. */
  public static boolean isOfTheData(Exception failure) {
    return failure instanceof SQLException sql
        && sql.getSQLState() != null
        && sql.getSQLState().length() == 5
        && DATA_ERRORS.contains(sql.getSQLState().substring(0, 2));
  }

  /**
   * An LSN such that every transaction which was acknowledged while the WAL ended there or before
   * is seen by a snapshot taken from now on: the end of the WAL, read before a record of our own is
   * written, so that whoever reads the end after this call gets a greater one.
   */
  public long position() {
    return durably(
        "read the position of the WAL",
        () -> {
          long lsn;
          try (ResultSet row = query("SELECT pg_catalog.pg_current_wal_insert_lsn()::text")) {
            row.next();
            lsn = Lsn.parse(row.getString(1));
          }
          execute("SELECT pg_catalog.pg_logical_emit_message(false, 'tidemark-position', '')");
          return lsn;
        });
  }

  /** Makes a statement that another thread has running fail. */
  public void cancel() {
    try {
      connection.cancelQuery();
    } catch (SQLException gone) {
      close(); // who cannot be asked to stop is cut off
    }
  }

  /** Runs statements without parameters. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement and returns how many rows it changed. */
  int update(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepare(sql);
    bind(statement, values);
    return statement.executeUpdate();
  }

  /** Runs a query; the caller closes the result. */
  ResultSet query(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepare(sql);
    bind(statement, values);
    return statement.executeQuery();
  }

  static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /** Work in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }

  /** Work without a result. */
  @FunctionalInterface
  interface Action {
    void run() throws SQLException;
  }

  /**
   * Runs work in a transaction of its own, which is durable when this returns.
   *
   * @param doing what it does, to go after "cannot" in a message
   */
  <T> T durably(String doing, Work<T> work) {
    try {
      execute("SET LOCAL synchronous_commit = local");
      T result = work.run();
      connection.commit();
      return result;
    } catch (SQLException failure) {
      rollback();
      throw SqlStates.explain(failure, doing);
    } catch (RuntimeException | Error failure) {
      rollback();
      throw failure;
    }
  }

  /** Like {@link #durably(String, Work)}, for work without a result. */
  void durably(String doing, Action work) {
    Work<Boolean> done =
        () -> {
          work.run();
          return true;
        };
    var _ = durably(doing, done);
  }

  /** Ends the open transaction, if any; a connection that is lost has none. */
  void rollback() {
    try {
      connection.rollback();
    } catch (SQLException lost) {
      // The server rolls back what it has lost; the failure that led here tells the caller.
      close();
    }
  }

  /** Whether the connection is of no use any more. */
  public boolean isClosed() {
    try {
      return connection.isClosed();
    } catch (SQLException lost) {
      return true;
    }
  }

  @Override
  public void close() {
    statements.forget();
    try {
      connection.close();
    } catch (SQLException lost) {
      // Closed is what it should be.
    }
  }
}
