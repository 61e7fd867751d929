package io.tidemark.server.service;

import io.tidemark.config.RefreshMode;
import io.tidemark.config.StreamTableDefinition;
import io.tidemark.engine.InvalidQueryException;
import io.tidemark.engine.PlanLimits;
import io.tidemark.engine.PlannedQuery;
import io.tidemark.engine.QueryPlanner;
import io.tidemark.engine.QueryShape;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.analyzed.QueryInspector;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.sink.RelationName;
import io.tidemark.sink.TableShape;
import io.tidemark.state.StateStore;
import io.tidemark.wal.SourceException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides how a definition is refreshed, by deltas or by recomputation, and creates its table.
 * Core's thread only.
 */
final class Planner {

  private static final Logger log = LoggerFactory.getLogger(Planner.class);

  private static final String FULL_WANTED = "the definition says so";

  /** OIDs below are PostgreSQL's own. */
  private static final int FIRST_UNPINNED_OID = 10_000;

  /** The only one of PostgreSQL's own types that can be stored and not be sent. */
  private static final int ACLITEM = 1033;

  private static final int ACLITEM_ARRAY = 1034;

  private final Sources sources;
  private final Supplier<SinkConnection> sink;
  private final StateStore store;
  private final CircuitFactory circuits;
  private final PlanLimits limits;

  Planner(
      Sources sources,
      Supplier<SinkConnection> sink,
      StateStore store,
      CircuitFactory circuits,
      PlanLimits limits) {
    this.limits = limits;
    this.sources = sources;
    this.sink = sink;
    this.store = store;
    this.circuits = circuits;
  }

  /**
   * Plans a definition, whose stream tables that it reads must have been planned before.
   *
   * @param ours relations of stream tables, which need not be capturable as they are
   * @throws ServiceException if it is refused; nothing was created then
   */
  StreamTableEntry plan(StreamTableDefinition definition, Set<Integer> ours) throws SQLException {
    StreamTableEntry entry = new StreamTableEntry(definition);
    try {
      if (definition.mode() == RefreshMode.IMMEDIATE) {
        throw refused(
            definition,
            "TM-Q003",
            "the mode immediate is not supported yet",
            "Use auto or differential.");
      }
      if (definition.mode() == RefreshMode.FULL) {
        full(entry, plannedIfPossible(definition), FULL_WANTED, "");
      } else {
        differential(entry, ours);
      }
      tell(entry);
      return entry;
    } catch (InvalidQueryException invalid) {
      throw refused(definition, invalid);
    }
  }

  private static void tell(StreamTableEntry entry) {
    RefreshPlan plan = entry.refreshPlan();
    if (entry.isFull()) {
      log.info("{} is recomputed: {}", entry.name(), plan.reason());
    }
    plan.advice().forEach(advice -> log.info("Advice for {}: {}", entry.name(), advice));
  }

  private void differential(StreamTableEntry entry, Set<Integer> ours) throws SQLException {
    StreamTableDefinition definition = entry.definition();
    try {
      PlannedQuery planned = planLikeBefore(definition);
      checkSendable(planned);
      Set<Integer> read =
          circuits.check(planned).stream().map(SourceTable::oid).collect(Collectors.toSet());
      for (int oid : read) {
        if (!ours.contains(oid)) {
          sources.checkCapturable(oid);
        }
      }
      entry.planned(
          planned,
          read,
          new RefreshPlan(
              null, RefreshPlan.DIFFERENTIAL.reason(), Advice.of(definition.query(), planned)),
          sink.get()
              .ddl()
              .createOrAdopt(registered(definition), TableShape.of(planned.streamTable())));
    } catch (UnsupportedQueryException unsupported) {
      if (definition.mode() == RefreshMode.DIFFERENTIAL) {
        throw refused(
            definition,
            "TM-Q002",
            "the query cannot be maintained by deltas: " + unsupported.getMessage(),
            isRewritable(unsupported)
                ? unsupported.hint() + "; or have it recomputed, by the mode auto or full."
                : unsupported.hint() + ".");
      }
      full(
          entry,
          null,
          "the query cannot be maintained by deltas: " + unsupported.getMessage(),
          isRewritable(unsupported) ? unsupported.hint() : "");
    } catch (SourceException uncapturable) {
      if (definition.mode() == RefreshMode.DIFFERENTIAL || !isOfTheTable(uncapturable)) {
        throw uncapturable;
      }
      full(
          entry,
          plannedIfPossible(definition),
          "its changes cannot be read: " + uncapturable.getMessage(),
          uncapturable.hint());
    }
  }

