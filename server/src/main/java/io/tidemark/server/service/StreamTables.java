package io.tidemark.server.service;

import io.tidemark.config.DefinitionGraph;
import io.tidemark.config.Limits;
import io.tidemark.config.QualifiedName;
import io.tidemark.config.StreamTableDefinition;
import io.tidemark.engine.PlanLimits;
import io.tidemark.engine.QueryShape;
import io.tidemark.engine.operator.recursive.RecursionLimits;
import io.tidemark.sink.RelationName;
import io.tidemark.state.Lsn;
import io.tidemark.state.StateStore;
import io.tidemark.wal.SourceException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The definitions that there are, and the circuits that they make. Changed by the core's thread;
 * any thread may look.
 */
final class StreamTables {

  private final StateStore store;
  private final Sources sources;
  private final SinkConnection sink;
  private final CircuitFactory circuitFactory;
  private final Planner planner;
  private final Refresher refresher;
  private final Failures failures;
  private final Timetable timetable;
  private final boolean sinkIsSource;
  private final Map<QualifiedName, StreamTableDefinition> definitions = new LinkedHashMap<>();
  private List<Group> groups = List.of();
  private volatile Map<QualifiedName, StreamTableEntry> entries = Map.of();
  private volatile List<Runner> runners = List.of();
  private volatile Upstream upstream = Upstream.NONE;

  /**
   * Connected definitions, planned.
   *
   * @param entries each behind those that it reads
   */
  private record Group(List<StreamTableEntry> entries, List<Runner> runners) {
    Group {
      entries = List.copyOf(entries);
      runners = List.copyOf(runners);
    }
  }

  StreamTables(
      StateStore store,
      Sources sources,
      SinkConnection sink,
      Failures failures,
      Timetable timetable,
      Refresher refresher,
      Limits limits,
      boolean sinkIsSource) {
    this.store = store;
    this.sources = sources;
    this.sink = sink;
    this.circuitFactory = new CircuitFactory(sources, () -> sink, store, limits);
    this.planner =
        new Planner(
            sources,
            () -> sink,
            store,
            circuitFactory,
            new PlanLimits(
                limits.queryDepth(),
                limits.planOperators(),
                limits.groupingSets(),
                new RecursionLimits(limits.recursionIterations(), limits.recursionRows())));
    this.refresher = refresher;
    this.failures = failures;
    this.timetable = timetable;
    this.sinkIsSource = sinkIsSource;
  }

  // ---- any thread ----

  /** All of them, whoever reads behind whom it reads as far as no circle forbids it. */
  List<Runner> runners() {
    return runners;
  }

  /** Which of them read which. */
  Upstream upstream() {
    return upstream;
  }

  Stream<CircuitRunner> circuits() {
    return runners.stream().filter(CircuitRunner.class::isInstance).map(CircuitRunner.class::cast);
  }

  Stream<FullRunner> fulls() {
    return runners.stream().filter(FullRunner.class::isInstance).map(FullRunner.class::cast);
  }

  /** The circuits that read a table. */
  List<CircuitRunner> readersOf(int oid) {
    return circuits().filter(runner -> runner.sourceOids().contains(oid)).toList();
  }

  StreamTableEntry entry(QualifiedName name) {
    StreamTableEntry entry = entries.get(name);
    if (entry == null) {
      throw new ServiceException(
          ServiceException.Kind.NOT_FOUND,
          "TM-H404",
          "There is no stream table " + name,
          "'tidemark status' lists those that there are.");
    }
    return entry;
  }

  List<StreamTableStatus> statuses() {
    return entries.values().stream().map(this::status).toList();
  }

  StreamTableStatus status(QualifiedName name) {
    return status(entry(name));
  }

  private StreamTableStatus status(StreamTableEntry entry) {
    Runner runner = runnerOf(entry);
    if (runner == null || runner.frontier() == Lsn.NONE) {
      return entry.status(null, 0, 0);
    }
    if (entry.isDetached()) {
      return entry.status(
          Lsn.format(entry.detachedAt()),
          Math.max(0, sources.end() - entry.detachedAt()),
          entry.secondsInError());
    }
    double lagSeconds = runner.lagSeconds();
    long lagBytes = lagSeconds == 0 ? 0 : Math.max(0, sources.end() - runner.frontier());
    return entry.status(Lsn.format(runner.frontier()), lagBytes, lagSeconds);
  }

  String explain(QualifiedName name) {
    StreamTableEntry entry = entry(name);
    return Explanation.of(entry, runnerOf(entry));
  }

