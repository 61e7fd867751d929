package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.equal;
import static io.tidemark.engine.rewrite.Algebra.filter;
import static io.tidemark.engine.rewrite.Algebra.join;
import static io.tidemark.engine.rewrite.Algebra.less;
import static io.tidemark.engine.rewrite.Algebra.number;
import static io.tidemark.engine.rewrite.Algebra.scan;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimplifyOuterJoinsTest {

  private static final Plan T = scan("t", "a", "b");
  private static final Plan U = scan("u", "c", "d");
  private static final Expression A_IS_C = equal(column(0), column(2));

  private final Rewrite rewrite = new SimplifyOuterJoins();

  @Test
  void aConditionOnTheRightSideMakesAnInnerJoin() {
    assertRewritten(
        rewrite,
        filter(join(Kind.LEFT, T, U, A_IS_C), less(column(3), number(7))),
        """
        Filter int4lt(d, 7)
          InnerJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
        """);
  }

  @Test
  void aConditionThatANullMayPassLeavesItAsItIs() {
    Expression isNull = new Expression.IsNull(column(3), false);
    Expression either = new Expression.Or(List.of(less(column(3), number(7)), isNull));
    assertRewritten(
        rewrite,
        filter(join(Kind.LEFT, T, U, A_IS_C), either),
        """
        Filter (int4lt(d, 7) OR d IS NULL)
          LeftJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
        """);
  }

  @Test
  void aConditionOnTheLeftSideLeavesItAsItIs() {
    assertRewritten(
        rewrite,
        filter(join(Kind.LEFT, T, U, A_IS_C), less(column(1), number(7))),
        """
        Filter int4lt(b, 7)
          LeftJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
        """);
  }

  @Test
  void aColumnThatIsNullOnlyWithoutAMatchMakesAnAntiJoin() {
    assertRewritten(
        rewrite,
        filter(join(Kind.LEFT, T, U, A_IS_C), new Expression.IsNull(column(2), false)),
        """
        Project a, b, NULL AS c, NULL AS d
          AntiJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
        """);
  }

  @Test
  void aColumnThatMayBeNullWithAMatchDoesNot() {
    assertRewritten(
        rewrite,
        filter(join(Kind.LEFT, T, U, A_IS_C), new Expression.IsNull(column(3), false)),
        """
        Filter d IS NULL
          LeftJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
        """);
  }

  @Test
  void aFullJoinKeepsTheSideWhoseColumnsMayBeNull() {
    assertRewritten(
        rewrite,
        filter(join(Kind.FULL, T, U, A_IS_C), less(column(1), number(7))),
        """
        Filter int4lt(b, 7)
          LeftJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
        """);
    assertRewritten(
        rewrite,
        filter(join(Kind.FULL, T, U, A_IS_C), less(column(3), number(7))),
        """
        Filter int4lt(d, 7)
          Project a, b, c, d
            LeftJoin where int4eq(a, c)
              Scan s.u (c, d)
              Scan s.t (a, b)
        """);
    assertRewritten(
        rewrite,
        filter(join(Kind.FULL, T, U, A_IS_C), less(column(3), column(0))),
        """
        Filter int4lt(d, a)
          InnerJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
        """);
  }

  @Test
  void theConditionOfAnInnerJoinAboveCountsToo() {
    Plan below = join(Kind.LEFT, T, U, A_IS_C);
    assertRewritten(
        rewrite,
        join(below, scan("v", "e"), equal(column(3), column(4))),
        """
        InnerJoin where int4eq(d, e)
          InnerJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
          Scan s.v (e)
        """);
  }

  @Test
  void theConditionOfALeftJoinAboveCountsOnItsRightOnly() {
    Plan below = join(Kind.LEFT, T, U, A_IS_C);
    Plan v = scan("v", "e");
    assertRewritten(
        rewrite,
        join(Kind.LEFT, v, below, equal(column(0), column(3))),
        """
        LeftJoin where int4eq(e, c)
          Scan s.v (e)
          InnerJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
        """);
    assertRewritten(
        rewrite,
        join(Kind.LEFT, below, v, equal(column(2), column(4))),
        """
        LeftJoin where int4eq(c, e)
          LeftJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
          Scan s.v (e)
        """);
  }
}
