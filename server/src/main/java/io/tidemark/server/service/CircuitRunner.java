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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ticks one circuit: read the logs, step, merge the output with the frontier; and now and then,
 * when the sink durably holds what was merged, commit the state (docs/decisions/0008). What a crash
 * or an error takes back is made again from the change logs, up to the sink's frontier and without
 * output, since the sink has that. Owned by the core's thread.
 */
final class CircuitRunner implements Runner {

  /** Changes that one step of a tick holds in memory; a larger tick takes several steps. */
  private static final int STEP_CHANGES_MAX = 500_000;

  /** Changes of the state that are committed at once, so that a commit does not hold up ticks. */
  private static final long CHECKPOINT_BYTES = 8L << 20;

  /** Between two looks whether a stream table that is left out can be computed again. */
  private static final long PROBE_PAUSE_NANOS_MIN = 500_000_000L;

  private static final long PROBE_PAUSE_NANOS_MAX = 300_000_000_000L;

  /** Output that the sink has refused so far; the arrangements are complete up to {@code to}. */
  private record Unmerged(long to, Map<String, ZSet> output, long engineNanos) {}

  private final String name;
  private final String stateName;
  private final List<StreamTableEntry> tables;
  private final TimedCircuit circuit;
  private final CircuitState state;
  private final Notes notes;
  private final long deltaRowsMax;
  private boolean letsPass;
  private final Sources sources;
  private final Supplier<SinkConnection> sink;
  private Frontier merged;
  private @Nullable Committed unflushed; // the last merge, while it is not known to be on disk
  private @Nullable Unmerged unmerged;
  private boolean checkpointIsDue;
  private volatile long frontier;
  private volatile long behindSinceNanos;
  private boolean needsLoad;

  /** Where the sources stood when the stream tables that are left out were last looked at. */
  private long probedAt;

  private boolean probeIsWanted;
  private long probePauseNanos = PROBE_PAUSE_NANOS_MIN;
  private long probeAfterNanos = System.nanoTime();

  CircuitRunner(
      String name,
      String stateName,
      List<StreamTableEntry> tables,
      Circuit circuit,
      CircuitState state,
      Notes notes,
      long deltaRowsMax,
      Sources sources,
      Supplier<SinkConnection> sink) {
    this.name = name;
    this.stateName = stateName;
    this.tables = List.copyOf(tables);
    this.circuit = new TimedCircuit(circuit, TimedCircuit::systemTime);
    this.state = state;
    this.notes = notes;
    this.deltaRowsMax = deltaRowsMax;
    this.sources = sources;
    this.sink = sink;
    this.frontier = state.frontier();
    this.merged = sink.get().merger().acquire(name);
  }

  @Override
  public String name() {
    return name;
  }

  String stateName() {
    return stateName;
  }

  @Override
  public List<StreamTableEntry> tables() {
    return tables;
  }

  TimedCircuit circuit() {
    return circuit;
  }

  Set<Integer> sourceOids() {
    return circuit.sources().stream().map(SourceTable::oid).collect(Collectors.toSet());
  }

  /** The LSN that the stream tables are complete up to, as known here. Any thread. */
  @Override
  public long frontier() {
    return frontier;
  }

