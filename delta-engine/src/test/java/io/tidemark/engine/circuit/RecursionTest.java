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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.arrangement.IndexedZSet;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Recursions over random, mostly cyclic graphs against PostgreSQL's loop, round by round. */
class RecursionTest {

  private static final int NODES = 6;
  private static final int EDGES_OID = 101;
  private static final int NODES_OID = 102;
  private static final SourceTable EDGE = RandomPlans.source(EDGES_OID, "edge", 2);
  private static final SourceTable NODE = RandomPlans.source(NODES_OID, "node", 1);
  private static final Plan EDGES = scan(EDGE, 0, 1);
  private static final Plan STARTS = scan(NODE, 0);

  static Stream<Arguments> recursions() {
    return Stream.of(
        Arguments.of("closure", closure()),
        Arguments.of("reachable", union(STARTS, project(join(self(1), 0, EDGES, 0), 2))),
        Arguments.of("paths up to a length", paths()),
        Arguments.of("doubled", union(EDGES, project(join(self(2), 1, self(2), 0), 0, 3))),
        Arguments.of(
            "two recursive branches",
            union(
                EDGES,
                new Plan.UnionAll(
                    List.of(
                        project(join(self(2), 1, EDGES, 0), 0, 3),
                        project(join(EDGES, 1, self(2), 0), 0, 3)),
                    fields(2)))),
        Arguments.of(
            "a branch that is the same in every round",
            union(
                STARTS,
                new Plan.UnionAll(
                    List.of(project(join(self(1), 0, EDGES, 0), 2), scan(EDGE, 1)), fields(1)))),
        Arguments.of(
            "only where nothing starts",
            union(
                STARTS,
                join(
                    Plan.Join.Kind.ANTI,
                    project(join(self(1), 0, EDGES, 0), 2),
                    column(0),
                    STARTS,
                    column(0)))),
        Arguments.of(
            "with the last edge missing",
            union(
                STARTS,
                project(join(Plan.Join.Kind.LEFT, self(1), column(0), EDGES, column(0)), 2))),
        Arguments.of(
            "outer join whose kept side is the same in every round",
            union(
                EDGES,
                project(join(Plan.Join.Kind.LEFT, EDGES, column(1), self(2), column(0)), 0, 3))),
        Arguments.of(
            "full join",
            union(
                EDGES,
                project(join(Plan.Join.Kind.FULL, EDGES, column(1), self(2), column(0)), 0, 3))),
        Arguments.of(
            "full join of two references",
            union(
                EDGES,
                project(join(Plan.Join.Kind.FULL, self(2), column(1), self(2), column(0)), 0, 3))),
        Arguments.of(
            "rows of a round against rows of the same round",
            union(
                EDGES,
                project(
                    join(
                        join(Plan.Join.Kind.ANTI, self(2), column(1), self(2), column(0)),
                        1,
                        EDGES,
                        0),
                    0,
                    3))),
        Arguments.of(
            "semi join of what is the same in every round",
            union(
                EDGES,
                project(
                    join(
                        Plan.Join.Kind.SEMI,
                        new Plan.Project(EDGES, List.of(column(1), plus(column(0))), fields(2)),
                        column(0),
                        self(2),
                        column(1)),
                    0,
                    0))),
        Arguments.of(
            "without what is the same in every round",
            union(
                EDGES,
                setOperation(
                    Plan.SetOperation.SetOperator.EXCEPT,
                    project(join(self(2), 1, EDGES, 0), 0, 3),
                    project(join(STARTS, 0, EDGES, 0), 0, 2)))),
        Arguments.of(
            "in two rounds' ways at once",
            union(
                EDGES,
                setOperation(
                    Plan.SetOperation.SetOperator.INTERSECT,
                    project(join(self(2), 1, EDGES, 0), 0, 3),
                    project(join(self(2), 0, EDGES, 0), 1, 3)))),
        Arguments.of("the two least of each start in a round", leastTwo()),
        Arguments.of("sums by round", sums()),
        Arguments.of("distinct by round", distinctRounds()),
        Arguments.of("a recursion within a round", nested(false)),
        Arguments.of("a recursion of paths within a round", nested(true)),
        Arguments.of(
            "the result read twice",
            new Plan.UnionAll(List.of(closure(), project(closure(), 1, 0)), fields(2))));
  }

  private static Plan closure() {
    return union(EDGES, project(join(self(2), 1, EDGES, 0), 0, 3));
  }

  /** (node, length of the path), UNION ALL. */
  private static Plan paths() {
    Plan start = new Plan.Project(STARTS, List.of(column(0), constant(0)), fields(2));
    Plan shorter = new Plan.Filter(self(2), call("<", column(1), constant(4)));
    return new Plan.Recursive(
        start,
        new Plan.Project(
            join(shorter, 0, EDGES, 0), List.of(column(3), plus(column(1))), fields(2)),
        true,
        1,
        fields(2));
  }

