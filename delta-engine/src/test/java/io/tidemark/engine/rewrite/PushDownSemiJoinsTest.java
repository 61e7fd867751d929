package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.equal;
import static io.tidemark.engine.rewrite.Algebra.join;
import static io.tidemark.engine.rewrite.Algebra.less;
import static io.tidemark.engine.rewrite.Algebra.project;
import static io.tidemark.engine.rewrite.Algebra.scan;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PushDownSemiJoinsTest {

  private static final Plan T = scan("t", "a", "b");
  private static final Plan U = scan("u", "c", "d");
  private static final Plan V = scan("v", "e", "f");
  private static final Expression A_IS_C = equal(column(0), column(2));

  private final Rewrite rewrite = new PushDownSemiJoins();

  @Test
  void belowAnInnerJoinToTheSideThatItAsks() {
    assertRewritten(
        rewrite,
        join(Kind.SEMI, join(T, U, A_IS_C), V, equal(column(1), column(4))),
        """
        InnerJoin where int4eq(a, c)
          SemiJoin where int4eq(b, e)
            Scan s.t (a, b)
            Scan s.v (e, f)
          Scan s.u (c, d)
        """);
    assertRewritten(
        rewrite,
        join(
            Kind.ANTI,
            project(join(T, U, A_IS_C), List.of(column(3), column(0)), "d", "a"),
            V,
            equal(column(0), column(2)),
            less(column(3), column(0))),
        """
        Project d, a
          InnerJoin where int4eq(a, c)
            Scan s.t (a, b)
            AntiJoin where (int4eq(d, e) AND int4lt(f, d))
              Scan s.u (c, d)
              Scan s.v (e, f)
        """);
  }

  @Test
  void belowALeftJoinToItsLeftSideOnly() {
    Plan left = join(Kind.LEFT, T, U, A_IS_C);
    assertRewritten(
        rewrite,
        join(Kind.ANTI, left, V, equal(column(1), column(4))),
        """
        LeftJoin where int4eq(a, c)
          AntiJoin where int4eq(b, e)
            Scan s.t (a, b)
            Scan s.v (e, f)
          Scan s.u (c, d)
        """);
    assertRewritten(
        rewrite,
        join(Kind.ANTI, left, V, equal(column(3), column(4))),
        """
        AntiJoin where int4eq(d, e)
          LeftJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
          Scan s.v (e, f)
        """);
  }

  @Test
  void aConditionOnBothSidesIsAskedAbove() {
    assertRewritten(
        rewrite,
        join(
            Kind.SEMI,
            join(T, U, A_IS_C),
            V,
            equal(column(1), column(4)),
            equal(column(3), column(5))),
        """
        SemiJoin where (int4eq(b, e) AND int4eq(d, f))
          InnerJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
          Scan s.v (e, f)
        """);
  }

  @Test
  void withoutAConditionOnTheLeftItIsAskedAtTheEnd() {
    Plan join = new Plan.Join(Kind.SEMI, join(T, U, A_IS_C), V, List.of(), Optional.empty());
    assertRewritten(
        rewrite,
        join,
        """
        SemiJoin
          InnerJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
          Scan s.v (e, f)
        """);
  }
}
