package io.tidemark.engine.analyzed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;

/**
 * A query as PostgreSQL analyses it: the rule of a temporary view, which is taken back once it has
 * been read.
 */
final class TemporaryView {

  private static final String NAME = "tidemark_analyzed_query";
  private static final String PREFIX = "CREATE TEMPORARY VIEW " + NAME + " AS (";

  /** On a line of its own: the query may end in a comment. */
  private static final String SUFFIX = "\n)";

  private TemporaryView() {}

  /** Reads what there is to know of a view while it exists, with an empty search path. */
  @FunctionalInterface
  interface Reading<T> {

    /**
     * @param query the statement that the text holds
     * @param view its OID
     */
    T of(String query, int view) throws SQLException;
  }

  /**
   * Makes a view of a query and reads it; nothing remains in the database.
   *
   * @param connection of a session that may write; within a transaction a savepoint is used, else a
   *     transaction that is rolled back
   * @param searchPath schemas, unquoted
   * @throws io.tidemark.engine.InvalidQueryException if PostgreSQL refuses the query
   * @throws SQLException if the connection fails
   */
  static <T> T read(Connection connection, String sql, List<String> searchPath, Reading<T> reading)
      throws SQLException {
    String query = QueryText.single(sql, PREFIX, SUFFIX);
    boolean autoCommit = connection.getAutoCommit();
    if (autoCommit) {
      connection.setAutoCommit(false);
    }
    Savepoint before = autoCommit ? null : connection.setSavepoint();
    try {
      setSearchPath(connection, searchPath.stream().map(ServerSyntax::quoted).toList());
      create(connection, query);
      setSearchPath(connection, List.of()); // from here on names come out qualified
      return reading.of(query, oid(connection));
    } catch (CatalogAccessException e) {
      throw e.error();
    } finally {
      if (before == null) {
        connection.rollback();
        connection.setAutoCommit(true);
      } else {
        connection.rollback(before);
      }
    }
  }

  private static void create(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(PREFIX + query + SUFFIX);
    } catch (SQLException e) {
      throw QueryText.explained(e, query, PREFIX.length());
    }
  }

  private static void setSearchPath(Connection connection, List<String> quoted)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, true)")) {
      statement.setString(1, String.join(", ", quoted));
      statement.execute();
    }
  }

  private static int oid(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT oid::int8 FROM pg_catalog.pg_class"
                + " WHERE relname = ? AND relnamespace = pg_catalog.pg_my_temp_schema()")) {
      statement.setString(1, NAME);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return (int) row.getLong(1);
      }
    }
  }
}
