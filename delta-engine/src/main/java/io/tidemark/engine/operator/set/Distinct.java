package io.tidemark.engine.operator.set;

import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.KeyedDelta;
import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.operator.StateBytes;
import io.tidemark.engine.operator.Variants;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Each row once, by SQL's equality: {@code distinct(I) = {rep(k) : k is a key of I}}.
 *
 * <p>{@code δout} = for each key k of δI: {@code +rep(I + δI, k) − rep(I, k)}, where rep is the
 * {@linkplain Variants representative} of the key's rows, or nothing where they are none. So a row
 * that comes second changes nothing, and one that leaves changes something only if it was the last
 * or the representative.
 *
 * <p>State: per key its variants with their weights. Cost per changed key: one lookup, one write.
 */
public final class Distinct implements Operator {

  private final KeyFunction key;
  private final KeyedState keys;
  private final Variants variants = new Variants(); // of the key at hand

  /**
   * @param key gives a key for every row
   */
  public Distinct(KeyFunction key, KeyedState keys) {
    this.key = key;
    this.keys = keys;
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet delta = deltas.getFirst();
    KeyedDelta byKey = KeyedDelta.of(delta, key);
    ZSet output = new ZSet();
    for (int k = 0; k < byKey.keyCount(); k++) {
      byte @Nullable [] stored = keys.get(byKey.key(k));
      if (stored == null) {
        variants.clear();
      } else {
        StateBytes.read(stored, variants::read);
      }
      @Nullable Row before = variants.representative();
      for (int entry = byKey.first(k); entry >= 0; entry = byKey.next(entry)) {
        variants.add(delta.row(entry), delta.weight(entry));
      }
      @Nullable Row after = variants.representative();
      if (!Objects.equals(before, after)) {
        if (before != null) {
          output.add(before, -1);
        }
        if (after != null) {
          output.add(after, 1);
        }
      }
      if (!variants.isEmpty()) {
        keys.put(byKey.key(k), StateBytes.write(variants::write));
      } else if (stored != null) {
        keys.remove(byKey.key(k));
      }
    }
    return output;
  }
}
