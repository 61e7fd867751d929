package io.tidemark.server.service;

import io.tidemark.config.StreamTableDefinition;
import io.tidemark.engine.PlannedQuery;
import io.tidemark.sink.StreamTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One stream table at work: its definition, its plan and table once they exist, and what is
 * reported of it. Fields are written by the core's thread; other threads read them through {@link
 * #status}.
 */
final class StreamTableEntry {

  /** Refreshes that are remembered per stream table. */
  private static final int HISTORY_MAX = 200;

  private final StreamTableDefinition definition;
  private final ArrayDeque<Refresh> history = new ArrayDeque<>();
  private volatile @Nullable PlannedQuery planned;
  private volatile Set<Integer> relations = Set.of();
  private volatile @Nullable StreamTable table;
  private volatile StreamTableStatus.State state = StreamTableStatus.State.CREATING;
  private volatile StreamTableStatus.@Nullable LastError lastError;
  private volatile RefreshPlan refresh = RefreshPlan.DIFFERENTIAL;
  private volatile long version;
  private long rows; // guarded by history

  StreamTableEntry(StreamTableDefinition definition) {
    this.definition = definition;
  }

  StreamTableDefinition definition() {
    return definition;
  }

  String name() {
    return definition.name().toString();
  }

  /**
   * Takes what planning decided.
   *
   * @param query null if the engine has no plan for it
   * @param read what it reads, by OID
   */
  void planned(
      @Nullable PlannedQuery query, Set<Integer> read, RefreshPlan decided, StreamTable created) {
    planned = query;
    relations = Set.copyOf(read);
    refresh = decided;
    table = created;
  }

  /** How it is refreshed, and why so. */
  RefreshPlan refreshPlan() {
    return refresh;
  }

  /** The relations that its query reads, by OID. */
  Set<Integer> relations() {
    return relations;
  }

  boolean isFull() {
    return refresh.shape() != null;
  }

  /** Grows with each refresh that changed rows. */
  long version() {
    return version;
  }

  @Nullable PlannedQuery planned() {
    return planned;
  }

  /** The table in the sink; planning must have succeeded. */
  StreamTable table() {
    StreamTable created = table;
    if (created == null) {
      throw new IllegalStateException(name() + " was not planned");
    }
    return created;
  }

  StreamTableStatus.State state() {
    return state;
  }

  void state(StreamTableStatus.State now) {
    state = now;
    if (now == StreamTableStatus.State.ACTIVE) {
      lastError = null;
    }
  }

  void failed(StreamTableStatus.LastError error) {
    lastError = error;
    state = StreamTableStatus.State.ERROR;
  }

  void rows(long count) {
    synchronized (history) {
      rows = count;
    }
  }

  long rows() {
    synchronized (history) {
      return rows;
    }
  }

  void refreshed(Refresh done) {
    synchronized (history) {
      rows = rows + done.inserted() - done.deleted();
      version += done.inserted() + done.deleted() == 0 ? 0 : 1;
      history.addLast(done);
      if (history.size() > HISTORY_MAX) {
        history.removeFirst();
      }
    }
  }

  List<Refresh> history() {
    synchronized (history) {
      return new ArrayList<>(history);
    }
  }

  StreamTableStatus status(@Nullable String frontier, long lagBytes, double lagSeconds) {
    return new StreamTableStatus(
        name(),
        definition.query(),
        definition.searchPath(),
        definition.schedule().toString(),
        definition.mode().toString(),
        state,
        refresh.effectiveMode(),
        refresh.reason(),
        frontier,
        lagBytes,
        lagSeconds,
        refresh.advice(),
        rows(),
        lastError);
  }
}
