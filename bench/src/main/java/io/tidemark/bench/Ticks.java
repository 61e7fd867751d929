package io.tidemark.bench;

import io.tidemark.fixture.PostgresServer;
import io.tidemark.server.service.Refresh;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one tick costs for each scenario, size and part that changed, against its floors. */
final class Ticks {

  /** The JIT's second compiler is through with the path of a row after about 20,000 rows. */
  private static final int WARM_UP_TICKS = 25;

  private static final int WARM_UP_CHANGES_MIN = 1_000;
  private static final int FULL_REPETITIONS = 3;
  private static final int GOAL_ROWS = 100_000;

  private enum Part {
    ONE(1, 15),
    TEN(10, 7),
    HALF(50, 3);

    final int percent;
    final int repetitions;

    Part(int percent, int repetitions) {
      this.percent = percent;
      this.repetitions = repetitions;
    }
  }

  private Ticks() {}

  static void run(
      PostgresServer server,
      Report report,
      List<Scenario> scenarios,
      List<Integer> sizes,
      boolean quick)
      throws SQLException, IOException {
    for (int rows : sizes) {
      List<Map<String, Object>> table = new ArrayList<>();
      for (Scenario scenario : scenarios) {
        measure(server, report, scenario, rows, quick, table);
      }
      report.table("Ticks: %,d rows".formatted(rows), table);
    }
  }

  private static void measure(
      PostgresServer server,
      Report report,
      Scenario scenario,
      int rows,
      boolean quick,
      List<Map<String, Object>> table)
      throws SQLException, IOException {
    String database = "ticks_%s_%d".formatted(scenario.name(), rows);
    server.createDatabase(database);
    try (Connection writer = server.connect(database);
        Connection vacuum = server.connect(database)) {
      Changes changes = new Changes(writer, rows);
      try (Rig rig = new Rig(server, database, scenario.query());
          Floors floors = new Floors(server.connect(database), scenario)) {
        int warmUp = Math.min(rows / 10, Math.max(WARM_UP_CHANGES_MIN, rows / 100));
        for (int i = 0; i < WARM_UP_TICKS; i++) {
          rig.awaitVisible(changes.commit(warmUp));
          floors.mergeMillis(rows);
        }
        for (Part part : Part.values()) {
          int repetitions = quick ? Math.min(5, part.repetitions) : part.repetitions;
          table.add(row(report, scenario, rows, part, repetitions, changes, rig, floors, vacuum));
        }
      }
    }
  }

  private static Map<String, Object> row(
      Report report,
      Scenario scenario,
      int rows,
      Part part,
      int repetitions,
      Changes changes,
      Rig rig,
      Floors floors,
      Connection vacuum)
      throws SQLException {
    double[] visible = new double[repetitions];
    double[] engine = new double[repetitions];
    double[] merge = new double[repetitions];
    double[] tick = new double[repetitions];
    double[] floor = new double[repetitions];
    double[] full = new double[FULL_REPETITIONS];
    double[] refresh = new double[FULL_REPETITIONS];
    try (var statement = vacuum.createStatement()) {
      for (int i = 0; i < repetitions; i++) {
        if (i == 0 || part != Part.ONE) {
          statement.execute("VACUUM src");
          statement.execute("VACUUM st");
          statement.execute("VACUUM floor");
        }
        Refresh last = rig.service().history("st").getLast();
        String lsn = changes.commit(rows * part.percent / 100);
        long committed = System.nanoTime();
        visible[i] = (rig.awaitVisible(lsn) - committed) / 1e6;
        Refresh now = last;
        while (now.equals(last)) { // recorded a moment after it is visible
          now = rig.service().history("st").getLast();
        }
        engine[i] = now.engineMillis();
        merge[i] = now.mergeMillis();
        tick[i] = now.engineMillis() + now.mergeMillis();
        floor[i] = floors.mergeMillis(rows);
      }
    }
    for (int i = 0; i < FULL_REPETITIONS; i++) {
      full[i] = floors.fullMillis();
      refresh[i] = floors.refreshMillis();
    }
    double tickMillis = Samples.median(tick);
    double floorMillis = Samples.median(floor);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("scenario", scenario.name());
    row.put("changed", part.percent + " %");
    row.put("commit → visible ms", Samples.median(visible));
    row.put("engine ms", Samples.median(engine));
    row.put("merge ms", Samples.median(merge));
    row.put("tick ms", tickMillis);
    row.put("sink floor ms", floorMillis);
    row.put("FULL ms", Samples.median(full));
    row.put("REFRESH ms", Samples.median(refresh));
    row.put("tick / floor", tickMillis / floorMillis);
    row.put("tick / FULL", tickMillis / Samples.median(full));
    row.put("tick / REFRESH", tickMillis / Samples.median(refresh));
    row.put(
        "≤ 2 × floor + 2 ms",
        part == Part.ONE && rows == GOAL_ROWS
            ? report.check(
                "a tick of %s at 100K rows, 1 %%: %.1f ms, floor %.1f ms"
                    .formatted(scenario.name(), tickMillis, floorMillis),
                tickMillis <= 2 * floorMillis + 2)
            : tickMillis <= 2 * floorMillis + 2 ? "yes" : "no");
    return row;
  }
}
