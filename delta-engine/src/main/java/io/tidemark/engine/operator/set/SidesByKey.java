package io.tidemark.engine.operator.set;

import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.KeyedDelta;
import io.tidemark.engine.operator.StateBytes;
import io.tidemark.engine.operator.Variants;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.ZSet;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Two bags of rows compared key by key: of each key as many copies are given out as a function of
 * the copies left and right says.
 *
 * <p>What is given out are left rows, {@linkplain Variants#forEachOf in the order of their
 * arrival}. So the output is a part of the left side, and stays as it is while it may.
 *
 * <p>State: per key the left rows with their weights and the right side's weight. Cost per changed
 * key: one lookup, one write.
 */
final class SidesByKey {

  private final KeyFunction key;
  private final LongBinaryOperator copies;
  private final KeyedState keys;
  private final Variants left = new Variants(); // of the key at hand
  private long right;

  /**
   * @param key gives a key for every row of either side
   * @param copies the output's copies by those of the left and the right side, no more than the
   *     left's
   */
  SidesByKey(KeyFunction key, LongBinaryOperator copies, KeyedState keys) {
    this.key = key;
    this.copies = copies;
    this.keys = keys;
  }

  ZSet step(List<ZSet> deltas) {
    ZSet delta = new ZSet(deltas.get(0).size() + deltas.get(1).size());
    delta.addAll(deltas.get(0));
    int leftEntries = delta.size();
    delta.addAll(deltas.get(1));
    KeyedDelta byKey = KeyedDelta.of(delta, key);
    ZSet output = new ZSet();
    for (int k = 0; k < byKey.keyCount(); k++) {
      byte @Nullable [] stored = keys.get(byKey.key(k));
      open(stored);
      give(output, -1);
      for (int entry = byKey.first(k); entry >= 0; entry = byKey.next(entry)) {
        if (entry < leftEntries) {
          left.add(delta.row(entry), delta.weight(entry));
        } else {
          right += delta.weight(entry);
        }
      }
      give(output, 1);
      if (!left.isEmpty() || right != 0) {
        keys.put(
            byKey.key(k),
            StateBytes.write(out -> {
              out.writeLong(right);
              left.write(out);
            }));
      } else if (stored != null) {
        keys.remove(byKey.key(k));
      }
    }
    return output.consolidate();
  }

  private void open(byte @Nullable [] stored) {
    left.clear();
    right = 0;
    if (stored != null) {
      StateBytes.read(
          stored,
          in -> {
            right = in.readLong();
            left.read(in);
          });
    }
  }

  private void give(ZSet output, long sign) {
    long wanted = copies.applyAsLong(Math.max(0, left.total()), Math.max(0, right));
    left.forEachOf(wanted, (row, weight) -> output.add(row, sign * weight));
  }
}
