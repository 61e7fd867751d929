package io.tidemark.state.arrangement;

import org.jspecify.annotations.Nullable;

/**
 * An arrangement of one value per key: a group's accumulators, for instance. Reads see the writes
 * of the running tick. Single-threaded: owned by the circuit's thread.
 */
public interface KeyedState {

  /** The key's value, or null if it has none; must not be changed. */
  byte @Nullable [] get(byte[] key);

  /** Sets the key's value; the array belongs to this arrangement afterwards. */
  void put(byte[] key, byte[] value);

  void remove(byte[] key);
}
