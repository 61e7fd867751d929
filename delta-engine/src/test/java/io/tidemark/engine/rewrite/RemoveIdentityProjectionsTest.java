package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.bag;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.filter;
import static io.tidemark.engine.rewrite.Algebra.join;
import static io.tidemark.engine.rewrite.Algebra.less;
import static io.tidemark.engine.rewrite.Algebra.number;
import static io.tidemark.engine.rewrite.Algebra.project;

import java.util.List;
import org.junit.jupiter.api.Test;

class RemoveIdentityProjectionsTest {

  @Test
  void namesGoToThePlanBelow() {
    assertRewritten(
        new RemoveIdentityProjections(),
        project(
            filter(join(bag("t", "a"), bag("u", "b")), less(column(0), number(1))),
            List.of(column(0), column(1)),
            "x",
            "y"),
        """
        Filter int4lt(x, 1)
          CrossProduct
            Scan s.t (a AS x)
            Scan s.u (b AS y)
        """);
  }

  @Test
  void aProjectionThatReordersOrDropsStays() {
    String dropping =
        """
        Project a
          Scan s.t (a, b)
        """;
    assertRewritten(
        new RemoveIdentityProjections(),
        project(bag("t", "a", "b"), List.of(column(0)), "a"),
        dropping);
  }
}
