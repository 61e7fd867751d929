package io.tidemark.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A query whose state grows with the table: what one tick of it costs must not.
 *
 * <p>Over {@code src (id int PRIMARY KEY, grp int, val int, score int, label text)}, whose group
 * numbers go up to a tenth of its rows and whose other numbers are random, and {@code other}, which
 * is like it and of the same size but has half of its rows in common with it. To measure another
 * operator, add a line.
 *
 * @param name as {@code --only} takes it too
 */
record OperatorQuery(String name, String sql) {

  static final List<OperatorQuery> ALL =
      List.of(
          new OperatorQuery(
              "top_100", "SELECT id, val, label FROM src ORDER BY val DESC, id LIMIT 100"),
          new OperatorQuery(
              "top_offset", "SELECT id, val FROM src ORDER BY val, id OFFSET 3000 LIMIT 5000"),
          new OperatorQuery(
              "top_with_ties",
              "SELECT id, score FROM src ORDER BY score FETCH FIRST 10 ROWS WITH TIES"),
          new OperatorQuery(
              "distinct_on",
              "SELECT DISTINCT ON (grp) grp, id, val FROM src ORDER BY grp, val, id"),
          new OperatorQuery(
              "string_agg",
              "SELECT grp, string_agg(label, ', ' ORDER BY val, id) AS s FROM src GROUP BY grp"),
          new OperatorQuery(
              "array_agg_distinct",
              "SELECT grp, array_agg(DISTINCT score) AS s FROM src GROUP BY grp"),
          new OperatorQuery(
              "percentiles",
              "SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY val) AS p, mode() WITHIN GROUP (ORDER BY score) AS m FROM src"),
          new OperatorQuery(
              "ranks",
              "SELECT rank(1000) WITHIN GROUP (ORDER BY val) AS r, dense_rank(5) WITHIN GROUP (ORDER BY score) AS d FROM src"),
          new OperatorQuery("min_max", "SELECT min(val) AS least, max(val) AS most FROM src"),
          new OperatorQuery(
              "deviation",
              "SELECT grp, stddev(val) AS s, corr(val, score) AS c FROM src GROUP BY grp"),
          new OperatorQuery(
              "cube",
              "SELECT grp % 10 AS g, score % 10 AS s, count(*) AS n, sum(val) AS v FROM src GROUP BY CUBE (grp % 10, score % 10)"),
          new OperatorQuery("intersect", "SELECT grp FROM src INTERSECT SELECT grp FROM other"),
          new OperatorQuery("except", "SELECT id, grp FROM src EXCEPT SELECT id, grp FROM other"),
          new OperatorQuery(
              "recursion_all",
              """
              WITH RECURSIVE up(id, ancestor, hops) AS (
                SELECT id, grp, 1 FROM src
                UNION ALL
                SELECT up.id, s.grp, hops + 1 FROM up JOIN src s ON s.id = ancestor WHERE hops < 4)
              SELECT id, ancestor, hops FROM up\
              """),
          new OperatorQuery(
              "recursion",
              """
              WITH RECURSIVE up(id, ancestor, hops) AS (
                SELECT id, grp, 1 FROM src
                UNION
                SELECT up.id, s.grp, hops + 1 FROM up JOIN src s ON s.id = ancestor WHERE hops < 4)
              SELECT id, ancestor, hops FROM up\
              """),
          new OperatorQuery(
              "join", "SELECT s.id, s.val, o.label FROM src s JOIN other o ON o.id = s.id"),
          new OperatorQuery( // ten to ten rows of each key
              "join_many", "SELECT s.id, o.id AS other FROM src s JOIN other o ON o.grp = s.grp"),
          new OperatorQuery(
              "left_join",
              "SELECT s.id, s.val, o.label FROM src s LEFT JOIN other o ON o.id = s.id"),
          new OperatorQuery(
              "full_join",
              "SELECT s.id, o.id AS other, o.label FROM src s FULL JOIN other o ON o.id = s.id"),
          new OperatorQuery(
              "semi_join",
              "SELECT id FROM src s WHERE EXISTS (SELECT FROM other o WHERE o.grp = s.grp AND o.val > s.val)"),
          new OperatorQuery("not_in", "SELECT id FROM src WHERE id NOT IN (SELECT id FROM other)"),
          new OperatorQuery(
              "range_join",
              "SELECT s.id, o.id AS other, s.val, o.val AS near FROM src s JOIN other o ON o.id BETWEEN s.id - 2 AND s.id + 2"),
          new OperatorQuery(
              "join_three",
              "SELECT s.id, o.val, p.label FROM src s JOIN other o ON o.id = s.id JOIN src p ON p.id = o.grp"),
          new OperatorQuery(
              "join_aggregate",
              "SELECT o.grp, count(*) AS n, sum(s.val) AS v FROM src s JOIN other o ON o.id = s.id GROUP BY o.grp"),
          new OperatorQuery(
              "scalar_subquery",
              "SELECT id, (SELECT max(val) FROM other o WHERE o.grp = s.grp) AS most FROM src s"),
          new OperatorQuery("except_all", "SELECT grp FROM src EXCEPT ALL SELECT grp FROM other"),
          new OperatorQuery(
              "window_lag", "SELECT id, val, lag(val) OVER (ORDER BY id) AS before FROM src"),
          new OperatorQuery(
              "window_rows",
              "SELECT id, sum(score) OVER (ORDER BY id ROWS 3 PRECEDING) AS recent FROM src"),
          new OperatorQuery(
              "window_range",
              "SELECT id, count(*) OVER (ORDER BY id RANGE BETWEEN 5 PRECEDING AND 5 FOLLOWING)"
                  + " AS near, score FROM src"),
          new OperatorQuery( // nearly always the same again at the next greater value
              "window_running_max", "SELECT id, max(val) OVER (ORDER BY id) AS most FROM src"),
          new OperatorQuery(
              "window_rank",
              "SELECT id, rank() OVER (PARTITION BY grp ORDER BY val) AS place FROM src"),
          new OperatorQuery(
              "window_running_sum",
              "SELECT id, sum(score) OVER (PARTITION BY grp ORDER BY id) AS running FROM src"),
          new OperatorQuery(
              "window_top_3",
              "SELECT * FROM (SELECT id, row_number() OVER (PARTITION BY grp ORDER BY val, id) AS n"
                  + " FROM src) numbered WHERE n <= 3"));

  /** The values of a row but its id, as assignments. */
  static String randomValues(int rows) {
    return "grp = (random() * %1$d)::int, val = ((random() - 0.5) * 4e9)::int, score = (random() * %1$d)::int, label = 'label ' || (random() * 1000)::int"
        .formatted(rows / 10 - 1);
  }

  static int firstId(String table, int rows) {
    return table.equals("src") ? 0 : rows / 2;
  }

  static void createTables(Connection connection, int rows) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (String table : List.of("src", "other")) {
        statement.execute(
            """
            CREATE TABLE %1$s (id int PRIMARY KEY, grp int, val int, score int, label text);
            INSERT INTO %1$s (id) SELECT generate_series(%2$d, %2$d + %3$d - 1);
            UPDATE %1$s SET %4$s;
            """
                .formatted(table, firstId(table, rows), rows, randomValues(rows)));
        statement.execute("VACUUM FULL ANALYZE " + table);
      }
    }
  }
}
