package io.tidemark.server.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.fixture.PostgresServer;
import io.tidemark.server.ServiceProcess;
import io.tidemark.server.service.Service;
import io.tidemark.server.service.Verifier;
import io.tidemark.state.Lsn;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the service at random instants under load: nothing is lost, nothing is
 * doubled.
 */
class KillTest {

  private static final Map<String, String> STREAM_TABLES =
      Map.of(
          "copy", "SELECT id, region, amount FROM src",
          "bag", "SELECT region, amount FROM src WHERE amount > 500",
          "totals",
              "SELECT region, count(*) AS n, sum(amount) AS total, min(amount) AS low FROM src GROUP BY region",
          "named", "SELECT s.id, d.name, s.amount FROM src s JOIN dim d ON d.region = s.region",
          "by_name",
              "SELECT name, sum(amount) AS total, max(amount) AS top FROM named GROUP BY name",
          "means",
              "SELECT region, count(*) AS n, avg(amount)::numeric(9,2) AS mean FROM src GROUP BY region",
          "by_mean", "SELECT region, mean FROM means WHERE n > 10",
          "names", "SELECT name, count(*) AS n FROM named GROUP BY name");

  private static final Set<String> RECOMPUTED = Set.of("means", "names");

  @TempDir Path folder;

  @Test
  void threeKillsUnderLoad() throws Exception {
    killUnderLoad(3, 42);
  }

  @Test
  @Tag("long")
  void twentyKillsUnderLoad() throws Exception {
    killUnderLoad(20, 4711);
  }

  private void killUnderLoad(int kills, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    try (PostgresServer server = PostgresServer.startEmbedded(18, Map.of())) {
      server.createDatabase("shop");
      try (Connection connection = server.connect("shop");
          var statement = connection.createStatement()) {
        statement.execute("CREATE TABLE dim (region text PRIMARY KEY, name text NOT NULL)");
        statement.execute(
            "INSERT INTO dim SELECT 'r' || i, 'Region ' || i % 3 FROM generate_series(1, 7) i");
        statement.execute("CREATE TABLE src (id int PRIMARY KEY, region text, amount int)");
        statement.execute(
            "INSERT INTO src SELECT i, 'r' || 1 + i % 7, i % 1000 FROM generate_series(1, 20000) i");
      }
      int port = freePort();
      Path config = config(server, port);
      try (Writer writer = new Writer(server, random.split())) {
        long frontier = 0;
        for (int i = 0; i < kills; i++) {
          ServiceProcess service = ServiceProcess.start(folder, config, port);
          if (i % 2 == 0) {
            service.awaitReady();
          }
          assertTrue(service.isAlive(), service.log());
          TimeUnit.MILLISECONDS.sleep(
              random.nextInt(1500)); // the instant of the kill is what varies
          service.kill();
          long now = frontier(server);
          assertTrue(Long.compareUnsigned(now, frontier) >= 0, "the frontier went back");
          frontier = now;
        }
        writer.close();
        assertTrue(writer.transactions.get() > kills * 10L, "there was no load");
      }
      try (ServiceProcess service = ServiceProcess.start(folder, config, port)) {
        service.awaitReady();
        var synced = service.call("POST", "/api/v1/sync?timeout=60s");
        assertEquals(200, synced.statusCode(), () -> synced.body() + "\n" + service.describe());
        try (Connection connection = server.connect("shop")) {
          for (Map.Entry<String, String> table : STREAM_TABLES.entrySet()) {
            Service.Verification verification =
                Verifier.compare(
                    connection, "public." + table.getKey(), table.getValue(), List.of("public"));
            assertTrue(verification.equal(), verification + "\n" + service.log());
          }
        }
      }
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Path config(PostgresServer server, int port) throws Exception {
    StringBuilder yaml =
        new StringBuilder("source: {url: \"%s\"}\n".formatted(server.url("shop")))
            .append("state: {dir: \"%s\", memory: 256MiB}\n".formatted(folder.resolve("state")))
            .append("http: {listen: \"127.0.0.1:%d\"}\nstreamTables:\n".formatted(port));
    STREAM_TABLES.forEach((name, query) ->
        yaml.append(
            "  - {name: %s, mode: %s, query: \"%s\"}\n"
                .formatted(name, RECOMPUTED.contains(name) ? "full" : "auto", query)));
    return Files.writeString(folder.resolve("tidemark.yaml"), yaml);
  }

  private static long frontier(PostgresServer server) throws SQLException {
    try (Connection connection = server.connect("shop");
        var statement = connection.createStatement();
        var exists =
            statement.executeQuery("SELECT to_regclass('tidemark.frontier') IS NOT NULL")) {
      exists.next();
      if (!exists.getBoolean(1)) {
        return 0;
      }
    }
    try (Connection connection = server.connect("shop");
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT coalesce(max(lsn), '0/0')::text FROM tidemark.frontier WHERE circuit = 'public.by_name'")) {
      row.next();
      return Lsn.parse(row.getString(1));
    }
  }

  /** Random small and middling transactions until closed. */
  private static final class Writer implements AutoCloseable {
    /**
     * Between transactions: without it the backlog of twenty starts is millions of rows, and the
     * test would be one of throughput.
     */
    private static final long PAUSE_NANOS = 5_000_000;

    private final Connection connection;
    private final SplittableRandom random;
    private final Thread thread = new Thread(this::run, "writer");
    private final AtomicLong transactions = new AtomicLong();
    private volatile boolean stopping;
    private volatile SQLException failure;

    Writer(PostgresServer server, SplittableRandom random) throws SQLException {
      this.random = random;
      connection = server.connect("shop");
      thread.start();
    }

    private void run() {
      int next = 20_001;
      try (var statement = connection.createStatement()) {
        while (!stopping) {
          int id = random.nextInt(1, next);
          int many = random.nextInt(50) == 0 ? 2_000 : 5;
          String region = "r" + random.nextInt(1, 9);
          switch (random.nextInt(6)) {
            case 0, 1 -> {
              statement.execute(
                  "INSERT INTO src SELECT i, '%s', i %% 1000 FROM generate_series(%d, %d) i"
                      .formatted(region, next, next + many - 1));
              next += many;
            }
            case 2 ->
                statement.execute(
                    "DELETE FROM src WHERE id BETWEEN %d AND %d".formatted(id, id + many));
            case 3 ->
                statement.execute(
                    "UPDATE dim SET name = 'Region %d' WHERE region = '%s'"
                        .formatted(random.nextInt(4), region));
            default ->
                statement.execute(
                    "UPDATE src SET amount = amount + %d, region = '%s' WHERE id BETWEEN %d AND %d"
                        .formatted(random.nextInt(-50, 50), region, id, id + many));
          }
          transactions.incrementAndGet();
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } catch (SQLException failed) {
        failure = failed;
      }
    }

    @Override
    public void close() throws Exception {
      stopping = true;
      thread.join();
      connection.close();
      if (failure != null) {
        throw failure;
      }
    }
  }
}
