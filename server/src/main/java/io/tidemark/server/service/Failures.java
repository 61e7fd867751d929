package io.tidemark.server.service;

import io.tidemark.engine.EvaluationException;
import io.tidemark.server.metrics.Metrics;
import io.tidemark.sink.FencedException;
import io.tidemark.wal.SourceException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one circuit's errors from the others: runs its work, tells what went wrong, and remembers
 * when it is tried again. Core's thread only.
 */
final class Failures {

  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private static final long TICK_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A load reads whole tables of the source, so a failing one is not repeated at once. */
  private static final long LOAD_RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Ticks in a row that fail before the circuit goes on without who fails. */
  private static final int FAILED_TICKS_MAX = 3;

  private static final long NEVER_NANOS = TimeUnit.DAYS.toNanos(365);

  private final SinkConnection sink;
  private final Metrics metrics;
  private final Consumer<RuntimeException> giveWay;
  private final Map<Runner, Long> retryAt = new HashMap<>();
  private final Map<Runner, Integer> failedTicks = new HashMap<>();

  /**
   * @param giveWay called when another service has taken over
   */
  Failures(SinkConnection sink, Metrics metrics, Consumer<RuntimeException> giveWay) {
    this.sink = sink;
    this.metrics = metrics;
    this.giveWay = giveWay;
  }

  /** Work that may fail in any module's way. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** Whether its last failure, if any, is long enough ago to try again. */
  boolean mayTry(Runner runner) {
    Long retry = retryAt.get(runner);
    return retry == null || System.nanoTime() - retry >= 0;
  }

  /** Forgets failures, so that the next try is at once. */
  void forgive(Runner runner) {
    retryAt.remove(runner);
    failedTicks.remove(runner);
  }

  void retain(Collection<Runner> runners) {
    retryAt.keySet().retainAll(runners);
    failedTicks.keySet().retainAll(runners);
  }

  /** Ticks or publishes one circuit. */
  void tick(Runner runner, Work work) {
    guard(List.of(runner), TICK_RETRY_NANOS, work);
  }

  /**
   * Loads circuits together.
   *
   * @return whether it succeeded
   */
  boolean load(List<? extends Runner> runners, Work work) {
    return guard(runners, LOAD_RETRY_NANOS, work);
  }

  /** A source that cannot be followed stops what reads it until a repair. */
  void stop(Runner runner, SourceException reason) {
    tell(runner, reason, Failure.of(reason));
    runner.requireLoad();
    retryAt.put(runner, System.nanoTime() + NEVER_NANOS);
  }

  private boolean guard(List<? extends Runner> runners, long retryNanos, Work work) {
    try {
      sink.revive();
      work.run();
      runners.forEach(this::forgive);
      return true;
    } catch (Exception thrown) {
      handle(runners, retryNanos, thrown, sink::abandon);
      return false;
    }
  }

  /** A refresh on another thread failed, whose session was given up. */
  void refreshFailed(FullRunner runner, Exception thrown) {
    handle(List.of(runner), Math.max(TICK_RETRY_NANOS, 4 * runner.tookNanos()), thrown, () -> {});
  }

  private void handle(
      List<? extends Runner> runners, long retryNanos, Exception thrown, Runnable reconnectSink) {
    Failure failure = Failure.of(thrown);
    switch (failure.remedy()) {
      case GIVE_WAY -> {
        log.error("{}: {}", failure.code(), failure.message());
        giveWay.accept(Service.explained((FencedException) thrown));
        return;
      }
      case ADOPT_FRONTIER -> {
        FencedException fenced = (FencedException) thrown;
        for (Runner runner : runners) {
          if (runner.name().equals(fenced.expected().circuit())) {
            runner.adopt(fenced.actual());
          }
        }
        return;
      }
      case RECONNECT_SINK -> reconnectSink.run();
      case REBUILD -> runners.forEach(Runner::requireLoad);
      case DISTRUST_STATE -> {
        log.error("An internal error in {}", runners.getFirst().name(), thrown);
        runners.forEach(Runner::requireLoad);
      }
      case FUSE, WAIT -> {}
    }
    for (Runner runner : runners) {
      tell(runner, thrown, failure);
      if (leaveOut(runner, thrown, failure)) {
        continue;
      }
      if (failure.remedy() == Failure.Remedy.FUSE) {
        runner.tables().forEach(table -> table.state(StreamTableStatus.State.FUSED));
      } else {
        retryAt.put(runner, System.nanoTime() + retryNanos);
      }
    }
  }

  /**
   * After some failing ticks, goes on without the stream tables that cannot be computed, if others
   * are left. Not at once: the row may be mended in a moment, and taking them in again is a load.
   */
  private boolean leaveOut(Runner runner, Exception thrown, Failure failure) {
    if (!(runner instanceof CircuitRunner circuit)
        || !(thrown instanceof EvaluationException real)
        || real.streamTables().isEmpty()
        || circuit.needsLoad()) {
      return false;
    }
    int failed = failedTicks.merge(circuit, 1, Integer::sum);
    if (failed < FAILED_TICKS_MAX || !circuit.detach(real.streamTables(), failure.lastError())) {
      return false;
    }
    forgive(circuit);
    log.warn(
        "{} goes on without {}: {}",
        circuit.name(),
        String.join(", ", real.streamTables()),
        failure.message());
    return true;
  }

  private void tell(Runner runner, Exception thrown, Failure failure) {
    Set<String> failing =
        thrown instanceof EvaluationException real ? real.streamTables() : Set.of();
    log.warn("{} of {}: {} ({})", failure.code(), runner.name(), failure.message(), failure.hint());
    metrics.tickFailed(runner.name());
    for (StreamTableEntry table : runner.tables()) {
      if (failing.isEmpty() || failing.contains(table.name())) {
        table.failed(failure.lastError());
      }
    }
  }
}
