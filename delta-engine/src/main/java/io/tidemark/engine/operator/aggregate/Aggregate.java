package io.tidemark.engine.operator.aggregate;

import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.KeyedDelta;
import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.operator.StateBytes;
import io.tidemark.engine.operator.Variants;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row per group of rows with equal keys, or exactly one row where there are no keys: {@code
 * γ_{keys; f₁ … fₙ}(I)}.
 *
 * <p>{@code δout} = for each group g of δI whose row differs: {@code +row(I + δI, g) − row(I, g)}.
 * A group exists while it has rows. Where there are no keys, the one row is given at the first step
 * of all, for an empty input too.
 *
 * <p>State: per group its key rows with their weights ({@link Variants}: that is the group's count
 * and the key that is shown) and what each {@link GroupAggregate} keeps with it.
 *
 * <p>Cost: per group that changes, one lookup, two results, one write; per change, that of the
 * aggregates; a group is never read again as a whole.
 */
public final class Aggregate implements Operator {

  private static final byte[] WHOLE_INPUT = {};

  /** Groups that are rehearsed together: what is foreseen for them is held in memory. */
  private static final int REHEARSED_GROUPS = 512;

  private final RowMapper keys;
  private final KeyFunction keyOfKeys;
  private final int keyCount;
  private final List<GroupAggregate> aggregates;
  private final KeyedState groups;
  private final Variants keyRows = new Variants(); // of the group at hand
  private final RowBuilder builder;
  private final boolean rehearses;
  private final byte[] empty; // what a group keeps that nothing was ever added to

  /**
   * @param keys the key columns over an input row
   * @param keyOfKeys the group of a row of key columns; gives one for every row, NULLs being equal
   * @param keyCount how many key columns there are; 0 for one group of everything
   */
  public Aggregate(
      RowMapper keys,
      KeyFunction keyOfKeys,
      int keyCount,
      List<GroupAggregate> aggregates,
      KeyedState groups) {
    this.keys = keyCount == 0 ? row -> Row.EMPTY : keys;
    this.keyOfKeys = keyCount == 0 ? row -> WHOLE_INPUT : keyOfKeys;
    this.keyCount = keyCount;
    this.aggregates = List.copyOf(aggregates);
    this.groups = groups;
    this.rehearses = aggregates.stream().anyMatch(GroupAggregate::rehearses);
    this.builder = new RowBuilder(keyCount + aggregates.size());
    open(WHOLE_INPUT, null);
    this.empty = StateBytes.write(this::save);
  }

  @Override
  public boolean stepsWithoutInput() {
    return keyCount == 0;
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet delta = deltas.getFirst();
    keys.prepare(delta);
    for (GroupAggregate aggregate : aggregates) {
      aggregate.prepare(delta);
    }
    ZSet keyDelta = new ZSet(delta.size()); // entry for entry that of delta
    for (int i = 0; i < delta.size(); i++) {
      keyDelta.add(keys.map(delta.row(i)), delta.weight(i));
    }
    ZSet output = new ZSet();
    KeyedDelta byGroup = KeyedDelta.of(keyDelta, keyOfKeys);
    for (int g = 0; g < byGroup.keyCount(); g++) {
      if (rehearses && g % REHEARSED_GROUPS == 0) {
        rehearse(byGroup, g, Math.min(byGroup.keyCount(), g + REHEARSED_GROUPS), delta);
      }
      byte[] group = byGroup.key(g);
      byte @Nullable [] stored = groups.get(group);
      open(group, stored);
      @Nullable Row before = stored == null ? null : row();
      for (int entry = byGroup.first(g); entry >= 0; entry = byGroup.next(entry)) {
        keyRows.add(keyDelta.row(entry), delta.weight(entry));
        for (GroupAggregate aggregate : aggregates) {
          aggregate.add(delta.row(entry), delta.weight(entry));
        }
      }
      close(group, stored, before, output);
    }
    if (keyCount == 0 && byGroup.keyCount() == 0 && groups.get(WHOLE_INPUT) == null) {
      open(WHOLE_INPUT, null);
      close(WHOLE_INPUT, null, null, output);
    }
    return output;
  }

  /** Shows what becomes of some groups to those aggregates that want to see it. */
  private void rehearse(KeyedDelta byGroup, int from, int to, ZSet delta) {
    aggregates.forEach(GroupAggregate::beginRehearsal);
    try {
      for (int g = from; g < to; g++) {
        byte[] group = byGroup.key(g);
        open(group, groups.get(group));
        for (GroupAggregate aggregate : aggregates) {
          if (aggregate.rehearses()) {
            for (int entry = byGroup.first(g); entry >= 0; entry = byGroup.next(entry)) {
              aggregate.add(delta.row(entry), delta.weight(entry));
            }
            aggregate.rehearse();
          }
        }
      }
    } finally {
      aggregates.forEach(GroupAggregate::endRehearsal);
    }
  }

  private void open(byte[] group, byte @Nullable [] stored) {
    if (stored != null) {
      StateBytes.read(stored, in -> load(group, in));
      return;
    }
    keyRows.clear();
    for (GroupAggregate aggregate : aggregates) {
      aggregate.begin(group);
    }
  }

  private void load(byte[] group, DataInput in) throws IOException {
    keyRows.read(in);
    for (GroupAggregate aggregate : aggregates) {
      aggregate.open(group, in);
    }
  }

  /**
   * Gives out what has changed in the group at hand, and keeps the group or forgets it. No key rows
   * are not enough to forget it: in the middle of a tick the row of one argument may have gone
   * before that of another came, and the aggregates then hold the difference.
   */
  private void close(byte[] group, byte @Nullable [] stored, @Nullable Row before, ZSet output) {
    @Nullable Row after = row();
    if (!Objects.equals(before, after)) {
      if (before != null) {
        output.add(before, -1);
      }
      if (after != null) {
        output.add(after, 1);
      }
    }
    byte[] kept = StateBytes.write(this::save);
    if (keyCount == 0 || !Arrays.equals(kept, empty)) {
      groups.put(group, kept);
    } else if (stored != null) {
      groups.remove(group);
    }
  }

  private void save(DataOutput out) throws IOException {
    keyRows.write(out);
    for (GroupAggregate aggregate : aggregates) {
      aggregate.save(out);
    }
  }

  /** The result row of the group at hand, or null where it has no rows. */
  private @Nullable Row row() {
    @Nullable Row key = keyCount == 0 ? Row.EMPTY : keyRows.representative();
    if (key == null) {
      return null;
    }
    builder.reset();
    for (int i = 0; i < keyCount; i++) {
      builder.add(key, i);
    }
    for (GroupAggregate aggregate : aggregates) {
      aggregate.result(builder);
    }
    return builder.build();
  }
}
