package io.tidemark.engine.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.engine.function.ValueOrder;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.PlanPrinter;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.engine.plan.WindowCall;
import io.tidemark.engine.plan.WindowFrame;
import io.tidemark.engine.type.PgType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabelOrdersTest {

  private static final int ENGLISH = 12_345;
  private static final int CASELESS = 20_000;
  private static final PgType INT = PgType.of(PgType.INT4);
  private static final PgType ORDERED = new PgType(PgType.TEXT, -1, ENGLISH);
  private static final PgType EQUAL = new PgType(PgType.TEXT, -1, CASELESS);

  /** Knows texts of the one collation by their bytes, of the other not even that. */
  private static final Expressions EXPRESSIONS =
      new IntegerExpressions() {
        @Override
        public boolean hasKey(PgType type) {
          return type.collation() != CASELESS;
        }

        @Override
        public @Nullable ValueOrder valueOrder(PgType type) {
          return Set.of(ENGLISH, CASELESS).contains(type.collation()) ? new Unasked() : null;
        }
      };

  /** No plan is made by asking. */
  private record Unasked() implements ValueOrder {
    @Override
    public int[] ranks(int[] parts, List<byte[]> values) {
      throw new AssertionError("a plan asks nothing");
    }

    @Override
    public int valuesMax() {
      return 64;
    }
  }

  private static final Plan T =
      table("t", new Field("id", INT, false), new Field("s", ORDERED, true));
  private static final Plan U =
      table("u", new Field("id", INT, false), new Field("w", EQUAL, true));

  private static final Expression ID = new Column(0, INT);
  private static final Expression S = new Column(1, ORDERED);
  private static final Expression W = new Column(1, EQUAL);

  private static Plan table(String name, Field... fields) {
    SourceTable source =
        new SourceTable(name.hashCode(), "public", name, List.of(fields), List.of(0));
    return new Plan.Scan(source, List.of(0, 1), List.of(fields));
  }

  private static SortKey by(Expression expression) {
    return new SortKey(expression, false, false, expression.type().collation());
  }

  private static AggregateCall call(String name, boolean distinct, Expression argument) {
    return new AggregateCall(
        function(name), List.of(), List.of(argument), distinct, List.of(), null, INT, 0);
  }

  private static Function function(String name) {
    return new Function(0, "pg_catalog", name, name, List.of(), true, 'i');
  }

  private static void assertPlan(String expected, Plan plan) {
    assertEquals(expected, PlanPrinter.print(LabelOrders.in(plan, EXPRESSIONS)));
  }

  @Test
  void whatIsKnownStaysAsItIs() {
    Plan plan = new Plan.Distinct(new Plan.TopK(T, List.of(S), List.of(by(ID)), 0, 3L, false));
    assertEquals(plan, LabelOrders.in(plan, EXPRESSIONS));
  }

  @Test
  void aLimitGoesByLabelsAndDropsThem() {
    assertPlan(
        """
        Project id, s
          TopK 3 by label of s, id
            OrderLabels s
              Scan public.t (id, s)
        """,
        new Plan.TopK(T, List.of(), List.of(by(S), by(ID)), 0, 3L, false));
  }

  @Test
  void theCollationOfTheSortOperatorDecides() {
    Plan bytes =
        new Plan.TopK(T, List.of(), List.of(new SortKey(S, false, false, 950)), 0, 3L, false);
    assertEquals(bytes, LabelOrders.in(bytes, EXPRESSIONS));
  }

  @Test
  void aWindowsCallsStayBehindTheColumns() {
    WindowCall min =
        new WindowCall(
            function("min"), List.of(S), true, null, WindowFrame.DEFAULT, ORDERED, ENGLISH);
    assertPlan(
        """
        Project id, s, m
          Window by label of s: min(s) OVER () AS m
            OrderLabels s
              Scan public.t (id, s)
        """
            .replace("min(s) OVER ()", printed(min)),
        new Plan.Window(
            T, List.of(), List.of(by(S)), List.of(min), List.of(new Field("m", ORDERED, true))));
  }

  private static String printed(WindowCall call) {
    Plan.Window window =
        new Plan.Window(
            T, List.of(), List.of(), List.of(call), List.of(new Field("m", ORDERED, true)));
    String first = PlanPrinter.print(window).lines().findFirst().orElseThrow();
    return first.substring("Window ".length(), first.length() - " AS m".length());
  }

  @Test
  void extremesAreByLabels() {
    assertPlan(
        """
        Aggregate by id: min(s by label of s) AS m, count(DISTINCT s) AS c
          OrderLabels s
            Scan public.t (id, s)
        """,
        new Plan.Aggregate(
            T,
            List.of(ID),
            List.of(call("min", false, S), call("count", true, S)),
            List.of(
                new Field("id", INT, false),
                new Field("m", ORDERED, true),
                new Field("c", INT, false))));
  }

  @Test
  void groupsOfEqualKeysShowOneOfThem() {
    assertPlan(
        """
        Project CASE WHEN label of w IS NOT NULL THEN shown ELSE NULL END AS w, c
          Aggregate by label of w: count(DISTINCT w by label of w) AS c, any_value(w by w) AS shown
            OrderLabels w
              Scan public.u (id, w)
        """,
        new Plan.Aggregate(
            U,
            List.of(W),
            List.of(call("count", true, W)),
            List.of(new Field("w", EQUAL, true), new Field("c", INT, false))));
  }

  @Test
  void ofEqualRowsOneIsKept() {
    assertPlan(
        """
        Project id, w
          TopK 1 per id, label of w
            OrderLabels w
              Scan public.u (id, w)
        """,
        new Plan.Distinct(U));
  }

  @Test
  void joinedSidesAreLabelledTogether() {
    Expression equal =
        new Expression.Call(
            function("texteq"),
            List.of(new Column(1, EQUAL), new Column(3, EQUAL)),
            PgType.of(PgType.BOOL),
            CASELESS);
    assertPlan(
        """
        Project id, w
          AntiJoin on label0 = label1
            Project id#0 AS id, w#1 AS w, label of w#5 AS label0
              Filter left
                OrderLabels w, w
                  UnionAll (id, w, id, w, left)
                    Project id, w, NULL AS id, NULL AS w, true AS left
                      Scan public.u (id, w)
                    Project NULL AS id, NULL AS w, id, w, false AS left
                      Scan public.u (id, w)
            Project id#2 AS id, w#3 AS w, label of w#6 AS label1
              Filter NOT left
                OrderLabels w, w
                  UnionAll (id, w, id, w, left)
                    Project id, w, NULL AS id, NULL AS w, true AS left
                      Scan public.u (id, w)
                    Project NULL AS id, NULL AS w, id, w, false AS left
                      Scan public.u (id, w)
        """,
        new Plan.Join(Plan.Join.Kind.ANTI, U, U, List.of(), Optional.of(equal)));
  }
}
