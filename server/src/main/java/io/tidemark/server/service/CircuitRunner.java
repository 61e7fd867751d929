package io.tidemark.server.service;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.circuit.Circuit;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.sink.Committed;
import io.tidemark.sink.Frontier;
import io.tidemark.sink.MergeTransaction;
import io.tidemark.state.CircuitState;
import io.tidemark.state.Lsn;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ticks one circuit (decision D6): read the logs, step, commit state with pending output, merge
 * with the frontier, and drop the pending output when the sink holds it durably. Owned by the
 * core's thread.
 */
final class CircuitRunner {

  /** Changes that one step of a tick holds in memory; a larger tick takes several steps. */
  private static final int STEP_CHANGES_MAX = 500_000;

  private final String name;
  private final String stateName;
  private final List<StreamTableEntry> tables;
  private final Circuit circuit;
  private final CircuitState state;
  private final Sources sources;
  private final Supplier<SinkConnection> sink;
  private final ArrayDeque<Committed> unflushed = new ArrayDeque<>();
  private Frontier merged;
  private volatile long frontier;
  private volatile long behindSinceNanos;
  private boolean needsLoad;

  CircuitRunner(
      String name,
      String stateName,
      List<StreamTableEntry> tables,
      Circuit circuit,
      CircuitState state,
      Sources sources,
      Supplier<SinkConnection> sink) {
    this.name = name;
    this.stateName = stateName;
    this.tables = List.copyOf(tables);
    this.circuit = circuit;
    this.state = state;
    this.sources = sources;
    this.sink = sink;
    this.frontier = state.frontier();
    this.merged = sink.get().merger().acquire(name);
  }

  String name() {
    return name;
  }

  String stateName() {
    return stateName;
  }

  List<StreamTableEntry> tables() {
    return tables;
  }

  Circuit circuit() {
    return circuit;
  }

  Set<Integer> sourceOids() {
    return circuit.sources().stream().map(SourceTable::oid).collect(Collectors.toSet());
  }

  /** The LSN that the stream tables are complete up to, as known here. Any thread. */
  long frontier() {
    return frontier;
  }

  /** The frontier as written to the sink. */
  long mergedFrontier() {
    return merged.lsn();
  }

  /** The frontier that a restart would go on from; what is behind it is not needed any more. */
  long durableFrontier() {
    return state.frontier();
  }

  /** Notes that something was committed that may concern this circuit. Any thread. */
  void noteChanges() {
    if (behindSinceNanos == 0) {
      behindSinceNanos = System.nanoTime();
    }
  }

  double lagSeconds() {
    long since = behindSinceNanos;
    return since == 0 ? 0 : (System.nanoTime() - since) / 1e9;
  }

  boolean needsLoad() {
    return needsLoad;
  }

  /** Whether it ticks at all: it is loaded and not paused. */
  boolean isAttended() {
    return !needsLoad
        && tables.stream().noneMatch(table -> table.state() == StreamTableStatus.State.PAUSED);
  }

  void requireLoad() {
    needsLoad = true;
  }

  /**
   * Decides how to go on after a start: with the state that is there, or with a load. Brings the
   * sink and the state to the same frontier in the first case.
   */
  void resume() {
    long sinkFrontier = merged.lsn();
    boolean stateUsable =
        state.frontier() != Lsn.NONE
            && sinkFrontier != Lsn.NONE
            && Long.compareUnsigned(sinkFrontier, state.discardedUpTo()) >= 0
            && sourceOids().stream().noneMatch(this::isOutOfReach);
    if (!stateUsable) {
      needsLoad = true;
      return;
    }
    if (Long.compareUnsigned(sinkFrontier, state.frontier()) > 0) {
      // A crash of this machine took the newest state; the sink has its output already.
      if (Long.compareUnsigned(sinkFrontier, sources.end()) > 0) {
        needsLoad = true;
        return;
      }
      step(state.frontier(), sinkFrontier);
      state.commit(sinkFrontier, Map.of());
      state.discardPending(sinkFrontier);
    }
    frontier = state.frontier();
    mergePending();
  }

  private boolean isOutOfReach(int oid) {
    return sources.needsLoad(oid)
        || Long.compareUnsigned(sources.logOf(oid).start(), state.frontier()) > 0;
  }

  /** Whether a source changed since the frontier. */
  boolean hasChanges(long watermark) {
    if (Long.compareUnsigned(watermark, frontier) <= 0) {
      return false;
    }
    for (SourceTable source : circuit.sources()) {
      if (sources.logOf(source.oid()).hasChanges(frontier, watermark)) {
        return true;
      }
    }
    return false;
  }

