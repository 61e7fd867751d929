package io.tidemark.engine.operator.aggregate;

import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.state.arrangement.IndexedZSet;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The smallest or the largest argument of the group, NULLs passed over: min and max.
 *
 * <p>State: the group's arguments in order, each as {@code ordered ‖ value ‖ length of value}; with
 * the group, the end of that order which is asked for. Of values that SQL holds equal (1.0 and
 * 1.00) the one whose bytes are at that end is given, so that the answer does not depend on
 * history.
 *
 * <p>Cost per change: one write to the index, O(log n); a search for the new end only where the old
 * one left.
 */
public final class ExtremeAggregate implements GroupAggregate {

  private static final int NOTHING = -1;

  private final boolean greatest;
  private final RowMapper argument;
  private final KeyFunction order;
  private final IndexedZSet values;
  private byte[] group = {};
  private byte @Nullable [] end; // of the group at hand: first(group) or last(group)

  /**
   * @param greatest max, else min
   * @param argument the argument over an input row: one column
   * @param order a non-null argument's encoding that is ordered as unsigned bytes and of which none
   *     is another's prefix
   */
  public ExtremeAggregate(
      boolean greatest, RowMapper argument, KeyFunction order, IndexedZSet values) {
    this.greatest = greatest;
    this.argument = argument;
    this.order = order;
    this.values = values;
  }

  @Override
  public void begin(byte[] group) {
    this.group = group;
    end = null;
  }

  @Override
  public void open(byte[] group, DataInput stored) throws IOException {
    this.group = group;
    int length = stored.readInt();
    if (length == NOTHING) {
      end = null;
    } else {
      byte[] element = new byte[length];
      stored.readFully(element);
      end = element;
    }
  }

  @Override
  public void prepare(ZSet rows) {
    argument.prepare(rows);
  }

  @Override
  public void add(Row input, long weight) {
    Row value = argument.map(input);
    if (value.isNull(0)) {
      return;
    }
    byte[] element = elementOf(value);
    long updated = values.add(group, element, weight);
    byte @Nullable [] known = end;
    if (known == null) {
      end = element;
    } else if (updated != 0) {
      int comparison = Arrays.compareUnsigned(element, known);
      end = (greatest ? comparison > 0 : comparison < 0) ? element : known;
    } else if (Arrays.equals(element, known)) {
      end = greatest ? values.last(group) : values.first(group);
    }
  }

  @Override
  public void result(RowBuilder target) {
    byte @Nullable [] element = end;
    if (element == null) {
      target.addNull();
      return;
    }
    int length = (int) Bytes.INT.get(element, element.length - 4);
    target.add(element, element.length - 4 - length, length);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    byte @Nullable [] element = end;
    if (element == null) {
      out.writeInt(NOTHING);
    } else {
      out.writeInt(element.length);
      out.write(element);
    }
  }

  private byte[] elementOf(Row value) {
    byte[] ordered = Objects.requireNonNull(order.keyOf(value));
    int length = value.length(0);
    byte[] element = Arrays.copyOf(ordered, ordered.length + length + 4);
    System.arraycopy(value.bytes(), value.offset(0), element, ordered.length, length);
    Bytes.INT.set(element, ordered.length + length, length);
    return element;
  }
}
