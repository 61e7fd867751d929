package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.equal;
import static io.tidemark.engine.rewrite.Algebra.join;
import static io.tidemark.engine.rewrite.Algebra.less;
import static io.tidemark.engine.rewrite.Algebra.scan;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitDisjunctiveJoinsTest {

  private static final Plan T = scan("t", "a", "b");
  private static final Plan U = scan("u", "c", "d");
  private static final Expression EITHER =
      new Expression.Or(List.of(equal(column(0), column(2)), equal(column(1), column(3))));
  private static final Expression NOT_IN =
      new Expression.Or(
          List.of(
              equal(column(1), column(3)),
              new Expression.IsNull(column(1), false),
              new Expression.IsNull(column(3), false)));

  private final Rewrite rewrite = new SplitDisjunctiveJoins(new RowEstimate(Map.of()));

  @Test
  void anAntiJoinIsOnePerPart() {
    assertRewritten(
        rewrite,
        join(Kind.ANTI, T, U, NOT_IN),
        """
        AntiJoin where d IS NULL
          AntiJoin where b IS NULL
            AntiJoin where int4eq(b, d)
              Scan s.t (a, b)
              Scan s.u (c, d)
            Scan s.u (c, d)
          Scan s.u (c, d)
        """);
  }

  @Test
  void aPairIsOfTheFirstPartThatHasIt() {
    assertRewritten(
        rewrite,
        join(T, U, EITHER),
        """
        UnionAll (a, b, c, d)
          InnerJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
          InnerJoin where (int4eq(b, d) AND int4eq(a, c) IS NOT TRUE)
            Scan s.t (a, b)
            Scan s.u (c, d)
        """);
  }

  @Test
  void aRowOfASemiJoinIsOfTheFirstPartThatMatchesIt() {
    assertRewritten(
        rewrite,
        join(Kind.SEMI, T, U, EITHER),
        """
        UnionAll (a, b)
          SemiJoin where int4eq(a, c)
            Scan s.t (a, b)
            Scan s.u (c, d)
          SemiJoin where int4eq(b, d)
            AntiJoin where int4eq(a, c)
              Scan s.t (a, b)
              Scan s.u (c, d)
            Scan s.u (c, d)
        """);
  }

  @Test
  void theRowsOfALeftJoinWithoutAMatchAreAnAntiJoins() {
    assertRewritten(
        rewrite,
        join(Kind.LEFT, T, U, EITHER),
        """
        UnionAll (a, b, c, d)
          Project a, b, c, d
            InnerJoin where int4eq(a, c)
              Scan s.t (a, b)
              Scan s.u (c, d)
          Project a, b, c, d
            InnerJoin where (int4eq(b, d) AND int4eq(a, c) IS NOT TRUE)
              Scan s.t (a, b)
              Scan s.u (c, d)
          Project a, b, NULL AS c, NULL AS d
            AntiJoin where int4eq(b, d)
              AntiJoin where int4eq(a, c)
                Scan s.t (a, b)
                Scan s.u (c, d)
              Scan s.u (c, d)
        """);
  }

  @Test
  void aPartThatHasToBeComparedAnywayKeepsItTogether() {
    Expression mixed =
        new Expression.Or(List.of(equal(column(0), column(2)), less(column(1), column(3))));
    assertRewritten(
        rewrite,
        join(T, U, mixed),
        """
        InnerJoin where (int4eq(a, c) OR int4lt(b, d))
          Scan s.t (a, b)
          Scan s.u (c, d)
        """);
  }

  @Test
  void aSmallSideIsCompared() {
    assertRewritten(
        new SplitDisjunctiveJoins(new RowEstimate(Map.of("u".hashCode(), 5.0))),
        join(T, U, EITHER),
        """
        InnerJoin where (int4eq(a, c) OR int4eq(b, d))
          Scan s.t (a, b)
          Scan s.u (c, d)
        """);
  }
}
