package io.tidemark.wal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGProperty;

/**
 * The address of a PostgreSQL database, and how to connect to it. Its text form has no secrets.
 *
 * @param jdbcUrl without credentials
 * @param properties user, password and whatever else the driver takes
 */
public record Database(String jdbcUrl, Properties properties) {

  /**
   * Opens an ordinary connection.
   *
   * @throws SourceException if it cannot be had, saying whether the network, the login or the
   *     database is at fault
   */
  public Connection connect(String applicationName) {
    return open(applicationName, new Properties());
  }

  /** Opens a walsender connection of this database. */
  Connection connectForReplication(String applicationName) {
    Properties replication = new Properties();
    PGProperty.REPLICATION.set(replication, "database");
    PGProperty.PREFER_QUERY_MODE.set(replication, "simple");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(replication, "15");
    // With a socket timeout an idle stream would end at each status interval: the driver takes its
    // own wake-up for a failure then. TCP keep-alive finds dead peers.
    PGProperty.SOCKET_TIMEOUT.set(replication, 0);
    return open(applicationName, replication);
  }

  private Connection open(String applicationName, Properties more) {
    Properties all = new Properties();
    all.putAll(properties);
    PGProperty.APPLICATION_NAME.set(all, applicationName);
    PGProperty.TCP_KEEP_ALIVE.set(all, true);
    all.putAll(more);
    try {
      return DriverManager.getConnection(jdbcUrl, all);
    } catch (SQLException refused) {
      throw explain(refused, PGProperty.REPLICATION.getOrDefault(more) != null);
    }
  }

  /**
   * Lifts the limits that a database may set on sessions: reading a large table, or waiting while
   * others do, takes as long as it takes.
   */
  static void liftTimeouts(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          SELECT set_config(name, '0', false) FROM pg_settings WHERE name IN
            ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
             'idle_session_timeout', 'transaction_timeout')\
          """);
    }
  }

  private SourceException explain(SQLException refused, boolean replication) {
    String state = refused.getSQLState() == null ? "" : refused.getSQLState();
    String user = properties.getProperty("user", "(default)");
    return switch (state) {
      case "28P01", "28000" ->
          new SourceException(
              SourceException.Code.LOGIN_REFUSED,
              "PostgreSQL at %s refuses the login of user '%s': %s"
                  .formatted(address(), user, refused.getMessage()),
              "Check the password (URL, PGPASSWORD, ~/.pgpass, ${env:…} or ${file:…}) and pg_hba.conf.",
              refused);
      case "3D000" ->
          new SourceException(
              SourceException.Code.UNREACHABLE,
              "There is no such database at %s: %s".formatted(address(), refused.getMessage()),
              "Check the database's name in source.url.",
              refused);
      case "42501" ->
          replication
              ? new SourceException(
                  SourceException.Code.NO_REPLICATION_PRIVILEGE,
                  "User '%s' may not replicate from %s: %s"
                      .formatted(user, address(), refused.getMessage()),
                  "ALTER ROLE %s REPLICATION;".formatted(CapturedTable.quote(user)),
                  refused)
              : new SourceException(
                  SourceException.Code.LOGIN_REFUSED,
                  "User '%s' may not connect to %s: %s"
                      .formatted(user, address(), refused.getMessage()),
                  "Grant the user CONNECT on the database.",
                  refused);
      case "53300" ->
          new SourceException(
              SourceException.Code.NO_FREE_SENDER,
              "PostgreSQL at %s has no free connection or walsender: %s"
                  .formatted(address(), refused.getMessage()),
              "Raise max_wal_senders or max_connections, or end what is not needed.",
              refused);
      default ->
          new SourceException(
              SourceException.Code.UNREACHABLE,
              "PostgreSQL at %s cannot be reached: %s".formatted(address(), refused.getMessage()),
              "Check host, port and network, and that the server runs.",
              refused);
    };
  }

  /** Host, port and database: what messages call it. */
  public String address() {
    return jdbcUrl.replaceFirst("^jdbc:postgresql://", "").replaceFirst("\\?.*$", "");
  }

  @Override
  public String toString() {
    return address();
  }
}