  private @Nullable Runner runnerOf(StreamTableEntry entry) {
    for (Runner runner : runners) {
      if (runner.tables().contains(entry)) {
        return runner;
      }
    }
    return null;
  }

  /** The name of the circuit that a stream table is in; empty if it is in none. */
  String circuitOf(String table) {
    for (Runner runner : runners) {
      for (StreamTableEntry entry : runner.tables()) {
        if (entry.name().equals(table)) {
          return entry.isDetached() ? "" : runner.name(); // the circuit's frontier is not its own
        }
      }
    }
    return "";
  }

  // ---- the core's thread ----

  /** Takes the definitions of the configuration, plans them and creates their tables. */
  void open(Collection<StreamTableDefinition> configured) throws SQLException {
    configured.forEach(definition -> definitions.put(definition.name(), definition));
    arrange();
  }

  void define(StreamTableDefinition definition) {
    StreamTableDefinition before = definitions.put(definition.name(), definition);
    try {
      graph()
          .cycle()
          .ifPresent(path -> {
            throw new ServiceException(
                ServiceException.Kind.INVALID,
                "TM-C034",
                "Stream tables would read each other in a circle: "
                    + String.join(" → ", path.stream().map(QualifiedName::toString).toList()),
                "Break the circle.");
          });
      arrange();
    } catch (SQLException | RuntimeException refused) {
      if (before == null) {
        definitions.remove(definition.name());
      } else {
        definitions.put(definition.name(), before);
      }
      throw refused instanceof SQLException failed
          ? Service.unavailable(failed)
          : (RuntimeException) refused;
    }
  }

  void drop(QualifiedName name) {
    StreamTableEntry dropped = entry(name);
    graph().readers(name).stream()
        .findFirst()
        .ifPresent(reader -> {
          throw new ServiceException(
              ServiceException.Kind.CONFLICT,
              "TM-H409",
              "%s is read by the stream table %s".formatted(name, reader),
              "Drop %s first.".formatted(reader));
        });
    dropped.state(StreamTableStatus.State.DROPPING);
    definitions.remove(name);
    try {
      arrange();
      sink.ddl().drop(new RelationName(name.schema(), name.name()));
    } catch (SQLException failed) {
      throw Service.unavailable(failed);
    }
  }

  void pause(QualifiedName name) {
    Runner runner = runnerOf(entry(name));
    if (runner != null) {
      runner.tables().forEach(table -> table.state(StreamTableStatus.State.PAUSED));
    }
  }

  void resume(QualifiedName name) {
    StreamTableEntry resumed = entry(name);
    Runner runner = runnerOf(resumed);
    if (runner != null) {
      boolean wasFused = resumed.state() == StreamTableStatus.State.FUSED;
      runner.tables().stream()
          .filter(table ->
              table.state() == StreamTableStatus.State.PAUSED
                  || table.state() == StreamTableStatus.State.FUSED)
          .forEach(table ->
              table.state(
                  table.isDetached()
                      ? StreamTableStatus.State.ERROR
                      : StreamTableStatus.State.ACTIVE));
      if (wasFused && runner instanceof CircuitRunner circuit) {
        circuit.letPass();
      }
    }
  }

  void repair(QualifiedName name) {
    Runner runner = runnerOf(entry(name));
    if (runner != null) {
      runner.requireLoad();
      failures.forgive(runner);
    }
  }

  private DefinitionGraph graph() {
    return new DefinitionGraph(List.copyOf(definitions.values()));
  }

  /** Makes the runners those of the definitions; keeps the ones whose definitions are the same. */
  private void arrange() throws SQLException {
    List<Group> arranged = new ArrayList<>();
    for (DefinitionGraph.Component component : graph().components()) {
      Group group = existing(component);
      arranged.add(group == null ? create(component) : group);
    }
    List<Runner> before = runners;
    Map<QualifiedName, StreamTableEntry> all = new LinkedHashMap<>();
    arranged.forEach(
        group -> group.entries().forEach(entry -> all.put(entry.definition().name(), entry)));
    groups = List.copyOf(arranged);
    runners = arranged.stream().flatMap(group -> group.runners().stream()).toList();
    upstream = Upstream.of(runners);
    entries = Collections.unmodifiableMap(all);
    before.stream()
        .filter(runner -> !runners.contains(runner))
        .forEach(runner -> {
          if (runner instanceof FullRunner full) {
            refresher.stop(full);
          }
        });
    timetable.retain(runners);
    failures.retain(runners);
    sources.watch(
        fulls()
            .filter(full -> full.pollReason() == null)
            .flatMap(full -> full.relations().stream())
            .collect(Collectors.toSet()));
    Set<String> states = circuits().map(CircuitRunner::stateName).collect(Collectors.toSet());
    for (String state : store.circuits()) {
      if (!states.contains(state)) {
        store.dropCircuit(state);
      }
    }
  }

