package io.tidemark.bench;

import io.tidemark.fixture.PostgresServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/**
 * How fast a backlog of inserted rows is read: by a loop that discards what pgoutput sends, and by
 * the service into one scan stream table, until all of it is visible. Both clocks start when the
 * replication connection is about to be made, and the rows are in the WAL then.
 */
final class Reading {

  private static final double GOAL_RATIO = 0.6;
  private static final int SMALL_TRANSACTION_ROWS = 10;

  private static final String TABLE =
      """
      CREATE TABLE src (id int8 PRIMARY KEY, a int4, b int4, c numeric, d text, e timestamptz,
                        f date, g float8)
      """;

  private static final String ROWS =
      "INSERT INTO src SELECT i, i %% 1000, i %% 7, i / 100.0, 'twenty characters ok', now(),"
          + " current_date, i / 3.0 FROM generate_series(%s, %s) AS i";

  private Reading() {}

  static void run(PostgresServer server, Report report, int rows) throws SQLException, IOException {
    List<Map<String, Object>> table = new ArrayList<>();
    warmUp(server);
    for (int perTransaction : new int[] {rows, SMALL_TRANSACTION_ROWS}) {
      String suffix = perTransaction == rows ? "large" : "small";
      double[] floor = floorSeconds(server, "reader_floor_" + suffix, rows, perTransaction);
      Result taken = service(server, "reader_" + suffix, rows, perTransaction);
      Map<String, Object> row = new LinkedHashMap<>();
      double ratio = floor[0] / taken.seconds();
      row.put("rows", rows);
      row.put("rows per transaction", perTransaction);
      row.put("floor rows/s", rows / floor[0]);
      row.put("floor rows/s since first", rows / floor[1]);
      row.put("Tidemark rows/s", rows / taken.seconds());
      row.put("engine s", taken.engineSeconds());
      row.put("merge s", taken.mergeSeconds());
      row.put("ticks", taken.ticks());
      row.put("ratio", ratio);
      row.put(
          "≥ 0.6",
          report.check(
              "reading %,d rows, %,d per transaction, keeps %.2f of the floor"
                  .formatted(rows, perTransaction, ratio),
              ratio >= GOAL_RATIO));
      table.add(row);
    }
    report.table("Reader: a backlog into one scan stream table", table);
  }

  private static void warmUp(PostgresServer server) throws SQLException, IOException {
    var _ = floorSeconds(server, "reader_warm_floor", 50_000, 1_000);
    var _ = service(server, "reader_warm", 100_000, 10_000);
  }

  private static String insert(Connection connection, int rows, int perTransaction)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
      if (perTransaction == rows) {
        statement.execute(ROWS.formatted(1, rows));
      } else {
        statement.execute(
            "DO $$ BEGIN FOR n IN 0 .. %d LOOP %s; COMMIT; END LOOP; END $$"
                .formatted(
                    rows / perTransaction - 1,
                    ROWS.formatted(
                        "n * " + perTransaction + " + 1", "(n + 1) * " + perTransaction)));
      }
      // Decoding sees what is flushed only.
      statement.execute("SET synchronous_commit = on; CREATE TABLE flushed ()");
    }
    try (var query = connection.prepareStatement("SELECT count(*) FROM src")) {
      return Changes.text(query);
    }
  }

  /** Seconds in all, and seconds since the first message. */
  private static double[] floorSeconds(
      PostgresServer server, String database, int rows, int perTransaction) throws SQLException {
    server.createDatabase(database);
    try (Connection connection = server.connect(database);
        var statement = connection.createStatement()) {
      statement.execute(TABLE);
      statement.execute("CREATE PUBLICATION floor FOR TABLE src");
      statement.execute("SELECT pg_create_logical_replication_slot('reader_floor', 'pgoutput')");
      var _ = insert(connection, rows, perTransaction);
      double[] seconds = readAndDiscard(server, database, rows);
      statement.execute(
          "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name ="
              + " 'reader_floor' AND active");
      dropSlot(connection);
      return seconds;
    }
  }

  private static void dropSlot(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (int attempt = 0; ; attempt++) {
        try {
          statement.execute("SELECT pg_drop_replication_slot('reader_floor')");
          return;
        } catch (SQLException stillActive) {
          if (attempt == 100) {
            throw stillActive;
          }
          java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
      }
    }
  }

  private static double[] readAndDiscard(PostgresServer server, String database, int rows)
      throws SQLException {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, PostgresServer.SUPERUSER);
    PGProperty.PASSWORD.set(properties, "postgres");
    PGProperty.REPLICATION.set(properties, "database");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
    long start = System.nanoTime();
    try (Connection connection =
        DriverManager.getConnection(server.jdbcUrl(database), properties)) {
      var stream =
          connection
              .unwrap(PGConnection.class)
              .getReplicationAPI()
              .replicationStream()
              .logical()
              .withSlotName("reader_floor")
              .withSlotOption("proto_version", 4)
              .withSlotOption("publication_names", "floor")
              .withSlotOption("binary", true)
              .withSlotOption("messages", true)
              .withStatusInterval(200, TimeUnit.MILLISECONDS)
              .withAutomaticFlush(false)
              .start();
      long first = 0;
      int inserted = 0;
      while (true) {
        ByteBuffer message = stream.read();
        if (message == null) {
          continue;
        }
        byte kind = message.get(message.position());
        if (first == 0) {
          first = System.nanoTime();
        }
        if (kind == 'I') {
          inserted++;
        } else if (kind == 'C' && inserted == rows) {
          long end = System.nanoTime();
          return new double[] {(end - start) / 1e9, (end - first) / 1e9};
        }
      }
    }
  }

  private record Result(double seconds, double engineSeconds, double mergeSeconds, int ticks) {}

  private static Result service(
      PostgresServer server, String database, int rows, int perTransaction)
      throws SQLException, IOException {
    server.createDatabase(database);
    try (Connection connection = server.connect(database);
        var statement = connection.createStatement()) {
      statement.execute(TABLE);
      try (Rig rig = new Rig(server, database, "SELECT id, a, b, c, d, e, f, g FROM src")) {
        rig.stop();
        var _ = insert(connection, rows, perTransaction);
        long start = System.nanoTime();
        rig.restart();
        while (rig.service().streamTable("st").rows() < rows) {
          java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        var history = rig.service().history("st");
        double engine = history.stream().mapToDouble(tick -> tick.engineMillis()).sum() / 1e3;
        double merge = history.stream().mapToDouble(tick -> tick.mergeMillis()).sum() / 1e3;
        return new Result(seconds, engine, merge, history.size());
      }
    }
  }
}
