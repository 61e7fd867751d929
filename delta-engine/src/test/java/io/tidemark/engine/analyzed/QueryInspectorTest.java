package io.tidemark.engine.analyzed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.InvalidQueryException;
import io.tidemark.engine.QueryShape;
import io.tidemark.engine.plan.Field;
import io.tidemark.fixture.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QueryInspectorTest {

  private static PostgresServer server;
  private static Connection connection;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start(18);
    server.createDatabase("inspector");
    connection = server.connect("inspector");
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE SCHEMA s;
          CREATE TABLE s.t (id int PRIMARY KEY, v numeric(9,2), "odd :relid 1259" text COLLATE "C");
          CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;
          CREATE VIEW v AS SELECT t.id, m.one FROM s.t CROSS JOIN m;
          CREATE FUNCTION mine() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';
          CREATE FUNCTION fixed(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
          """);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    server.close();
  }

  private static QueryShape inspect(String query) throws SQLException {
    return new QueryInspector().inspect(connection, query, List.of("s", "public"));
  }

  private static List<String> relations(String query) throws SQLException {
    return inspect(query).relations().stream()
        .map(relation -> relation.displayName() + " " + relation.kind())
        .sorted()
        .toList();
  }

  @Test
  void columnsAreThoseOfTheResult() throws SQLException {
    QueryShape shape = inspect("SELECT *, 'x' AS x FROM t; -- the end");
    assertEquals(
        List.of("id", "v", "odd :relid 1259", "x"),
        shape.fields().stream().map(Field::name).toList());
    assertEquals(
        List.of("integer", "numeric(9,2)", "text COLLATE pg_catalog.\"C\"", "text"),
        shape.typeNames());
    assertFalse(shape.query().contains(";"));
  }

  @Test
  void relationsAreFoundInViewsAndSubqueriesAndNotInNames() throws SQLException {
    assertEquals(List.of("public.m m", "s.t r"), relations("SELECT id FROM v"));
    assertEquals(
        List.of("s.t r"), relations("SELECT 1 AS one WHERE EXISTS (SELECT FROM t WHERE id = 1)"));
    assertEquals(
        List.of("pg_catalog.pg_class r"), relations("SELECT relname::text AS n FROM pg_class"));
    assertEquals(List.of("s.t r"), relations("SELECT \"odd :relid 1259\" AS o FROM t"));
    assertEquals(List.of(), relations("VALUES (1), (2)"));
  }

  @Test
  void whatIsNoFunctionOfTheRowsIsNamed() throws SQLException {
    assertEquals(List.of("pg_catalog.random"), inspect("SELECT random() AS r").volatileFunctions());
    assertEquals(List.of("public.mine"), inspect("SELECT mine() AS m FROM t").opaqueFunctions());
    assertEquals(List.of(), inspect("SELECT fixed(id) AS f FROM t").opaqueFunctions());
    assertTrue(inspect("SELECT now() AS n").clock());
    assertTrue(inspect("SELECT current_date AS d").clock());
    assertFalse(inspect("SELECT id + 1 AS d FROM t").clock());
    assertTrue(inspect("SELECT id FROM t TABLESAMPLE SYSTEM (10)").sampled());
    assertTrue(inspect("SELECT id FROM t FOR UPDATE").locking());
    assertFalse(inspect("SELECT id FROM t").locking());
  }

  @Test
  void whatPostgresRefusesHasItsPlace() {
    InvalidQueryException invalid =
        assertThrows(InvalidQueryException.class, () -> inspect("SELECT id,\n nope FROM t"));
    assertEquals(2, invalid.line());
    assertThrows(InvalidQueryException.class, () -> inspect("SELECT 1; SELECT 2"));
  }
}
