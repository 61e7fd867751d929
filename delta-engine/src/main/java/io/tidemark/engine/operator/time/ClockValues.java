package io.tidemark.engine.operator.time;

import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.operator.StateBytes;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The row of values that the clock gives, which are the same for a long time: {@code {v(t)}}.
 *
 * <p>{@code δout = {v(t')} − {v(t)}}, nothing where they are equal. The clock is the only port; it
 * does not run backwards.
 *
 * <p>State: the last row and its time. Cost per step: one evaluation; when the next change is asked
 * for, some sixty.
 */
public final class ClockValues implements Operator, Timed {

  private static final byte[] LAST = {};
  private static final long HOUR = 3_600_000_000L;

  /** Beyond, it is looked again then: a year of days. */
  private static final long SEARCHED_HOURS = 366 * 24;

  private final LongFunction<Row> values;
  private final KeyedState last;

  /**
   * @param values the row at a time; does not change more often than once in an hour
   */
  public ClockValues(LongFunction<Row> values, KeyedState last) {
    this.values = values;
    this.last = last;
  }

  private record Given(long time, Row row) {}

  private @Nullable Given given() {
    byte[] bytes = last.get(LAST);
    if (bytes == null) {
      return null;
    }
    long[] time = new long[1];
    byte[][] row = new byte[1][];
    StateBytes.read(
        bytes,
        in -> {
          time[0] = in.readLong();
          row[0] = new byte[bytes.length - Long.BYTES];
          in.readFully(row[0]);
        });
    return new Given(time[0], Row.wrap(row[0]));
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet clock = deltas.getFirst();
    Given before = given();
    long now = before == null ? Long.MIN_VALUE : before.time();
    for (int i = 0; i < clock.size(); i++) {
      now = Math.max(now, clock.row(i).getLong(0));
    }
    ZSet output = new ZSet();
    if (before != null && before.time() == now) {
      return output;
    }
    Row row = values.apply(now);
    if (before == null || !before.row().equals(row)) {
      output.add(row, 1);
      if (before != null) {
        output.add(before.row(), -1);
      }
    }
    long time = now;
    last.put(
        LAST,
        StateBytes.write(out -> {
          out.writeLong(time);
          out.write(row.bytes());
        }));
    return output;
  }

  @Override
  public long nextWakeUp() {
    Given now = given();
    if (now == null) {
      return NEVER;
    }
    long same = now.time();
    long other = same;
    for (long hours = 1; ; hours *= 2) {
      if (hours > SEARCHED_HOURS) {
        return other;
      }
      other = now.time() + hours * HOUR;
      if (!values.apply(other).equals(now.row())) {
        break;
      }
      same = other;
    }
    while (other - same > 1) {
      long middle = same + (other - same) / 2;
      if (values.apply(middle).equals(now.row())) {
        same = middle;
      } else {
        other = middle;
      }
    }
    return other;
  }
}
