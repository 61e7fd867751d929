package io.tidemark.bench;

import io.tidemark.fixture.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What one tick of {@value #CHANGES} changed rows costs, by the rows that its operator has state
 * of: by the real service, in one transaction of the writer each, as the service's metrics say.
 */
final class Operators {

  private static final int CHANGES = 100;
  private static final int WARM_UP_TICKS = 60;
  private static final int TICKS = 40;
  private static final double GROWTH_MAX = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final List<Integer> SIZES = List.of(10_000, 100_000, 1_000_000);

  private Operators() {}

  static void run(PostgresServer server, Report report, List<OperatorQuery> queries, boolean quick)
      throws SQLException, IOException {
    List<Integer> sizes = quick ? SIZES.subList(0, 2) : SIZES;
    for (int size : sizes) {
      server.createDatabase(template(size));
      try (Connection connection = server.connect(template(size))) {
        OperatorQuery.createTables(connection, size);
      }
    }
    List<Map<String, Object>> table = new ArrayList<>();
    for (OperatorQuery query : queries) {
      Map<String, Object> row = row(server, report, query, sizes);
      report.progress(row);
      table.add(row);
    }
    report.table("Operators: one tick of %d changed rows".formatted(CHANGES), table);
  }

  private static String template(int size) {
    return "operators_" + size;
  }

  private static Map<String, Object> row(
      PostgresServer server, Report report, OperatorQuery query, List<Integer> sizes)
      throws SQLException, IOException {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("query", query.name());
    double[] medians = new double[sizes.size()];
    for (int i = 0; i < sizes.size(); i++) {
      Figures figures = measure(server, query, sizes.get(i));
      medians[i] = figures.tickMillis();
      row.put("%,d rows: tick ms".formatted(sizes.get(i)), figures.tickMillis());
      row.put("%,d rows: engine ms".formatted(sizes.get(i)), figures.engineMillis());
      if (i == sizes.size() - 1) {
        row.put("output rows", figures.outputRows());
      }
    }
    double growth = medians[medians.length - 1] / medians[0];
    row.put("largest / smallest", growth);
    row.put(
        "≤ 2 ×",
        report.check(
            "a tick of %s with %,d rows of state costs %.1f times that with %,d"
                .formatted(query.name(), sizes.getLast(), growth, sizes.getFirst()),
            growth <= GROWTH_MAX));
    return row;
  }

  /**
   * Medians over the ticks.
   *
   * @param tickMillis engine and merge together
   * @param outputRows changed rows of the stream table
   */
  private record Figures(double tickMillis, double engineMillis, double outputRows) {}

  private static Figures measure(PostgresServer server, OperatorQuery query, int rows)
      throws SQLException, IOException {
    String database = "operator_%s_%d".formatted(query.name(), rows);
    try (Connection postgres = server.connect("postgres");
        var statement = postgres.createStatement()) {
      statement.execute(
          "CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy".formatted(database, template(rows)));
      Figures figures = measure(server, database, query, rows);
      statement.execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
      statement.execute("DROP DATABASE " + database + " WITH (FORCE)");
      return figures;
    }
  }

  private static Figures measure(
      PostgresServer server, String database, OperatorQuery query, int rows)
      throws SQLException, IOException {
    double[] tick = new double[TICKS];
    double[] engine = new double[TICKS];
    double[] output = new double[TICKS];
    SplittableRandom random = new SplittableRandom(26);
    try (Rig rig = new Rig(server, database, query.sql());
        Connection writer = server.connect(database);
        Connection vacuum = server.connect(database)) {
      vacuum.createStatement().execute("VACUUM ANALYZE");
      writer.setAutoCommit(false);
      List<String> tables =
          query.sql().contains("other") ? List.of("src", "other") : List.of("src");
      for (int i = -WARM_UP_TICKS; i < TICKS; i++) {
        Rig.Spent before = rig.spent();
        for (String table : tables) {
          change(writer, table, CHANGES / tables.size(), rows, random);
        }
        writer.commit();
        rig.service().sync(PATIENCE);
        Rig.Spent spent = rig.spent().since(before);
        if (i >= 0) {
          tick[i] = spent.engineMillis() + spent.mergeMillis();
          engine[i] = spent.engineMillis();
          output[i] = spent.rowsMerged();
        }
      }
    }
    return new Figures(Samples.median(tick), Samples.median(engine), Samples.median(output));
  }

  private static void change(
      Connection writer, String table, int changes, int rows, SplittableRandom random)
      throws SQLException {
    Integer[] ids = new Integer[changes];
    int first = OperatorQuery.firstId(table, rows);
    for (int i = 0; i < changes; i++) {
      ids[i] = first + random.nextInt(rows);
    }
    try (PreparedStatement statement =
        writer.prepareStatement(
            "UPDATE %s SET %s WHERE id = ANY (?)"
                .formatted(table, OperatorQuery.randomValues(rows)))) {
      statement.setArray(1, writer.createArrayOf("int4", ids));
      statement.executeUpdate();
    }
  }
}
