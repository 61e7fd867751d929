package io.tidemark.engine.circuit;

import static io.tidemark.engine.circuit.IntegerExpressions.aggregate;
import static io.tidemark.engine.circuit.IntegerExpressions.call;
import static io.tidemark.engine.circuit.IntegerExpressions.column;
import static io.tidemark.engine.circuit.IntegerExpressions.constant;
import static io.tidemark.engine.circuit.RandomPlans.fields;
import static io.tidemark.engine.circuit.RandomPlans.scan;
import static io.tidemark.engine.operator.Rows.bag;
import static io.tidemark.engine.operator.Rows.delta;
import static io.tidemark.engine.operator.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CircuitTest {

  private static final SourceTable ORDERS = RandomPlans.source(101, "orders", 3);
  private static final SourceTable CUSTOMERS = RandomPlans.source(102, "customers", 2);

  /** The stream table {@code per_customer} as others scan it. */
  private static final SourceTable PER_CUSTOMER =
      new SourceTable(201, "public", "per_customer", fields(2), List.of(0));

  private static final Plan PER_CUSTOMER_PLAN =
      new Plan.Aggregate(
          scan(ORDERS, 1), List.of(column(0)), List.of(aggregate("count", false, null)), fields(2));

  private final InMemoryArrangements arrangements = new InMemoryArrangements();

  @Test
  void randomCircuitsAgreeWithTheirPlansAfterEveryTick() {
    for (long seed = 0; seed < 300; seed++) {
      randomCircuit(seed);
    }
  }

  private void randomCircuit(long seed) {
    Random random = new Random(seed);
    InMemoryArrangements state = new InMemoryArrangements();
    RandomPlans plans = new RandomPlans(random, List.of(ORDERS, CUSTOMERS));
    Plan first = plans.plan(3);
    SourceTable firstTable =
        new SourceTable(301, "public", "first", fields(first.fields().size()), List.of());
    Plan second = new RandomPlans(random, List.of(ORDERS, firstTable)).plan(3);
    Map<String, Plan> tables = tables("first", first, "second", second);
    Circuit circuit = compile(tables, Map.of(301, "first"), state);
    Map<Integer, Bag> sources = new HashMap<>(Map.of(101, new Bag(), 102, new Bag()));
    Bag firstOutput = new Bag();
    Bag secondOutput = new Bag();
    for (int tick = 0; tick < 15; tick++) {
      for (int step = random.nextInt(2); step >= 0; step--) {
        Map<Integer, ZSet> deltas = new HashMap<>();
        if (tick > 0 && random.nextInt(6) > 0) {
          deltas.put(101, change(random, sources.get(101), 3));
        }
        if (tick > 0 && random.nextInt(3) > 0) {
          deltas.put(102, change(random, sources.get(102), 2));
        }
        Map<String, ZSet> output = circuit.step(deltas);
        firstOutput.addAll(output.get("first"));
        secondOutput.addAll(output.get("second"));
        if (random.nextInt(4) == 0) {
          circuit = compile(tables, Map.of(301, "first"), state);
        }
      }
      String where = "seed " + seed + ", tick " + tick + ": " + second;
      Bag expected = new BatchPlan(sources).evaluate(first);
      assertEquals(expected, firstOutput, where);
      Map<Integer, Bag> withFirst = new HashMap<>(sources);
      withFirst.put(301, expected);
      assertEquals(new BatchPlan(withFirst).evaluate(second), secondOutput, where);
    }
  }

  private static ZSet change(Random random, Bag source, int columns) {
    ZSet delta = new ZSet();
    if (random.nextInt(10) == 0) {
      source.forEach((row, weight) -> delta.add(row, -weight));
    } else {
      for (Row row : List.copyOf(source.keySet())) {
        if (random.nextInt(5) == 0) {
          delta.add(row, -1);
        }
      }
      for (int i = random.nextInt(5); i > 0; i--) {
        Object[] values = new Object[columns];
        for (int c = 0; c < columns; c++) {
          values[c] = random.nextInt(7) == 0 ? null : (Integer) random.nextInt(4);
        }
        delta.add(row(values), 1 + random.nextInt(2));
      }
    }
    source.addAll(delta);
    return delta;
  }

  @Test
  void theFirstStepGivesOutWhatHoldsOfEmptySourcesOnceOverRestarts() {
    Plan count =
        new Plan.Aggregate(
            scan(ORDERS, 0), List.of(), List.of(aggregate("count", false, null)), fields(1));
    Map<String, Plan> tables = tables("total", count, "total_again", count);
    Map<String, ZSet> first = compile(tables, Map.of(), arrangements).step(Map.of());
    assertEquals(bag(delta(row(0))), bag(first.get("total")));
    assertEquals(bag(delta(row(0))), bag(first.get("total_again")));
    Map<String, ZSet> second = compile(tables, Map.of(), arrangements).step(Map.of());
    assertTrue(second.get("total").isEmpty());
  }

  @Test
  void aStreamTableOfTheCircuitIsReadInTheSameStep() {
    Plan busy = new Plan.Filter(scan(PER_CUSTOMER, 0, 1), call("<", constant(1), column(1)));
    Circuit circuit =
        compile(
            tables("per_customer", PER_CUSTOMER_PLAN, "busy", busy),
            Map.of(201, "per_customer"),
            arrangements);
    assertEquals(Set.of(ORDERS), circuit.sources());
    Map<String, ZSet> output =
        circuit.step(Map.of(101, delta(row(1, 7, 0), row(2, 7, 0), row(3, 8, 0))));
    assertEquals(bag(delta(row(7, 2), row(8, 1))), bag(output.get("per_customer")));
    assertEquals(bag(delta(row(7, 2))), bag(output.get("busy")));
  }

  @Test
  void aStreamTableThatIsReadBeforeItIsCompiledIsRefused() {
    Map<String, Plan> tables =
        tables("reader", scan(PER_CUSTOMER, 0), "per_customer", PER_CUSTOMER_PLAN);
    assertThrows(
        IllegalArgumentException.class,
        () -> compile(tables, Map.of(201, "per_customer"), arrangements));
  }

  @Test
  void equalSubPlansShareOneOperatorWhateverTheirColumnsAreCalled() {
    Plan renamed =
        new Plan.Scan(ORDERS, List.of(1), List.of(new Field("k", IntegerExpressions.INT, false)));
    Plan other =
        new Plan.Filter(
            new Plan.Aggregate(
                renamed, List.of(column(0)), List.of(aggregate("count", false, null)), fields(2)),
            call("<", constant(1), column(1)));
    Circuit circuit = compile(tables("a", PER_CUSTOMER_PLAN, "b", other), Map.of(), arrangements);
    List<OperatorReport> operators = circuit.operators();
    assertEquals(
        List.of("scan", "aggregate", "filter"),
        operators.stream().map(o -> o.name().substring(0, o.name().indexOf('.'))).toList());
    assertEquals(List.of("a", "b"), operators.get(0).streamTables());
    assertEquals(List.of("b"), operators.get(2).streamTables());
    assertEquals(List.of(operators.get(0).name()), operators.get(1).inputs());
  }

  @Test
  void operatorsReportWhatTheyHaveDone() {
    Circuit circuit = compile(tables("t", PER_CUSTOMER_PLAN), Map.of(), arrangements);
    circuit.step(Map.of(101, delta(row(1, 7, 0), row(2, 7, 0), row(3, 8, 0))));
    OperatorReport scan = circuit.operators().getFirst();
    OperatorReport aggregate = circuit.operators().getLast();
    assertEquals(List.of(1L, 3L, 2L), List.of(scan.steps(), scan.rowsIn(), scan.rowsOut()));
    assertEquals(List.of(2L, 2L), List.of(aggregate.rowsIn(), aggregate.rowsOut()));
    assertTrue(aggregate.nanos() > 0);
  }

  @Test
  void anUpdateOfColumnsThatNobodyNeedsStepsNothingButItsScan() {
    Circuit circuit = compile(tables("t", PER_CUSTOMER_PLAN), Map.of(), arrangements);
    circuit.step(Map.of(101, delta(row(1, 7, 0))));
    ZSet update = delta(row(1, 7, 99));
    update.add(row(1, 7, 0), -1);
    assertTrue(circuit.step(Map.of(101, update)).get("t").isEmpty());
    assertEquals(1, circuit.operators().getLast().steps());
  }

  @Test
  void theFingerprintFollowsWhatIsComputed() {
    Map<String, Plan> tables = tables("t", PER_CUSTOMER_PLAN);
    String fingerprint = compile(tables, Map.of(), arrangements).fingerprint();
    assertEquals(fingerprint, compile(tables, Map.of(), arrangements).fingerprint());
    Plan filtered =
        new Plan.Aggregate(
            scan(ORDERS, 1),
            List.of(column(0)),
            List.of(aggregate("count", false, call("<", column(0), constant(3)))),
            fields(2));
    assertNotEquals(
        fingerprint, compile(tables("t", filtered), Map.of(), arrangements).fingerprint());
    assertNotEquals(
        fingerprint, compile(tables("u", PER_CUSTOMER_PLAN), Map.of(), arrangements).fingerprint());
  }

  @Test
  void theFingerprintChangesWithTheColumnThatStandsAtAnIndex() {
    SourceTable reordered =
        new SourceTable(
            101,
            "public",
            "orders",
            List.of(ORDERS.columns().get(0), new Field("other", IntegerExpressions.INT, true)),
            List.of());
    String before = compile(tables("t", scan(ORDERS, 1)), Map.of(), arrangements).fingerprint();
    String after = compile(tables("t", scan(reordered, 1)), Map.of(), arrangements).fingerprint();
    assertNotEquals(before, after);
  }

  @Test
  void anErrorNamesTheRowAndTheOperator() {
    Plan quotient =
        new Plan.Project(scan(ORDERS, 0, 1), List.of(call("/", column(0), column(1))), fields(1));
    Circuit circuit = compile(tables("ratio", quotient), Map.of(), arrangements);
    EvaluationException error =
        assertThrows(
            EvaluationException.class, () -> circuit.step(Map.of(101, delta(row(5, 0, 9)))));
    assertEquals("22012", error.sqlState());
    assertEquals("division by zero", error.getMessage());
    String context = String.valueOf(error.context());
    assertTrue(context.startsWith("row (c0 = 5, c1 = 0); operator project."), context);
    assertTrue(context.endsWith(" of ratio"), context);
  }

  private static Circuit compile(
      Map<String, Plan> tables, Map<Integer, String> streamTables, InMemoryArrangements state) {
    return CircuitCompiler.compile(tables, streamTables, state, new IntegerExpressions());
  }

  private static Map<String, Plan> tables(String name, Plan plan) {
    return new LinkedHashMap<>(Map.of(name, plan));
  }

  private static Map<String, Plan> tables(String name, Plan plan, String next, Plan nextPlan) {
    Map<String, Plan> tables = tables(name, plan);
    tables.put(next, nextPlan);
    return tables;
  }
}
