package io.tidemark.state.arrangement;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Arrays;

/**
 * Many elements of one key by hash: open addressing with linear probing, so that a change costs one
 * probe whatever the size, where a tree of 20,000 elements costs fifteen comparisons of cold
 * memory. It has no order; {@link Elements} makes a tree of it when one is asked for.
 */
final class ElementTable {

  private static final int SLOTS_MIN = 128;

  /** A removed element's place is filled by shifting its followers back, so there are no marks. */
  private static final byte[] FREE = {};

  private byte[][] elements = new byte[SLOTS_MIN][];
  private long[] weights = new long[SLOTS_MIN];
  private int[] hashes = new int[SLOTS_MIN];
  private int size;

  ElementTable() {
    Arrays.fill(elements, FREE);
  }

  int size() {
    return size;
  }

  long weight(byte[] element) {
    int slot = slot(element, hash(element));
    return isFree(slot) ? 0 : weights[slot];
  }

  /** Adds to an element's weight and returns the new one; at 0 it is removed. */
  long add(byte[] element, long weight) {
    int hash = hash(element);
    int slot = slot(element, hash);
    long after = isFree(slot) ? weight : weights[slot] + weight;
    put(slot, element, hash, after);
    return after;
  }

  /** Sets an element's weight; 0 removes it. */
  void set(byte[] element, long weight) {
    int hash = hash(element);
    put(slot(element, hash), element, hash, weight);
  }

  private void put(int slot, byte[] element, int hash, long weight) {
    if (!isFree(slot)) {
      if (weight == 0) {
        remove(slot);
      } else {
        weights[slot] = weight;
      }
    } else if (weight != 0) {
      occupy(slot, element, hash, weight);
      if (++size > elements.length / 2) {
        grow();
      }
    }
  }

  void forEach(IndexedZSet.Visitor visitor) {
    for (int slot = 0; slot < elements.length; slot++) {
      if (!isFree(slot)) {
        visitor.visit(elements[slot], weights[slot]);
      }
    }
  }

  private void occupy(int slot, byte[] element, int hash, long weight) {
    elements[slot] = element;
    hashes[slot] = hash;
    weights[slot] = weight;
  }

  /** Knuth, TAOCP 6.4, algorithm R: closes the gap that a removed element leaves. */
  private void remove(int slot) {
    int mask = elements.length - 1;
    int gap = slot;
    for (int next = gap + 1 & mask; !isFree(next); next = next + 1 & mask) {
      int home = hashes[next] & mask;
      if ((next - home & mask) >= (next - gap & mask)) {
        occupy(gap, elements[next], hashes[next], weights[next]);
        gap = next;
      }
    }
    elements[gap] = FREE;
    size--;
  }

  private void grow() {
    byte[][] oldElements = elements;
    long[] oldWeights = weights;
    int[] oldHashes = hashes;
    elements = new byte[oldElements.length * 2][];
    Arrays.fill(elements, FREE);
    weights = new long[elements.length];
    hashes = new int[elements.length];
    int mask = elements.length - 1;
    for (int i = 0; i < oldElements.length; i++) {
      if (isElement(oldElements[i])) {
        int slot = oldHashes[i] & mask;
        while (!isFree(slot)) {
          slot = slot + 1 & mask;
        }
        occupy(slot, oldElements[i], oldHashes[i], oldWeights[i]);
      }
    }
  }

  /** Where the element is, or the free slot where it would be put. */
  private int slot(byte[] element, int hash) {
    int mask = elements.length - 1;
    int slot = hash & mask;
    while (!isFree(slot) && (hashes[slot] != hash || !Arrays.equals(elements[slot], element))) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean isFree(int slot) {
    return !isElement(elements[slot]);
  }

  @SuppressWarnings("ReferenceEquality") // FREE is a mark; an element may be empty too
  private static boolean isElement(byte[] slot) {
    return slot != FREE;
  }

  private static int hash(byte[] element) {
    return (int) Hashing.xxh3_64().hashBytesToLong(element);
  }
}
