package io.tidemark.engine.operator.recursive;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Deltas that wait for their rounds within one step. */
final class Rounds {

  private static final int NONE = Integer.MAX_VALUE;

  private final TreeMap<Integer, ZSet> deltas = new TreeMap<>();

  void add(int round, Row row, long weight) {
    deltas.computeIfAbsent(round, ignored -> new ZSet()).add(row, weight);
  }

  void addAll(int round, ZSet delta) {
    if (!delta.isEmpty()) {
      deltas.computeIfAbsent(round, ignored -> new ZSet()).addAll(delta);
    }
  }

  /** The earliest round for which something waits; a number beyond all if nothing does. */
  int first() {
    return deltas.isEmpty() ? NONE : deltas.firstKey();
  }

  boolean isEmpty() {
    return deltas.isEmpty();
  }

  /** Takes out what waits for a round, consolidated. */
  ZSet take(int round) {
    @Nullable ZSet delta = deltas.remove(round);
    return delta == null ? new ZSet() : delta.consolidate();
  }
}
