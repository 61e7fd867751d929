package io.tidemark.engine.operator;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one key, which SQL holds equal though their bytes may differ (1.0 and 1.00), each
 * with its weight, and the one among them that stands for all.
 *
 * <p>The representative is the first of positive weight in the order of arrival: it stays while it
 * exists, whatever comes and goes beside it, as a query's answer must not change while its input
 * does not. It is a function of what is kept here, so that a reader of the state knows which row
 * was given out last. Nearly every key has one variant; a change costs their number.
 *
 * <p>Reusable for key after key. Not thread-safe.
 */
public final class Variants {

  private final List<Row> rows = new ArrayList<>(1);
  private final List<Long> weights = new ArrayList<>(1);

  public void clear() {
    rows.clear();
    weights.clear();
  }

  /** Adds copies of a row, or takes them back with a negative weight. */
  public void add(Row row, long weight) {
    int index = rows.indexOf(row);
    if (index < 0) {
      if (weight != 0) {
        rows.add(row);
        weights.add(weight);
      }
      return;
    }
    long updated = weights.get(index) + weight;
    if (updated == 0) {
      rows.remove(index);
      weights.remove(index);
    } else {
      weights.set(index, updated);
    }
  }

  /** The copies of all variants together; may be negative in the middle of a tick. */
  public long total() {
    long total = 0;
    for (long weight : weights) {
      total += weight;
    }
    return total;
  }

  /** Whether nothing is kept; a total of 0 is not enough, since weights may be negative. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The row that stands for the key, or null if the key is absent: its total is not positive. */
  public @Nullable Row representative() {
    if (total() <= 0) {
      return null;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (weights.get(i) > 0) {
        return rows.get(i);
      }
    }
    throw new AssertionError("a positive total has a positive part");
  }

  /** Visits so many copies, of those that came first; there must be as many in total. */
  public void forEachOf(long copies, ZSet.Visitor visitor) {
    long rest = copies;
    for (int i = 0; rest > 0; i++) {
      long taken = Math.min(rest, Math.max(0, weights.get(i)));
      if (taken > 0) {
        visitor.visit(rows.get(i), taken);
        rest -= taken;
      }
    }
  }

  public void write(DataOutput out) throws IOException {
    out.writeInt(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      byte[] bytes = rows.get(i).bytes();
      out.writeLong(weights.get(i));
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /** Replaces the content by what {@link #write} wrote. */
  public void read(DataInput in) throws IOException {
    clear();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      weights.add(in.readLong());
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      rows.add(Row.wrap(bytes));
    }
  }
}
