package io.tidemark.engine.operator.recursive;

import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.KeyedDelta;
import io.tidemark.state.arrangement.IndexedZSet;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * In which round each row of a UNION comes first: of the rounds in which a row is derived, by
 * whatever many derivations, only the earliest counts.
 *
 * <p>State: per row, by SQL's equality, an element {@code round, row} with the number of its
 * derivations. The row's first round is that of the smallest element of positive weight, and the
 * row that stands for its equals is that element's. Being a function of the state, it may be asked
 * in the middle of a tick too, when weights are negative.
 *
 * <p>Cost per changed row and round: one write and two looks at the smallest element; the other
 * rounds of the row are passed over only while a weight is negative.
 */
final class FirstRounds {

  private final KeyFunction key;
  private final IndexedZSet derivations;

  FirstRounds(KeyFunction key, IndexedZSet derivations) {
    this.key = key;
    this.derivations = derivations;
  }

  /** Takes in what a round derives, and gives out which rows come first in other rounds now. */
  void update(int round, ZSet derived, Rounds changes) {
    KeyedDelta byKey = KeyedDelta.of(derived, key);
    for (int k = 0; k < byKey.keyCount(); k++) {
      byte[] row = byKey.key(k);
      byte @Nullable [] before = first(row);
      for (int entry = byKey.first(k); entry >= 0; entry = byKey.next(entry)) {
        derivations.add(row, element(round, derived.row(entry)), derived.weight(entry));
      }
      byte @Nullable [] after = first(row);
      if (!Arrays.equals(before, after)) {
        give(before, -1, changes);
        give(after, 1, changes);
      }
    }
  }

  private static void give(byte @Nullable [] element, long weight, Rounds changes) {
    if (element != null) {
      int round = (int) Bytes.INT.get(element, 0);
      changes.add(
          round, Row.wrap(Arrays.copyOfRange(element, Integer.BYTES, element.length)), weight);
    }
  }

  private byte @Nullable [] first(byte[] row) {
    byte @Nullable [] smallest = derivations.first(row);
    if (smallest == null || derivations.weight(row, smallest) > 0) {
      return smallest;
    }
    Smallest positive = new Smallest();
    derivations.forEachInRange(row, null, null, positive); // in ascending order
    return positive.element;
  }

  /** The first element of positive weight. */
  private static final class Smallest implements IndexedZSet.Visitor {
    private byte @Nullable [] element;

    @Override
    public void visit(byte[] visited, long weight) {
      if (weight > 0 && element == null) {
        element = visited;
      }
    }
  }

  /** Ordered as bytes by the round first: rounds are not negative. */
  private static byte[] element(int round, Row row) {
    byte[] element = new byte[Integer.BYTES + row.bytes().length];
    Bytes.INT.set(element, 0, round);
    System.arraycopy(row.bytes(), 0, element, Integer.BYTES, row.bytes().length);
    return element;
  }
}
