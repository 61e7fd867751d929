package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.assertRewritten;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.equal;
import static io.tidemark.engine.rewrite.Algebra.join;
import static io.tidemark.engine.rewrite.Algebra.max;
import static io.tidemark.engine.rewrite.Algebra.scan;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AggregateBeforeJoinTest {

  private static final Plan SALES = scan("sales", "id", "shop", "amount");
  private static final Plan SHOPS = scan("shops", "id", "city");
  private static final Plan JOINED = join(SALES, SHOPS, equal(column(1), column(3)));

  private final Rewrite rewrite =
      new AggregateBeforeJoin(
          new RowEstimate(Map.of("sales".hashCode(), 1e6, "shops".hashCode(), 50.0)));

  @Test
  void theLargeSideIsAggregatedByTheJoinKey() {
    assertRewritten(
        rewrite,
        max(JOINED, List.of(column(4)), 2, "city", "most"),
        """
        Project city, whole1 AS most
          Aggregate by city: max(partial1) AS whole1
            InnerJoin where int4eq(key0, id)
              Scan s.shops (id, city)
              Aggregate by shop AS key0: max(amount) AS partial1
                Scan s.sales (id, shop, amount)
        """);
  }

  @Test
  void countSumAndAverageShareTheirParts() {
    PgType int8 = PgType.of(PgType.INT8);
    PgType numeric = PgType.of(PgType.NUMERIC);
    Plan aggregate =
        new Plan.Aggregate(
            JOINED,
            List.of(),
            List.of(call(2147, "count", int8), call(2108, "sum", int8), call(2101, "avg", numeric)),
            List.of(
                new Field("n", int8, true),
                new Field("total", int8, true),
                new Field("mean", numeric, true)));
    assertRewritten(
        rewrite,
        aggregate,
        """
        Project COALESCE(int8(whole1), 0) AS n, int8(whole2) AS total, numeric_div(whole2, whole1) AS mean
          Aggregate sum(partial1) AS whole1, sum(partial2) AS whole2
            InnerJoin where int4eq(key0, id)
              Scan s.shops (id, city)
              Aggregate by shop AS key0: count(amount) AS partial1, sum(amount) AS partial2
                Scan s.sales (id, shop, amount)
        """);
  }

  @Test
  void aStarIsAggregatedByAllThatItIsJoinedBy() {
    Plan star = scan("sales", "id", "shop", "kind", "amount");
    Plan joined =
        join(
            join(SHOPS, star, equal(column(0), column(3))),
            scan("shops", "kind", "label"),
            equal(column(4), column(6)));
    assertRewritten(
        new AggregateBeforeJoin(
            new RowEstimate(Map.of("sales".hashCode(), 1e6, "shops".hashCode(), 30.0))),
        max(joined, List.of(column(1), column(7)), 5, "city", "label", "most"),
        """
        Project city, label, whole1 AS most
          Aggregate by city, label: max(partial2) AS whole1
            InnerJoin where (int4eq(id, key0) AND int4eq(key1, kind))
              CrossProduct
                Scan s.shops (id, city)
                Scan s.shops (kind, label)
              Aggregate by shop AS key0, kind AS key1: max(amount) AS partial2
                Scan s.sales (id, shop, kind, amount)
        """);
  }

  @Test
  void aGroupByTheLargeSideIsLeftAsItIs() {
    assertRewritten(
        rewrite,
        max(JOINED, List.of(column(0)), 2, "id", "most"),
        """
        Aggregate by id#0 AS id: max(amount) AS most
          InnerJoin where int4eq(shop, id#3)
            Scan s.sales (id, shop, amount)
            Scan s.shops (id, city)
        """);
  }

  @Test
  void aSmallTableIsLeftAsItIs() {
    assertRewritten(
        new AggregateBeforeJoin(
            new RowEstimate(Map.of("sales".hashCode(), 500.0, "shops".hashCode(), 50.0))),
        max(JOINED, List.of(column(4)), 2, "city", "most"),
        """
        Aggregate by city: max(amount) AS most
          InnerJoin where int4eq(shop, id#3)
            Scan s.sales (id, shop, amount)
            Scan s.shops (id, city)
        """);
  }

  private static AggregateCall call(int oid, String name, PgType type) {
    Function function =
        new Function(
            oid,
            "pg_catalog",
            name,
            name,
            List.of(name.equals("count") ? 2276 : PgType.INT4),
            false,
            'i');
    return new AggregateCall(
        function, List.of(), List.of(column(2)), false, List.of(), null, type, 0);
  }
}
