package io.tidemark.server.oracle;

import io.tidemark.config.ConfigLoader;
import io.tidemark.fixture.PostgresServer;
import io.tidemark.server.service.Service;
import io.tidemark.server.service.StreamTableStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One database with stream tables over it: a service that can be stopped and started, a session.
 */
final class OracleRun implements AutoCloseable {

  private static final Duration SYNC_TIMEOUT = Duration.ofSeconds(60);
  private static final long SETTLE_NANOS = Duration.ofSeconds(60).toNanos();

  private final PostgresServer server;
  private final String database;
  private final List<OracleCase.Table> tables;
  private final Path folder;
  private final Connection connection;
  private @Nullable Service service;

  private OracleRun(
      PostgresServer server, String database, List<OracleCase.Table> tables, Path folder)
      throws SQLException {
    this.server = server;
    this.database = database;
    this.tables = tables;
    this.folder = folder;
    this.connection = server.connect(database);
  }

  /** Creates the database; the service is not started yet. */
  static OracleRun create(
      PostgresServer server, String database, List<OracleCase.Table> tables, Path folder)
      throws SQLException {
    return create(server, database, null, tables, folder);
  }

  /**
   * Likewise.
   *
   * @param icuLocale of the default collation, null for the server's own
   */
  static OracleRun create(
      PostgresServer server,
      String database,
      @Nullable String icuLocale,
      List<OracleCase.Table> tables,
      Path folder)
      throws SQLException {
    if (icuLocale == null) {
      server.createDatabase(database);
    } else {
      server.createDatabaseOfIcu(database, icuLocale);
    }
    return new OracleRun(server, database, tables, folder);
  }

  Connection connection() {
    return connection;
  }

  Service service() {
    if (service == null) {
      throw new IllegalStateException("the service is stopped");
    }
    return service;
  }

  void start() throws IOException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("source: {url: '").append(server.url(database)).append("', slot: ");
    yaml.append(database).append("}\nstate: {dir: '").append(state());
    yaml.append("', memory: 64MiB}\nhttp: {listen: '127.0.0.1:0'}\n");
    yaml.append(tables.isEmpty() ? "" : "streamTables:\n");
    for (OracleCase.Table table : tables) {
      yaml.append("  - name: ").append(table.name()).append("\n    mode: ");
      yaml.append(table.mode()).append("\n    query: |\n");
      table.query().lines().forEach(line -> yaml.append("      ").append(line).append('\n'));
    }
    Path file = folder.resolve(database + ".yaml");
    Files.writeString(file, yaml);
    service = Service.start(ConfigLoader.load(file));
  }

  private Path state() {
    return folder.resolve(database + "-state");
  }

  void stop() {
    if (service != null) {
      service.close();
      service = null;
    }
  }

  void deleteState() throws IOException {
    try (var paths = Files.walk(state())) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Runs statements in one transaction, or each in its own. */
  void execute(List<String> statements, boolean autocommit) throws SQLException {
    connection.setAutoCommit(autocommit);
    try (var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      if (!autocommit) {
        connection.commit();
      }
    } finally {
      if (!autocommit) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }

  /**
   * Syncs and compares every stream table.
   *
   * @param failing those that must be in state ERROR instead; others of their circuit may be
   */
  void check(String place, List<OracleCase.Failing> failing) throws SQLException {
    settle(place, failing);
    StringBuilder wrong = new StringBuilder();
    for (OracleCase.Table table : tables) {
      StreamTableStatus status = status(table.name());
      if (status.effectiveMode().equals("full") != table.full()) {
        wrong.append(table.name()).append(" is ").append(status.effectiveMode());
        wrong.append(" since ").append(status.reason()).append('\n');
      }
      if (status.state() == StreamTableStatus.State.ERROR) {
        continue;
      }
      String differences = Comparison.differences(connection, table);
      if (!differences.isEmpty()) {
        wrong.append(table.name()).append(":\n").append(differences);
      }
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError(place + ": stream tables differ from their queries\n" + wrong);
    }
  }

  /**
   * A circuit that has failed is tried again by itself after a while, so one sync is not enough.
   */
  void settle(String place, List<OracleCase.Failing> failing) {
    Set<StreamTableStatus.State> settled =
        failing.isEmpty()
            ? Set.of(StreamTableStatus.State.ACTIVE)
            : Set.of(StreamTableStatus.State.ACTIVE, StreamTableStatus.State.ERROR);
    long deadline = System.nanoTime() + SETTLE_NANOS;
    while (true) {
      service().sync(SYNC_TIMEOUT);
      boolean asExpected =
          service().streamTables().stream().allMatch(table -> settled.contains(table.state()));
      for (OracleCase.Failing table : failing) {
        StreamTableStatus.LastError error = status(table.table()).lastError();
        asExpected &= error != null && error.code().equals(table.code());
      }
      if (asExpected) {
        return;
      }
      if (System.nanoTime() > deadline) {
        StringBuilder states = new StringBuilder();
        service()
            .streamTables()
            .forEach(table ->
                states.append(
                    "\n  %s is %s, %s".formatted(table.name(), table.state(), table.lastError())));
        throw new AssertionError(place + ": not the expected states" + states);
      }
    }
  }

  StreamTableStatus status(String table) {
    return service().streamTable(table);
  }

  @Override
  public void close() throws SQLException {
    stop();
    try (connection;
        var drop =
            connection.prepareStatement(
                """
                DO $$
                BEGIN -- the server notices a closed stream a little later
                  WHILE EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = current_database() AND active) LOOP
                    PERFORM pg_sleep(0.02);
                  END LOOP;
                  PERFORM pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = current_database();
                END $$\
                """)) {
      drop.execute();
    }
  }
}
