package io.tidemark.engine.circuit;

import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.operator.aggregate.Aggregate;
import io.tidemark.engine.operator.aggregate.GroupAggregate;
import io.tidemark.engine.operator.aggregate.GroupingSets;
import io.tidemark.engine.operator.join.InnerJoin;
import io.tidemark.engine.operator.join.MultiJoin;
import io.tidemark.engine.operator.join.OuterJoin;
import io.tidemark.engine.operator.join.SemiJoin;
import io.tidemark.engine.operator.ordered.OrderLabels;
import io.tidemark.engine.operator.ordered.TopK;
import io.tidemark.engine.operator.recursive.Recursion;
import io.tidemark.engine.operator.recursive.RecursionLimits;
import io.tidemark.engine.operator.set.Distinct;
import io.tidemark.engine.operator.set.Except;
import io.tidemark.engine.operator.set.Intersect;
import io.tidemark.engine.operator.set.UnionAll;
import io.tidemark.engine.operator.table.Filter;
import io.tidemark.engine.operator.table.Project;
import io.tidemark.engine.operator.table.Scan;
import io.tidemark.engine.operator.table.TableFunction;
import io.tidemark.engine.operator.table.Values;
import io.tidemark.engine.operator.time.ClockValues;
import io.tidemark.engine.operator.time.TemporalFilter;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a circuit of plans: one operator per distinct sub-plan, whoever needs it; a scan of a
 * stream table of the same circuit becomes an edge to that one's output. A compiler makes one
 * circuit.
 */
public final class CircuitCompiler {

  private final Map<Integer, String> streamTableOids;
  private final Arrangements arrangements;
  private final Expressions expressions;
  private final Fingerprint fingerprint;
  private final Map<String, String> rootPrints = new LinkedHashMap<>();
  private final Map<String, Plan> compiled = new HashMap<>();
  private final Map<String, Integer> outputs = new LinkedHashMap<>();
  private final Map<String, Integer> nodeOfPrint = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<SourceTable> sources = new LinkedHashSet<>();
  private final RecursionLimits limits;

  private CircuitCompiler(
      Map<Integer, String> streamTableOids,
      Arrangements arrangements,
      Expressions expressions,
      RecursionLimits limits) {
    this.limits = limits;
    this.expressions = expressions;
    this.streamTableOids = streamTableOids;
    this.arrangements = arrangements;
    this.fingerprint = new Fingerprint(streamTableOids, rootPrints, expressions.timeZone().getId());
  }

  /**
   * Compiles the stream tables of one circuit.
   *
   * @param tables plans by stream table, each after those that it reads
   * @param streamTableOids names of the stream tables of this circuit by the OIDs under which plans
   *     scan them; other OIDs are sources
   * @param arrangements where the operators' state is; names are stable as long as the {@linkplain
   *     Circuit#fingerprint fingerprint} is
   * @param expressions computes what the plans' expressions say
   * @throws io.tidemark.engine.UnsupportedQueryException if an expression or aggregate cannot be
   *     computed
   * @throws IllegalArgumentException if a plan reads a stream table of the circuit that comes later
   */
  public static Circuit compile(
      Map<String, Plan> tables,
      Map<Integer, String> streamTableOids,
      Arrangements arrangements,
      Expressions expressions) {
    return compile(tables, streamTableOids, arrangements, expressions, RecursionLimits.DEFAULT);
  }

  /** Likewise, with other limits of recursion. */
  public static Circuit compile(
      Map<String, Plan> tables,
      Map<Integer, String> streamTableOids,
      Arrangements arrangements,
      Expressions expressions,
      RecursionLimits limits) {
    CircuitCompiler compiler =
        new CircuitCompiler(Map.copyOf(streamTableOids), arrangements, expressions, limits);
    tables.forEach(compiler::add);
    return new Circuit(
        compiler.nodes,
        compiler.outputs,
        Map.copyOf(compiler.compiled),
        compiler.sources,
        Fingerprint.ofRoots(compiler.rootPrints),
        System::nanoTime);
  }

  private void add(String streamTable, Plan given) {
    Plan plan = LabelOrders.in(SlowClock.join(given), expressions);
    int root = node(plan);
    outputs.put(streamTable, root);
    rootPrints.put(streamTable, fingerprint.of(plan));
    compiled.put(streamTable, plan);
    mark(root, streamTable);
  }

