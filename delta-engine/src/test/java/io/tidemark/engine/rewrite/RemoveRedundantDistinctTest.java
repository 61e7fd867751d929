package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.bag;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.distinct;
import static io.tidemark.engine.rewrite.Algebra.equal;
import static io.tidemark.engine.rewrite.Algebra.join;
import static io.tidemark.engine.rewrite.Algebra.max;
import static io.tidemark.engine.rewrite.Algebra.project;
import static io.tidemark.engine.rewrite.Algebra.scan;
import static io.tidemark.engine.rewrite.Algebra.union;

import java.util.List;
import org.junit.jupiter.api.Test;

class RemoveRedundantDistinctTest {

  @Test
  void rowsWithAKeyAreDistinct() {
    assertRewritten(
        new RemoveRedundantDistinct(),
        distinct(
            project(
                join(scan("t", "a", "b"), scan("u", "c"), equal(column(1), column(2))),
                List.of(column(0), column(1)),
                "a",
                "b")),
        """
        Project a, b
          InnerJoin where int4eq(b, c)
            Scan s.t (a, b)
            Scan s.u (c)
        """);
  }

  @Test
  void groupsAreDistinctOnlyWithAllTheirKeys() {
    assertRewritten(
        new RemoveRedundantDistinct(),
        distinct(
            project(
                max(bag("t", "a", "b"), List.of(column(0), column(1)), 0, "a", "b", "m"),
                List.of(column(0), column(2)),
                "a",
                "m")),
        """
        Distinct
          Project a, m
            Aggregate by a, b: max(a) AS m
              Scan s.t (a, b)
        """);
  }

  @Test
  void distinctWithinADistinctUnionGoes() {
    assertRewritten(
        new RemoveRedundantDistinct(),
        distinct(union(distinct(union(bag("t", "a"), bag("u", "a"))), bag("v", "a"))),
        """
        Distinct
          UnionAll (a)
            UnionAll (a)
              Scan s.t (a)
              Scan s.u (a)
            Scan s.v (a)
        """);
  }
}