  /** (node, round, number of paths to it) by an aggregation in each round. */
  private static Plan sums() {
    Plan start = new Plan.Project(STARTS, List.of(column(0), constant(0), constant(1)), fields(3));
    Plan shorter = new Plan.Filter(self(3), call("<", column(1), constant(4)));
    Plan grouped =
        new Plan.Aggregate(
            join(shorter, 0, EDGES, 0),
            List.of(column(4), plus(column(1))),
            List.of(aggregate("sum", false, null, column(2))),
            fields(3));
    return new Plan.Recursive(start, grouped, true, 1, fields(3));
  }

  private static Plan distinctRounds() {
    Plan start = new Plan.Project(STARTS, List.of(column(0), constant(0)), fields(2));
    Plan shorter = new Plan.Filter(self(2), call("<", column(1), constant(5)));
    Plan next =
        new Plan.Project(
            join(shorter, 0, EDGES, 0), List.of(column(3), plus(column(1))), fields(2));
    return new Plan.Recursive(start, new Plan.Distinct(next), true, 1, fields(2));
  }

  /** In each round, whatever is reachable from the round's rows, but three edges further. */
  private static Plan nested(boolean all) {
    Plan outer = self(1);
    Plan bounded = new Plan.Project(outer, List.of(column(0), constant(0)), fields(2));
    Plan self = new Plan.RecursiveReference(2, fields(2));
    Plan shorter = new Plan.Filter(self, call("<", column(1), constant(3)));
    Plan inner =
        new Plan.Recursive(
            bounded,
            new Plan.Project(
                join(shorter, 0, EDGES, 0), List.of(column(3), plus(column(1))), fields(2)),
            all,
            2,
            fields(2));
    Plan far = new Plan.Filter(inner, call("<", constant(1), column(1)));
    return union(STARTS, project(far, 0));
  }

  private static Plan leastTwo() {
    Plan next = new Plan.Distinct(project(join(self(2), 1, EDGES, 0), 0, 3));
    SortKey second = new SortKey(column(1), false, false, 0);
    return union(EDGES, new Plan.TopK(next, List.of(column(0)), List.of(second), 0, 2L, false));
  }

  private static Plan setOperation(Plan.SetOperation.SetOperator kind, Plan left, Plan right) {
    return new Plan.SetOperation(kind, false, left, right, left.fields());
  }

  private static Plan union(Plan base, Plan step) {
    return new Plan.Recursive(base, step, false, 1, base.fields());
  }

  private static Plan self(int columns) {
    return new Plan.RecursiveReference(1, fields(columns));
  }

  private static Plan join(Plan left, int leftColumn, Plan right, int rightColumn) {
    return join(Plan.Join.Kind.INNER, left, column(leftColumn), right, column(rightColumn));
  }

  private static Plan join(
      Plan.Join.Kind kind, Plan left, Expression leftKey, Plan right, Expression rightKey) {
    return new Plan.Join(
        kind,
        left,
        right,
        List.of(new Plan.Join.Equality(IntegerExpressions.function("="), leftKey, rightKey, 0)),
        Optional.empty());
  }

  private static Plan project(Plan plan, Integer... columns) {
    return new Plan.Project(
        plan, Stream.of(columns).map(IntegerExpressions::column).toList(), fields(columns.length));
  }

