package io.tidemark.bench;

import io.tidemark.fixture.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long after a single-row commit a reader of the stream table sees it. */
final class Latency {

  private static final int COMMITS = 500;
  private static final int WARM_UP_COMMITS = 300;
  private static final double GOAL_MILLIS = 20;

  private Latency() {}

  static void run(PostgresServer server, Report report) throws SQLException, IOException {
    server.createDatabase("latency");
    try (Connection writer = server.connect("latency");
        var statement = writer.createStatement()) {
      statement.execute("CREATE TABLE src (id int PRIMARY KEY, note text NOT NULL)");
      try (Rig rig = new Rig(server, "latency", "SELECT id, note FROM src");
          var insert = writer.prepareStatement("INSERT INTO src VALUES (?, 'a note')");
          var position = writer.prepareStatement("SELECT pg_current_wal_insert_lsn()::text")) {
        writer.setAutoCommit(false);
        double[] millis = new double[COMMITS];
        for (int i = -WARM_UP_COMMITS; i < COMMITS; i++) {
          insert.setInt(1, i);
          insert.executeUpdate();
          String lsn = Changes.text(position);
          writer.commit();
          long start = System.nanoTime();
          double taken = (rig.awaitVisible(lsn) - start) / 1e6;
          if (i >= 0) {
            millis[i] = taken;
          }
        }
        Map<String, Object> row = new LinkedHashMap<>();
        double median = Samples.median(millis);
        row.put("commits", COMMITS);
        row.put("p50 ms", median);
        row.put("p95 ms", Samples.percentile(millis, 0.95));
        row.put("p99 ms", Samples.percentile(millis, 0.99));
        row.put("one look ms", rig.lookMillis());
        row.put(
            "p50 ≤ 20 ms",
            report.check("a single-row commit is visible within 20 ms", median <= GOAL_MILLIS));
        report.table("Latency: single-row commit to visible", List.of(row));
      }
    }
  }
}
