package io.tidemark.state.arrangement;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The elements of one key in memory: a sorted array while there are few, as under a primary key; a
 * hash table beyond; a tree from the moment on when their order is asked for, since who asks once
 * asks again. Weights are never 0.
 */
final class Elements {

  /** Beyond this, shifting an array costs more than a tree's nodes. */
  private static final int ARRAY_ELEMENTS_MAX = 48;

  /** Heap bytes of an element beside its content: array header, slot, weight, and map overhead. */
  static final int ELEMENT_OVERHEAD = 48;

  private byte[][] elements = new byte[1][];
  private long[] weights = new long[1];
  private int size;
  private @Nullable ElementTable table;
  private @Nullable TreeMap<byte[], Long> tree;

  boolean isEmpty() {
    return size() == 0;
  }

  int size() {
    return table != null ? table.size() : tree != null ? tree.size() : size;
  }

  long weight(byte[] element) {
    if (table != null) {
      return table.weight(element);
    }
    if (tree != null) {
      return tree.getOrDefault(element, 0L);
    }
    int at = search(element);
    return at < 0 ? 0 : weights[at];
  }

  /** Adds to an element's weight and returns the new one; at 0 it is removed. One search. */
  long add(byte[] element, long weight) {
    if (table != null) {
      return table.add(element, weight);
    }
    if (tree != null) {
      Long after =
          tree.merge(element, weight, (before, more) -> before + more == 0 ? null : before + more);
      return after == null ? 0 : after;
    }
    int at = search(element);
    long after = at < 0 ? weight : weights[at] + weight;
    if (at >= 0 && after != 0) {
      weights[at] = after;
    } else {
      set(element, after);
    }
    return after;
  }

  /** Sets an element's weight; 0 removes it. */
  void set(byte[] element, long weight) {
    if (table != null) {
      table.set(element, weight);
      return;
    }
    if (tree != null) {
      if (weight == 0) {
        tree.remove(element);
      } else {
        tree.put(element, weight);
      }
      return;
    }
    int at = search(element);
    if (at >= 0) {
      if (weight == 0) {
        System.arraycopy(elements, at + 1, elements, at, size - at - 1);
        System.arraycopy(weights, at + 1, weights, at, size - at - 1);
        elements[--size] = new byte[0];
      } else {
        weights[at] = weight;
      }
    } else if (weight != 0) {
      insert(-at - 1, element, weight);
    }
  }

  private void insert(int at, byte[] element, long weight) {
    if (size == ARRAY_ELEMENTS_MAX) {
      table = new ElementTable();
      for (int i = 0; i < size; i++) {
        table.set(elements[i], weights[i]);
      }
      table.set(element, weight);
      size = 0;
      elements = new byte[0][];
      weights = new long[0];
      return;
    }
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, size * 2);
      weights = Arrays.copyOf(weights, size * 2);
    }
    System.arraycopy(elements, at, elements, at + 1, size - at);
    System.arraycopy(weights, at, weights, at + 1, size - at);
    elements[at] = element;
    weights[at] = weight;
    size++;
  }

  /** Bytes of the elements as the budget counts them. */
  long heapBytes() {
    long[] bytes = {(long) ELEMENT_OVERHEAD * size()};
    forEach((element, ignored) -> bytes[0] += element.length);
    return bytes[0];
  }

  /** Visits all elements in any order. */
  void forEach(IndexedZSet.Visitor visitor) {
    if (table != null) {
      table.forEach(visitor);
      return;
    }
    if (tree != null) {
      for (Map.Entry<byte[], Long> entry : tree.entrySet()) {
        visitor.visit(entry.getKey(), entry.getValue());
      }
      return;
    }
    for (int i = 0; i < size; i++) {
      visitor.visit(elements[i], weights[i]);
    }
  }

  /** Visits the elements of a range in ascending order; null is no bound. */
  void forEachInRange(
      byte @Nullable [] from, byte @Nullable [] below, IndexedZSet.Visitor visitor) {
    order();
    if (tree != null) {
      NavigableMap<byte[], Long> range = from == null ? tree : tree.tailMap(from, true);
      for (Map.Entry<byte[], Long> entry : range.entrySet()) {
        if (below != null && Arrays.compareUnsigned(entry.getKey(), below) >= 0) {
          return;
        }
        visitor.visit(entry.getKey(), entry.getValue());
      }
      return;
    }
    int start = from == null ? 0 : search(from);
    for (int i = start < 0 ? -start - 1 : start; i < size; i++) {
      if (below != null && Arrays.compareUnsigned(elements[i], below) >= 0) {
        return;
      }
      visitor.visit(elements[i], weights[i]);
    }
  }

  byte[] first() {
    order();
    return tree != null ? tree.firstKey() : elements[0];
  }

  byte[] last() {
    order();
    return tree != null ? tree.lastKey() : elements[size - 1];
  }

  private void order() {
    ElementTable unordered = table;
    if (unordered != null) {
      TreeMap<byte[], Long> ordered = new TreeMap<>(Arrays::compareUnsigned);
      unordered.forEach(ordered::put);
      tree = ordered;
      table = null;
    }
  }

  private int search(byte[] element) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Arrays.compareUnsigned(elements[middle], element);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }
}
