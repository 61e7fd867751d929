package io.tidemark.engine.operator.aggregate;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One aggregate of an {@link Aggregate}, moved from group to group: {@link #begin} or {@link #open}
 * one, read its result, feed it the step's changes, read the result again, {@link #save}. Between
 * groups nothing is remembered. Owned by its operator.
 */
public interface GroupAggregate {

  /**
   * Turns to a group that has no rows yet.
   *
   * @param group the group's key, for arrangements that are indexed by it
   */
  void begin(byte[] group);

  /**
   * Turns to a group that is known.
   *
   * @param stored what {@link #save} wrote for the group, to be read to exactly its end
   */
  void open(byte[] group, DataInput stored) throws IOException;

  /** Told of the step's input rows before the first of them is added, whatever their groups. */
  default void prepare(ZSet rows) {}

  /**
   * Whether it wants to see what becomes of several groups before the first of them is computed.
   * Between {@link #beginRehearsal} and {@link #endRehearsal} it is turned to each, fed the changes
   * and {@linkplain #rehearse asked to look at it}; then everything comes once more, in earnest.
   */
  default boolean rehearses() {
    return false;
  }

  /** From now on nothing gets into the state. */
  default void beginRehearsal() {}

  /** Looks at the group at hand as it will be. */
  default void rehearse() {}

  /** All groups were shown. */
  default void endRehearsal() {}

  /** Adds copies of an input row to the group, or takes them back. */
  void add(Row input, long weight);

  /** Appends the aggregate's value over the group as it is now, or its NULL. */
  void result(RowBuilder target);

  /** Appends what is to be kept with the group. */
  void save(DataOutput out) throws IOException;
}
