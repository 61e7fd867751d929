package io.tidemark.server.service;

import io.tidemark.config.StreamTableDefinition;
import io.tidemark.engine.PlannedQuery;
import io.tidemark.sink.StreamTable;
import io.tidemark.state.Lsn;
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
  private volatile long failedSinceNanos;
  private volatile long detachedAt = Lsn.NONE;
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

  /** Whether it does not go on for now: paused, or in error until something changes. */
  boolean isHeld() {
    return switch (state) {
      case CREATING, BACKFILLING, ACTIVE -> false;
      case PAUSED, FUSED, ERROR, DROPPING -> true;
    };
  }

  /** Where its circuit went on without it; {@link Lsn#NONE} if it takes part. */
  long detachedAt() {
    return detachedAt;
  }

  boolean isDetached() {
    return detachedAt != Lsn.NONE;
  }

  void detached(long lsn) {
    detachedAt = lsn;
  }

  StreamTableStatus.State state() {
    return state;
  }

  void state(StreamTableStatus.State now) {
    state = now;
    if (now == StreamTableStatus.State.ACTIVE) {
      lastError = null;
      failedSinceNanos = 0;
    }
  }

  /** How long it has been in error without a break; 0 if it is not. */
  double secondsInError() {
    long since = failedSinceNanos;
    return since == 0 ? 0 : (System.nanoTime() - since) / 1e9;
  }

  void failed(StreamTableStatus.LastError error) {
    if (failedSinceNanos == 0) {
      failedSinceNanos = System.nanoTime();
      refreshed(Refresh.failed(error));
    }
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