  /** What a tick did. */
  record Tick(
      long sourceRows, Map<String, Long> mergedRows, double engineSeconds, double mergeSeconds) {}

  /**
   * Takes the stream tables to a watermark and merges the difference.
   *
   * @throws EvaluationException if a row makes the query fail; nothing has changed then
   */
  Tick tick(long watermark) {
    long start = System.nanoTime();
    mergePending();
    StepResult result = step(frontier, watermark);
    state.commit(watermark, result.output());
    long committed = System.nanoTime();
    long from = frontier;
    Map<String, Long> changed = Map.of();
    if (result.hasOutput()) {
      changed = merge(watermark, result.output(), from, committed - start);
    } else {
      frontier = watermark;
    }
    behindSinceNanos = 0;
    return new Tick(
        result.sourceRows(),
        changed,
        (committed - start) / 1e9,
        (System.nanoTime() - committed) / 1e9);
  }

  /** Nothing changed up to the watermark: only the frontier moves, in memory. */
  void skipTo(long watermark) {
    if (Long.compareUnsigned(watermark, frontier) > 0) {
      frontier = watermark;
    }
    behindSinceNanos = 0;
  }

  private record StepResult(long sourceRows, Map<String, ZSet> output) {
    boolean hasOutput() {
      return output.values().stream().anyMatch(delta -> !delta.isEmpty());
    }
  }

  /**
   * Steps the circuit over the changes of a range, in parts if they are many. An error in a part
   * may be one of rows that never existed together, so it counts only if one step over all of them
   * has it too.
   */
  private StepResult step(long from, long to) {
    try {
      return step(from, to, STEP_CHANGES_MAX);
    } catch (EvaluationException perhapsOfAPart) {
      state.rollback();
      try {
        return step(from, to, Integer.MAX_VALUE);
      } catch (EvaluationException real) {
        state.rollback();
        throw real;
      }
    }
  }

  private StepResult step(long from, long to, int changesMax) {
    Map<String, ZSet> output = new LinkedHashMap<>();
    Map<Integer, ZSet> rest = new HashMap<>();
    long[] rows = new long[1];
    for (SourceTable source : circuit.sources()) {
      sources
          .logOf(source.oid())
          .read(
              from,
              to,
              changesMax,
              batch -> {
                rows[0] += batch.size();
                ZSet waiting = rest.putIfAbsent(source.oid(), batch);
                if (waiting == null) {
                  waiting = batch; // mostly there is but one, which is consolidated already
                } else {
                  waiting.addAll(batch);
                }
                if (waiting.size() >= changesMax) {
                  add(output, circuit.step(Map.of(source.oid(), waiting.consolidate())));
                  rest.remove(source.oid());
                }
              });
    }
    rest.values().forEach(ZSet::consolidate);
    add(output, circuit.step(rest));
    output.values().forEach(ZSet::consolidate);
    return new StepResult(rows[0], output);
  }

  /** Adds up outputs; the first part is taken as it is, since mostly there is but one. */
  private static void add(Map<String, ZSet> total, Map<String, ZSet> part) {
    part.forEach((table, delta) -> {
      ZSet before = total.putIfAbsent(table, delta);
      if (before != null) {
        before.addAll(delta);
      }
    });
  }

  /** Merges what was committed here and not yet there. */
  private void mergePending() {
    for (CircuitState.PendingOutput pending : state.pending()) {
      if (Long.compareUnsigned(pending.frontier(), merged.lsn()) > 0) {
        merge(pending.frontier(), pending.deltas(), merged.lsn(), 0);
      }
    }
  }

  private Map<String, Long> merge(long to, Map<String, ZSet> output, long from, long engineNanos) {
    long start = System.nanoTime();
    Map<String, Long> changed = new HashMap<>();
    try (MergeTransaction transaction = sink.get().merger().begin(merged, to)) {
      for (StreamTableEntry table : tables) {
        ZSet delta = output.get(table.name());
        if (delta != null && !delta.isEmpty()) {
          changed.put(table.name(), transaction.merge(table.table(), delta));
        }
      }
      Committed committed = transaction.commit();
      unflushed.addLast(committed);
      merged = committed.frontier();
    }
    frontier = to;
    long mergeNanos = System.nanoTime() - start;
    for (StreamTableEntry table : tables) {
      ZSet delta = output.get(table.name());
      if (delta != null && !delta.isEmpty()) {
        table.refreshed(refresh("DIFFERENTIAL", from, to, delta, engineNanos, mergeNanos));
      }
    }
    return changed;
  }

