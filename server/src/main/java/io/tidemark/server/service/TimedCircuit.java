package io.tidemark.server.service;

import io.tidemark.engine.circuit.Circuit;
import io.tidemark.engine.circuit.OperatorReport;
import io.tidemark.engine.operator.time.Timed;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.state.row.ZSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * A circuit and the clock that its ticks go by (D9). All steps of a tick have one time, and a range
 * of the log that is stepped again, because the state was rolled back, has the time that it had
 * when its output was merged.
 *
 * <p>Times are microseconds since 2000-01-01 UTC. Owned by the core's thread, except {@link
 * #operators}.
 */
final class TimedCircuit {

  private static final long EPOCH_SECONDS = 946_684_800L; // 2000-01-01 UTC

  private final Circuit whole;
  private final LongSupplier clock;
  private final boolean readsClock;
  private final TreeMap<Long, Long> times = new TreeMap<>(Long::compareUnsigned); // by LSN
  private volatile Circuit circuit; // without the stream tables that are left out
  private long time = Long.MIN_VALUE;
  private long wakeUp = Timed.NEVER;

  TimedCircuit(Circuit circuit, LongSupplier clock) {
    this.whole = circuit;
    this.circuit = circuit;
    this.clock = clock;
    this.readsClock = circuit.readsClock();
  }

  /** The time of this machine, which is taken for that of the source's server. */
  static long systemTime() {
    Instant now = Instant.now();
    return (now.getEpochSecond() - EPOCH_SECONDS) * 1_000_000L + now.getNano() / 1000;
  }

  boolean readsClock() {
    return readsClock;
  }

  /** Steps without some stream tables, until it is called again. */
  void leaveOut(Set<String> streamTables) {
    circuit = whole.without(streamTables);
  }

  Set<SourceTable> sources() {
    return circuit.sources();
  }

  /** What a stream table is computed by. */
  Plan plan(String streamTable) {
    return whole.plan(streamTable);
  }

  List<OperatorReport> operators() {
    return circuit.operators();
  }

  Map<String, ZSet> step(Map<Integer, ZSet> deltas) {
    return circuit.step(deltas, time);
  }

  /** A tick begins: the steps from here on are of now, or of the last tick if that was later. */
  void begin() {
    if (readsClock) {
      long last = times.isEmpty() ? Long.MIN_VALUE : times.lastEntry().getValue();
      time = Math.max(last, clock.getAsLong());
    }
  }

  /** The state is that of an LSN, at the time of the steps that led there. */
  void reached(long lsn) {
    if (readsClock) {
      if (time != Long.MIN_VALUE) {
        times.put(lsn, time);
      }
      wakeUp = circuit.nextWakeUp();
    }
  }

  /** The steps from here on lead to an LSN that was reached before, at its time. */
  void repeat(long lsn) {
    Map.Entry<Long, Long> known = times.floorEntry(lsn);
    time = known == null ? Long.MIN_VALUE : known.getValue(); // else the state's own time stays
    times.tailMap(lsn, false).clear();
  }

  /** Nothing before an LSN will be repeated. */
  void settled(long lsn) {
    Long last = times.floorKey(lsn);
    if (last != null) {
      times.headMap(last, false).clear();
    }
  }

  /** Whether a stream table changes by now without any change of a source. */
  boolean isDue() {
    return wakeUp != Timed.NEVER && clock.getAsLong() >= wakeUp;
  }

  /** Nanoseconds until {@link #isDue}; 0 if it is, very long if that is not foreseen. */
  long nanosUntilDue() {
    if (wakeUp == Timed.NEVER) {
      return Long.MAX_VALUE;
    }
    long micros = Math.max(0, wakeUp - clock.getAsLong());
    return micros > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : micros * 1000;
  }
}