  private @Nullable Group existing(DefinitionGraph.Component component) {
    for (Group group : groups) {
      if (group.entries().stream()
          .map(StreamTableEntry::definition)
          .toList()
          .equals(component.definitions())) {
        return group;
      }
    }
    return null;
  }

  /**
   * Plans connected definitions and makes their runners: a circuit of those that are maintained by
   * deltas and read each other, one runner for each that is recomputed.
   */
  private Group create(DefinitionGraph.Component component) throws SQLException {
    Map<QualifiedName, StreamTableEntry> planned = new LinkedHashMap<>();
    for (StreamTableDefinition definition : component.definitions()) {
      for (Runner former : runners) {
        // a refresh under way would hold the table's lock, and merge by the old definition
        if (former instanceof FullRunner full
            && full.table().definition().name().equals(definition.name())) {
          refresher.stop(full);
        }
      }
      Set<Integer> ours = new HashSet<>();
      planned.values().forEach(entry -> ours.add(entry.table().relation()));
      planned.put(definition.name(), planner.plan(definition, ours));
    }
    List<StreamTableEntry> byDeltas =
        planned.values().stream().filter(entry -> !entry.isFull()).toList();
    List<Runner> made = new ArrayList<>();
    for (DefinitionGraph.Component circuit :
        new DefinitionGraph(byDeltas.stream().map(StreamTableEntry::definition).toList())
            .components()) {
      List<StreamTableEntry> members = new ArrayList<>();
      circuit
          .definitions()
          .forEach(
              definition -> members.add(Objects.requireNonNull(planned.get(definition.name()))));
      for (StreamTableEntry read : planned.values()) {
        if (read.isFull()
            && members.stream().anyMatch(m -> m.relations().contains(read.table().relation()))) {
          sink.ddl().publishable(read.table());
        }
      }
      made.add(resumed(circuitFactory.create(circuit.name().toString(), members)));
    }
    for (StreamTableEntry entry : planned.values()) {
      QueryShape shape = entry.refreshPlan().shape();
      if (shape != null) {
        made.add(full(entry, shape));
      }
    }
    // in the order of reading, so that one pass of the core sees what the runners before have done
    List<StreamTableEntry> order = List.copyOf(planned.values());
    made.sort(Comparator.comparingInt(runner -> order.indexOf(runner.tables().getFirst())));
    return new Group(order, made);
  }

  private CircuitRunner resumed(CircuitRunner runner) throws SQLException {
    runner.resume();
    if (!runner.needsLoad()) {
      runner.succeeded();
      for (StreamTableEntry table : runner.tables()) {
        table.rows(sinkIsSource ? sources.countRows(table.definition().name()) : 0);
      }
    }
    return runner;
  }

  private FullRunner full(StreamTableEntry entry, QueryShape shape) throws SQLException {
    Set<Integer> ours =
        entries.values().stream()
            .map(other -> other.table().relation())
            .collect(Collectors.toSet());
    String pollReason = pollReason(shape);
    long watchedSinceXid = 0;
    if (pollReason == null) {
      try {
        watchedSinceXid =
            sources.publish(
                shape.relations().stream()
                    .map(QueryShape.Relation::oid)
                    .filter(oid -> !ours.contains(oid))
                    .toList());
      } catch (SourceException unwatchable) {
        pollReason = String.valueOf(unwatchable.getMessage());
      }
    }
    FullRunner runner =
        new FullRunner(
            entry,
            shape,
            sink.merger().acquire(entry.name()),
            sources,
            () -> upstream,
            sinkIsSource,
            pollReason,
            watchedSinceXid);
    if (!runner.needsLoad()) {
      entry.state(StreamTableStatus.State.ACTIVE);
      entry.rows(sinkIsSource ? sources.countRows(entry.definition().name()) : 0);
    }
    return runner;
  }

  /**
   * Why changes of what a query depends on cannot be watched; null if they can, as far as known.
   */
  private static @Nullable String pollReason(QueryShape shape) {
    if (!shape.opaqueFunctions().isEmpty()) {
      return String.join(", ", shape.opaqueFunctions()) + " may read any table";
    }
    if (!shape.volatileFunctions().isEmpty()) {
      return String.join(", ", shape.volatileFunctions()) + " is VOLATILE";
    }
    if (shape.sampled()) {
      return "it has TABLESAMPLE";
    }
    return shape.clock() ? "it depends on the time or the session" : null;
  }
}
