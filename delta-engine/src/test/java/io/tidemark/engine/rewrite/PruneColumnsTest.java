package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.bag;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.distinct;
import static io.tidemark.engine.rewrite.Algebra.equal;
import static io.tidemark.engine.rewrite.Algebra.filter;
import static io.tidemark.engine.rewrite.Algebra.join;
import static io.tidemark.engine.rewrite.Algebra.less;
import static io.tidemark.engine.rewrite.Algebra.max;
import static io.tidemark.engine.rewrite.Algebra.number;
import static io.tidemark.engine.rewrite.Algebra.project;
import static io.tidemark.engine.rewrite.Algebra.union;

import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class PruneColumnsTest {

  @Test
  void aTopKThatLeavesRowsOpenKeepsThemWhole() {
    List<SortKey> byB = List.of(new SortKey(column(1), false, false, 0));
    Plan scan = bag("t", "a", "b", "c");
    assertRewritten(
        new PruneColumns(),
        project(new Plan.TopK(scan, List.of(), byB, 0, 3L, false), List.of(column(0)), "a"),
        """
        Project a
          TopK 3 by b
            Scan s.t (a, b, c)
        """);
    assertRewritten(
        new PruneColumns(),
        project(new Plan.TopK(scan, List.of(), byB, 0, 3L, true), List.of(column(0)), "a"),
        """
        Project a
          TopK 3 with ties by b
            Scan s.t (a, b)
        """);
  }

  @Test
  void joinsGetNarrowInputs() {
    assertRewritten(
        new PruneColumns(),
        project(
            join(
                filter(bag("t", "a", "b", "c"), less(column(1), number(1))),
                bag("u", "d", "e", "f"),
                equal(column(0), column(4))),
            List.of(column(5), column(2)),
            "f",
            "c"),
        """
        Project f, c
          InnerJoin where int4eq(a, e)
            Project a, c
              Filter int4lt(b, 1)
                Scan s.t (a, b, c)
            Scan s.u (e, f)
        """);
  }

  @Test
  void aggregatesThatNobodyReadsGoButKeysStay() {
    assertRewritten(
        new PruneColumns(),
        project(
            max(bag("t", "a", "b", "c"), List.of(column(2)), 1, "k", "m"),
            List.of(number(1)),
            "one"),
        """
        Project 1 AS one
          Aggregate by c AS k
            Scan s.t (c)
        """);
  }

  @Test
  void distinctNeedsAllItsColumnsAUnionOnlySome() {
    assertRewritten(
        new PruneColumns(),
        project(union(bag("t", "a", "b"), distinct(bag("u", "a", "b"))), List.of(column(1)), "b"),
        """
        Project b
          UnionAll (b)
            Scan s.t (b)
            Project b
              Distinct
                Scan s.u (a, b)
        """);
  }
}