  /** The frontier as written to the sink. */
  @Override
  public long mergedFrontier() {
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

  @Override
  public double lagSeconds() {
    long since = behindSinceNanos;
    return since == 0 ? 0 : (System.nanoTime() - since) / 1e9;
  }

  @Override
  public boolean needsLoad() {
    return needsLoad;
  }

  /** Whether it ticks at all: it is loaded and not paused. */
  boolean isAttended() {
    return !needsLoad && !isPaused();
  }

  @Override
  public void requireLoad() {
    needsLoad = true;
  }

  /** What the circuit remembers beside its state, durable before any later commit of it. */
  interface Notes {
    /** Empty if nothing was written. */
    String read();

    void write(String text);
  }

  /** The stream tables that are left out, for which the circuit's state is of no use. */
  List<StreamTableEntry> detached() {
    return tables.stream().filter(StreamTableEntry::isDetached).toList();
  }

  /**
   * Goes on without stream tables that cannot be computed, and without those that read them: they
   * keep their content, complete up to the frontier of now, until a load takes them in again.
   *
   * @return whether others are left; nothing has changed if not
   */
  boolean detach(Set<String> names, StreamTableStatus.LastError error) {
    if (tables.stream().allMatch(table -> table.isDetached() || names.contains(table.name()))) {
      return false;
    }
    for (StreamTableEntry table : tables) {
      if (names.contains(table.name()) && !table.isDetached()) {
        table.detached(Lsn.max(merged.lsn(), 1));
        table.failed(error);
      }
    }
    noteDetached();
    probeIsWanted = true; // it may have been mended meanwhile
    return true;
  }

  /** Takes everybody in again; a load has to follow. */
  void attach() {
    tables.forEach(table -> table.detached(Lsn.NONE));
    noteDetached();
    needsLoad = true;
  }

  private void noteDetached() {
    leaveOutDetached();
    StringBuilder note = new StringBuilder();
    detached()
        .forEach(
            table -> note.append(table.detachedAt()).append(' ').append(table.name()).append('\n'));
    notes.write(note.toString());
  }

  private void leaveOutDetached() {
    circuit.leaveOut(detached().stream().map(StreamTableEntry::name).collect(Collectors.toSet()));
  }

  private void readDetached() {
    notes
        .read()
        .lines()
        .forEach(line -> {
          int blank = line.indexOf(' ');
          for (StreamTableEntry table : tables) {
            if (table.name().equals(line.substring(blank + 1))) {
              table.detached(Long.parseLong(line.substring(0, blank)));
              table.failed(
                  new StreamTableStatus.LastError(
                      "TM-E001",
                      "It could not be computed before the restart",
                      "Mend the row in the source; the stream table goes on by itself."));
            }
          }
        });
    leaveOutDetached();
  }

  /**
   * Whether it is time to look whether PostgreSQL can compute the stream tables that are left out:
   * a source changed since the last look, and that is long enough ago.
   */
  boolean isWorthAProbe() {
    return !needsLoad
        && System.nanoTime() - probeAfterNanos >= 0
        && !detached().isEmpty()
        && (probeIsWanted || hasChanges(probedAt, frontier));
  }

  /** A look came to nothing for a reason that is not in the data. */
  void probeAgain() {
    probeIsWanted = true;
  }

  /**
   * Notes a look, which sees the frontier of now in the stream tables that are read; the next one
   * may be after twice the pause of this one.
   */
  void probing() {
    probedAt = frontier;
    probeIsWanted = false;
    probePauseNanos = Math.min(2 * probePauseNanos, PROBE_PAUSE_NANOS_MAX);
    probeAfterNanos = System.nanoTime() + probePauseNanos;
  }

  /** Decides how to go on after a start: with the state that is there, or with a load. */
  void resume() {
    readDetached();
    long sinkFrontier = merged.lsn();
    boolean stateUsable =
        state.frontier() != Lsn.NONE
            && sinkFrontier != Lsn.NONE
            && Long.compareUnsigned(sinkFrontier, state.sinkFrontier()) >= 0
            && (Long.compareUnsigned(sinkFrontier, state.frontier()) <= 0
                || Long.compareUnsigned(sinkFrontier, sources.end()) <= 0)
            && (!circuit.readsClock() // at what time the last output was made is not known
                || Long.compareUnsigned(sinkFrontier, state.frontier()) <= 0)
            && sourceOids().stream().noneMatch(this::isOutOfReach);
    needsLoad = !stateUsable;
    if (stateUsable) {
      try {
        rewind(Lsn.max(sinkFrontier, state.frontier()));
      } catch (EvaluationException forgotten) {
        needsLoad = true; // a crash took the note of who was left out
      }
    }
  }

  /**
   * Takes the arrangements back to their last commit and from there to an LSN that the sink has the
   * output of.
   */
  private void rewind(long to) {
    state.rollback();
    unmerged = null;
    circuit.repeat(to);
    if (Long.compareUnsigned(to, state.frontier()) > 0) {
      try {
        step(state.frontier(), to, STEP_CHANGES_MAX);
      } catch (EvaluationException ofAPart) {
        state.rollback();
        step(state.frontier(), to, Integer.MAX_VALUE);
      }
    }
    frontier = to;
    circuit.reached(to);
  }

  private boolean isOutOfReach(int oid) {
    return sources.needsLoad(oid)
        || Long.compareUnsigned(sources.logOf(oid).start(), state.frontier()) > 0;
  }

  /** Whether a source changed since the frontier, or the clock moves something. */
  boolean hasChanges(long watermark) {
    return Long.compareUnsigned(watermark, frontier) > 0
        && (circuit.isDue() || hasChanges(frontier, watermark));
  }

  private boolean hasChanges(long from, long to) {
    for (SourceTable source : circuit.sources()) {
      if (sources.logOf(source.oid()).hasChanges(from, to)) {
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
    Map<String, Long> changed = new HashMap<>(mergeUnmerged());
    long start = System.nanoTime();
    StepResult result = step(frontier, watermark);
    checkSize(result.output());
    circuit.reached(watermark);
    long stepped = System.nanoTime();
    if (result.hasOutput()) {
      unmerged = new Unmerged(watermark, result.output(), stepped - start);
      mergeUnmerged().forEach((table, rows) -> changed.merge(table, rows, Long::sum));
    } else {
      frontier = watermark;
      if (state.uncommittedBytes() > CHECKPOINT_BYTES) {
        settle();
      }
    }
    behindSinceNanos = 0;
    return new Tick(
        result.sourceRows(), changed, (stepped - start) / 1e9, (System.nanoTime() - stepped) / 1e9);
  }

  private void checkSize(Map<String, ZSet> output) {
    for (Map.Entry<String, ZSet> delta : output.entrySet()) {
      if (delta.getValue().size() > deltaRowsMax && !letsPass) {
        rewind(frontier);
        throw new DeltaLimitException(delta.getKey(), delta.getValue().size(), deltaRowsMax);
      }
    }
    letsPass = false;
  }

  /** Lets one refresh change as many rows as it wants. */
  void letPass() {
    letsPass = true;
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
    circuit.begin();
    try {
      return step(from, to, STEP_CHANGES_MAX);
    } catch (EvaluationException perhapsOfAPart) {
      rewind(from);
      circuit.begin();
      try {
        return step(from, to, Integer.MAX_VALUE);
      } catch (EvaluationException real) {
        rewind(from);
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

  /** Merges the output that waits, if any; durably where the state is to be committed after it. */
  private Map<String, Long> mergeUnmerged() {
    Unmerged waiting = unmerged;
    if (waiting == null) {
      return Map.of();
    }
    boolean checkpoint = checkpointIsDue || state.uncommittedBytes() > CHECKPOINT_BYTES;
    long start = System.nanoTime();
    long from = frontier;
    Map<String, Long> changed = new HashMap<>();
    try (MergeTransaction transaction = sink.get().merger().begin(merged, waiting.to())) {
      for (StreamTableEntry table : tables) {
        ZSet delta = waiting.output().get(table.name());
        if (delta != null && !delta.isEmpty()) {
          changed.put(table.name(), transaction.merge(table.table(), delta));
        }
      }
      committed(checkpoint ? transaction.commitDurably() : transaction.commit(), checkpoint);
    }
    frontier = waiting.to();
    unmerged = null;
    long mergeNanos = System.nanoTime() - start;
    for (StreamTableEntry table : tables) {
      ZSet delta = waiting.output().get(table.name());
      if (delta != null && !delta.isEmpty()) {
        table.refreshed(
            refresh("DIFFERENTIAL", from, frontier, delta, waiting.engineNanos(), mergeNanos));
      }
    }
    if (checkpoint) {
      commitState();
    }
    return changed;
  }

  private void committed(Committed commit, boolean durable) {
    merged = commit.frontier();
    unflushed = durable ? null : commit;
  }

  /** Makes the state durable; the sink is already, so that the state is never ahead of it. */
  private void commitState() {
    state.commit(frontier, merged.lsn());
    circuit.settled(frontier);
    checkpointIsDue = false;
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
    mergeUnmerged();
    if (Long.compareUnsigned(frontier, merged.lsn()) > 0) {
      try (MergeTransaction transaction = sink.get().merger().begin(merged, frontier)) {
        committed(transaction.commit(), false);
      }
    }
  }

  /** Commits the state, and makes the sink durable before it where it is not. */
  void settle() {
    mergeUnmerged();
    if (unflushed != null) {
      try (MergeTransaction transaction = sink.get().merger().begin(merged, frontier)) {
        committed(transaction.commitDurably(), true);
      }
    }
    commitState();
  }

  /**
   * Commits the state if it is behind and the sink holds on disk what was merged; else lets the
   * next merge see to both.
   *
   * @param sinkFlushed how far the sink's WAL is on disk
   */
  void checkpoint(long sinkFlushed) {
    Committed last = unflushed;
    if (last != null && Long.compareUnsigned(last.lsn(), sinkFlushed) <= 0) {
      last = null;
      unflushed = null;
    }
    if (unmerged == null && Long.compareUnsigned(frontier, state.frontier()) > 0) {
      if (last == null) {
        commitState();
      } else {
        checkpointIsDue = true;
      }
    }
  }

  boolean hasUnflushed() {
    return unflushed != null;
  }

  /** After an error of the sink: its rows are not those that were merged, so they are made anew. */
  void diverged() {
    needsLoad = true;
  }

  /**
   * Takes the sink's own word for its frontier, after a commit whose outcome was lost or a crash
   * that took the sink's last commits.
   */
  @Override
  public void adopt(@Nullable Frontier actual) {
    if (actual == null || Long.compareUnsigned(actual.lsn(), state.sinkFrontier()) < 0) {
      needsLoad = true;
    }
    if (actual != null) {
      merged = actual;
      unflushed = new Committed(actual, Lsn.MAX); // not known to be on disk until a later commit is
    }
    if (!needsLoad) {
      rewind(Lsn.max(merged.lsn(), state.frontier()));
    }
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
      unmerged = null;
      state.clear();
      circuit.begin();
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
      List<StreamTableEntry> taking = tables.stream().filter(table -> !table.isDetached()).toList();
      try (MergeTransaction transaction = sink.get().merger().begin(merged, lsn)) {
        for (StreamTableEntry table : taking) {
          ZSet content = contents.getOrDefault(table.name(), new ZSet());
          transaction.replace(table.table(), new Copies(content));
        }
        committed(transaction.commitDurably(), true);
      }
      frontier = lsn;
      circuit.reached(lsn);
      commitState();
      if (taking.size() == tables.size()) {
        probePauseNanos = PROBE_PAUSE_NANOS_MIN;
      }
      needsLoad = false;
      behindSinceNanos = 0;
      for (StreamTableEntry table : taking) {
        ZSet content = contents.getOrDefault(table.name(), new ZSet());
        table.rows(0);
        table.refreshed(
            refresh(
                first ? "INITIAL" : "REBUILD", from, lsn, content, 0, System.nanoTime() - start));
      }
    }
  }

  Load startLoad(boolean inParts) {
    return new Load(inParts ? STEP_CHANGES_MAX : Integer.MAX_VALUE);
  }
}
