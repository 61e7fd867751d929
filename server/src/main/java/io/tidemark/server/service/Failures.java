package io.tidemark.server.service;

import io.tidemark.server.metrics.Metrics;
import io.tidemark.sink.FencedException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private static final long NEVER_NANOS = TimeUnit.DAYS.toNanos(365);

  private final SinkConnection sink;
  private final Metrics metrics;
  private final Consumer<RuntimeException> giveWay;
  private final Map<CircuitRunner, Long> retryAt = new HashMap<>();

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
  boolean mayTry(CircuitRunner runner) {
    Long retry = retryAt.get(runner);
    return retry == null || System.nanoTime() - retry >= 0;
  }

  /** Forgets failures, so that the next try is at once. */
  void forgive(CircuitRunner runner) {
    retryAt.remove(runner);
  }

  void retain(Collection<CircuitRunner> runners) {
    retryAt.keySet().retainAll(runners);
  }

  /** Ticks or publishes one circuit. */
  void tick(CircuitRunner runner, Work work) {
    guard(List.of(runner), TICK_RETRY_NANOS, work);
  }

  /**
   * Loads circuits together.
   *
   * @return whether it succeeded
   */
  boolean load(List<CircuitRunner> runners, Work work) {
    return guard(runners, LOAD_RETRY_NANOS, work);
  }

  /** A source that cannot be followed stops what reads it until a repair. */
  void stop(CircuitRunner runner, Failure failure) {
    tell(runner, failure);
    runner.requireLoad();
    retryAt.put(runner, System.nanoTime() + NEVER_NANOS);
  }

  private boolean guard(List<CircuitRunner> runners, long retryNanos, Work work) {
    try {
      sink.revive();
      work.run();
      runners.forEach(retryAt::remove);
      return true;
    } catch (Exception thrown) {
      Failure failure = Failure.of(thrown);
      switch (failure.remedy()) {
        case GIVE_WAY -> {
          log.error("{}: {}", failure.code(), failure.message());
          giveWay.accept(Service.explained((FencedException) thrown));
          return false;
        }
        case ADOPT_FRONTIER -> {
          FencedException fenced = (FencedException) thrown;
          for (CircuitRunner runner : runners) {
            if (runner.name().equals(fenced.expected().circuit())) {
              runner.adopt(fenced.actual());
            }
          }
          return false;
        }
        case RECONNECT_SINK -> sink.abandon();
        case REBUILD -> runners.forEach(CircuitRunner::diverged);
        case DISTRUST_STATE -> {
          log.error("An internal error in {}", runners.getFirst().name(), thrown);
          runners.forEach(CircuitRunner::requireLoad);
        }
        case WAIT -> {}
      }
      for (CircuitRunner runner : runners) {
        tell(runner, failure);
        retryAt.put(runner, System.nanoTime() + retryNanos);
      }
      return false;
    }
  }

  private void tell(CircuitRunner runner, Failure failure) {
    log.warn("{} of {}: {} ({})", failure.code(), runner.name(), failure.message(), failure.hint());
    metrics.tickFailed(runner.name());
    runner.tables().forEach(table -> table.failed(failure.lastError()));
  }
}
