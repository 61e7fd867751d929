package io.tidemark.server.service;

import io.tidemark.config.DefinitionGraph;
import io.tidemark.config.QualifiedName;
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
import java.util.Optional;
import java.util.function.Supplier;

/** From definitions to a circuit that is ready to load or to tick. Core's thread only. */
final class CircuitFactory {

  /** Counting more rows than this would hold up a start. */
  private static final long COUNTED_ROWS_MAX = 5_000_000;

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
      return planLikeBefore(definition);
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

  /**
   * Plans with the row estimates that the definition was planned with first, if it was: the order
   * of joins depends on them, and with another order a restart would not find its state.
   */
  private PlannedQuery planLikeBefore(StreamTableDefinition definition) throws SQLException {
    String note = "estimates/" + definition.name();
    String identity = Integer.toHexString(definition.query().hashCode()) + definition.searchPath();
    Optional<Map<Integer, Double>> known =
        store
            .note(note)
            .filter(text -> text.startsWith(identity + "\n"))
            .map(text -> estimates(text.substring(identity.length() + 1)));
    QueryPlanner planner = new QueryPlanner();
    if (known.isPresent()) {
      return planner.plan(
          sources.connection(), definition.query(), definition.searchPath(), known.get());
    }
    PlannedQuery planned =
        planner.plan(sources.connection(), definition.query(), definition.searchPath());
    StringBuilder text = new StringBuilder(identity).append('\n');
    planned
        .estimatedRows()
        .forEach((oid, rows) -> text.append(oid).append('=').append(rows).append('\n'));
    store.note(note, text.toString());
    return planned;
  }

  private static Map<Integer, Double> estimates(String lines) {
    Map<Integer, Double> estimates = new HashMap<>();
    lines
        .lines()
        .forEach(line -> {
          int equals = line.indexOf('=');
          estimates.put(
              Integer.parseInt(line.substring(0, equals)),
              Double.parseDouble(line.substring(equals + 1)));
        });
    return estimates;
  }

  private Circuit compile(
      Map<String, Plan> plans,
      Map<Integer, String> oids,
      Arrangements arrangements,
      StreamTableDefinition definition)
      throws SQLException {
    Expressions expressions =
        new LibraryExpressions(sources.collations(), sources.major(), sources.timeZone());
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

  /** The rows of a stream table as it stands; of a large one, PostgreSQL's estimate. */
  long countRows(StreamTableEntry entry) throws SQLException {
    QualifiedName name = entry.definition().name();
    try (var estimate =
        sources
            .connection()
            .prepareStatement("SELECT reltuples::int8 FROM pg_class WHERE oid = ?::regclass")) {
      estimate.setString(1, name.quoted());
      try (var row = estimate.executeQuery()) {
        if (row.next() && row.getLong(1) > COUNTED_ROWS_MAX) {
          return row.getLong(1);
        }
      }
    }
    try (var statement = sources.connection().createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM " + name.quoted())) {
      row.next();
      return row.getLong(1);
    }
  }
}
