package io.tidemark.server.service;

import io.tidemark.sink.SinkException;
import io.tidemark.state.Lsn;
import io.tidemark.state.StateStore;
import io.tidemark.wal.CapturedTable;
import io.tidemark.wal.SourceException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done from time to time whatever changes: states are committed, logs are trimmed, the
 * registry is written, an idle slot is moved on. Core's thread only.
 */
final class Housekeeping {

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often frontiers without changes are published and an idle slot is moved on. */
  private static final long IDLE_TURN_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** An idle slot is moved on when it holds back this much WAL of others. */
  private static final long IDLE_WAL_BYTES = 16L << 20;

  private final StateStore store;
  private final Sources sources;
  private final SinkConnection sink;
  private final StreamTables tables;
  private final Failures failures;
  private final Registry registry;
  private Map<Integer, String> storage = Map.of();
  private long nextTurn = System.nanoTime();
  private long nextIdleTurn = System.nanoTime() + IDLE_TURN_NANOS;

  Housekeeping(
      StateStore store,
      Sources sources,
      SinkConnection sink,
      StreamTables tables,
      Failures failures,
      Registry registry) {
    this.store = store;
    this.sources = sources;
    this.sink = sink;
    this.tables = tables;
    this.failures = failures;
    this.registry = registry;
  }

  long nanosUntilDue() {
    return nextTurn - System.nanoTime();
  }

  /** Does what is due. */
  void attend() {
    long now = System.nanoTime();
    if (now - nextTurn >= 0) {
      tidy();
      rebuildRepartitioned();
      noticeRewritten();
      nextTurn = System.nanoTime() + TURN_NANOS;
    }
    if (now - nextIdleTurn >= 0) {
      publishIdle();
      moveSlot();
      nextIdleTurn = System.nanoTime() + IDLE_TURN_NANOS;
    }
  }

  private void tidy() {
    try {
      long flushed = Lsn.NONE;
      if (tables.circuits().anyMatch(CircuitRunner::hasUnflushed)) {
        sink.revive();
        flushed = sink.merger().flushedLsn();
      }
      Map<Integer, Long> slowest = new HashMap<>();
      for (CircuitRunner runner : tables.circuits().toList()) {
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
      registry.write(tables.statuses(), tables::circuitOf);
    } catch (SinkException lost) {
      log.warn("{}: {}", lost.code(), lost.getMessage());
      sink.abandon();
    }
  }

  /** Commits every state, at a clean stop, so that the next start has nothing to make again. */
  void settle() {
    for (CircuitRunner runner : tables.circuits().toList()) {
      if (!runner.needsLoad()) {
        try {
          runner.settle();
        } catch (SinkException gone) {
          log.debug("{} is left as it was committed last", runner.name(), gone);
        }
      }
    }
  }

  private void rebuildRepartitioned() {
    try {
      for (CapturedTable table : sources.repartitioned()) {
        log.info(
            "The partitions of {} are others than before: what reads it is rebuilt",
            table.displayName());
        tables.readersOf(table.oid()).forEach(CircuitRunner::requireLoad);
      }
    } catch (SQLException | SourceException unreachable) {
      log.debug("The source cannot be asked for its partitions", unreachable);
    }
  }

  /** What a rewrite, a truncation or a change of partitions does is not in the stream. */
  void noticeRewritten() {
    List<FullRunner> watching = tables.fulls().filter(full -> full.pollReason() == null).toList();
    try {
      Map<Integer, String> now =
          sources.storage(
              watching.stream()
                  .flatMap(full -> full.relations().stream())
                  .collect(Collectors.toSet()));
      for (FullRunner full : watching) {
        if (full.relations().stream()
            .anyMatch(oid ->
                storage.containsKey(oid) && !now.getOrDefault(oid, "").equals(storage.get(oid)))) {
          full.noteChange();
        }
      }
      storage = now;
    } catch (SQLException | SourceException unreachable) {
      log.debug("The source cannot be asked for the storage of its tables", unreachable);
    }
  }

  private void publishIdle() {
    for (CircuitRunner runner : tables.circuits().toList()) {
      if (runner.isAttended() && failures.mayTry(runner)) {
        failures.tick(runner, runner::publish);
      }
    }
  }

  private void moveSlot() {
    try {
      if (sources.isConnected() && sources.walBytesBehind() > IDLE_WAL_BYTES) {
        sources.emitBarrier();
      }
    } catch (SQLException | SourceException unreachable) {
      log.debug("The source cannot be asked how far its WAL is", unreachable);
    }
  }
}
