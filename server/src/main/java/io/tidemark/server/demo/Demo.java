package io.tidemark.server.demo;

import io.tidemark.config.ConfigLoader;
import io.tidemark.config.Settings;
import io.tidemark.fixture.PostgresServer;
import io.tidemark.server.service.Service;
import io.tidemark.server.service.StreamTableStatus;
import io.tidemark.server.service.Verifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * {@code tidemark demo}: a PostgreSQL 18 of its own, a shop with live writes, and the real service
 * over it. Everything lives in one temporary folder and is gone when the demo ends.
 */
public final class Demo {

  private static final int MAJOR = 18;
  private static final String DATABASE = "shop";
  private static final long REDRAW_MILLIS_LIVE = 500;
  private static final long REDRAW_MILLIS_PLAIN = 5_000;
  private static final Duration SYNC_TIMEOUT = Duration.ofSeconds(60);

  private final Screen screen;
  private final CountDownLatch stop = new CountDownLatch(1);

  public Demo(java.io.PrintStream out, boolean terminal) {
    this.screen = new Screen(out, terminal);
  }

  /** Ends the live part early, for Ctrl-C; the summary still follows. */
  public void stop() {
    stop.countDown();
  }

  /**
   * Runs the whole demo.
   *
   * @param length how long writes go on; null until {@link #stop}
   * @return whether every stream table equals its query at the end
   */
  public boolean run(@org.jspecify.annotations.Nullable Duration length)
      throws IOException, SQLException, InterruptedException {
    Path folder = Files.createTempDirectory("tidemark-demo-");
    screen.line("");
    screen.line(screen.bold("  Tidemark demo: stream tables that follow a live shop"));
    screen.line("");
    screen.progress("starting PostgreSQL " + MAJOR, 0, 1);
    try (PostgresServer server = PostgresServer.startEmbedded(MAJOR, Map.of())) {
      screen.progress("starting PostgreSQL " + MAJOR, 1, 1);
      server.createDatabase(DATABASE);
      loadShop(server);
      try (Service service = Service.start(settings(server, folder))) {
        return live(server, service, length);
      }
    } finally {
      delete(folder);
    }
  }

  private void loadShop(PostgresServer server) throws SQLException, IOException {
    long[] loaded = new long[1];
    try (Connection connection = server.connect(DATABASE)) {
      Shop.load(
          connection,
          rows -> {
            loaded[0] = rows;
            screen.progress(
                "loading the shop's rows", rows, Math.max(rows + 1, Shop.ROWS_EXPECTED));
          });
    }
    screen.progress("loading the shop's rows", loaded[0], loaded[0]);
  }

  private boolean live(
      PostgresServer server, Service service, @org.jspecify.annotations.Nullable Duration length)
      throws SQLException, InterruptedException {
    awaitLoaded(service);
    screen.line("");
    screen.line("  look inside:  psql " + server.url(DATABASE));
    screen.line(
        "  HTTP:         http://127.0.0.1:"
            + service.httpPort()
            + "/api/v1/stream-tables   /metrics");
    screen.line(
        length == null
            ? "  Ctrl-C ends the demo"
            : "  ends by itself after " + length.toSeconds() + " s");
    long transactions;
    long rows;
    long started = System.nanoTime();
    try (LiveLoad load = new LiveLoad(server, DATABASE);
        Connection reader = server.connect(DATABASE)) {
      load.start();
      Dashboard dashboard = new Dashboard(service, load, reader);
      long deadline = length == null ? Long.MAX_VALUE : started + length.toNanos();
      boolean stopped = false;
      while (!stopped && System.nanoTime() < deadline) {
        long redraw = screen.isLive() ? REDRAW_MILLIS_LIVE : REDRAW_MILLIS_PLAIN;
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        stopped = stop.await(Math.max(1, Math.min(redraw, left)), TimeUnit.MILLISECONDS);
        screen.frame(dashboard.frame(screen));
      }
      screen.keepFrame();
      load.stop();
      transactions = load.transactions();
      rows = load.rows();
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    service.sync(SYNC_TIMEOUT);
    return summary(server, service, transactions, rows, seconds);
  }

  private void awaitLoaded(Service service) throws InterruptedException {
    int total = service.streamTables().size();
    long ready;
    do {
      ready = service.streamTables().stream().filter(Demo::isSettled).count();
      screen.progress("building stream tables", ready, total);
    } while (ready < total && !stop.await(100, TimeUnit.MILLISECONDS));
  }

  private static boolean isSettled(StreamTableStatus table) {
    return table.state() == StreamTableStatus.State.ACTIVE
        || table.state() == StreamTableStatus.State.ERROR;
  }

  private boolean summary(
      PostgresServer server, Service service, long transactions, long rows, double seconds)
      throws SQLException {
    List<Service.Verification> comparisons = new ArrayList<>();
    try (Connection connection = server.connect(DATABASE)) {
      for (StreamTableStatus table : service.streamTables()) {
        comparisons.add(
            Verifier.compare(connection, table.name(), table.query(), table.searchPath()));
      }
    }
    screen.line("");
    screen.line(
        screen.bold(
            "  %,d transactions with %,d row changes in %.0f s; every stream table against its query:"
                .formatted(transactions, rows, seconds)));
    boolean allEqual = true;
    for (Service.Verification comparison : comparisons) {
      allEqual &= comparison.equal();
      screen.line(
          "  %s %-20s %,9d rows   %s"
              .formatted(
                  comparison.equal() ? "✓" : "✗",
                  Dashboard.shortName(comparison.name()),
                  comparison.rows(),
                  comparison.equal()
                      ? "equal"
                      : "%,d missing, %,d extra"
                          .formatted(comparison.missing(), comparison.extra())));
    }
    screen.line("");
    screen.line(
        allEqual
            ? "  Your own database next: docs/getting-started.md"
            : "  A stream table differs from its query. That is a bug in Tidemark: please report it.");
    screen.line("");
    return allEqual;
  }

  private static Settings settings(PostgresServer server, Path folder) throws IOException {
    String text;
    try (InputStream in = Demo.class.getResourceAsStream("tidemark.yaml")) {
      if (in == null) {
        throw new IOException("the demo's tidemark.yaml is not on the class path");
      }
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Path file = folder.resolve("tidemark.yaml");
    Files.writeString(
        file,
        text.replace("@url@", server.url(DATABASE))
            .replace("@state@", folder.resolve("state").toString()));
    return ConfigLoader.load(file);
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
