package io.tidemark.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the same change costs by hand: the precomputed delta in one MERGE, TRUNCATE and INSERT,
 * REFRESH MATERIALIZED VIEW. Keeps a table of its own for each. One thread.
 */
final class Floors implements AutoCloseable {

  private final Connection connection;
  private final Scenario scenario;
  private final PreparedStatement difference;
  private final PreparedStatement merge;

  Floors(Connection connection, Scenario scenario) throws SQLException {
    this.connection = connection;
    this.scenario = scenario;
    run("CREATE TABLE floor AS " + scenario.query());
    run("ALTER TABLE floor ADD PRIMARY KEY (%s)".formatted(scenario.key()));
    run("CREATE TABLE whole (LIKE floor INCLUDING ALL)");
    run("CREATE MATERIALIZED VIEW view AS " + scenario.query());
    run("VACUUM ANALYZE");
    run("SET synchronous_commit = off");
    connection.setAutoCommit(false);
    String columns = each("%s");
    String key = scenario.key();
    this.difference =
        connection.prepareStatement(
            """
            SELECT coalesce(q.%1$s, f.%1$s), %2$s,
                   CASE WHEN q.%1$s IS NULL THEN 2 WHEN f.%1$s IS NULL THEN 0 ELSE 1 END
              FROM (%3$s) q FULL JOIN floor f ON q.%1$s = f.%1$s
             WHERE q.%1$s IS NULL OR f.%1$s IS NULL OR (%4$s) <> (%5$s)
            """
                .formatted(
                    key,
                    scenario.columns().stream()
                        .skip(1)
                        .map(column -> "q." + column.name())
                        .collect(Collectors.joining(", ")),
                    scenario.query(),
                    each("q.%s"),
                    each("f.%s")));
    String set =
        scenario.columns().stream()
            .skip(1)
            .map(column -> "%1$s = s.%1$s".formatted(column.name()))
            .collect(Collectors.joining(", "));
    this.merge =
        connection.prepareStatement(
            "MERGE INTO floor t USING unnest(%s, ?::int4[]) AS s(%s, op) ON t.%s = s.%s"
                    .formatted(
                        scenario.columns().stream()
                            .map(column -> "?::" + column.type() + "[]")
                            .collect(Collectors.joining(", ")),
                        columns,
                        key,
                        key)
                + " WHEN MATCHED AND s.op = 2 THEN DELETE WHEN MATCHED THEN UPDATE SET "
                + set
                + " WHEN NOT MATCHED THEN INSERT VALUES (%s)".formatted(each("s.%s")));
  }

  private String each(String pattern) {
    return scenario.columns().stream()
        .map(column -> pattern.formatted(column.name()))
        .collect(Collectors.joining(", "));
  }

  private void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Brings the floor table up to date by one MERGE of the difference. The plan is that of the sink:
   * nested loops over the key's index for a small part of the table, else what the planner likes.
   */
  double mergeMillis(int tableRows) throws SQLException {
    run("SET enable_hashjoin = on; SET enable_seqscan = on; SET plan_cache_mode = auto");
    int width = scenario.columns().size() + 1;
    List<Object[]> delta = new ArrayList<>();
    try (ResultSet row = difference.executeQuery()) {
      while (row.next()) {
        Object[] values = new Object[width];
        for (int i = 0; i < width; i++) {
          values[i] = row.getObject(i + 1);
        }
        delta.add(values);
      }
    }
    connection.commit();
    if (delta.size() * 5 < tableRows) {
      run(
          "SET enable_hashjoin = off; SET enable_seqscan = off; SET enable_mergejoin = off;"
              + " SET random_page_cost = 1.1; SET plan_cache_mode = force_generic_plan");
      connection.commit();
    }
    // A generic plan is made once more by this, outside of the measurement.
    bind(delta.subList(0, 0));
    merge.executeUpdate();
    connection.commit();
    long start = System.nanoTime();
    bind(delta);
    merge.executeUpdate();
    connection.commit();
    return (System.nanoTime() - start) / 1e6;
  }

  private void bind(List<Object[]> delta) throws SQLException {
    for (int column = 0; column <= scenario.columns().size(); column++) {
      String type =
          column < scenario.columns().size() ? scenario.columns().get(column).type() : "int4";
      Object[] values =
          switch (type) {
            case "int4" -> new Integer[delta.size()];
            case "int8" -> new Long[delta.size()];
            default -> new String[delta.size()];
          };
      for (int i = 0; i < values.length; i++) {
        values[i] = delta.get(i)[column];
      }
      merge.setArray(column + 1, connection.createArrayOf(type, values));
    }
  }

  double fullMillis() throws SQLException {
    return timed("TRUNCATE whole; INSERT INTO whole " + scenario.query());
  }

  double refreshMillis() throws SQLException {
    return timed("REFRESH MATERIALIZED VIEW view");
  }

  private double timed(String sql) throws SQLException {
    run(
        "SET LOCAL enable_hashjoin = on; SET LOCAL enable_seqscan = on; "
            + "SET LOCAL enable_mergejoin = on");
    long start = System.nanoTime();
    run(sql);
    connection.commit();
    return (System.nanoTime() - start) / 1e6;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
