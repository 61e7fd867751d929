package io.tidemark.engine.operator.aggregate;

import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Row;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A state as it would be after changes that it never gets to see. */
final class Overlay implements KeyedState {

  private static final byte[] REMOVED = {};

  private final KeyedState state;
  private final Map<Row, byte[]> changes = new HashMap<>(); // by key; a row for its equality

  Overlay(KeyedState state) {
    this.state = state;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a mark
  public byte @Nullable [] get(byte[] key) {
    byte @Nullable [] changed = changes.get(Row.wrap(key));
    if (changed == null) {
      return state.get(key);
    }
    return changed == REMOVED ? null : changed;
  }

  @Override
  public void put(byte[] key, byte[] value) {
    changes.put(Row.wrap(key), value);
  }

  @Override
  public void remove(byte[] key) {
    changes.put(Row.wrap(key), REMOVED);
  }
}
