package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.bag;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.distinct;
import static io.tidemark.engine.rewrite.Algebra.equal;
import static io.tidemark.engine.rewrite.Algebra.filter;
import static io.tidemark.engine.rewrite.Algebra.join;
import static io.tidemark.engine.rewrite.Algebra.less;
import static io.tidemark.engine.rewrite.Algebra.max;
import static io.tidemark.engine.rewrite.Algebra.number;
import static io.tidemark.engine.rewrite.Algebra.plus;
import static io.tidemark.engine.rewrite.Algebra.project;
import static io.tidemark.engine.rewrite.Algebra.scan;
import static io.tidemark.engine.rewrite.Algebra.union;

import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.SetOperation.SetOperator;
import io.tidemark.engine.plan.SortKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class PushDownFiltersTest {

  @Test
  void conditionsGoToTheSideOfTheJoinThatTheySpeakOf() {
    assertRewritten(
        new PushDownFilters(),
        filter(
            join(scan("t", "a", "b"), scan("u", "c", "d"), less(column(1), column(3))),
            less(column(0), number(1)),
            less(column(3), number(2)),
            equal(column(0), column(2))),
        """
        InnerJoin where (int4lt(b, d) AND int4eq(a, c))
          Filter int4lt(a, 1)
            Scan s.t (a, b)
          Filter (int4lt(d, 2) AND int4lt(c, 1))
            Scan s.u (c, d)
        """);
  }

  @Test
  void belowProjectionsUnionsAndDistinct() {
    assertRewritten(
        new PushDownFilters(),
        filter(
            distinct(
                union(
                    project(bag("t", "a"), List.of(plus(column(0), number(1))), "x"),
                    bag("u", "x"))),
            less(column(0), number(5))),
        """
        Distinct
          UnionAll (x)
            Project int4pl(a, 1) AS x
              Filter int4lt(int4pl(a, 1), 5)
                Scan s.t (a)
            Filter int4lt(x, 5)
              Scan s.u (x)
        """);
  }

  @Test
  void onGroupKeysBelowTheAggregateOnAggregatesAbove() {
    assertRewritten(
        new PushDownFilters(),
        filter(
            max(bag("t", "a", "b"), List.of(column(0)), 1, "a", "m"),
            less(column(0), number(1)),
            less(column(1), number(2))),
        """
        Filter int4lt(m, 2)
          Aggregate by a: max(b) AS m
            Filter int4lt(a, 1)
              Scan s.t (a, b)
        """);
  }

  @Test
  void onlyConditionsOnItsPartitionsPassATopK() {
    assertRewritten(
        new PushDownFilters(),
        filter(
            new Plan.TopK(
                bag("t", "a", "b"),
                List.of(column(0)),
                List.of(new SortKey(column(1), true, true, 0)),
                0,
                1L,
                false),
            less(column(0), number(1)),
            less(column(1), number(2)),
            less(column(0), column(1))),
        """
        Filter (int4lt(b, 2) AND int4lt(a, b))
          TopK 1 by b DESC per a
            Filter int4lt(a, 1)
              Scan s.t (a, b)
        """);
  }

  @Test
  void intersectTakesConditionsToBothSidesAndExceptToNone() {
    Plan left = bag("t", "a");
    Plan right = bag("u", "b");
    assertRewritten(
        new PushDownFilters(),
        filter(
            new Plan.SetOperation(SetOperator.INTERSECT, false, left, right, left.fields()),
            less(column(0), number(1))),
        """
        Intersect (a)
          Filter int4lt(a, 1)
            Scan s.t (a)
          Filter int4lt(b, 1)
            Scan s.u (b)
        """);
    assertRewritten(
        new PushDownFilters(),
        filter(
            new Plan.SetOperation(SetOperator.EXCEPT, true, left, right, left.fields()),
            less(column(0), number(1))),
        """
        Filter int4lt(a, 1)
          ExceptAll (a)
            Scan s.t (a)
            Scan s.u (b)
        """);
  }

  @Test
  void nothingPassesAnAggregateWithoutKeys() {
    assertRewritten(
        new PushDownFilters(),
        filter(max(bag("t", "a"), List.of(), 0, "m"), equal(number(1), number(2))),
        """
        Filter int4eq(1, 2)
          Aggregate max(a) AS m
            Scan s.t (a)
        """);
  }
}
