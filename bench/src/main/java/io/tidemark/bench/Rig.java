package io.tidemark.bench;

import io.tidemark.config.ConfigLoader;
import io.tidemark.fixture.PostgresServer;
import io.tidemark.server.service.Service;
import io.tidemark.server.service.StreamTableStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;

/**
 * One database with one stream table {@code st} and the service over it. The service can be stopped
 * and started again; its state stays. One thread.
 */
final class Rig implements AutoCloseable {

  private static final long LOAD_POLL_NANOS = 2_000_000;

  /** Between two looks at the sink, so that looking does not take a core from what is measured. */
  private static final long POLL_NANOS = 100_000;

  private static final long PATIENCE_NANOS = 300_000_000_000L;

  private final PostgresServer server;
  private final String database;
  private final Path folder;
  private final Connection looking;
  private final PreparedStatement look;
  private Service service;

  /** Waits until the stream table is loaded. */
  Rig(PostgresServer server, String database, String query) throws IOException, SQLException {
    this.server = server;
    this.database = database;
    this.folder = Files.createTempDirectory("tidemark-bench-");
    Files.writeString(
        folder.resolve("tidemark.yaml"),
        """
        source:
          url: "%s"
          slot: tidemark_%s
        state:
          dir: "%s"
          memory: 3GiB
        http:
          listen: 127.0.0.1:0
        streamTables:
          - name: st
            query: "%s"
        """
            .formatted(
                server.url(database),
                database,
                folder.resolve("state"),
                query.replace("\"", "\\\"").replace("\n", "\\n")));
    this.service = launch();
    awaitActive();
    this.looking = server.connect(database);
    this.look =
        looking.prepareStatement("SELECT lsn > ?::text::pg_lsn FROM tidemark.frontier LIMIT 1");
  }

  private Service launch() {
    return Service.start(ConfigLoader.load(folder.resolve("tidemark.yaml")));
  }

  private void awaitActive() {
    while (service.streamTable("st").state() != StreamTableStatus.State.ACTIVE) {
      if (service.streamTable("st").state() == StreamTableStatus.State.ERROR) {
        throw new IllegalStateException("The stream table failed: " + service.streamTable("st"));
      }
      LockSupport.parkNanos(LOAD_POLL_NANOS);
    }
  }

  Service service() {
    return service;
  }

  Connection connect() throws SQLException {
    return server.connect(database);
  }

  void stop() {
    service.close();
  }

  void restart() {
    service = launch();
  }

  /**
   * Waits until a SELECT sees the transaction that was about to commit at this LSN.
   *
   * @return {@link System#nanoTime} then
   */
  long awaitVisible(String lsnBeforeCommit) throws SQLException {
    look.setString(1, lsnBeforeCommit);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!seen()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "Not visible within 5 minutes: " + service.streamTable("st"));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return System.nanoTime();
  }

  private boolean seen() throws SQLException {
    try (ResultSet row = look.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  /**
   * What ticks have cost so far, from the service's metrics.
   *
   * @param rowsMerged changed rows of the stream table
   */
  record Spent(double engineMillis, double mergeMillis, double rowsMerged) {
    Spent since(Spent before) {
      return new Spent(
          engineMillis - before.engineMillis,
          mergeMillis - before.mergeMillis,
          rowsMerged - before.rowsMerged);
    }
  }

  Spent spent() throws IOException {
    String text;
    try (var stream = URI.create(service.address() + "/metrics").toURL().openStream()) {
      text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
    return new Spent(
        1e3 * sum(text, "tidemark_tick_engine_seconds_sum"),
        1e3 * sum(text, "tidemark_tick_merge_seconds_sum"),
        sum(text, "tidemark_merged_rows_total"));
  }

  private static double sum(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** What one look costs: the resolution of {@link #awaitVisible}, without its pause. */
  double lookMillis() throws SQLException {
    look.setString(1, "0/0");
    double[] millis = new double[200];
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      seen();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    return Samples.median(millis);
  }

  @Override
  public void close() throws IOException, SQLException {
    looking.close();
    service.close();
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
