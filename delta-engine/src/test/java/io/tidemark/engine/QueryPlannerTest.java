package io.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidemark.engine.circuit.Circuit;
import io.tidemark.engine.circuit.CircuitCompiler;
import io.tidemark.engine.circuit.LibraryExpressions;
import io.tidemark.engine.plan.PlanPrinter;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.state.arrangement.InMemoryArrangements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Queries and their plans, the same on PostgreSQL 15 and 18; the cases are in a text file. */
class QueryPlannerTest {

  private static Plans plans;

  @BeforeAll
  static void start() throws Exception {
    plans =
        Plans.start(
            Plans.SCHEMA,
            "CREATE SCHEMA tpch; SET search_path = tpch; "
                + Tpch.SCHEMA
                + "; SET search_path = public");
  }

  @AfterAll
  static void stop() throws Exception {
    plans.close();
  }

  @TestFactory
  Stream<DynamicTest> plansOfQueries() throws IOException {
    return cases().stream()
        .map(planned ->
            DynamicTest.dynamicTest(
                planned.getFirst(),
                () -> {
                  assertEquals(planned.getLast(), text(plans.plan(planned.getFirst())));
                  assertEquals(planned.getLast(), text(plans.planOnOldest(planned.getFirst())));
                }));
  }

  @TestFactory
  Stream<DynamicTest> tpchNeedsNoCrossProduct() {
    return Tpch.queries().entrySet().stream()
        .map(query ->
            DynamicTest.dynamicTest(
                "Q" + query.getKey(),
                () -> {
                  List<String> texts = new ArrayList<>();
                  for (var connection : plans.connections()) {
                    texts.add(
                        text(
                            new QueryPlanner()
                                .plan(connection, query.getValue(), List.of("tpch"))));
                  }
                  assertFalse(texts.getFirst().contains("CrossProduct"), texts.getFirst());
                  assertFalse(texts.getFirst().contains("InnerJoin where"), texts.getFirst());
                  assertEquals(texts.getFirst(), texts.getLast());
                }));
  }

  @Test
  void aCommonTableIsComputedOnceHoweverOftenItIsNamedAndWhateverItIsFilteredBy() throws Exception {
    String twice =
        "WITH %s t AS %s (SELECT label, count(*) AS n FROM narrowed GROUP BY label)"
            + " SELECT a.n FROM t a JOIN t b ON a.n = b.n WHERE a.label = 'x' AND b.label > 'b'";
    assertEquals(1, operators("aggregate", twice.formatted("", "")));
    assertEquals(1, operators("aggregate", twice.formatted("", "MATERIALIZED")));
    assertEquals(2, operators("aggregate", twice.formatted("", "NOT MATERIALIZED")));
    String recursive =
        "WITH RECURSIVE t(id) AS (SELECT 1 UNION SELECT n.id FROM t JOIN narrowed n ON n.id > t.id)"
            + " SELECT a.id FROM t a JOIN t b ON a.id < b.id WHERE b.id > 7";
    assertEquals(1, operators("recursion", recursive));
  }

  private static long operators(String kind, String query) throws Exception {
    Circuit circuit =
        CircuitCompiler.compile(
            Map.of("t", plans.plan(query).streamTable().plan()),
            Map.of(),
            new InMemoryArrangements(),
            new LibraryExpressions(new CollationRules(true, true), 18));
    return circuit.operators().stream().filter(o -> o.name().startsWith(kind + ".")).count();
  }

  @Test
  void tpchKeysAreTheSmallest() throws Exception {
    Map<Integer, List<Integer>> keys =
        Map.of(1, List.of(0, 1), 3, List.of(0), 5, List.of(0), 10, List.of(0), 12, List.of(0));
    for (var expected : keys.entrySet()) {
      PlannedQuery planned =
          new QueryPlanner()
              .plan(plans.newest(), Tpch.queries().get(expected.getKey()), List.of("tpch"));
      assertEquals(expected.getValue(), planned.streamTable().key(), "Q" + expected.getKey());
    }
  }

  @Test
  void pinnedEstimatesKeepThePlan() throws Exception {
    String query =
        """
        SELECT c_name, l_quantity FROM orders, lineitem, customer
        WHERE l_orderkey = o_orderkey AND c_custkey = o_custkey\
        """;
    PlannedQuery before = new QueryPlanner().plan(plans.newest(), query, List.of("tpch"));
    plans.execute(
        "INSERT INTO tpch.lineitem (l_orderkey, l_linenumber) SELECT i, 1 FROM"
            + " generate_series(1, 20000) i; ANALYZE tpch.lineitem");
    PlannedQuery after = new QueryPlanner().plan(plans.newest(), query, List.of("tpch"));
    assertFalse(before.streamTable().equals(after.streamTable()), "statistics decide the order");
    assertEquals(
        before.streamTable(),
        new QueryPlanner()
            .plan(plans.newest(), query, List.of("tpch"), before.estimatedRows())
            .streamTable());
    plans.execute("TRUNCATE tpch.lineitem; ANALYZE tpch.lineitem");
  }

  private static String text(PlannedQuery planned) {
    return "key "
        + planned.streamTable().key()
        + "\n"
        + PlanPrinter.print(planned.streamTable().plan());
  }

  /** Pairs of a query and the text of its key and plan. */
  private static List<List<String>> cases() throws IOException {
    try (var file = QueryPlannerTest.class.getResourceAsStream("/plans/queries.txt")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split("=== query\n"))
          .filter(part -> !part.isBlank())
          .map(part -> List.of(part.split("\n=== plan\n")))
          .toList();
    }
  }
}
