package io.tidemark.wal;

import io.tidemark.state.Lsn;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The rows of a query in the source database, computed by it at one snapshot and streamed: the
 * memory is that of one message. Not thread-safe, but {@link #cancel}.
 */
public final class QueryRows implements Iterator<Row>, AutoCloseable {

  private final Connection connection;
  private final long lsn;
  private final CopyOut copy;
  private final CopyBinaryReader reader;
  private final List<Row> batch = new ArrayList<>();
  private int at;
  private boolean ended;

  private QueryRows(Connection connection, long lsn, CopyOut copy, int columns) {
    this.connection = connection;
    this.lsn = lsn;
    this.copy = copy;
    this.reader = new CopyBinaryReader(new RowBuilder(columns));
  }

  /**
   * Starts the query.
   *
   * @param query one statement without a closing semicolon
   * @param searchPath schemas, unquoted
   * @throws SQLException if PostgreSQL refuses it
   */
  public static QueryRows start(
      Database database, String query, List<String> searchPath, int columns) throws SQLException {
    Connection connection = database.connect("tidemark-full");
    try {
      Database.liftTimeouts(connection);
      long lsn = position(connection);
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        statement.execute("SET LOCAL row_security = off"); // an error rather than missing rows
      }
      try (var path =
          connection.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, true)")) {
        path.setString(
            1, String.join(", ", searchPath.stream().map(CapturedTable::quote).toList()));
        path.execute();
      }
      CopyOut copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("COPY (" + query + "\n) TO STDOUT (FORMAT binary)");
      return new QueryRows(connection, lsn, copy, columns);
    } catch (SQLException | RuntimeException failed) {
      connection.close();
      throw failed;
    }
  }

  /**
   * An LSN such that every transaction which was acknowledged while the WAL ended there or before
   * is seen by a snapshot taken from now on. Read before a record of our own is written: whoever
   * reads the WAL's end after this call gets a greater one.
   */
  public static long position(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      long lsn;
      try (var row = statement.executeQuery("SELECT pg_current_wal_insert_lsn()::text")) {
        row.next();
        lsn = Lsn.parse(row.getString(1));
      }
      statement.execute("SELECT pg_logical_emit_message(false, 'tidemark-position', '')");
      return lsn;
    }
  }

  /** See {@link #position}. */
  public long lsn() {
    return lsn;
  }

  @Override
  public boolean hasNext() {
    try {
      while (at == batch.size() && !ended) {
        batch.clear();
        at = 0;
        byte[] message = copy.readFromCopy();
        if (message == null) {
          ended = true;
        } else {
          reader.read(message, batch);
        }
      }
    } catch (SQLException failed) {
      throw new QueryFailedException(failed);
    }
    return at < batch.size();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return batch.get(at++);
  }

  /** The query failed on the way; the cause says how. */
  public static final class QueryFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SQLException error;

    QueryFailedException(SQLException cause) {
      super(cause.getMessage(), cause);
      this.error = cause;
    }

    public SQLException error() {
      return error;
    }
  }

  /** Makes it fail, from another thread. */
  public void cancel() throws SQLException {
    connection.abort(Runnable::run);
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
    connection.close();
  }
}
