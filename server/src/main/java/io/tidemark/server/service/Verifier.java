package io.tidemark.server.service;

import io.tidemark.config.ConnectionUrl;
import io.tidemark.config.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * Compares a stream table with its query, duplicates counted, both ways, at one snapshot. Writes
 * between sync and snapshot show as differences, so an unequal comparison is repeated a few times.
 */
public final class Verifier {

  private static final int ATTEMPTS = 5;

  private final Settings settings;
  private final Service service;

  Verifier(Settings settings, Service service) {
    this.settings = settings;
    this.service = service;
  }

  Service.Verification verify(StreamTableStatus table, Duration timeout) {
    if (!settings.sinkIsSource()) {
      throw new ServiceException(
          ServiceException.Kind.CONFLICT,
          "TM-V001",
          "The sink is another database than the source, so one query cannot compare them",
          "Compare the table's contents with the query's result by hand.");
    }
    ConnectionUrl url = settings.source().url();
    Properties properties = new Properties();
    properties.putAll(url.properties());
    properties.setProperty("ApplicationName", "tidemark-verify");
    try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), properties)) {
      Service.Verification last = null;
      for (int attempt = 0; attempt < ATTEMPTS && (last == null || !last.equal()); attempt++) {
        service.sync(timeout);
        last = compare(connection, table.name(), table.query(), table.searchPath());
      }
      return java.util.Objects.requireNonNull(last);
    } catch (SQLException failed) {
      throw Service.unavailable(failed);
    }
  }

  /** Compares once. The connection must be in auto-commit mode. */
  public static Service.Verification compare(
      Connection connection, String name, String query, List<String> searchPath)
      throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      StringBuilder path = new StringBuilder();
      for (String schema : searchPath) {
        path.append(path.isEmpty() ? "" : ", ").append(statement.enquoteIdentifier(schema, true));
      }
      statement.execute("SET LOCAL search_path = " + path);
      int dot = name.indexOf('.');
      String table =
          "TABLE "
              + statement.enquoteIdentifier(name.substring(0, dot), true)
              + "."
              + statement.enquoteIdentifier(name.substring(dot + 1), true);
      String difference = "SELECT count(*) FROM ((%s\n) EXCEPT ALL (%s\n)) difference";
      long rows = count(connection, "SELECT count(*) FROM (" + table + ") stream_table");
      long missing = count(connection, difference.formatted(query, table));
      long extra = count(connection, difference.formatted(table, query));
      return new Service.Verification(name, missing == 0 && extra == 0, rows, missing, extra);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
