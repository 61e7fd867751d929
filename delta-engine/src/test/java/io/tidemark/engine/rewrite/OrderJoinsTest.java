package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.bag;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.equal;
import static io.tidemark.engine.rewrite.Algebra.filter;
import static io.tidemark.engine.rewrite.Algebra.join;
import static io.tidemark.engine.rewrite.Algebra.less;
import static io.tidemark.engine.rewrite.Algebra.number;
import static io.tidemark.engine.rewrite.Algebra.scan;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderJoinsTest {

  private final Rewrite rewrite = new OrderJoins(new RowEstimate(Map.of()));

  @Test
  void noCrossProductWhereAnEqualityPathExists() {
    // t and u are connected through v only
    assertRewritten(
        rewrite,
        starOverV(),
        """
        Project a, b, c, d
          InnerJoin where int4eq(c, a)
            InnerJoin where int4eq(b, d)
              Scan s.u (b)
              Scan s.v (c, d)
            Scan s.t (a)
        """);
  }

  private static io.tidemark.engine.plan.Plan starOverV() {
    return join(
        join(bag("t", "a"), scan("u", "b")),
        bag("v", "c", "d"),
        equal(column(2), column(0)),
        equal(column(1), column(3)));
  }

  @Test
  void filteredInputsComeFirst() {
    assertRewritten(
        rewrite,
        join(
            join(scan("t", "a", "b"), scan("u", "c", "d"), equal(column(1), column(2))),
            filter(scan("v", "e"), less(column(0), number(3))),
            equal(column(3), column(4))),
        """
        Project a, b, c, d, e
          InnerJoin where int4eq(b, c)
            InnerJoin where int4eq(d, e)
              Scan s.u (c, d)
              Filter int4lt(e, 3)
                Scan s.v (e)
            Scan s.t (a, b)
        """);
  }

  @Test
  void estimatesDecideBetweenEqualPaths() {
    Rewrite informed =
        new OrderJoins(new RowEstimate(Map.of("t".hashCode(), 1e6, "v".hashCode(), 10.0)));
    assertRewritten(
        informed,
        join(
            join(scan("t", "a", "b"), scan("u", "c", "d"), equal(column(1), column(2))),
            scan("v", "e", "f"),
            equal(column(2), column(5))),
        """
        Project a, b, c, d, e, f
          InnerJoin where int4eq(b, c)
            InnerJoin where int4eq(c, f)
              Scan s.u (c, d)
              Scan s.v (e, f)
            Scan s.t (a, b)
        """);
  }

  @Test
  void conditionsOnThreeInputsWaitForAllOfThem() {
    assertRewritten(
        rewrite,
        join(
            join(bag("t", "a"), bag("u", "b"), equal(column(0), column(1))),
            bag("v", "c"),
            less(Algebra.plus(column(0), column(1)), column(2))),
        """
        InnerJoin where int4lt(int4pl(a, b), c)
          InnerJoin where int4eq(a, b)
            Scan s.t (a)
            Scan s.u (b)
          Scan s.v (c)
        """);
  }
}
