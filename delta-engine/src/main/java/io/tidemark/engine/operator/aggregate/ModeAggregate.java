package io.tidemark.engine.operator.aggregate;

import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.ordered.OrderedMultiset;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * mode() WITHIN GROUP: the most frequent argument, NULLs passed over; of several the first in the
 * order, as PostgreSQL has it.
 *
 * <p>State: the arguments in order; and the places of the order by falling frequency, as {@code
 * (2⁶³ − 1 − frequency) ‖ place}. Cost per change: O(log n).
 */
public final class ModeAggregate implements GroupAggregate {

  private final RowMapper argument;
  private final OrderedArguments rows;
  private final KeyedState frequencyNodes;
  private OrderedMultiset frequencies;
  private byte[] group = {};

  /**
   * @param order the place of an input row
   * @param nodes the state of the order, and of nothing else
   * @param frequencyNodes the state of the frequencies, and of nothing else
   */
  public ModeAggregate(
      RowMapper argument, KeyFunction order, KeyedState nodes, KeyedState frequencyNodes) {
    this.argument = argument;
    this.rows = new OrderedArguments(order, false, nodes);
    this.frequencyNodes = frequencyNodes;
    this.frequencies = new OrderedMultiset(frequencyNodes);
  }

  @Override
  public void begin(byte[] group) {
    this.group = group;
    rows.turnTo(group);
    frequencies = new OrderedMultiset(frequencyNodes);
  }

  @Override
  public void open(byte[] group, DataInput stored) {
    begin(group);
  }

  @Override
  public void prepare(ZSet rows) {
    argument.prepare(rows);
    this.rows.prepare(rows);
  }

  @Override
  public void add(Row input, long weight) {
    Row value = argument.map(input);
    if (value.isNull(0)) {
      return;
    }
    byte[] place = rows.placeOf(input);
    long before = rows.copiesAt(place);
    rows.add(place, value, weight);
    long after = rows.copiesAt(place);
    if (before != after) {
      if (before > 0) {
        frequencies.add(group, frequency(before, place), -1);
      }
      if (after > 0) {
        frequencies.add(group, frequency(after, place), 1);
      }
    }
  }

  private static byte[] frequency(long copies, byte[] place) {
    byte[] element = new byte[Long.BYTES + place.length];
    Bytes.LONG.set(element, 0, Long.MAX_VALUE - copies);
    System.arraycopy(place, 0, element, Long.BYTES, place.length);
    return element;
  }

  @Override
  public void result(RowBuilder target) {
    byte @Nullable [] most = frequencies.first(group);
    @Nullable Row value =
        most == null ? null : rows.firstAt(Arrays.copyOfRange(most, Long.BYTES, most.length));
    if (value == null) {
      target.addNull();
    } else {
      target.add(value, 0);
    }
  }

  @Override
  public void save(DataOutput out) {
    rows.save();
    frequencies.flush();
  }
}
