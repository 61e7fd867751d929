package io.tidemark.server.service;

import io.tidemark.config.DefinitionGraph;
import io.tidemark.config.RefreshMode;
import io.tidemark.config.StreamTableDefinition;
import io.tidemark.engine.InvalidQueryException;
import io.tidemark.engine.PlannedQuery;
import io.tidemark.engine.QueryPlanner;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.circuit.Circuit;
import io.tidemark.engine.circuit.CircuitCompiler;
import io.tidemark.engine.circuit.Expressions;
import io.tidemark.engine.circuit.LibraryExpressions;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.sink.RelationName;
import io.tidemark.sink.StreamTable;
import io.tidemark.state.CircuitState;
import io.tidemark.state.StateStore;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.arrangement.InMemoryArrangements;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** From definitions to a circuit that is ready to load or to tick. Core's thread only. */
final class CircuitFactory {

  private final Sources sources;
  private final Supplier<SinkConnection> sink;
  private final StateStore store;

  CircuitFactory(Sources sources, Supplier<SinkConnection> sink, StateStore store) {
    this.sources = sources;
    this.sink = sink;
    this.store = store;
  }

  /**
   * Plans the definitions of a component, creates their tables, and makes their circuit.
   *
   * @throws ServiceException if a query is refused; tables made before it stay
   */
  CircuitRunner create(DefinitionGraph.Component component) throws SQLException {
    String name = component.name().toString();
    List<StreamTableEntry> entries = new ArrayList<>();
    Map<String, Plan> plans = new LinkedHashMap<>();
    Map<Integer, String> oids = new HashMap<>();
    for (StreamTableDefinition definition : component.definitions()) {
      StreamTableEntry entry = new StreamTableEntry(definition);
      PlannedQuery planned = plan(definition);
      // refused before its table is made
      compile(
          Map.of("check", planned.streamTable().plan()),
          Map.of(),
          new InMemoryArrangements(),
          definition);
      StreamTable table =
          sink.get().ddl().createOrAdopt(registered(definition, name), planned.streamTable());
      entry.planned(planned, table);
      entries.add(entry);
      plans.put(entry.name(), planned.streamTable().plan());
      oids.put(table.relation(), entry.name());
    }
    StreamTableDefinition last = component.definitions().getLast();
    String fingerprint = compile(plans, oids, new InMemoryArrangements(), last).fingerprint();
    String stateName = name + "#" + fingerprint;
    CircuitState state = store.circuit(stateName);
    Circuit circuit = compile(plans, oids, state, last);
    sources.capture(circuit.sources());
    return new CircuitRunner(name, stateName, entries, circuit, state, sources, sink);
  }

  private PlannedQuery plan(StreamTableDefinition definition) throws SQLException {
    if (definition.mode() == RefreshMode.FULL || definition.mode() == RefreshMode.IMMEDIATE) {
      throw refused(
          definition,
          "TM-Q003",
          "the mode " + definition.mode() + " is not supported yet",
          "Use auto or differential.");
    }
    try {
      return new QueryPlanner()
          .plan(sources.connection(), definition.query(), definition.searchPath());
    } catch (InvalidQueryException invalid) {
      String place =
          invalid.line() == 0
              ? ""
              : " (line %d, column %d of the query)".formatted(invalid.line(), invalid.column());
      throw refused(
          definition,
          "TM-Q001",
          "PostgreSQL refuses the query: " + invalid.getMessage() + place,
          invalid.hint().isEmpty()
              ? "Correct the query; it must run in psql with search_path = "
                  + String.join(", ", definition.searchPath())
                  + "."
              : invalid.hint());
    } catch (UnsupportedQueryException unsupported) {
      throw refused(definition, unsupported);
    }
  }

  private Circuit compile(
      Map<String, Plan> plans,
      Map<Integer, String> oids,
      Arrangements arrangements,
      StreamTableDefinition definition)
      throws SQLException {
    Expressions expressions =
        new LibraryExpressions(new CollationRules(sources.defaultCollationIsBytewise()));
    try {
      return CircuitCompiler.compile(plans, oids, arrangements, expressions);
    } catch (UnsupportedQueryException unsupported) {
      throw refused(definition, unsupported);
    }
  }

  private static ServiceException refused(
      StreamTableDefinition definition, UnsupportedQueryException unsupported) {
    return refused(
        definition,
        "TM-Q002",
        "the query cannot be maintained by deltas yet: " + unsupported.getMessage(),
        unsupported.hint());
  }

  private static ServiceException refused(
      StreamTableDefinition definition, String code, String message, String hint) {
    return new ServiceException(
        ServiceException.Kind.INVALID,
        code,
        "Stream table " + definition.name() + ": " + message,
        hint);
  }

  private static io.tidemark.sink.StreamTableDefinition registered(
      StreamTableDefinition definition, String circuit) {
    return new io.tidemark.sink.StreamTableDefinition(
        new RelationName(definition.name().schema(), definition.name().name()),
        definition.query(),
        definition.searchPath(),
        definition.schedule().toString(),
        definition.mode().toString(),
        circuit);
  }

  /** The rows of a stream table as it stands. */
  long countRows(StreamTableEntry entry) {
    return entry.rows();
  }
}
