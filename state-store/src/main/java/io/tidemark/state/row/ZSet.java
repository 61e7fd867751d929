package io.tidemark.state.row;

import java.util.Arrays;

/**
 * A Z-set: rows with integer weights (Budiu et al., "DBSP", VLDB 2023, section 2). As a delta, a
 * positive weight inserts that many copies and a negative one deletes them. The same row may stand
 * in it more than once until {@link #consolidate} adds the weights up. Mutable and not thread-safe;
 * whoever receives one owns it.
 */
public final class ZSet {

  private static final int MIN_CAPACITY = 8;

  /** Receives each row with its weight. */
  @FunctionalInterface
  public interface Visitor {
    void visit(Row row, long weight);
  }

  private Row[] rows;
  private long[] weights;
  private int size;
  private boolean consolidated; // nothing was added since the last consolidate()

  public ZSet() {
    this(MIN_CAPACITY);
  }

  public ZSet(int capacity) {
    rows = new Row[Math.max(capacity, MIN_CAPACITY)];
    weights = new long[rows.length];
  }

  /** Adds copies of a row; a weight of 0 adds nothing. */
  public void add(Row row, long weight) {
    if (weight == 0) {
      return;
    }
    if (size == rows.length) {
      int capacity = Math.multiplyExact(size, 2);
      rows = Arrays.copyOf(rows, capacity);
      weights = Arrays.copyOf(weights, capacity);
    }
    rows[size] = row;
    weights[size++] = weight;
    consolidated = false;
  }

  public void addAll(ZSet other) {
    for (int i = 0; i < other.size; i++) {
      add(other.rows[i], other.weights[i]);
    }
  }

  /** Entries, not copies: a row of weight 3 counts once, and twice if it was added twice. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public Row row(int entry) {
    return rows[entry];
  }

  public long weight(int entry) {
    return weights[entry];
  }

  public void forEach(Visitor visitor) {
    for (int i = 0; i < size; i++) {
      visitor.visit(rows[i], weights[i]);
    }
  }

  /**
   * Adds up the weights of equal rows and drops those of weight 0; returns this. The order of first
   * appearance is kept. Costs nothing if nothing was added since the last call.
   */
  public ZSet consolidate() {
    if (size < 2 || consolidated) {
      return this;
    }
    int[] slots = new int[Integer.highestOneBit(size) * 4]; // 0 = free, else index + 1
    int mask = slots.length - 1;
    int distinct = 0;
    for (int i = 0; i < size; i++) {
      int slot = rows[i].hashCode() & mask;
      while (slots[slot] != 0 && !rows[slots[slot] - 1].equals(rows[i])) {
        slot = slot + 1 & mask;
      }
      if (slots[slot] == 0) {
        rows[distinct] = rows[i];
        weights[distinct++] = weights[i];
        slots[slot] = distinct;
      } else {
        weights[slots[slot] - 1] += weights[i];
      }
    }
    int kept = 0;
    for (int i = 0; i < distinct; i++) {
      if (weights[i] != 0) {
        rows[kept] = rows[i];
        weights[kept++] = weights[i];
      }
    }
    Arrays.fill(rows, kept, size, null);
    size = kept;
    consolidated = true;
    return this;
  }

  /** Approximate heap bytes of the rows and their weights. */
  public long heapBytes() {
    long bytes = 12L * rows.length;
    for (int i = 0; i < size; i++) {
      bytes += rows[i].heapBytes();
    }
    return bytes;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    forEach((row, weight) ->
        text.append(text.length() == 1 ? "" : ", ").append(row).append(" × ").append(weight));
    return text.append('}').toString();
  }
}
