package io.tidemark.server.evaluation;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.ServerExpressions;
import io.tidemark.engine.function.ValueOrder;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeShapes;
import io.tidemark.sink.WireStatements;
import io.tidemark.state.row.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * A read-only session on the source database that computes expressions. It is opened when first
 * needed and opened anew when it was lost. Its settings are those that a new session of the service
 * has: a STABLE function that depends on them gives what it would give there.
 *
 * <p>Owned by the thread that steps circuits; the figures may be read by any.
 */
public final class ServerEvaluation implements ServerExpressions, AutoCloseable {

  /** Opens a session. */
  @FunctionalInterface
  public interface Connector {
    Connection connect() throws SQLException;
  }

  /** Statements kept prepared. */
  private static final int STATEMENTS_MAX = 256;

  private final Connector connector;
  private final ServerTypes types = new ServerTypes();
  private final ServerShapes shapes = new ServerShapes(this);
  private final Map<PgType, Optional<ServerOrder>> orders = new HashMap<>();
  private @Nullable BaseConnection connection;
  private @Nullable WireStatements statements;
  private final LongAdder calls = new LongAdder();
  private final LongAdder arguments = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  public ServerEvaluation(Connector connector) {
    this.connector = connector;
  }

  /** Statements sent so far. */
  public long calls() {
    return calls.sum();
  }

  /** Rows of arguments sent so far. */
  public long arguments() {
    return arguments.sum();
  }

  /** Time spent waiting for answers. */
  public double seconds() {
    return nanos.sum() / 1e9;
  }

  @Override
  public String typeName(int oid) {
    return ask(session -> types.type(session, oid).name());
  }

  @Override
  public String collationName(int oid) {
    return ask(session -> types.collation(session, oid));
  }

  @Override
  public String operator(int functionOid) {
    return ask(session -> types.operator(session, functionOid));
  }

  @Override
  public boolean isVariadic(int functionOid) {
    return ask(session -> types.isVariadic(session, functionOid));
  }

  @Override
  public boolean isTransportable(int typeOid) {
    return ask(session -> {
      ServerTypes.Type type = types.type(session, typeOid);
      return !type.isPseudo() && (!type.send().isEmpty() || type.isText());
    });
  }

  @Override
  public boolean isText(int typeOid) {
    return ask(session -> types.type(session, typeOid).text() != null);
  }

  @Override
  public TypeShapes shapes() {
    return shapes;
  }

  @Override
  public int arrayType(int typeOid) {
    return ask(session -> types.type(session, typeOid).arrayType());
  }

  @Override
  public @Nullable ValueOrder order(PgType type) {
    return orders
        .computeIfAbsent(
            type, of -> Optional.of(new ServerOrder(this, of)).filter(ServerOrder::isThere))
        .orElse(null);
  }

  @Override
  public Computation computation(ServerCall call) {
    return new Batches(this, call);
  }

  ServerTypes types() {
    return types;
  }

  void count(long rows, long spentNanos) {
    calls.increment();
    arguments.add(rows);
    nanos.add(spentNanos);
  }

  /** Work on the session. */
  @FunctionalInterface
  interface Work<T> {
    T on(BaseConnection session) throws SQLException;
  }

  /**
   * Does something on the session, once more if the session turns out to be lost.
   *
   * @throws EvaluationException with the server's SQLSTATE if it fails
   */
  <T> T ask(Work<T> work) {
    try {
      try {
        return work.on(session());
      } catch (SQLException failed) {
        if (!isLost(failed)) {
          throw failed;
        }
        close();
        return work.on(session());
      }
    } catch (SQLException failed) {
      throw new EvaluationException(
          failed.getSQLState() == null ? "XX000" : failed.getSQLState(),
          "PostgreSQL cannot compute an expression: " + failed.getMessage());
    }
  }

  /** Whether the session or the server is at fault, not the statement. */
  static boolean isLost(SQLException failed) {
    String state = failed.getSQLState();
    return state == null || state.startsWith("08") || state.startsWith("57P");
  }

  private BaseConnection session() throws SQLException {
    BaseConnection open = connection;
    if (open != null && !open.isClosed()) {
      return open;
    }
    close();
    Connection raw = connector.connect();
    try (var statement = raw.createStatement()) {
      statement.execute("SET default_transaction_read_only = on; SET jit = off");
      open = raw.unwrap(BaseConnection.class);
      open.setPrepareThreshold(1);
      statements = new WireStatements(open, STATEMENTS_MAX);
      connection = open;
      return open;
    } catch (SQLException failed) {
      raw.close();
      throw failed;
    }
  }

  /** Those of the session that work is done on. */
  WireStatements statements() {
    return Objects.requireNonNull(statements, "statements are prepared while work is done");
  }

  static byte[] valueOf(Row row, int column) {
    byte[] bytes = new byte[row.length(column)];
    System.arraycopy(row.bytes(), row.offset(column), bytes, 0, bytes.length);
    return bytes;
  }

  static byte[] valueOf(Expression.Constant constant) {
    byte[] value = constant.value();
    return value == null ? new byte[0] : value;
  }

  @Override
  public void close() {
    statements = null;
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException gone) {
        // closed is what it should be
      }
      connection = null;
    }
  }

  /** What a row that fails alone comes to. */
  static Outcome failure(SQLException failed) {
    return new Outcome.Failure(String.valueOf(failed.getSQLState()), message(failed));
  }

  private static String message(SQLException failed) {
    return failed instanceof org.postgresql.util.PSQLException error
            && error.getServerErrorMessage() != null
            && error.getServerErrorMessage().getMessage() != null
        ? error.getServerErrorMessage().getMessage()
        : String.valueOf(failed.getMessage());
  }
}
