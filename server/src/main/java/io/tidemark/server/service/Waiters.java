package io.tidemark.server.service;

import io.tidemark.state.Lsn;
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

  /** The greatest LSN that somebody waits for; {@link Lsn#NONE} if nobody does. */
  long greatest() {
    return waiting.stream().map(Waiter::lsn).reduce(Lsn.NONE, Lsn::max);
  }

  /** Answers those whose LSN is merged everywhere, and forgets those who have left. */
  void answer(StreamTables tables, long watermark) {
    for (Waiter waiter : waiting) {
      if (Long.compareUnsigned(watermark, waiter.lsn()) >= 0 && isComplete(tables, waiter.lsn())) {
        waiter.done().complete(Lsn.format(watermark));
      }
    }
    waiting.removeIf(waiter -> waiter.done().isDone());
  }

  /** Whoever is paused or in error is not waited for; whoever loads is. */
  private static boolean isComplete(StreamTables tables, long lsn) {
    for (Runner runner : tables.runners()) {
      for (StreamTableEntry table : runner.tables()) {
        if (!table.isHeld() && Long.compareUnsigned(tables.upstream().covered(table), lsn) < 0) {
          return false;
        }
      }
    }
    return true;
  }

  void fail(RuntimeException reason) {
    waiting.forEach(waiter -> waiter.done().completeExceptionally(reason));
  }
}
