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
import java.util.List;
import org.junit.jupiter.api.Test;

class FactorDisjunctionsTest {

  private static final Plan T = scan("t", "a", "b");
  private static final Expression A = equal(column(0), number(1));
  private static final Expression B = less(column(1), number(2));
  private static final Expression C = less(column(1), number(9));

  private final Rewrite rewrite = new FactorDisjunctions();

  @Test
  void whatAllPartsDemandStandsByItself() {
    assertRewritten(
        rewrite,
        filter(T, or(and(A, B), and(C, A))),
        """
        Filter (int4eq(a, 1) AND (int4lt(b, 2) OR int4lt(b, 9)))
          Scan s.t (a, b)
        """);
  }

  @Test
  void aPartThatDemandsNothingElseAbsorbsTheOthers() {
    assertRewritten(
        rewrite,
        filter(T, or(and(A, B), A)),
        """
        Filter int4eq(a, 1)
          Scan s.t (a, b)
        """);
  }

  @Test
  void theKeyOfAJoinIsFoundInADisjunction() {
    Expression key = equal(column(0), column(2));
    assertRewritten(
        rewrite,
        join(T, scan("u", "c"), or(and(key, B), and(key, C))),
        """
        InnerJoin where (int4eq(a, c) AND (int4lt(b, 2) OR int4lt(b, 9)))
          Scan s.t (a, b)
          Scan s.u (c)
        """);
  }

  @Test
  void withoutACommonPartNothingChanges() {
    assertRewritten(
        rewrite,
        filter(T, or(A, B)),
        """
        Filter (int4eq(a, 1) OR int4lt(b, 2))
          Scan s.t (a, b)
        """);
  }

  private static Expression and(Expression... operands) {
    return new Expression.And(List.of(operands));
  }

  private static Expression or(Expression... operands) {
    return new Expression.Or(List.of(operands));
  }
}
