package io.tidemark.server.service;

import io.tidemark.config.Limits;
import io.tidemark.engine.PlannedQuery;
import io.tidemark.engine.circuit.Circuit;
import io.tidemark.engine.circuit.CircuitCompiler;
import io.tidemark.engine.circuit.Expressions;
import io.tidemark.engine.circuit.LibraryExpressions;
import io.tidemark.engine.operator.recursive.RecursionLimits;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.state.CircuitState;
import io.tidemark.state.StateStore;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.arrangement.InMemoryArrangements;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** From planned stream tables to a circuit that is ready to load or to tick. Core's thread only. */
final class CircuitFactory {

  private final Sources sources;
  private final Supplier<SinkConnection> sink;
  private final StateStore store;
  private final Limits limits;

  CircuitFactory(Sources sources, Supplier<SinkConnection> sink, StateStore store, Limits limits) {
    this.limits = limits;
    this.sources = sources;
    this.sink = sink;
    this.store = store;
  }

  /**
   * Compiles a query by itself, to see that it can be.
   *
   * @return what it reads
   * @throws io.tidemark.engine.UnsupportedQueryException if it cannot be maintained by deltas
   */
  Set<SourceTable> check(PlannedQuery planned) throws SQLException {
    return compile(
            Map.of("check", planned.streamTable().plan()), Map.of(), new InMemoryArrangements())
        .sources();
  }

  /**
   * Makes the circuit of stream tables that read each other.
   *
   * @param entries each behind those that it reads
   */
  CircuitRunner create(String name, List<StreamTableEntry> entries) throws SQLException {
    Map<String, Plan> plans = new LinkedHashMap<>();
    Map<Integer, String> oids = new HashMap<>();
    for (StreamTableEntry entry : entries) {
      plans.put(entry.name(), Objects.requireNonNull(entry.planned()).streamTable().plan());
      oids.put(entry.table().relation(), entry.name());
    }
    String fingerprint = compile(plans, oids, new InMemoryArrangements()).fingerprint();
    String stateName = name + "#" + fingerprint;
    CircuitState state = store.circuit(stateName);
    Circuit circuit = compile(plans, oids, state);
    sources.capture(circuit.sources());
    return new CircuitRunner(
        name,
        stateName,
        entries,
        circuit,
        state,
        notes("detached/" + stateName),
        limits.deltaRows(),
        sources,
        sink);
  }

  private CircuitRunner.Notes notes(String key) {
    return new CircuitRunner.Notes() {
      @Override
      public String read() {
        return store.note(key).orElse("");
      }

      @Override
      public void write(String text) {
        store.note(key, text);
      }
    };
  }

  private Circuit compile(
      Map<String, Plan> plans, Map<Integer, String> oids, Arrangements arrangements)
      throws SQLException {
    Expressions expressions =
        new LibraryExpressions(
            sources.collations(), sources.major(), sources.evaluation(), sources.settings());
    return CircuitCompiler.compile(
        plans,
        oids,
        arrangements,
        expressions,
        new RecursionLimits(limits.recursionIterations(), limits.recursionRows()));
  }
}
