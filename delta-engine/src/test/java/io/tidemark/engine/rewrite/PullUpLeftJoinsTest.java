package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.equal;
import static io.tidemark.engine.rewrite.Algebra.filter;
import static io.tidemark.engine.rewrite.Algebra.join;
import static io.tidemark.engine.rewrite.Algebra.less;
import static io.tidemark.engine.rewrite.Algebra.number;
import static io.tidemark.engine.rewrite.Algebra.scan;

import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PullUpLeftJoinsTest {

  private static final Plan SOLD =
      join(Kind.LEFT, scan("t", "a", "b"), scan("u", "c", "d"), equal(column(0), column(2)));
  private static final Plan DAYS = filter(scan("v", "e"), less(column(0), number(9)));

  private final Rewrite rewrite = new PullUpLeftJoins(new RowEstimate(Map.of()));

  @Test
  void aFilteredInputIsJoinedFirst() {
    assertRewritten(
        rewrite,
        join(SOLD, DAYS, equal(column(1), column(4))),
        """
        Project a, b, c, d, e
          LeftJoin where int4eq(a, c)
            InnerJoin where int4eq(b, e)
              Scan s.t (a, b)
              Filter int4lt(e, 9)
                Scan s.v (e)
            Scan s.u (c, d)
        """);
  }

  @Test
  void onEitherSideOfTheInnerJoin() {
    assertRewritten(
        rewrite,
        join(DAYS, SOLD, equal(column(0), column(2))),
        """
        Project e, a, b, c, d
          LeftJoin where int4eq(a, c)
            InnerJoin where int4eq(e, b)
              Filter int4lt(e, 9)
                Scan s.v (e)
              Scan s.t (a, b)
            Scan s.u (c, d)
        """);
  }

  @Test
  void anInputThatKeepsAllRowsIsNotWorthIt() {
    assertRewritten(
        rewrite,
        join(SOLD, scan("v", "e"), equal(column(1), column(4))),
        """
        InnerJoin where int4eq(b, e)
          LeftJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
          Scan s.v (e)
        """);
  }

  @Test
  void aConditionOnTheRightSideKeepsItInPlace() {
    assertRewritten(
        rewrite,
        join(SOLD, DAYS, less(column(3), column(4))),
        """
        InnerJoin where int4lt(d, e)
          LeftJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
          Filter int4lt(e, 9)
            Scan s.v (e)
        """);
  }
}
