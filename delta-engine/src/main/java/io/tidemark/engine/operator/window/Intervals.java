package io.tidemark.engine.operator.window;

import java.util.Arrays;

/** Ranges of positions: collected in any order, read merged and ascending. */
final class Intervals {

  private long[] bounds = new long[16]; // from, to, from, to …
  private int size;

  /** Adds the positions from one up to another; nothing if there are none. */
  void add(long from, long to) {
    if (from >= to) {
      return;
    }
    if (size > 0 && bounds[size - 2] <= from && from <= bounds[size - 1]) {
      bounds[size - 1] = Math.max(bounds[size - 1], to);
      return;
    }
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * size);
    }
    bounds[size++] = from;
    bounds[size++] = to;
  }

  /** Sorts the ranges and joins those that touch. */
  Intervals merge() {
    long[][] pairs = new long[size / 2][];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = new long[] {bounds[2 * i], bounds[2 * i + 1]};
    }
    Arrays.sort(pairs, (a, b) -> Long.compare(a[0], b[0]));
    size = 0;
    for (long[] pair : pairs) {
      add(pair[0], pair[1]);
    }
    return this;
  }

  int count() {
    return size / 2;
  }

  long from(int interval) {
    return bounds[2 * interval];
  }

  long to(int interval) {
    return bounds[2 * interval + 1];
  }
}
