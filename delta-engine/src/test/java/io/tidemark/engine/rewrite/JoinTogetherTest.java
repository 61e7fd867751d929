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
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.engine.plan.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JoinTogetherTest {

  private static final Map<Integer, Double> ROWS =
      Map.of("fact".hashCode(), 1e6, "dim".hashCode(), 1e3, "other".hashCode(), 1e3);

  private final Rewrite rewrite = new JoinTogether(new RowEstimate(ROWS));

  private static Plan keyed(Plan plan) {
    return new ExtractJoinEqualities().apply(plan);
  }

  @Test
  void aFactTableAndItsDimensionsAreOneJoin() {
    assertRewritten(
        rewrite,
        keyed(
            join(
                join(
                    scan("fact", "f", "d", "o"),
                    scan("dim", "dk", "d1", "d2"),
                    equal(column(1), column(3))),
                scan("other", "ok", "o1"),
                equal(column(2), column(6)))),
        """
        Project f, d, o, dk, d1, d2, ok, o1
          MultiJoin on d = dk; o = ok
            Scan s.fact (f, d, o)
            Scan s.dim (dk, d1, d2)
            Scan s.other (ok, o1)
        """);
  }

  @Test
  void aChainNamesTheEarlierInputOfEachEdge() {
    assertRewritten(
        rewrite,
        keyed(
            join(
                join(scan("fact", "f", "d"), scan("dim", "dk", "ofk"), equal(column(1), column(2))),
                scan("other", "ok", "o1"),
                equal(column(3), column(4)))),
        """
        Project f, d, dk, ofk, ok, o1
          MultiJoin on d = dk; ofk = ok
            Scan s.fact (f, d)
            Scan s.dim (dk, ofk)
            Scan s.other (ok, o1)
        """);
  }

  @Test
  void whatMostRowsAreFilteredOutOfStays() {
    Plan plan =
        keyed(
            join(
                join(
                    scan("fact", "f", "d", "o"),
                    filter(scan("dim", "dk", "d1"), equal(column(1), number(3))),
                    equal(column(1), column(3))),
                scan("other", "ok", "o1"),
                equal(column(2), column(5))));
    assertEquals(plan, rewrite.apply(plan));
  }

  @Test
  void aCircleOfEqualitiesAndOtherConditionsStay() {
    Plan circle =
        keyed(
            join(
                join(bag("t", "a", "b"), bag("u", "c", "d"), equal(column(0), column(2))),
                bag("v", "e", "f"),
                equal(column(1), column(4)),
                equal(column(3), column(5))));
    assertEquals(circle, rewrite.apply(circle));
    Plan range =
        keyed(
            join(
                join(bag("t", "a", "b"), bag("u", "c", "d"), equal(column(0), column(2))),
                bag("v", "e", "f"),
                equal(column(1), column(4)),
                less(column(3), column(5))));
    assertEquals(range, rewrite.apply(range));
  }

  @Test
  void aJoinThatIsThereTwiceIsComputedOnce() {
    Plan shared =
        join(
            scan("fact", "f", "d", "o"),
            scan("dim", "dk", "d1", "d2"),
            equal(column(1), column(3)));
    Plan first = join(shared, scan("other", "ok", "o1"), equal(column(2), column(6)));
    Plan second = join(shared, scan("other", "ok", "o2"), equal(column(0), column(6)));
    Plan union = keyed(new Plan.UnionAll(List.of(first, second), first.fields()));
    assertEquals(union, rewrite.apply(union));
  }
}
