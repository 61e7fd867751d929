package io.tidemark.sink;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGProperty;

/**
 * The address of the sink database. Its text form has no secrets.
 *
 * @param jdbcUrl without credentials
 * @param properties user, password and whatever else the driver takes
 */
public record SinkAddress(String jdbcUrl, Properties properties) {

  static final String APPLICATION_NAME = "tidemark-sink";

  /**
   * Connects.
   *
   * @throws SinkException if there is no connection to be had, saying why
   */
  public SinkSession connect() {
    Properties all = new Properties();
    all.putAll(properties);
    PGProperty.APPLICATION_NAME.set(all, APPLICATION_NAME);
    PGProperty.TCP_KEEP_ALIVE.set(all, true);
    // Server-side statements from the first use: the session keeps few, and uses each every tick.
    PGProperty.PREPARE_THRESHOLD.set(all, 1);
    try {
      return SinkSession.over(DriverManager.getConnection(jdbcUrl, all));
    } catch (SQLException refused) {
      SinkException explained = SqlStates.explain(refused, "connect to the sink at " + this);
      throw explained.code() == SinkException.Code.CONNECTION_LOST
          ? new SinkException(
              SinkException.Code.UNREACHABLE,
              String.valueOf(explained.getMessage()),
              "Check host, port and network, and that the server runs.",
              refused)
          : explained;
    }
  }

  @Override
  public String toString() {
    return jdbcUrl.replaceFirst("^jdbc:postgresql://", "").replaceFirst("\\?.*$", "");
  }
}
