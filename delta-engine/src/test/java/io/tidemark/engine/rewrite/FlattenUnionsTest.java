package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.bag;
import static io.tidemark.engine.rewrite.Algebra.distinct;
import static io.tidemark.engine.rewrite.Algebra.union;

import org.junit.jupiter.api.Test;

class FlattenUnionsTest {

  @Test
  void aUnionOfUnionsIsOne() {
    assertRewritten(
        new FlattenUnions(),
        union(union(bag("t", "a"), union(bag("u", "a"), bag("v", "a"))), bag("w", "a")),
        """
        UnionAll (a)
          Scan s.t (a)
          Scan s.u (a)
          Scan s.v (a)
          Scan s.w (a)
        """);
  }

  @Test
  void distinctBetweenUnionsStays() {
    assertRewritten(
        new FlattenUnions(),
        union(distinct(union(bag("t", "a"), bag("u", "a"))), bag("w", "a")),
        """
        UnionAll (a)
          Distinct
            UnionAll (a)
              Scan s.t (a)
              Scan s.u (a)
          Scan s.w (a)
        """);
  }
}