  private void mark(int node, String streamTable) {
    if (nodes.get(node).streamTables().add(streamTable)) {
      nodes.get(node).inputs().forEach(input -> mark(input, streamTable));
    }
  }

  private int node(Plan plan) {
    if (plan instanceof Plan.Scan scan) {
      Integer edge = edge(scan);
      if (edge != null) {
        return edge;
      }
    }
    String print = fingerprint.of(plan);
    Integer known = nodeOfPrint.get(print);
    if (known != null) {
      return known;
    }
    if (plan instanceof Plan.Recursive recursive) {
      return recursion(recursive, print);
    }
    if (plan instanceof Plan.Filter filter && ClockUse.isIn(filter.predicate())) {
      return temporalFilter(filter, print);
    }
    if (plan instanceof Plan.Join join) {
      Plan apart = AskedConditions.apart(join, expressions);
      if (!apart.equals(plan)) {
        return node(apart);
      }
    }
    if (plan instanceof Plan.MultiJoin join && !JoinKeys.areCommon(join, expressions)) {
      return node(LabelOrders.in(join.joins(), expressions));
    }
    if (plan instanceof Plan.Values values && isOfClock(values)) {
      return clockValues(values, print);
    }
    List<Integer> inputs = plan.inputs().stream().map(this::node).toList();
    Integer source = null;
    if (plan instanceof Plan.Scan scan) {
      sources.add(scan.source());
      source = scan.source().oid();
    }
    String name = kind(plan) + "." + print;
    List<Field> fields = plan.inputs().stream().flatMap(in -> in.fields().stream()).toList();
    return add(print, new Node(name, operator(plan, name), source, inputs, fields));
  }

  private static boolean isOfClock(Plan.Values values) {
    return values.rows().size() == 1 && values.rows().getFirst().stream().anyMatch(ClockUse::isIn);
  }

  private int clockValues(Plan.Values values, String print) {
    String name = "clock_values." + print;
    RowMapper row =
        mapper(
            values.rows().getFirst().stream()
                .map(value -> TemporalCondition.timed(value, 0))
                .toList());
    Operator operator =
        new ClockValues(time -> row.map(TemporalCondition.clock(time)), arrangements.keyed(name));
    return add(print, new Node(name, operator, null, List.of(clock())));
  }

  private int temporalFilter(Plan.Filter filter, String print) {
    String name = kind(filter) + "." + print;
    Operator operator =
        new TemporalFilter(
            TemporalCondition.of(filter.predicate(), filter.input().fields().size(), expressions),
            arrangements.keyed(name + ".time"),
            arrangements.keyed(name + ".schedule"));
    return add(
        print,
        new Node(
            name, operator, null, List.of(node(filter.input()), clock()), filter.input().fields()));
  }

  /** The node that gives the time of the tick, in a circuit that looks at it. */
  private int clock() {
    Integer known = nodeOfPrint.get(Circuit.CLOCK);
    return known != null
        ? known
        : add(
            Circuit.CLOCK,
            new Node(Circuit.CLOCK, new Scan(List.of(0)), Circuit.CLOCK_SOURCE, List.of()));
  }

  private int recursion(Plan.Recursive recursive, String print) {
    List<Integer> inputs = new ArrayList<>();
    inputs.add(node(recursive.base()));
    LoopCompiler<Integer> loop =
        new LoopCompiler<>(recursive, print, this::node, new LoopOperators());
    Operator operator = loop.compile();
    inputs.addAll(loop.fixed());
    return add(print, new Node(kind(recursive) + "." + print, operator, null, inputs));
  }

  /** What the loops of recursions are made of: the operators that stand outside of loops too. */
  private final class LoopOperators implements LoopCompiler.Operators {

    @Override
    public Operator operator(Plan plan, String print) {
      return CircuitCompiler.this.operator(plan, kind(plan) + "." + print);
    }

    @Override
    public Operator recursion(Plan.Recursive plan, String print, LoopBody body, int fixedInputs) {
      String label =
          plan.fields().stream().map(Field::name).collect(Collectors.joining(", ", "(", ")"));
      int width = plan.fields().size();
      if (plan.all()) {
        return Recursion.all(label, body, fixedInputs, width, limits);
      }
      return Recursion.distinct(
          label,
          body,
          fixedInputs,
          width,
          expressions.key(plan.fields().stream().map(Field::type).toList()),
          arrangements.indexed(kind(plan) + "." + print),
          limits);
    }

