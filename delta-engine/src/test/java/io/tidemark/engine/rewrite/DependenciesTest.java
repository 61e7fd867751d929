package io.tidemark.engine.rewrite;

import static io.tidemark.engine.rewrite.Algebra.bag;
import static io.tidemark.engine.rewrite.Algebra.column;
import static io.tidemark.engine.rewrite.Algebra.distinct;
import static io.tidemark.engine.rewrite.Algebra.equal;
import static io.tidemark.engine.rewrite.Algebra.filter;
import static io.tidemark.engine.rewrite.Algebra.join;
import static io.tidemark.engine.rewrite.Algebra.max;
import static io.tidemark.engine.rewrite.Algebra.number;
import static io.tidemark.engine.rewrite.Algebra.plus;
import static io.tidemark.engine.rewrite.Algebra.project;
import static io.tidemark.engine.rewrite.Algebra.scan;
import static io.tidemark.engine.rewrite.Algebra.union;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DependenciesTest {

  private static final Plan ORDERS = scan("orders", "id", "customer");
  private static final Plan CUSTOMERS = scan("customers", "cid", "region");

  @Test
  void theFirstOfEachPartitionHasItsKey() {
    Plan bag = bag("t", "a", "b");
    assertKey(List.of(1), new Plan.TopK(bag, List.of(column(1)), List.of(), 0, 1L, false));
    assertKey(List.of(), new Plan.TopK(bag, List.of(column(1)), List.of(), 0, 1L, true));
    assertKey(List.of(), new Plan.TopK(bag, List.of(column(1)), List.of(), 0, 2L, false));
    assertKey(List.of(0), new Plan.TopK(ORDERS, List.of(column(1)), List.of(), 0, 2L, false));
  }

  @Test
  void setOperationsHaveTheLeftSidesKeyOrAllColumns() {
    Plan bag = bag("t", "a", "b");
    Plan.SetOperation.SetOperator except = Plan.SetOperation.SetOperator.EXCEPT;
    assertKey(List.of(0, 1), new Plan.SetOperation(except, false, bag, ORDERS, bag.fields()));
    assertKey(List.of(), new Plan.SetOperation(except, true, bag, ORDERS, bag.fields()));
    assertKey(List.of(0), new Plan.SetOperation(except, true, ORDERS, bag, ORDERS.fields()));
  }

  @Test
  void aJoinOnAFullKeyNeedsTheOtherSidesKeyOnly() {
    assertKey(List.of(0), join(ORDERS, CUSTOMERS, equal(column(1), column(2))));
    assertKey(List.of(2), join(CUSTOMERS, ORDERS, equal(column(0), column(3))));
    assertKey(List.of(0, 2), join(ORDERS, CUSTOMERS));
    assertKey(List.of(0, 2), join(ORDERS, CUSTOMERS, equal(column(1), column(3))));
  }

  @Test
  void anOuterJoinWithOneMatchPerRowHasTheLeftSidesKey() {
    Plan customerOfOrder = join(Kind.LEFT, ORDERS, CUSTOMERS, equal(column(1), column(2)));
    assertKey(List.of(0), customerOfOrder);
    Plan orderOfCustomer = join(Kind.LEFT, CUSTOMERS, ORDERS, equal(column(0), column(3)));
    assertKey(List.of(0, 2), orderOfCustomer);
  }

  @Test
  void whatHoldsOfASideDoesNotHoldOfItsRowOfNulls() {
    Plan constant = project(CUSTOMERS, List.of(column(0), number(1)), "cid", "one");
    Plan joined = join(Kind.LEFT, ORDERS, constant, equal(column(1), column(2)));
    assertKey(List.of(0), joined);
    Plan byConstant = max(joined, List.of(column(3)), 0, "one", "m");
    assertKey(List.of(0), byConstant);
    assertKey(List.of(), join(Kind.FULL, ORDERS, CUSTOMERS, equal(column(1), column(2))));
  }

  @Test
  void aSemiOrAntiJoinHasTheLeftSidesKey() {
    assertKey(List.of(0), join(Kind.SEMI, ORDERS, CUSTOMERS, equal(column(1), column(2))));
    assertKey(List.of(0), join(Kind.ANTI, ORDERS, CUSTOMERS, equal(column(1), column(2))));
  }

  @Test
  void anEqualColumnMayStandForAKeyThatIsNotInTheOutput() {
    Plan joined = join(ORDERS, bag("lines", "order", "no"), equal(column(0), column(2)));
    assertKey(List.of(), joined);
    Plan details = join(ORDERS, scan("details", "order", "x"), equal(column(0), column(2)));
    assertKey(List.of(1), project(details, List.of(column(3), column(2)), "x", "order"));
    assertKey(List.of(), project(details, List.of(column(3)), "x"));
  }

  @Test
  void aConstantIsNoPartOfAKey() {
    Plan pairs = join(ORDERS, CUSTOMERS);
    assertKey(List.of(2), filter(pairs, equal(column(0), number(7))));
  }

  @Test
  void groupKeysWithoutThoseThatOthersDetermine() {
    Plan joined = join(ORDERS, CUSTOMERS, equal(column(1), column(2)));
    Plan grouped = max(joined, List.of(column(2), column(3)), 0, "cid", "region", "m");
    assertKey(List.of(0), grouped);
    assertKey(List.of(0), max(bag("t", "a", "b"), List.of(column(1)), 0, "b", "m"));
    assertKey(List.of(), project(grouped, List.of(column(2)), "m"));
  }

  @Test
  void anExpressionOverAKeyIsNone() {
    assertKey(List.of(), project(ORDERS, List.of(plus(column(0), number(1))), "x"));
  }

  @Test
  void aUnionHasNoKeyUntilItIsDistinct() {
    Plan union = union(ORDERS, CUSTOMERS);
    assertKey(List.of(), union);
    assertKey(List.of(0, 1), distinct(union));
  }

  @Test
  void atMostOneRowIsIdentifiedByItsFirstColumn() {
    assertKey(List.of(0), max(ORDERS, List.of(), 0, "m"));
  }

  private static void assertKey(List<Integer> expected, Plan plan) {
    assertEquals(expected, KeyDerivation.key(plan, Map.of()));
  }
}