  /** Refuses columns whose values can be sent neither in binary nor as a text that stays. */
  private void checkSendable(PlannedQuery planned) {
    for (Field field : planned.streamTable().plan().fields()) {
      int type = field.type().oid();
      boolean known =
          type < FIRST_UNPINNED_OID && type > 0 && type != ACLITEM && type != ACLITEM_ARRAY;
      if (!known && !sources.evaluation().isTransportable(type)) {
        throw new UnsupportedQueryException(
            "column %s is of the type %s, which has no binary form, or whose parts have none"
                .formatted(field.name(), sources.evaluation().typeName(type)),
            UnsupportedQueryException.RECOMPUTE);
      }
    }
  }

  private static boolean isRewritable(UnsupportedQueryException unsupported) {
    return !unsupported.hint().equals(UnsupportedQueryException.RECOMPUTE);
  }

  /**
   * Whether the refusal is about one table, which can be read all the same. A missing replica
   * identity is refused: one statement mends it for good, a full refresh would be paid for ever.
   */
  private static boolean isOfTheTable(SourceException refused) {
    return switch (refused.code()) {
      case NOT_A_TABLE, GENERATED_COLUMN, UNSENDABLE_TYPE -> true;
      default -> false;
    };
  }

  private void full(
      StreamTableEntry entry, @Nullable PlannedQuery planned, String reason, String hint)
      throws SQLException {
    StreamTableDefinition definition = entry.definition();
    QueryShape shape =
        new QueryInspector()
            .inspect(sources.connection(), definition.query(), definition.searchPath());
    if (shape.locking()) {
      throw refused(
          definition,
          "TM-Q004",
          "FOR UPDATE or FOR SHARE would lock rows of the source at each refresh",
          "Leave the locking clause out: a stream table only reads.");
    }
    TableShape table =
        planned == null
            ? new TableShape(shape.fields(), List.of(), shape.typeNames())
            : TableShape.of(planned.streamTable());
    entry.planned(
        planned,
        shape.relations().stream().map(QueryShape.Relation::oid).collect(Collectors.toSet()),
        new RefreshPlan(
            shape,
            reason,
            Advice.of(definition.query(), shape, reason.equals(FULL_WANTED) ? "" : hint)),
        sink.get().ddl().createOrAdopt(registered(definition), table));
  }

  /** The engine's plan, which knows the key; null if it has none. */
  private @Nullable PlannedQuery plannedIfPossible(StreamTableDefinition definition)
      throws SQLException {
    try {
      return planLikeBefore(definition);
    } catch (UnsupportedQueryException unsupported) {
      return null;
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
    QueryPlanner planner = new QueryPlanner(limits);
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

  private static ServiceException refused(
      StreamTableDefinition definition, InvalidQueryException invalid) {
    String place =
        invalid.line() == 0
            ? ""
            : " (line %d, column %d of the query)".formatted(invalid.line(), invalid.column());
    return refused(
        definition,
        "TM-Q001",
        "PostgreSQL refuses the query: " + invalid.getMessage() + place,
        invalid.hint().isEmpty()
            ? "Correct the query; it must run in psql with search_path = "
                + String.join(", ", definition.searchPath())
                + "."
            : invalid.hint());
  }

  private static ServiceException refused(
      StreamTableDefinition definition, String code, String message, String hint) {
    return new ServiceException(
        ServiceException.Kind.INVALID,
        code,
        "Stream table " + definition.name() + ": " + message,
        hint);
  }

  /** Its circuit is told later by the registry's updates. */
  private static io.tidemark.sink.StreamTableDefinition registered(
      StreamTableDefinition definition) {
    return new io.tidemark.sink.StreamTableDefinition(
        new RelationName(definition.name().schema(), definition.name().name()),
        definition.query(),
        definition.searchPath(),
        definition.schedule().toString(),
        definition.mode().toString(),
        definition.name().toString());
  }
}
