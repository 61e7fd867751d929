package io.tidemark.server.service;

import io.tidemark.config.Settings;
import io.tidemark.config.StreamTableDefinition;
import io.tidemark.server.evaluation.ServerEvaluation;
import io.tidemark.server.metrics.Metrics;
import io.tidemark.sink.SinkSession;
import io.tidemark.state.Lsn;
import io.tidemark.state.StateStore;
import io.tidemark.wal.CapturedTable;
import io.tidemark.wal.SourceException;
import io.tidemark.wal.WalReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
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

  private static final long SLEEP_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

  /** Rows whose time comes within this are taken in one tick. */
  private static final long WAKE_UP_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(50);

  private final Metrics metrics;
  private final Sources sources;
  private final SinkConnection sink;
  private final Registry registry;
  private final Refresher refresher;
  private final Failures failures;
  private final StreamTables tables;
  private final Housekeeping housekeeping;
  private final Timetable timetable = new Timetable();
  private final Waiters waiters = new Waiters();
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final Thread thread = Thread.ofPlatform().name("core").unstarted(this::loop);
  private volatile boolean stopping;
  private volatile boolean barrier;
  private volatile boolean wakeUpBarrier; // the next barrier is one of the clock's
  private long wakeUpEnd = -1; // the end of the WAL when an LSN was asked for
  private volatile long barrierLsn;
  private volatile @Nullable RuntimeException fatal;

  private Core(Settings settings, StateStore store, Metrics metrics) throws SQLException {
    this.metrics = metrics;
    this.sources = Sources.open(settings.source(), store, new ReaderListener());
    try {
      this.sink = SinkConnection.open(settings.sink());
    } catch (RuntimeException refused) {
      sources.close();
      throw refused;
    }
    this.registry = new Registry(settings.sink());
    this.refresher = new Refresher(settings.sink());
    this.failures = new Failures(sink, metrics, this::end);
    this.tables =
        new StreamTables(
            store,
            sources,
            sink,
            failures,
            timetable,
            refresher,
            settings.limits(),
            settings.sinkIsSource());
    this.housekeeping = new Housekeeping(store, sources, sink, tables, failures, registry);
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
        core.tables.open(settings.streamTables());
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

  /** The stream tables; other threads look, and change them by {@link #run} only. */
  StreamTables tables() {
    return tables;
  }

  /** Its figures only: the rest is the core's thread's. */
  ServerEvaluation evaluation() {
    return sources.evaluation();
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
      long barrierOfThis = sources.emitBarrier();
      commands.add(housekeeping::noticeRewritten);
      CompletableFuture<String> done = waiters.add(barrierOfThis);
      wake();
      return await(done, timeout, "the stream tables");
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

  // ---- the loop ----

  private void loop() {
    try {
      sources.start();
      while (!stopping) {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
          command.run();
        }
        load();
        boolean forced = !waiters.isEmpty() || barrier;
        barrier = false;
        long watermark = sources.end();
        long wanted = Lsn.max(waiters.greatest(), barrierLsn);
        for (Runner runner : tables.runners()) {
          switch (runner) {
            case CircuitRunner circuit -> attend(circuit, watermark, forced);
            case FullRunner full -> attend(full, watermark, wanted);
          }
        }
        waiters.answer(tables, watermark);
        housekeeping.attend();
        if (commands.isEmpty() && !barrier && sources.end() == watermark) {
          LockSupport.parkNanos(
              this, Math.max(1, Math.min(housekeeping.nanosUntilDue(), untilNextDue())));
        }
      }
      if (fatal == null) {
        housekeeping.settle();
      }
    } catch (RuntimeException failed) {
      log.error("The service core has failed", failed);
      end(Service.explained(failed));
    }
  }

  private long untilNextDue() {
    long nearest = SLEEP_NANOS_MAX;
    for (Runner runner : tables.runners()) {
      long due =
          switch (runner) {
            case CircuitRunner circuit ->
                Math.min(
                    timetable.nanosUntilDue(circuit, sources.end()),
                    Math.max(WAKE_UP_NANOS_MIN, circuit.circuit().nanosUntilDue()));
            case FullRunner full ->
                mayRefresh(full) && full.hasChanges() ? timetable.nanosUntilDue(full) : nearest;
          };
      nearest = Math.min(nearest, Math.max(1, due));
    }
    return nearest;
  }

  private boolean mayRefresh(FullRunner runner) {
    return !runner.isRunning() && !runner.isPaused() && failures.mayTry(runner) && runner.isReady();
  }

  /**
   * Has a stream table recomputed if it is due or somebody waits for it.
   *
   * @param wanted what somebody waits for
   */
  private void attend(FullRunner runner, long watermark, long wanted) {
    if (!mayRefresh(runner)) {
      return;
    }
    boolean isWanted =
        Long.compareUnsigned(runner.covered(), wanted) < 0
            && Long.compareUnsigned(watermark, wanted) >= 0;
    if (!runner.hasChanges()) {
      runner.skipTo(watermark);
      if (Long.compareUnsigned(runner.mergedFrontier(), wanted) < 0) {
        failures.tick(runner, () -> runner.publish(sink));
      }
    } else if (isWanted || timetable.nanosUntilDue(runner) <= 0) {
      if (runner.needsLoad()) {
        runner.table().state(StreamTableStatus.State.BACKFILLING);
      }
      timetable.ticked(runner);
      boolean isRead = !tables.readersOf(runner.table().table().relation()).isEmpty();
      refresher.start(
          runner,
          isRead,
          failure -> {
            commands.add(() -> refreshed(runner, failure));
            wake();
          });
    }
  }

  private void refreshed(FullRunner runner, @Nullable Exception failure) {
    if (failure != null) {
      failures.refreshFailed(runner, failure);
      return;
    }
    failures.forgive(runner);
    metrics.tick(runner.name(), 0, runner.tookNanos() / 1e9, 0);
    runner.succeeded();
  }

  /**
   * A tick needs an LSN of its own, also where only the clock has moved: a message in the WAL gives
   * one, and comes back as a barrier that nobody waits for.
   */
  private void requestLsn(CircuitRunner runner) {
    if (wakeUpEnd == sources.end()) {
      return; // asked for already
    }
    try {
      wakeUpBarrier = true;
      sources.emitLsn();
      wakeUpEnd = sources.end();
    } catch (SQLException | SourceException unreachable) {
      log.debug("The source gives no LSN for the clock of {}", runner.name(), unreachable);
    }
  }

  /**
   * Ticks a circuit if it is due.
   *
   * @param forced whether somebody waits, whatever the schedule
   */
  private void attend(CircuitRunner runner, long watermark, boolean forced) {
    if (!runner.isAttended() || !failures.mayTry(runner)) {
      return;
    }
    if (Long.compareUnsigned(watermark, runner.frontier()) <= 0) {
      if (forced) {
        failures.tick(runner, runner::publish);
      }
      if (runner.circuit().isDue() && timetable.permits(runner)) {
        requestLsn(runner);
      }
    } else if (forced || timetable.nanosUntilDue(runner, watermark) <= 0) {
      failures.tick(runner, () -> tick(runner, watermark, forced));
    }
    if (runner.isWorthAProbe()) {
      probe(runner);
    }
  }

  /**
   * Looks whether stream tables that a circuit goes on without are computable, and loads it then.
   */
  private void probe(CircuitRunner runner) {
    runner.probing();
    List<StreamTableDefinition> left =
        runner.detached().stream().map(StreamTableEntry::definition).toList();
    refresher.look(
        () -> {
          for (StreamTableDefinition definition : left) {
            sources.probe(definition.query(), definition.searchPath());
          }
          return null;
        },
        failure -> {
          if (failure == null) {
            commands.add(runner::requireLoad);
            wake();
          } else {
            log.debug("{} still goes on without some: {}", runner.name(), failure.getMessage());
            if (!SinkSession.isOfTheData(failure)) {
              commands.add(runner::probeAgain);
            }
          }
        });
  }

  private void tick(CircuitRunner runner, long watermark, boolean publish) {
    if (runner.hasChanges(watermark)) {
      CircuitRunner.Tick tick = runner.tick(watermark);
      metrics.tick(runner.name(), tick.sourceRows(), tick.engineSeconds(), tick.mergeSeconds());
      tick.mergedRows().forEach(metrics::merged);
    } else {
      runner.skipTo(watermark);
    }
    timetable.ticked(runner);
    runner.succeeded();
    if (publish) {
      runner.publish();
    }
  }

  /** Loads the circuits that need it, all from one snapshot. */
  private void load() {
    List<CircuitRunner> wanting = new ArrayList<>();
    for (CircuitRunner runner : tables.circuits().toList()) {
      if (runner.needsLoad() && failures.mayTry(runner)) {
        wanting.add(runner);
      }
    }
    if (!wanting.isEmpty() && !load(wanting) && wanting.size() > 1) {
      // One that cannot be loaded must not hold up the others.
      wanting.forEach(runner -> load(List.of(runner)));
    }
  }

  private boolean load(List<CircuitRunner> wanting) {
    return failures.load(wanting, () -> new Loading(sources, wanting).run());
  }

  /** Ends the loop for a reason that everybody who waits is told. */
  private void end(RuntimeException reason) {
    fatal = reason;
    stopping = true;
    waiters.fail(reason);
  }

  private final class ReaderListener implements WalReader.Listener {

    @Override
    public void advanced(long end) {
      tables.circuits().forEach(CircuitRunner::noteChanges);
      wake();
    }

    @Override
    public void touched(int relation, int xid, long commitLsn) {
      tables
          .fulls()
          .filter(full -> full.relations().contains(relation))
          .forEach(full -> full.touched(xid, commitLsn));
    }

    @Override
    public void barrier(long lsn) {
      if (wakeUpBarrier) {
        wakeUpBarrier = false;
      } else {
        barrierLsn = lsn;
        barrier = true;
      }
      wake();
    }

    @Override
    public void sourceBroken(CapturedTable table, SourceException reason) {
      commands.add(() -> {
        sources.forget(table);
        tables.readersOf(table.oid()).forEach(runner -> failures.stop(runner, reason));
      });
      wake();
    }

    @Override
    public void truncated(CapturedTable table) {
      commands.add(() -> {
        log.info("{} was truncated: what reads it is rebuilt", table.displayName());
        tables.readersOf(table.oid()).forEach(CircuitRunner::requireLoad);
      });
      wake();
    }

    @Override
    public void failed(SourceException reason) {
      RuntimeException explained = Service.explained(reason);
      fatal = explained;
      waiters.fail(explained);
      wake();
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
    refresher.close();
    try {
      sources.close();
    } catch (SQLException alreadyGone) {
      log.debug("The source's connection was gone", alreadyGone);
    }
    sink.close();
    registry.close();
  }
}
