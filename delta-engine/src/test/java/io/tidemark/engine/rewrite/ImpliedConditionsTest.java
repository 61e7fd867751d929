package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.equal;
import static io.tidemark.engine.rewrite.Algebra.filter;
import static io.tidemark.engine.rewrite.Algebra.join;
import static io.tidemark.engine.rewrite.Algebra.less;
import static io.tidemark.engine.rewrite.Algebra.number;
import static io.tidemark.engine.rewrite.Algebra.plus;
import static io.tidemark.engine.rewrite.Algebra.scan;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImpliedConditionsTest {

  private static final Plan T = scan("t", "a", "b");
  private static final Plan U = scan("u", "c", "d");
  private static final Expression A_IS_C = equal(column(0), column(2));

  private final Rewrite rewrite = new PushDownFilters();

  @Test
  void whatIsSaidOfAColumnIsSaidOfItsEqualThroughAllJoins() {
    Plan three = join(join(T, U, A_IS_C), scan("v", "e"), equal(column(2), column(4)));
    assertRewritten(
        rewrite,
        filter(three, equal(column(4), number(7))),
        """
        InnerJoin where int4eq(c, e)
          InnerJoin where int4eq(a, c)
            Filter int4eq(a, 7)
              Scan s.t (a, b)
            Filter int4eq(c, 7)
              Scan s.u (c, d)
          Filter int4eq(e, 7)
            Scan s.v (e)
        """);
  }

  @Test
  void aFunctionMayTellApartWhatIsEqual() {
    assertRewritten(
        rewrite,
        filter(join(T, U, A_IS_C), less(plus(column(0), number(1)), number(7))),
        """
        InnerJoin where int4eq(a, c)
          Filter int4lt(int4pl(a, 1), 7)
            Scan s.t (a, b)
          Scan s.u (c, d)
        """);
  }

  @Test
  void ofALeftJoinOnlyTheRightSideLosesRows() {
    Expression both = new Expression.And(List.of(A_IS_C, less(column(0), number(1))));
    assertRewritten(
        rewrite,
        filter(join(Kind.LEFT, T, U, both), less(column(0), number(9))),
        """
        LeftJoin where (int4eq(a, c) AND int4lt(a, 1))
          Filter int4lt(a, 9)
            Scan s.t (a, b)
          Filter (int4lt(c, 1) AND int4lt(c, 9))
            Scan s.u (c, d)
        """);
  }

  @Test
  void aDisjunctionSaysSomethingOfEachSide() {
    Expression either =
        new Expression.Or(
            List.of(
                new Expression.And(
                    List.of(equal(column(1), number(1)), equal(column(3), number(2)))),
                new Expression.And(
                    List.of(equal(column(1), number(2)), less(column(3), column(0))))));
    assertRewritten(
        rewrite,
        join(T, U, either),
        """
        InnerJoin where ((int4eq(b, 1) AND int4eq(d, 2)) OR (int4eq(b, 2) AND int4lt(d, a)))
          Filter (int4eq(b, 1) OR int4eq(b, 2))
            Scan s.t (a, b)
          Scan s.u (c, d)
        """);
  }
}
