package io.tidemark.server.service;

import io.tidemark.state.Lsn;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Those who wait until everything up to an LSN is merged. Anybody adds, the core answers. */
final class Waiters {

  private final Queue<Waiter> waiting = new ConcurrentLinkedQueue<>();

  private record Waiter(long lsn, CompletableFuture<String> done) {}

  /**
   * Completes with the LSN that all active stream tables have reached, at or past the given one.
   */
  CompletableFuture<String> add(long lsn) {
    Waiter waiter = new Waiter(lsn, new CompletableFuture<>());
    waiting.add(waiter);
    return waiter.done();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Answers those whose LSN is merged everywhere, and forgets those who have left. */
  void answer(List<CircuitRunner> runners, long watermark) {
    for (Waiter waiter : waiting) {
      if (Long.compareUnsigned(watermark, waiter.lsn()) >= 0
          && runners.stream().allMatch(runner -> isComplete(runner, waiter.lsn()))) {
        waiter.done().complete(Lsn.format(watermark));
      }
    }
    waiting.removeIf(waiter -> waiter.done().isDone());
  }

  /** Whoever is stopped or paused is not waited for; whoever loads is. */
  private static boolean isComplete(CircuitRunner runner, long lsn) {
    boolean active =
        runner.tables().stream().allMatch(table -> table.state() == StreamTableStatus.State.ACTIVE);
    return (!active && !runner.needsLoad())
        || Long.compareUnsigned(runner.mergedFrontier(), lsn) >= 0;
  }

  void fail(RuntimeException reason) {
    waiting.forEach(waiter -> waiter.done().completeExceptionally(reason));
  }
}
