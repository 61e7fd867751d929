package io.tidemark.server.service;

import io.tidemark.config.DefinitionGraph;
import io.tidemark.config.QualifiedName;
import io.tidemark.config.StreamTableDefinition;
import io.tidemark.sink.RelationName;
import io.tidemark.state.Lsn;
import io.tidemark.state.StateStore;
import io.tidemark.wal.CapturedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The definitions that there are, and the circuits that they make. Changed by the core's thread;
 * any thread may look.
 */
final class StreamTables {

  private final StateStore store;
  private final Sources sources;
  private final SinkConnection sink;
  private final CircuitFactory factory;
  private final Failures failures;
  private final Timetable timetable;
  private final boolean sinkIsSource;
  private final Map<QualifiedName, StreamTableDefinition> definitions = new LinkedHashMap<>();
  private volatile Map<QualifiedName, StreamTableEntry> entries = Map.of();
  private volatile List<CircuitRunner> runners = List.of();

  StreamTables(
      StateStore store,
      Sources sources,
      SinkConnection sink,
      Failures failures,
      Timetable timetable,
      boolean sinkIsSource) {
    this.store = store;
    this.sources = sources;
    this.sink = sink;
    this.factory = new CircuitFactory(sources, () -> sink, store);
    this.failures = failures;
    this.timetable = timetable;
    this.sinkIsSource = sinkIsSource;
  }

  // ---- any thread ----

  List<CircuitRunner> runners() {
    return runners;
  }

  /** The circuits that read a table. */
  List<CircuitRunner> readersOf(CapturedTable table) {
    return runners.stream().filter(runner -> runner.sourceOids().contains(table.oid())).toList();
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
    CircuitRunner runner = runnerOf(entry);
    if (runner == null || runner.frontier() == Lsn.NONE) {
      return entry.status(null, 0, 0);
    }
    double lagSeconds = runner.lagSeconds();
    long lagBytes = lagSeconds == 0 ? 0 : Math.max(0, sources.end() - runner.frontier());
    return entry.status(Lsn.format(runner.frontier()), lagBytes, lagSeconds);
  }

  String explain(QualifiedName name) {
    StreamTableEntry entry = entry(name);
    return Explanation.of(entry, runnerOf(entry));
  }

  private @Nullable CircuitRunner runnerOf(StreamTableEntry entry) {
    for (CircuitRunner runner : runners) {
      if (runner.tables().contains(entry)) {
        return runner;
      }
    }
    return null;
  }

  /** The name of the circuit that a stream table is in; empty if it is in none. */
  String circuitOf(String table) {
    for (CircuitRunner runner : runners) {
      if (runner.tables().stream().anyMatch(entry -> entry.name().equals(table))) {
        return runner.name();
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
    CircuitRunner runner = runnerOf(entry(name));
    if (runner != null) {
      runner.tables().forEach(table -> table.state(StreamTableStatus.State.PAUSED));
    }
  }

  void resume(QualifiedName name) {
    CircuitRunner runner = runnerOf(entry(name));
    if (runner != null) {
      runner.tables().stream()
          .filter(table -> table.state() == StreamTableStatus.State.PAUSED)
          .forEach(table -> table.state(StreamTableStatus.State.ACTIVE));
    }
  }

  void repair(QualifiedName name) {
    CircuitRunner runner = runnerOf(entry(name));
    if (runner != null) {
      runner.requireLoad();
      failures.forgive(runner);
    }
  }

  private DefinitionGraph graph() {
    return new DefinitionGraph(List.copyOf(definitions.values()));
  }

  /** Makes the circuits those of the definitions; keeps the ones whose definitions are the same. */
  private void arrange() throws SQLException {
    List<CircuitRunner> arranged = new ArrayList<>();
    Map<QualifiedName, StreamTableEntry> all = new LinkedHashMap<>();
    for (DefinitionGraph.Component component : graph().components()) {
      CircuitRunner runner = existing(component);
      if (runner == null) {
        runner = factory.create(component);
        runner.resume();
        if (!runner.needsLoad()) {
          for (StreamTableEntry table : runner.tables()) {
            table.state(StreamTableStatus.State.ACTIVE);
            table.rows(sinkIsSource ? factory.countRows(table) : 0);
          }
        }
      }
      arranged.add(runner);
      runner.tables().forEach(entry -> all.put(entry.definition().name(), entry));
    }
    runners = List.copyOf(arranged);
    timetable.retain(arranged);
    failures.retain(arranged);
    entries = Collections.unmodifiableMap(all);
    Set<String> states = new HashSet<>();
    arranged.forEach(runner -> states.add(runner.stateName()));
    for (String state : store.circuits()) {
      if (!states.contains(state)) {
        store.dropCircuit(state);
      }
    }
  }

  private @Nullable CircuitRunner existing(DefinitionGraph.Component component) {
    for (CircuitRunner runner : runners) {
      if (runner.tables().stream()
          .map(StreamTableEntry::definition)
          .toList()
          .equals(component.definitions())) {
        return runner;
      }
    }
    return null;
  }
}
