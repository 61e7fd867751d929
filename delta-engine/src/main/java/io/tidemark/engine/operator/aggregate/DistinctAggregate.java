package io.tidemark.engine.operator.aggregate;

import io.tidemark.engine.function.Accumulator;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.StateBytes;
import io.tidemark.engine.operator.Variants;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An algebraic aggregate over the group's distinct arguments, such as {@code count(DISTINCT x)}:
 * {@code f(distinct(π_args(I)))}, so what reaches the accumulator is the delta of the distinct.
 *
 * <p>State: the accumulator, with the group; per (group, argument) its {@linkplain Variants
 * variants}. Cost per change: one lookup and one write, whatever the group's size.
 */
public final class DistinctAggregate implements GroupAggregate {

  private final RowMapper arguments;
  private final KeyFunction argumentKey;
  private final Accumulator accumulator; // of the group at hand
  private final byte[] empty; // the accumulator over no rows
  private final KeyedState values;
  private final Variants variants = new Variants(); // of the argument at hand
  private byte[] group = {};

  /**
   * @param argumentKey the key of an argument row; gives one for every row, NULLs being equal
   * @param accumulator over no rows yet
   */
  public DistinctAggregate(
      RowMapper arguments, KeyFunction argumentKey, Accumulator accumulator, KeyedState values) {
    this.arguments = arguments;
    this.argumentKey = argumentKey;
    this.accumulator = accumulator;
    this.empty = StateBytes.write(accumulator::write);
    this.values = values;
  }

  @Override
  public void begin(byte[] group) {
    this.group = group;
    StateBytes.read(empty, accumulator::read);
  }

  @Override
  public void open(byte[] group, DataInput stored) throws IOException {
    this.group = group;
    accumulator.read(stored);
  }

  @Override
  public void prepare(ZSet rows) {
    arguments.prepare(rows);
  }

  @Override
  public void add(Row input, long weight) {
    Row argument = arguments.map(input);
    byte[] key = keyOf(argument);
    byte @Nullable [] stored = values.get(key);
    if (stored == null) {
      variants.clear();
    } else {
      StateBytes.read(stored, variants::read);
    }
    @Nullable Row before = variants.representative();
    variants.add(argument, weight);
    @Nullable Row after = variants.representative();
    if (!Objects.equals(before, after)) {
      if (before != null) {
        accumulator.add(before, -1);
      }
      if (after != null) {
        accumulator.add(after, 1);
      }
    }
    if (variants.isEmpty()) {
      values.remove(key);
    } else {
      values.put(key, StateBytes.write(variants::write));
    }
  }

  @Override
  public void result(RowBuilder target) {
    accumulator.result(target);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    accumulator.write(out);
  }

  /** The group's key and the argument's, told apart by the length of the first. */
  private byte[] keyOf(Row argument) {
    byte[] value = Objects.requireNonNull(argumentKey.keyOf(argument));
    byte[] key = new byte[4 + group.length + value.length];
    Bytes.INT.set(key, 0, group.length);
    System.arraycopy(group, 0, key, 4, group.length);
    System.arraycopy(value, 0, key, 4 + group.length, value.length);
    return key;
  }
}
