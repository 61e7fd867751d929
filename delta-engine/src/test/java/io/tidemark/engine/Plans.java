package io.tidemark.engine;

import io.tidemark.fixture.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Servers of the oldest and the newest major with one schema, for tests that plan queries. */
public final class Plans implements AutoCloseable {

  /** The tables that the tests' queries read. */
  public static final String SCHEMA =
      """
      CREATE TYPE mood AS ENUM ('happy', 'sad');
      CREATE DOMAIN email AS varchar(80);
      CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, region varchar(20),
        credit numeric(12,2), mail email);
      CREATE TABLE orders (id bigint PRIMARY KEY, customer_id int NOT NULL, placed date,
        amount numeric(12,2), paid_at timestamptz, paid bool, code char(5), how mood);
      CREATE TABLE line (order_id bigint, no int, product int, quantity int NOT NULL,
        price float8, PRIMARY KEY (order_id, no));
      CREATE TABLE bag (a int, b text, c numeric);
      CREATE TABLE computed (id int PRIMARY KEY, w int, area int GENERATED ALWAYS AS (w * w) STORED);
      CREATE TABLE narrowed (gone int, id smallint PRIMARY KEY, label text);
      ALTER TABLE narrowed DROP COLUMN gone;
      CREATE TABLE measured (at date, v int) PARTITION BY RANGE (at);
      CREATE VIEW paid_orders AS SELECT * FROM orders WHERE paid;
      CREATE VIEW big_paid AS SELECT p.*, c.name FROM paid_orders p
        JOIN customer c ON c.id = p.customer_id WHERE p.amount > 100;
      CREATE MATERIALIZED VIEW summed AS SELECT count(*) AS n FROM orders;
      CREATE UNLOGGED TABLE scratch (x int);
      CREATE TABLE parent (x int);
      CREATE TABLE child () INHERITS (parent);
      CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE folded (id int PRIMARY KEY, word text COLLATE nocase);
      CREATE FUNCTION peek() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';
      """;

  private final PostgresServer oldServer;
  private final PostgresServer newServer;
  private final Connection oldConnection;
  private final Connection newConnection;

  private Plans(PostgresServer oldServer, PostgresServer newServer, String... scripts)
      throws SQLException {
    this.oldServer = oldServer;
    this.newServer = newServer;
    this.oldConnection = oldServer.connect("postgres");
    this.newConnection = newServer.connect("postgres");
    for (String script : scripts) {
      execute(script);
    }
  }

  /** Starts PostgreSQL 15 and 18 and runs the scripts on both. */
  public static Plans start(String... scripts) throws IOException, SQLException {
    return new Plans(PostgresServer.start(15), PostgresServer.start(18), scripts);
  }

  public void execute(String script) throws SQLException {
    for (Connection connection : connections()) {
      try (var statement = connection.createStatement()) {
        statement.execute(script);
      }
    }
  }

  /** Connections to 15 and to 18. */
  public List<Connection> connections() {
    return List.of(oldConnection, newConnection);
  }

  public Connection newest() {
    return newConnection;
  }

  /** The plan on the newest major. */
  public PlannedQuery plan(String query) throws SQLException {
    return new QueryPlanner().plan(newConnection, query, List.of("public"));
  }

  /** The plan on the oldest major. */
  public PlannedQuery planOnOldest(String query) throws SQLException {
    return new QueryPlanner().plan(oldConnection, query, List.of("public"));
  }

  @Override
  public void close() throws Exception {
    oldConnection.close();
    newConnection.close();
    oldServer.close();
    newServer.close();
  }
}
