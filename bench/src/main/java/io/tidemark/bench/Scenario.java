package io.tidemark.bench;

import java.util.List;

/**
 * One of the five queries that every figure is given for. Its columns are int4, int8 or text, and
 * the first is the key.
 */
record Scenario(String name, String query, List<Column> columns) {

  /**
   * @param type as PostgreSQL names it
   */
  record Column(String name, String type) {}

  static final List<Scenario> ALL =
      List.of(
          new Scenario(
              "scan",
              "SELECT id, region, category, amount, score FROM src",
              List.of(
                  new Column("id", "int4"),
                  new Column("region", "text"),
                  new Column("category", "text"),
                  new Column("amount", "int4"),
                  new Column("score", "int4"))),
          new Scenario(
              "filter",
              "SELECT id, region, amount FROM src WHERE amount > 5000",
              List.of(
                  new Column("id", "int4"),
                  new Column("region", "text"),
                  new Column("amount", "int4"))),
          new Scenario(
              "aggregate",
              "SELECT region, sum(amount) AS amount, count(*) AS rows FROM src GROUP BY region",
              List.of(
                  new Column("region", "text"),
                  new Column("amount", "int8"),
                  new Column("rows", "int8"))),
          new Scenario(
              "join",
              "SELECT s.id, s.region, s.category, s.amount, s.score, d.region_name"
                  + " FROM src s JOIN dim d ON d.region = s.region",
              List.of(
                  new Column("id", "int4"),
                  new Column("region", "text"),
                  new Column("category", "text"),
                  new Column("amount", "int4"),
                  new Column("score", "int4"),
                  new Column("region_name", "text"))),
          new Scenario(
              "join_agg",
              "SELECT d.region_name, sum(s.amount) AS amount, count(*) AS rows"
                  + " FROM src s JOIN dim d ON d.region = s.region GROUP BY d.region_name",
              List.of(
                  new Column("region_name", "text"),
                  new Column("amount", "int8"),
                  new Column("rows", "int8"))));

  String key() {
    return columns.getFirst().name();
  }
}
