package io.tidemark.state.arrangement;

import org.jspecify.annotations.Nullable;

/**
 * An arrangement: a persistent Z-set of <em>elements</em> grouped under <em>keys</em>, both plain
 * bytes chosen by the operator. Within a key, elements are ordered as unsigned bytes, so that an
 * operator which encodes values order-preservingly finds the smallest and the largest at the ends.
 *
 * <p>Reads see the writes of the running tick. Keys may be of any length, and none is a prefix of
 * another as far as this interface is concerned. Arrays given to {@link #add} must not be changed
 * afterwards, nor those that come out. Single-threaded: owned by the circuit's thread.
 */
public interface IndexedZSet {

  /** Receives each element with its weight, which is never 0. */
  @FunctionalInterface
  interface Visitor {
    void visit(byte[] element, long weight);
  }

  /**
   * Adds to an element's weight and returns the new weight; at 0 the element is gone. Weights may
   * be negative in the middle of a tick.
   */
  long add(byte[] key, byte[] element, long weight);

  /** The element's weight; 0 if it is absent. */
  long weight(byte[] key, byte[] element);

  /** Whether the key has no element; O(1) in memory, where {@link #first} may have to sort. */
  boolean isEmpty(byte[] key);

  /** Visits the elements of a key in any order; the visitor must not change this arrangement. */
  void forEach(byte[] key, Visitor visitor);

  /**
   * Visits the elements of a key that are in a range, in ascending order; the visitor must not
   * change this arrangement.
   *
   * @param from the smallest element that is visited; null for no lower bound
   * @param below an element beyond the range; null for no upper bound
   */
  void forEachInRange(byte[] key, byte @Nullable [] from, byte @Nullable [] below, Visitor visitor);

  /** The smallest element of a key, or null if the key has none. */
  byte @Nullable [] first(byte[] key);

  /** The largest element of a key, or null if the key has none. */
  byte @Nullable [] last(byte[] key);
}