  private static Expression plus(Expression value) {
    return call("+", value, constant(1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recursions")
  void roundsAgreeWithPostgresLoopAfterEveryTick(String name, Plan plan) {
    for (long seed = 0; seed < 30; seed++) {
      randomGraph(name, plan, seed);
    }
  }

  private static void randomGraph(String name, Plan plan, long seed) {
    Random random = new Random(seed);
    InMemoryArrangements state = new InMemoryArrangements();
    Circuit circuit = compile(plan, state);
    Map<Integer, Bag> sources = new HashMap<>(Map.of(EDGES_OID, new Bag(), NODES_OID, new Bag()));
    Bag output = new Bag();
    for (int tick = 0; tick < 25; tick++) {
      for (int step = random.nextInt(3); step >= 0; step--) {
        Map<Integer, ZSet> deltas = new HashMap<>();
        if (tick > 0) {
          deltas.put(EDGES_OID, change(random, sources.get(EDGES_OID), 2, 5));
          if (random.nextInt(3) == 0) {
            deltas.put(NODES_OID, change(random, sources.get(NODES_OID), 1, 2));
          }
        }
        output.addAll(circuit.step(deltas).get("t"));
        if (random.nextInt(4) == 0) {
          circuit = compile(plan, state);
        }
      }
      Bag expected = new BatchPlan(sources).evaluate(plan);
      assertEquals(expected, output, name + ", seed " + seed + ", tick " + tick + ": " + sources);
    }
  }

  private static ZSet change(Random random, Bag source, int columns, int count) {
    ZSet delta = new ZSet();
    if (random.nextInt(12) == 0) {
      source.forEach((row, weight) -> delta.add(row, -weight));
    } else {
      for (Row row : List.copyOf(source.keySet())) {
        if (random.nextInt(5) == 0) {
          delta.add(row, -1);
        }
      }
      for (int i = random.nextInt(count); i > 0; i--) {
        Object[] values = new Object[columns];
        for (int c = 0; c < columns; c++) {
          values[c] = random.nextInt(15) == 0 ? null : (Integer) random.nextInt(NODES);
        }
        delta.add(row(values), random.nextInt(8) == 0 ? 2 : 1);
      }
    }
    source.addAll(delta);
    return delta;
  }

  @Test
  void aCycleThatIsCutOffLeavesTheResult() {
    Circuit circuit = compile(closure(), new InMemoryArrangements());
    circuit.step(Map.of(EDGES_OID, delta(row(1, 2), row(2, 3), row(3, 2))));
    ZSet cut = circuit.step(Map.of(EDGES_OID, delta(-1, row(2, 3)))).get("t");
    ZSet expected = new ZSet();
    for (Row gone : List.of(row(1, 3), row(2, 2), row(2, 3), row(3, 3))) {
      expected.add(gone, -1);
    }
    assertEquals(bag(expected), bag(cut));
  }

  @Test
  void aCycleUnderUnionAllIsAnErrorThatNamesTheLimit() {
    Plan endless =
        new Plan.Recursive(EDGES, project(join(self(2), 1, EDGES, 0), 0, 3), true, 1, fields(2));
    Circuit circuit = compile(endless, new InMemoryArrangements());
    circuit.step(Map.of(EDGES_OID, delta(row(1, 2), row(2, 3))));
    EvaluationException error =
        assertThrows(
            EvaluationException.class, () -> circuit.step(Map.of(EDGES_OID, delta(row(3, 2)))));
    assertEquals("54000", error.sqlState());
    assertTrue(error.getMessage().contains("recursionIterations"), error.getMessage());
  }

  @Test
  void whatIsTheSameInEveryRoundIsKeptOnceAndWhatIsReadTwiceIsComputedOnce() {
    Plan twice = new Plan.UnionAll(List.of(closure(), project(closure(), 1, 0)), fields(2));
    Circuit circuit = compile(twice, new InMemoryArrangements());
    assertEquals(
        List.of("scan", "recursion", "project", "union"),
        circuit.operators().stream()
            .map(o -> o.name().substring(0, o.name().indexOf('.')))
            .toList());
  }

  @Test
  void anEdgeAtTheEndOfALongChainCostsWhatItChanges() {
    assertEquals(accessesOfOneEdge(20), accessesOfOneEdge(2_000));
  }

  /** How often state is read or written for an edge at the end of a chain. */
  private static long accessesOfOneEdge(int length) {
    AtomicLong accesses = new AtomicLong();
    InMemoryArrangements state = new InMemoryArrangements();
    Arrangements counted =
        new Arrangements() {
          @Override
          public IndexedZSet indexed(String name) {
            return counting(IndexedZSet.class, state.indexed(name), accesses);
          }

          @Override
          public KeyedState keyed(String name) {
            return counting(KeyedState.class, state.keyed(name), accesses);
          }
        };
    Circuit circuit =
        CircuitCompiler.compile(
            Map.of("t", union(STARTS, project(join(self(1), 0, EDGES, 0), 2))),
            Map.of(),
            counted,
            new IntegerExpressions());
    List<Row> chain = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      chain.add(row(i, i + 1));
    }
    circuit.step(Map.of(EDGES_OID, delta(chain.toArray(Row[]::new)), NODES_OID, delta(row(0))));
    accesses.set(0);
    Row last = row(length, length + 1);
    assertEquals(
        bag(delta(row(length + 1))), bag(circuit.step(Map.of(EDGES_OID, delta(last))).get("t")));
    return accesses.get();
  }

  private static <T> T counting(Class<T> type, T state, AtomicLong accesses) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              accesses.incrementAndGet();
              return method.invoke(state, arguments);
            }));
  }

  private static Circuit compile(Plan plan, InMemoryArrangements state) {
    return CircuitCompiler.compile(Map.of("t", plan), Map.of(), state, new IntegerExpressions());
  }
}
