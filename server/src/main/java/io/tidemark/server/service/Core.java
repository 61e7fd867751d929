package io.tidemark.server.service;

import io.tidemark.config.DefinitionGraph;
import io.tidemark.config.QualifiedName;
import io.tidemark.config.Settings;
import io.tidemark.config.StreamTableDefinition;
import io.tidemark.engine.EvaluationException;
import io.tidemark.server.metrics.Metrics;
import io.tidemark.sink.FencedException;
import io.tidemark.sink.SinkException;
import io.tidemark.state.Lsn;
import io.tidemark.state.StateStore;
import io.tidemark.wal.CapturedTable;
import io.tidemark.wal.SourceException;
import io.tidemark.wal.WalReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service core: one thread that owns circuits, sources and sink, and does one thing at a time.
 * It is woken by the reader (the logs grew), by commands and by schedules. Other threads hand it
 * commands and read volatile values.
 */
final class Core implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Core.class);

  /** How often states are committed, logs are trimmed and the registry is written. */
  private static final long HOUSEKEEPING_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often frontiers without changes are published and an idle slot is moved on. */
  private static final long IDLE_CARE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** An idle slot is moved on when it holds back this much WAL of others. */
  private static final long IDLE_WAL_BYTES = 16L << 20;

  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A load reads whole tables of the source, so a failing one is not repeated at once. */
  private static final long LOAD_RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final StateStore store;
  private final boolean sinkIsSource;
  private final Metrics metrics;
  private final Sources sources;
  private final SinkConnection sink;
  private final Registry registry;
  private final CircuitFactory factory;
  private final Thread thread = Thread.ofPlatform().name("core").unstarted(this::loop);
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final Timetable timetable = new Timetable();
  private final Map<CircuitRunner, Long> retryAt = new HashMap<>();
  private final Map<QualifiedName, StreamTableDefinition> definitions = new LinkedHashMap<>();
  private volatile Map<QualifiedName, StreamTableEntry> entries = Map.of();
  private volatile List<CircuitRunner> runners = List.of();
  private volatile boolean stopping;
  private volatile boolean barrier;
  private volatile @Nullable RuntimeException fatal;

  /** Somebody who waits for everything up to an LSN. */
  private record Waiter(long lsn, CompletableFuture<String> done) {}

  private Core(Settings settings, StateStore store, Metrics metrics) throws SQLException {
    this.store = store;
    this.sinkIsSource = settings.sinkIsSource();
    this.metrics = metrics;
    this.sources = Sources.open(settings.source(), store, new ReaderListener());
    try {
      this.sink = new SinkConnection(settings.sink());
    } catch (RuntimeException refused) {
      sources.close();
      throw refused;
    }
    this.registry = new Registry(settings.sink());
    this.factory = new CircuitFactory(sources, () -> sink, store);
  }

  /**
   * Connects, plans the definitions, creates their tables and makes their circuits; loads nothing
   * yet.
   *
   * @throws RuntimeException of the module that refuses
   */
  static Core open(Settings settings, StateStore store, Metrics metrics) {
    try {
      Core core = new Core(settings, store, metrics);
      try {
        settings.streamTables().forEach(table -> core.definitions.put(table.name(), table));
        core.arrange();
        return core;
      } catch (SQLException | RuntimeException refused) {
        core.closeConnections();
        throw refused;
      }
    } catch (SQLException failed) {
      throw Service.unavailable(failed);
    }
  }

  void start() {
    thread.start();
  }

  // ---- what other threads may call ----

  List<StreamTableStatus> statuses() {
    List<StreamTableStatus> statuses = new ArrayList<>();
    for (StreamTableEntry entry : entries.values()) {
      statuses.add(status(entry));
    }
    return statuses;
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

  private @Nullable CircuitRunner runnerOf(StreamTableEntry entry) {
    for (CircuitRunner runner : runners) {
      if (runner.tables().contains(entry)) {
        return runner;
      }
    }
    return null;
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

  String explain(QualifiedName name) {
    StreamTableEntry entry = entry(name);
    return Explanation.of(entry, runnerOf(entry));
  }

  boolean readerConnected() {
    return sources.isConnected();
  }

  @Nullable RuntimeException fatal() {
    return fatal;
  }

  /** Runs a command on the core's thread and waits for it; rethrows what it throws. */
  void run(Runnable command) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    commands.add(() -> {
      try {
        command.run();
        done.complete(null);
      } catch (RuntimeException failed) {
        done.completeExceptionally(Service.explained(failed));
      }
    });
    wake();
    await(done, Duration.ofMinutes(10), "the command");
  }

  String sync(Duration timeout) {
    RuntimeException ended = fatal;
    if (ended != null) {
      throw ended;
    }
    try {
      Waiter waiter = new Waiter(sources.emitBarrier(), new CompletableFuture<>());
      waiters.add(waiter);
      wake();
      return await(waiter.done(), timeout, "the stream tables");
    } catch (SQLException failed) {
      throw Service.unavailable(failed);
    }
  }

  private static <T> T await(CompletableFuture<T> done, Duration timeout, String what) {
    try {
      return done.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new ServiceException(
          ServiceException.Kind.TIMEOUT,
          "TM-H504",
          "%s did not finish within %d ms".formatted(what, timeout.toMillis()),
          "It goes on all the same: look at 'tidemark status', and wait longer with --timeout.",
          late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException refusal
          ? refusal
          : new IllegalStateException(failed.getCause());
    }
  }

  private void wake() {
    LockSupport.unpark(thread);
  }

  // ---- commands, on the core's thread ----

  void define(StreamTableDefinition definition) {
    StreamTableDefinition before = definitions.put(definition.name(), definition);
    try {
      new DefinitionGraph(List.copyOf(definitions.values()))
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
    DefinitionGraph graph = new DefinitionGraph(List.copyOf(definitions.values()));
    for (QualifiedName reader : definitions.keySet()) {
      if (graph.readBy(reader).contains(name)) {
        throw new ServiceException(
            ServiceException.Kind.CONFLICT,
            "TM-H409",
            "%s is read by the stream table %s".formatted(name, reader),
            "Drop %s first.".formatted(reader));
      }
    }
    dropped.state(StreamTableStatus.State.DROPPING);
    definitions.remove(name);
    try {
      arrange();
      sink.ddl().drop(new io.tidemark.sink.RelationName(name.schema(), name.name()));
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
      retryAt.remove(runner);
    }
  }

  /** Makes the circuits those of the definitions; keeps the ones whose definitions are the same. */
  private void arrange() throws SQLException {
    List<CircuitRunner> kept = new ArrayList<>();
    Map<QualifiedName, StreamTableEntry> all = new LinkedHashMap<>();
    for (DefinitionGraph.Component component :
        new DefinitionGraph(List.copyOf(definitions.values())).components()) {
      CircuitRunner runner = null;
      for (CircuitRunner existing : runners) {
        if (existing.tables().stream()
            .map(StreamTableEntry::definition)
            .toList()
            .equals(component.definitions())) {
          runner = existing;
        }
      }
      if (runner == null) {
        runner = factory.create(component);
        runner.resume();
        if (!runner.needsLoad()) {
          activate(runner);
          for (StreamTableEntry table : runner.tables()) {
            table.rows(sinkIsSource ? factory.countRows(table) : 0);
          }
        }
      }
      kept.add(runner);
      runner.tables().forEach(entry -> all.put(entry.definition().name(), entry));
    }
    runners = List.copyOf(kept);
    timetable.retain(kept);
    retryAt.keySet().retainAll(kept);
    entries = java.util.Collections.unmodifiableMap(all);
    Set<String> states = new HashSet<>();
    kept.forEach(runner -> states.add(runner.stateName()));
    for (String state : store.circuits()) {
      if (!states.contains(state)) {
        store.dropCircuit(state);
      }
    }
  }

  private static void activate(CircuitRunner runner) {
    runner.tables().forEach(table -> table.state(StreamTableStatus.State.ACTIVE));
  }

  // ---- the loop ----

  private void loop() {
    try {
      sources.start();
      long nextHousekeeping = System.nanoTime();
      long nextIdleCare = System.nanoTime() + IDLE_CARE_NANOS;
      while (!stopping) {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
          command.run();
        }
        load();
        boolean waited = !waiters.isEmpty() || barrier;
        barrier = false;
        long watermark = sources.end();
        for (CircuitRunner runner : runners) {
          attend(runner, watermark, waited);
        }
        answerWaiters(watermark);
        long now = System.nanoTime();
        if (now - nextHousekeeping >= 0) {
          housekeeping();
          rebuildRepartitioned();
          nextHousekeeping = System.nanoTime() + HOUSEKEEPING_NANOS;
        }
        if (now - nextIdleCare >= 0) {
          idleCare();
          nextIdleCare = System.nanoTime() + IDLE_CARE_NANOS;
        }
        if (commands.isEmpty() && !barrier && sources.end() == watermark) {
          LockSupport.parkNanos(
              this, Math.max(1, Math.min(nextHousekeeping - System.nanoTime(), untilNextDue())));
        }
      }
      settle();
    } catch (RuntimeException failed) {
      log.error("The service core has failed", failed);
      fatal = failed;
    }
  }

  /** Spares the next start the ticks since the last commits. */
  private void settle() {
    for (CircuitRunner runner : runners) {
      if (!runner.needsLoad() && fatal == null) {
        try {
          runner.settle();
        } catch (SinkException gone) {
          log.debug("{} is left as it was committed last", runner.name(), gone);
        }
      }
    }
  }

  private long untilNextDue() {
    long nearest = HOUSEKEEPING_NANOS;
    for (CircuitRunner runner : runners) {
      nearest = Math.min(nearest, Math.max(1, timetable.nanosUntilDue(runner, sources.end())));
    }
    return nearest;
  }

  /** Ticks a circuit if it is due, and keeps its errors from the others. */
  private void attend(CircuitRunner runner, long watermark, boolean forced) {
    if (!isAttended(runner) || Long.compareUnsigned(watermark, runner.frontier()) <= 0) {
      if (forced && isAttended(runner)) {
        guarded(runner, runner::publish);
      }
      return;
    }
    if (!forced && timetable.nanosUntilDue(runner, watermark) > 0) {
      return;
    }
    guarded(
        runner,
        () -> {
          if (runner.hasChanges(watermark)) {
            CircuitRunner.Tick tick = runner.tick(watermark);
            metrics.tick(
                runner.name(), tick.sourceRows(), tick.engineSeconds(), tick.mergeSeconds());
            tick.mergedRows().forEach(metrics::merged);
          } else {
            runner.skipTo(watermark);
          }
          timetable.ticked(runner);
          for (StreamTableEntry table : runner.tables()) {
            if (table.state() == StreamTableStatus.State.ERROR) {
              table.state(StreamTableStatus.State.ACTIVE);
            }
          }
          if (forced) {
            runner.publish();
          }
        });
  }

  private boolean isAttended(CircuitRunner runner) {
    Long retry = retryAt.get(runner);
    return !runner.needsLoad()
        && (retry == null || System.nanoTime() - retry >= 0)
        && runner.tables().stream()
            .noneMatch(table -> table.state() == StreamTableStatus.State.PAUSED);
  }

  private void guarded(CircuitRunner runner, Runnable work) {
    try {
      sink.revive();
      work.run();
      retryAt.remove(runner);
    } catch (EvaluationException failed) {
      fail(
          runner,
          "TM-E001",
          failed.getMessage() + context(failed),
          "Mend the row in the source; the stream table goes on by itself.");
    } catch (FencedException fenced) {
      if (fenced.isTakenOver()) {
        fatal = Service.explained(fenced);
        stopping = true;
        log.error("{}: {}", fenced.code(), fenced.getMessage());
      } else {
        runner.adopt(fenced.actual());
      }
    } catch (SinkException refused) {
      fail(runner, refused.code().toString(), String.valueOf(refused.getMessage()), refused.hint());
      if (refused.isRetryable()) {
        sink.abandon();
      }
      if (refused.code() == SinkException.Code.DIVERGED) {
        runner.diverged();
      }
    }
  }

  private static String context(EvaluationException failed) {
    return failed.context() == null ? "" : " (" + failed.context() + ")";
  }

  private void fail(CircuitRunner runner, String code, String message, String hint) {
    log.warn("{} of {}: {} ({})", code, runner.name(), message, hint);
    metrics.tickFailed(runner.name());
    retryAt.put(runner, System.nanoTime() + RETRY_NANOS);
    StreamTableStatus.LastError error = new StreamTableStatus.LastError(code, message, hint);
    runner.tables().forEach(table -> table.failed(error));
  }

  /** Loads the circuits that need it, all from one snapshot. */
  private void load() {
    List<CircuitRunner> wanting = new ArrayList<>();
    for (CircuitRunner runner : runners) {
      Long retry = retryAt.get(runner);
      if (runner.needsLoad() && (retry == null || System.nanoTime() - retry >= 0)) {
        wanting.add(runner);
      }
    }
    if (wanting.isEmpty()) {
      return;
    }
    if (!load(wanting) && wanting.size() > 1) {
      // One that cannot be loaded must not hold up the others.
      wanting.forEach(runner -> load(List.of(runner)));
    }
  }

  private boolean load(List<CircuitRunner> wanting) {
    try {
      sink.revive();
      new Loading(sources, wanting).run();
      for (CircuitRunner runner : wanting) {
        activate(runner);
        retryAt.remove(runner);
      }
      return true;
    } catch (SQLException failed) {
      loadFailed(wanting, Service.unavailable(failed));
    } catch (FencedException fenced) {
      loadFailed(wanting, Service.explained(fenced));
      if (fenced.isTakenOver()) {
        fatal = Service.explained(fenced);
        stopping = true;
      } else {
        wanting.forEach(runner -> runner.adopt(fenced.actual()));
      }
    } catch (SinkException refused) {
      loadFailed(wanting, Service.explained(refused));
      if (refused.isRetryable()) {
        sink.abandon();
      }
    } catch (RuntimeException failed) {
      loadFailed(wanting, Service.explained(failed));
    }
    return false;
  }

  private void loadFailed(List<CircuitRunner> wanting, RuntimeException failed) {
    String code = failed instanceof ServiceException refusal ? refusal.code() : "TM-E001";
    String hint =
        failed instanceof ServiceException refusal
            ? refusal.hint()
            : "Mend the row in the source; loading is tried again by itself.";
    for (CircuitRunner runner : wanting) {
      fail(runner, code, String.valueOf(failed.getMessage()), hint);
      retryAt.put(runner, System.nanoTime() + LOAD_RETRY_NANOS);
    }
  }

  private void answerWaiters(long watermark) {
    waiters.removeIf(waiter -> {
      if (Long.compareUnsigned(watermark, waiter.lsn()) < 0) {
        return false;
      }
      boolean complete = true;
      for (CircuitRunner runner : runners) {
        boolean active =
            runner.tables().stream()
                .allMatch(table -> table.state() == StreamTableStatus.State.ACTIVE);
        complete &=
            (!active && !runner.needsLoad())
                || Long.compareUnsigned(runner.mergedFrontier(), waiter.lsn()) >= 0;
      }
      if (complete) {
        waiter.done().complete(Lsn.format(watermark));
      }
      return complete;
    });
    waiters.removeIf(waiter -> waiter.done().isDone());
  }

  private void housekeeping() {
    try {
      long flushed = Lsn.NONE;
      if (runners.stream().anyMatch(CircuitRunner::hasUnflushed)) {
        sink.revive();
        flushed = sink.merger().flushedLsn();
      }
      Map<Integer, Long> slowest = new HashMap<>();
      for (CircuitRunner runner : runners) {
        if (runner.needsLoad()) {
          continue;
        }
        runner.checkpoint(flushed);
        for (int oid : runner.sourceOids()) {
          slowest.merge(oid, runner.durableFrontier(), Lsn::min);
        }
      }
      store.sync();
      sources.trim(slowest);
      registry.write(statuses(), this::circuitOf);
    } catch (SinkException lost) {
      log.warn("{}: {}", lost.code(), lost.getMessage());
      sink.abandon();
    }
  }

  private void rebuildRepartitioned() {
    try {
      for (CapturedTable table : sources.repartitioned()) {
        log.info(
            "The partitions of {} are others than before: what reads it is rebuilt",
            table.displayName());
        readersOf(table).forEach(CircuitRunner::requireLoad);
      }
    } catch (SQLException | SourceException unreachable) {
      log.debug("The source cannot be asked for its partitions", unreachable);
    }
  }

  private String circuitOf(String name) {
    for (CircuitRunner runner : runners) {
      for (StreamTableEntry table : runner.tables()) {
        if (table.name().equals(name)) {
          return runner.name();
        }
      }
    }
    return "";
  }

  private void idleCare() {
    for (CircuitRunner runner : runners) {
      if (isAttended(runner)) {
        guarded(runner, runner::publish);
      }
    }
    try {
      if (sources.isConnected() && sources.walBytesBehind() > IDLE_WAL_BYTES) {
        sources.emitBarrier();
      }
    } catch (SQLException | SourceException unreachable) {
      log.debug("The source cannot be asked how far its WAL is", unreachable);
    }
  }

  private final class ReaderListener implements WalReader.Listener {

    @Override
    public void advanced(long end) {
      for (CircuitRunner runner : runners) {
        runner.noteChanges();
      }
      wake();
    }

    @Override
    public void barrier(long lsn) {
      barrier = true;
      wake();
    }

    @Override
    public void sourceBroken(CapturedTable table, SourceException reason) {
      commands.add(() -> breakReaders(table, reason));
      wake();
    }

    @Override
    public void truncated(CapturedTable table) {
      commands.add(() -> {
        log.info("{} was truncated: what reads it is rebuilt", table.displayName());
        readersOf(table).forEach(CircuitRunner::requireLoad);
      });
      wake();
    }

    @Override
    public void failed(SourceException reason) {
      RuntimeException explained = Service.explained(reason);
      fatal = explained;
      waiters.forEach(waiter -> waiter.done().completeExceptionally(explained));
      wake();
    }
  }

  private List<CircuitRunner> readersOf(CapturedTable table) {
    return runners.stream().filter(runner -> runner.sourceOids().contains(table.oid())).toList();
  }

  /** A source that cannot be followed stops what reads it, and nothing else, until a repair. */
  private void breakReaders(CapturedTable table, SourceException reason) {
    sources.forget(table);
    for (CircuitRunner runner : readersOf(table)) {
      fail(runner, reason.code().toString(), String.valueOf(reason.getMessage()), reason.hint());
      runner.requireLoad();
      retryAt.put(runner, System.nanoTime() + TimeUnit.DAYS.toNanos(365));
    }
  }

  @Override
  public void close() {
    stopping = true;
    wake();
    try {
      if (thread.isAlive()) {
        thread.join();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    closeConnections();
  }

  private void closeConnections() {
    try {
      sources.close();
    } catch (SQLException alreadyGone) {
      log.debug("The source's connection was gone", alreadyGone);
    }
    sink.close();
    registry.close();
  }
}
