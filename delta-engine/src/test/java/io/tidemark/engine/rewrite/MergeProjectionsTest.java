package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.bag;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.filter;
import static io.tidemark.engine.rewrite.Algebra.less;
import static io.tidemark.engine.rewrite.Algebra.max;
import static io.tidemark.engine.rewrite.Algebra.number;
import static io.tidemark.engine.rewrite.Algebra.plus;
import static io.tidemark.engine.rewrite.Algebra.project;

import io.tidemark.engine.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeProjectionsTest {

  private static final Plan INPUT = filter(bag("t", "a", "b"), less(column(0), number(9)));

  @Test
  void projectionsOfProjectionsAreOne() {
    assertRewritten(
        new MergeProjections(),
        project(
            project(INPUT, List.of(plus(column(0), number(1)), column(1)), "x", "y"),
            List.of(column(1), plus(column(0), column(1))),
            "y",
            "z"),
        """
        Project b AS y, int4pl(int4pl(a, 1), b) AS z
          Filter int4lt(a, 9)
            Scan s.t (a, b)
        """);
  }

  @Test
  void unlessAnExpressionWouldBeEvaluatedTwice() {
    assertRewritten(
        new MergeProjections(),
        project(
            project(INPUT, List.of(plus(column(0), number(1))), "x"),
            List.of(plus(column(0), column(0))),
            "z"),
        """
        Project int4pl(x, x) AS z
          Project int4pl(a, 1) AS x
            Filter int4lt(a, 9)
              Scan s.t (a, b)
        """);
  }

  @Test
  void columnsAreTakenByTheScanAndExpressionsByTheAggregate() {
    assertRewritten(
        new MergeProjections(),
        max(
            project(
                project(bag("t", "a", "b"), List.of(column(1), column(0)), "b", "a"),
                List.of(plus(column(0), number(1)), column(1)),
                "x",
                "y"),
            List.of(column(0)),
            1,
            "x",
            "m"),
        """
        Aggregate by int4pl(b, 1) AS x: max(a) AS m
          Scan s.t (b, a)
        """);
  }
}
