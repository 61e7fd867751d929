package io.tidemark.server.service;

import io.tidemark.state.Lsn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which stream tables read which, and what follows for how far they are. A stream table that reads
 * a recomputed one is complete up to what that one is complete up to, once it has read that one's
 * last refresh from the WAL; its own frontier alone, a place in the WAL, does not say so.
 * Immutable; any thread.
 *
 * @param reads for each stream table the stream tables that it reads directly
 * @param runners for each stream table what refreshes it
 */
record Upstream(
    Map<StreamTableEntry, List<StreamTableEntry>> reads, Map<StreamTableEntry, Runner> runners) {

  static final Upstream NONE = new Upstream(Map.of(), Map.of());

  Upstream {
    reads = Map.copyOf(reads);
    runners = Map.copyOf(runners);
  }

  static Upstream of(List<Runner> all) {
    Map<Integer, StreamTableEntry> byRelation = new LinkedHashMap<>();
    Map<StreamTableEntry, Runner> runners = new LinkedHashMap<>();
    for (Runner runner : all) {
      for (StreamTableEntry entry : runner.tables()) {
        byRelation.put(entry.table().relation(), entry);
        runners.put(entry, runner);
      }
    }
    Map<StreamTableEntry, List<StreamTableEntry>> reads = new LinkedHashMap<>();
    for (StreamTableEntry entry : runners.keySet()) {
      reads.put(
          entry,
          entry.relations().stream().filter(byRelation::containsKey).map(byRelation::get).toList());
    }
    return new Upstream(reads, runners);
  }

  List<StreamTableEntry> of(StreamTableEntry entry) {
    return reads.getOrDefault(entry, List.of());
  }

  /** The LSN, or the smallest frontier of what a stream table reads if that is smaller. */
  long frontier(StreamTableEntry entry, long lsn) {
    return of(entry).stream().map(read -> frontierOf(read)).reduce(lsn, Lsn::min);
  }

  /** Grows when a stream table changes that this one reads. */
  long version(StreamTableEntry entry) {
    return of(entry).stream().mapToLong(StreamTableEntry::version).sum();
  }

  /** Whether every stream table that this one reads has been loaded. */
  boolean isReady(StreamTableEntry entry) {
    return of(entry).stream().noneMatch(read -> frontierOf(read) == Lsn.NONE);
  }

  /**
   * Like {@link #frontier}, of what was written to the tables that the one reads directly or
   * through others; those that are stopped do not hold it back.
   */
  long covered(StreamTableEntry entry, long lsn) {
    long smallest = lsn;
    for (StreamTableEntry read : of(entry)) {
      if (!read.isHeld()) {
        smallest = Lsn.min(smallest, covered(read));
      }
    }
    return smallest;
  }

  /** The LSN that a stream table is complete up to, whatever stands between it and its sources. */
  long covered(StreamTableEntry entry) {
    return switch (runner(entry)) {
      case FullRunner full -> full.covered();
      case CircuitRunner circuit -> {
        long smallest = circuit.mergedFrontier();
        for (FullRunner full : recomputed(entry)) {
          long covered = full.covered(); // before the LSN, which is written before it
          if (!full.table().isHeld()) {
            boolean hasRead =
                Long.compareUnsigned(circuit.mergedFrontier(), full.committedLsn()) >= 0;
            smallest = hasRead ? Lsn.min(smallest, covered) : Lsn.NONE;
          }
        }
        yield smallest;
      }
    };
  }

  /**
   * The recomputed stream tables that this one reads, directly or through others of its circuit.
   */
  private Set<FullRunner> recomputed(StreamTableEntry entry) {
    Set<FullRunner> found = new HashSet<>();
    Set<StreamTableEntry> seen = new HashSet<>();
    Deque<StreamTableEntry> open = new ArrayDeque<>(of(entry));
    for (StreamTableEntry next = open.poll(); next != null; next = open.poll()) {
      if (seen.add(next)) {
        switch (runner(next)) {
          case FullRunner full -> found.add(full);
          case CircuitRunner _ -> open.addAll(of(next));
        }
      }
    }
    return found;
  }

  /** A stream table that was left out stays where it was. */
  private long frontierOf(StreamTableEntry entry) {
    return entry.isDetached() ? entry.detachedAt() : runner(entry).frontier();
  }

  private Runner runner(StreamTableEntry entry) {
    Runner runner = runners.get(entry);
    if (runner == null) {
      throw new IllegalStateException("nothing refreshes " + entry.name());
    }
    return runner;
  }
}