  private static Refresh refresh(
      String kind, long from, long to, ZSet delta, long engineNanos, long mergeNanos) {
    long[] counts = new long[2];
    delta.forEach((row, weight) -> counts[weight > 0 ? 0 : 1] += Math.abs(weight));
    return new Refresh(
        Instant.now().toString(),
        kind,
        Lsn.format(from),
        Lsn.format(to),
        counts[0],
        counts[1],
        engineNanos / 1e6,
        mergeNanos / 1e6,
        null);
  }

  /** Makes the frontier visible in the sink although nothing was merged. */
  void publish() {
    mergePending();
    if (Long.compareUnsigned(frontier, merged.lsn()) > 0) {
      try (MergeTransaction transaction = sink.get().merger().begin(merged, frontier)) {
        merged = transaction.commit().frontier();
      }
    }
  }

  /**
   * Keeps the frontier of ticks without changes, so that a restart does not read their range again.
   */
  void keepFrontier() {
    if (Long.compareUnsigned(frontier, state.frontier()) > 0) {
      state.commit(frontier, Map.of());
    }
  }

  /** Drops pending output that the sink has on disk. */
  void discardPending(long sinkFlushed) {
    while (!unflushed.isEmpty()
        && Long.compareUnsigned(unflushed.getFirst().lsn(), sinkFlushed) <= 0) {
      state.discardPending(unflushed.removeFirst().frontier().lsn());
    }
  }

  boolean hasUnflushed() {
    return !unflushed.isEmpty();
  }

  /** After an error of the sink: its rows are not those that were merged, so they are made anew. */
  void diverged() {
    needsLoad = true;
  }

  /** Takes the sink's own word for its frontier, after a commit whose outcome was lost. */
  void adopt(@Nullable Frontier actual) {
    if (actual == null || Long.compareUnsigned(actual.lsn(), state.discardedUpTo()) < 0) {
      needsLoad = true;
    }
    if (actual != null) {
      merged = actual;
    }
    unflushed.clear(); // pending output stays until a later commit is seen on the sink's disk
  }

  /** Collects a load: rows of the snapshot go in, the stream tables' whole contents come out. */
  final class Load {
    private final Map<Integer, ZSet> waiting = new HashMap<>();
    private final Map<String, ZSet> contents = new LinkedHashMap<>();
    private final int stepRows;

    /**
     * @param stepRows how many rows one step takes; all of them where a load in parts has failed
     */
    Load(int stepRows) {
      this.stepRows = stepRows;
      state.clear();
      add(contents, circuit.step(Map.of()));
    }

    void take(int source, List<Row> rows) {
      ZSet batch = waiting.computeIfAbsent(source, ignored -> new ZSet());
      rows.forEach(row -> batch.add(row, 1));
      if (batch.size() >= stepRows) {
        add(contents, circuit.step(Map.of(source, batch)));
        waiting.remove(source);
      }
    }

    /** Replaces the stream tables' contents by what was loaded: only the difference is written. */
    void finish(long lsn) {
      long start = System.nanoTime();
      add(contents, circuit.step(waiting));
      contents.values().forEach(ZSet::consolidate);
      boolean first = merged.lsn() == Lsn.NONE;
      long from = merged.lsn();
      try (MergeTransaction transaction = sink.get().merger().begin(merged, lsn)) {
        for (StreamTableEntry table : tables) {
          ZSet content = contents.getOrDefault(table.name(), new ZSet());
          transaction.replace(table.table(), copies(content));
        }
        Committed committed = transaction.commit();
        merged = committed.frontier();
        awaitFlush(committed.lsn());
      }
      // Only now: a state without pending output says that the sink durably holds all of it.
      state.commit(lsn, Map.of());
      state.discardPending(lsn);
      frontier = lsn;
      needsLoad = false;
      behindSinceNanos = 0;
      for (StreamTableEntry table : tables) {
        ZSet content = contents.getOrDefault(table.name(), new ZSet());
        table.rows(0);
        table.refreshed(
            refresh(
                first ? "INITIAL" : "REBUILD", from, lsn, content, 0, System.nanoTime() - start));
      }
    }
  }

  /** The sink commits without waiting for its disk, whose writer comes round every 200 ms. */
  private void awaitFlush(long sinkLsn) {
    while (Long.compareUnsigned(sink.get().merger().flushedLsn(), sinkLsn) < 0) {
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  Load startLoad(boolean inParts) {
    return new Load(inParts ? STEP_CHANGES_MAX : Integer.MAX_VALUE);
  }

  private static Iterator<Row> copies(ZSet content) {
    return new Iterator<>() {
      private int entry;
      private long given;

      @Override
      public boolean hasNext() {
        return entry < content.size();
      }

      @Override
      public Row next() {
        Row row = content.row(entry);
        if (++given == content.weight(entry)) {
          entry++;
          given = 0;
        }
        return row;
      }
    };
  }
}
