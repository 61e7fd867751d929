package io.tidemark.server.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Compares a stream table with its query, both ways and with duplicates counted, at one snapshot. It
 * speaks of a moment without pending changes: the caller stops the writes and syncs first.
 *
 * @param rows rows of the stream table
 * @param missing rows of the query's result that the stream table lacks
 * @param extra rows of the stream table that the query's result lacks
 */
record Comparison(String name, long rows, long missing, long extra) {

  boolean equal() {
    return missing == 0 && extra == 0;
  }

  static Comparison of(Connection connection, String name, String query, List<String> searchPath)
      throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      StringBuilder path = new StringBuilder();
      for (String schema : searchPath) {
        path.append(path.isEmpty() ? "" : ", ").append(statement.enquoteIdentifier(schema, true));
      }
      statement.execute("SET LOCAL search_path = " + path);
      String table = "TABLE " + qualified(statement, name);
      String difference = "SELECT count(*) FROM ((%s) EXCEPT ALL (%s)) difference";
      return new Comparison(
          name,
          count(connection, "SELECT count(*) FROM (" + table + ") stream_table"),
          count(connection, difference.formatted(query, table)),
          count(connection, difference.formatted(table, query)));
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static String qualified(java.sql.Statement statement, String name) throws SQLException {
    int dot = name.indexOf('.');
    return dot < 0
        ? statement.enquoteIdentifier(name, true)
        : statement.enquoteIdentifier(name.substring(0, dot), true)
            + "."
            + statement.enquoteIdentifier(name.substring(dot + 1), true);
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
