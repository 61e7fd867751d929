package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.equal;
import static io.tidemark.engine.rewrite.Algebra.join;
import static io.tidemark.engine.rewrite.Algebra.less;
import static io.tidemark.engine.rewrite.Algebra.number;
import static io.tidemark.engine.rewrite.Algebra.plus;
import static io.tidemark.engine.rewrite.Algebra.scan;

import org.junit.jupiter.api.Test;

class ExtractJoinEqualitiesTest {

  @Test
  void equalitiesBetweenTheSidesBecomeKeysInEitherDirection() {
    assertRewritten(
        new ExtractJoinEqualities(),
        join(
            scan("t", "a", "b"),
            scan("u", "c", "d"),
            equal(column(2), plus(column(0), number(1))),
            less(column(1), column(3)),
            equal(column(1), column(3))),
        """
        InnerJoin on int4pl(a, 1) = c, b = d where int4lt(b, d)
          Scan s.t (a, b)
          Scan s.u (c, d)
        """);
  }

  @Test
  void anEqualityThatMixesTheSidesIsNoKey() {
    assertRewritten(
        new ExtractJoinEqualities(),
        join(scan("t", "a"), scan("u", "c"), equal(plus(column(0), column(1)), column(1))),
        """
        InnerJoin where int4eq(int4pl(a, c), c)
          Scan s.t (a)
          Scan s.u (c)
        """);
  }
}