    @Override
    public String printWithin(String loop, Plan plan) {
      return fingerprint.within(loop, plan);
    }
  }

  private int add(String print, Node node) {
    nodes.add(node);
    nodeOfPrint.put(print, nodes.size() - 1);
    return nodes.size() - 1;
  }

  /** The node that gives what a scan reads, if that is a stream table of this circuit. */
  private @Nullable Integer edge(Plan.Scan scan) {
    String streamTable = streamTableOids.get(scan.source().oid());
    if (streamTable == null) {
      return null;
    }
    Plan read = compiled.get(streamTable);
    Integer root = outputs.get(streamTable);
    if (read == null || root == null) {
      throw new IllegalArgumentException(
          scan.source().displayName() + " is read before it is compiled");
    }
    List<String> names = read.fields().stream().map(Field::name).toList();
    List<Integer> columns =
        scan.columns().stream()
            .map(column -> names.indexOf(scan.source().columns().get(column).name()))
            .toList();
    if (columns.contains(-1)) {
      throw new IllegalArgumentException(
          scan.source().displayName() + " is read with a column that it does not have");
    }
    if (columns.equals(IntStream.range(0, names.size()).boxed().toList())) {
      return root;
    }
    String print = fingerprint.of(scan);
    Integer known = nodeOfPrint.get(print);
    return known != null
        ? known
        : add(print, new Node("scan." + print, new Scan(columns), null, List.of(root)));
  }

  private Operator operator(Plan plan, String name) {
    return switch (plan) {
      case Plan.Scan scan -> new Scan(scan.columns());
      case Plan.Filter filter -> new Filter(predicate(filter.predicate()));
      case Plan.Project project -> new Project(mapper(project.expressions()));
      case Plan.Join join -> join(join, name);
      case Plan.MultiJoin join ->
          new MultiJoin(
              join.inputs().size(), JoinKeys.edges(join, expressions), arrangements, name);
      case Plan.Aggregate aggregate -> aggregate(aggregate.keys(), aggregate.aggregates(), name);
      case Plan.DependentJoin join -> throw join.isLeft();
      case Plan.GroupingSets grouping -> groupingSets(grouping, name);
      case Plan.Distinct distinct -> {
        List<PgType> types = distinct.fields().stream().map(Field::type).toList();
        yield new Distinct(expressions.key(types), arrangements.keyed(name));
      }
      case Plan.TopK topK ->
          new TopK(
              key(topK.partitionKeys()),
              expressions.order(topK.sortKeys()),
              topK.offset(),
              topK.limit(),
              topK.withTies(),
              arrangements.keyed(name));
      case Plan.OrderLabels labels -> new OrderLabels(labelledColumns(labels), arrangements, name);
      case Plan.Window window ->
          new WindowCompiler(window, expressions)
              .compile(key(window.partitionKeys()), arrangements.keyed(name));
      case Plan.SetOperation operation -> {
        KeyFunction key = expressions.key(operation.fields().stream().map(Field::type).toList());
        yield switch (operation.kind()) {
          case INTERSECT -> new Intersect(operation.all(), key, arrangements.keyed(name));
          case EXCEPT -> new Except(operation.all(), key, arrangements.keyed(name));
        };
      }
      case Plan.UnionAll _ -> new UnionAll();
      case Plan.TableFunction function ->
          new TableFunction(
              RowFunctions.table(function, expressions),
              function.given().size(),
              function.condition().map(this::predicate).orElse(null),
              function.outer());
      case Plan.Values values ->
          new Values(values.rows().stream().map(this::mapper).toList(), arrangements.keyed(name));
      case Plan.Recursive _, Plan.RecursiveReference _ ->
          throw new IllegalArgumentException("a recursion is compiled as a loop");
    };
  }

