package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.filter;
import static io.tidemark.engine.rewrite.Algebra.scan;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.BooleanTest;
import io.tidemark.engine.plan.Expression.IsNull;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimplifyNullTestsTest {

  private static final Expression A_IS_NULL = new IsNull(column(0), false);
  private static final Expression B_IS_NOT_NULL = new IsNull(column(1), true);

  @Test
  void aNegatedTestIsTheOtherTest() {
    assertRewritten(
        new SimplifyNullTests(),
        filter(
            scan("t", "a", "b"),
            new Expression.Not(A_IS_NULL),
            new Expression.Or(
                List.of(
                    new BooleanTest(B_IS_NOT_NULL, BooleanTest.Kind.IS_NOT_TRUE),
                    new BooleanTest(B_IS_NOT_NULL, BooleanTest.Kind.IS_TRUE),
                    new BooleanTest(A_IS_NULL, BooleanTest.Kind.IS_UNKNOWN)))),
        """
        Filter (a IS NOT NULL AND (b IS NULL OR b IS NOT NULL OR a IS NULL IS UNKNOWN))
          Scan s.t (a, b)
        """);
  }
}
