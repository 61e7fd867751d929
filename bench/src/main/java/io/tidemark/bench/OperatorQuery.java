package io.tidemark.bench;

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
          new OperatorQuery("except_all", "SELECT grp FROM src EXCEPT ALL SELECT grp FROM other"));
}