  /** Those of one type together. */
  private List<OrderLabels.Columns> labelledColumns(Plan.OrderLabels plan) {
    List<OrderLabels.Columns> columns = new ArrayList<>();
    List<Plan.OrderLabels.Label> labels = plan.labels();
    for (PgType type : labels.stream().map(Plan.OrderLabels.Label::type).distinct().toList()) {
      int[] places =
          IntStream.range(0, labels.size())
              .filter(label -> labels.get(label).type().equals(type))
              .toArray();
      columns.add(
          new OrderLabels.Columns(
              IntStream.of(places).map(label -> labels.get(label).column()).toArray(),
              places,
              Objects.requireNonNull(
                  expressions.valueOrder(type), "only what has one is labelled")));
    }
    return columns;
  }

  private Operator join(Plan.Join join, String name) {
    JoinKeys keys = JoinKeys.of(join, expressions);
    RowPredicate residual = keys.residual().map(this::predicate).orElse(null);
    return switch (join.kind()) {
      case INNER -> new InnerJoin(keys.left(), keys.right(), residual, arrangements, name);
      case LEFT, FULL ->
          new OuterJoin(
              join.kind() == Plan.Join.Kind.FULL,
              keys.left(),
              keys.right(),
              join.left().fields().size(),
              join.right().fields().size(),
              residual,
              arrangements,
              name);
      case SEMI, ANTI ->
          new SemiJoin(
              join.kind() == Plan.Join.Kind.ANTI,
              keys.left(),
              keys.right(),
              residual,
              arrangements,
              name);
    };
  }

  private Aggregate aggregate(List<Expression> keys, List<AggregateCall> calls, String name) {
    AggregateCompiler compiler = new AggregateCompiler(expressions, arrangements);
    List<GroupAggregate> aggregates = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      aggregates.add(compiler.compile(calls.get(i), name + "." + i));
    }
    return new Aggregate(
        mapper(keys),
        expressions.key(types(keys)),
        keys.size(),
        aggregates,
        arrangements.keyed(name));
  }

  private Operator groupingSets(Plan.GroupingSets plan, String name) {
    List<GroupingSets.KeySet> sets = new ArrayList<>();
    for (int s = 0; s < plan.sets().size(); s++) {
      int set = s;
      List<Integer> indexes = plan.sets().get(set);
      List<Expression> keys = indexes.stream().map(plan.keys()::get).toList();
      int[] constants =
          IntStream.range(0, plan.groupings().size() + 1)
              .map(i -> i < plan.groupings().size() ? plan.grouping(i, set) : set)
              .toArray();
      sets.add(
          new GroupingSets.KeySet(
              aggregate(keys, plan.aggregates(), name + ".set" + set), indexes, constants));
    }
    return new GroupingSets(sets, plan.keys().size(), plan.aggregates().size());
  }

  /** The key of the expressions' values over an input row. */
  private KeyFunction key(List<Expression> list) {
    RowMapper values = mapper(list);
    KeyFunction key = expressions.key(types(list));
    return new KeyFunction() {
      @Override
      public byte @Nullable [] keyOf(Row row) {
        return key.keyOf(values.map(row));
      }

      @Override
      public void prepare(ZSet rows) {
        values.prepare(rows);
      }
    };
  }

  private RowMapper mapper(List<Expression> list) {
    return RowFunctions.mapper(list, expressions);
  }

  private RowPredicate predicate(Expression condition) {
    return RowFunctions.predicate(condition, expressions);
  }

  private static List<PgType> types(List<Expression> list) {
    return list.stream().map(Expression::type).toList();
  }

  private static String kind(Plan plan) {
    return switch (plan) {
      case Plan.Scan _ -> "scan";
      case Plan.Filter _ -> "filter";
      case Plan.Project _ -> "project";
      case Plan.Join _ -> "join";
      case Plan.MultiJoin _ -> "joins";
      case Plan.Aggregate _ -> "aggregate";
      case Plan.DependentJoin join -> throw join.isLeft();
      case Plan.GroupingSets _ -> "grouping_sets";
      case Plan.Distinct _ -> "distinct";
      case Plan.TopK _ -> "top-k";
      case Plan.OrderLabels _ -> "labels";
      case Plan.Window _ -> "window";
      case Plan.SetOperation operation -> operation.kind().name().toLowerCase(Locale.ROOT);
      case Plan.UnionAll _ -> "union";
      case Plan.TableFunction _ -> "table_function";
      case Plan.Values _ -> "values";
      case Plan.Recursive _ -> "recursion";
      case Plan.RecursiveReference _ -> "reference";
    };
  }
}
