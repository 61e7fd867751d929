package io.tidemark.engine.operator.window;

import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The smallest or the largest argument in a run, NULLs passed over: min and max; or the first one:
 * any_value. Of values that SQL holds equal (1.0 and 1.00) min and max give the last, as PostgreSQL
 * does.
 */
public final class ExtremeSummary implements Summary {

  private static final int NOTHING = -1;

  private final boolean greatest;
  private final boolean first;
  private final RowMapper argument;
  private final KeyFunction order;
  private byte @Nullable [] best; // its place in the order
  private byte[] value = {};

  /**
   * @param greatest max, else min
   * @param argument the argument over an input row: one column
   * @param order a non-null argument's encoding that is ordered as unsigned bytes
   */
  public ExtremeSummary(boolean greatest, RowMapper argument, KeyFunction order) {
    this(greatest, false, argument, order);
  }

  private ExtremeSummary(boolean greatest, boolean first, RowMapper argument, KeyFunction order) {
    this.greatest = greatest;
    this.first = first;
    this.argument = argument;
    this.order = order;
  }

  /** The first argument in a run that is not NULL. */
  public static ExtremeSummary first(RowMapper argument) {
    byte[] any = {};
    return new ExtremeSummary(false, true, argument, row -> any);
  }

  @Override
  public void add(Row input, long copies) {
    Row row = argument.map(input);
    if (!row.isNull(0)) {
      offer(Objects.requireNonNull(order.keyOf(row)), row.copy(0));
    }
  }

  @Override
  public void merge(Summary right) {
    ExtremeSummary other = (ExtremeSummary) right;
    if (other.best != null) {
      offer(other.best, other.value);
    }
  }

  private void offer(byte[] candidate, byte[] candidateValue) {
    byte[] known = best;
    if (known != null) {
      int comparison = Arrays.compareUnsigned(candidate, known);
      if (comparison == 0 ? first : greatest ? comparison < 0 : comparison > 0) {
        return;
      }
    }
    best = candidate;
    value = candidateValue;
  }

  @Override
  public void result(RowBuilder target) {
    if (best == null) {
      target.addNull();
    } else {
      target.add(value);
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    byte[] known = best;
    if (known == null) {
      out.writeInt(NOTHING);
      return;
    }
    out.writeInt(known.length);
    out.write(known);
    out.writeInt(value.length);
    out.write(value);
  }

  @Override
  public void read(DataInput in) throws IOException {
    int length = in.readInt();
    if (length == NOTHING) {
      best = null;
      value = new byte[0];
      return;
    }
    byte[] order = new byte[length];
    in.readFully(order);
    best = order;
    value = new byte[in.readInt()];
    in.readFully(value);
  }
}
