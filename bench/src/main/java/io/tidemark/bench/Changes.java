package io.tidemark.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SplittableRandom;

/**
 * The writer: fills the tables of the scenarios and changes a part of them in one transaction, 70 %
 * UPDATE, 15 % DELETE, 15 % INSERT. Owns its connection's transactions.
 */
final class Changes {

  private static final String RANDOM_ROW =
      "(ARRAY['north','south','east','west','centre'])[1 + i %% 5], 'category ' || i %% 100,"
          + " (random() * 10000)::int, (random() * 100)::int";

  private final Connection connection;
  private final SplittableRandom random = new SplittableRandom(26);
  private final int[] live;
  private int next;

  Changes(Connection connection, int rows) throws SQLException {
    this.connection = connection;
    this.live = new int[rows];
    for (int i = 0; i < rows; i++) {
      live[i] = ++next;
    }
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE src (id serial PRIMARY KEY, region text NOT NULL, category text NOT NULL,
                            amount int NOT NULL, score int NOT NULL);
          CREATE TABLE dim (region text PRIMARY KEY, region_name text NOT NULL);
          INSERT INTO dim SELECT r, 'the ' || r
            FROM unnest(ARRAY['north','south','east','west','centre']) AS r;
          """);
      statement.execute(
          ("INSERT INTO src SELECT i, " + RANDOM_ROW + " FROM generate_series(1, %d) AS i")
              .formatted(rows));
      statement.execute("ANALYZE");
    }
    connection.setAutoCommit(false);
  }

  /**
   * Changes some rows and commits; the table keeps its size.
   *
   * @return the WAL position just before the commit
   */
  String commit(int changes) throws SQLException {
    int deletes = Math.max(1, changes * 15 / 100);
    int updates = changes - 2 * deletes;
    Integer[] picked = new Integer[updates + deletes];
    for (int i = 0; i < picked.length; i++) {
      int other = random.nextInt(i, live.length);
      int id = live[other];
      live[other] = live[i];
      live[i] = id;
      picked[i] = id;
    }
    execute(
        "UPDATE src SET amount = (random() * 10000)::int, score = (random() * 100)::int"
            + " WHERE id = ANY (?)",
        java.util.Arrays.copyOfRange(picked, 0, updates));
    execute(
        "DELETE FROM src WHERE id = ANY (?)",
        java.util.Arrays.copyOfRange(picked, updates, picked.length));
    try (var insert =
        connection.prepareStatement(
            ("INSERT INTO src SELECT i, " + RANDOM_ROW + " FROM generate_series(?, ?) AS i")
                .formatted())) {
      insert.setInt(1, next + 1);
      insert.setInt(2, next + deletes);
      insert.executeUpdate();
    }
    for (int i = updates; i < picked.length; i++) {
      live[i] = ++next;
    }
    String lsn;
    try (var position = connection.prepareStatement("SELECT pg_current_wal_insert_lsn()::text")) {
      lsn = text(position);
    }
    connection.commit();
    return lsn;
  }

  private void execute(String sql, Integer[] ids) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("int4", ids));
      statement.executeUpdate();
    }
  }

  static String text(PreparedStatement query) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }
}
