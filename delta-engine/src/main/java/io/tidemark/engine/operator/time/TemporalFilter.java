package io.tidemark.engine.operator.time;

import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.operator.ordered.OrderedMultiset;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows for which a condition over the row and the clock is true at the time of the tick: {@code
 * σ_{p(·, t)}(I)}.
 *
 * <p>{@code δout = σ_{p(·, t')}(δI) + σ_{p(·, t')}(D) − σ_{p(·, t)}(D)}, where t and t' are the
 * last time and this one, and D ⊆ I are the rows whose condition may change between them. The clock
 * is the second port: a row of one timestamptz; it does not run backwards.
 *
 * <p>State: the last time; each row with a change ahead, ordered by when that is. A row whose
 * condition stays as it is is not kept. Cost per change: one evaluation and, for a row with a
 * change ahead, O(log n); a row is looked at again only when its time has come.
 */
public final class TemporalFilter implements Operator, Timed {

  /** A condition over a row and the clock; times are microseconds since 2000-01-01 UTC. */
  public interface Condition {

    boolean test(Row row, long time);

    /**
     * The first time after the given one at which the condition may be another one, {@link
     * Timed#NEVER} for none: the smallest member that is greater of a set which depends on the row
     * alone.
     */
    long nextChange(Row row, long after);
  }

  private static final byte[] ALL = {};
  private static final byte[] TIME = {};

  private final Condition condition;
  private final KeyedState lastTime;
  private final KeyedState schedule;

  public TemporalFilter(Condition condition, KeyedState lastTime, KeyedState schedule) {
    this.condition = condition;
    this.lastTime = lastTime;
    this.schedule = schedule;
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    byte @Nullable [] known = lastTime.get(TIME);
    long before = known == null ? Long.MIN_VALUE : (long) Bytes.LONG.get(known, 0);
    long now = now(deltas.get(1), before);
    OrderedMultiset ahead = new OrderedMultiset(schedule);
    ZSet output = new ZSet();
    if (now > before) {
      for (Due due : due(ahead, now)) {
        ahead.add(ALL, due.element(), -due.copies());
        Row row = due.row();
        boolean was = condition.test(row, before);
        boolean is = condition.test(row, now);
        if (was != is) {
          output.add(row, is ? due.copies() : -due.copies());
        }
        plan(ahead, row, due.copies(), now);
      }
      byte[] time = new byte[Long.BYTES];
      Bytes.LONG.set(time, 0, now);
      lastTime.put(TIME, time);
    }
    ZSet delta = deltas.getFirst().consolidate();
    for (int i = 0; i < delta.size(); i++) {
      if (condition.test(delta.row(i), now)) {
        output.add(delta.row(i), delta.weight(i));
      }
      plan(ahead, delta.row(i), delta.weight(i), now);
    }
    ahead.flush();
    return output;
  }

  @Override
  public long nextWakeUp() {
    byte @Nullable [] first = new OrderedMultiset(schedule).first(ALL);
    return first == null ? NEVER : time(first);
  }

  private static long now(ZSet clock, long before) {
    long now = before;
    for (int i = 0; i < clock.size(); i++) {
      now = Math.max(now, clock.row(i).getLong(0));
    }
    return now;
  }

  private record Due(byte[] element, Row row, long copies) {}

  private static List<Due> due(OrderedMultiset ahead, long now) {
    List<Due> due = new ArrayList<>();
    var cursor = ahead.cursor(ALL);
    for (boolean any = cursor.first(); any; any = cursor.next()) {
      byte[] element = cursor.element();
      if (time(element) > now) {
        break;
      }
      Row row = Row.wrap(Arrays.copyOfRange(element, Long.BYTES, element.length));
      due.add(new Due(element, row, cursor.weight()));
    }
    return due;
  }

  private void plan(OrderedMultiset ahead, Row row, long weight, long now) {
    long change = condition.nextChange(row, now);
    if (change == NEVER) {
      return;
    }
    byte[] bytes = row.bytes();
    byte[] element = new byte[Long.BYTES + bytes.length];
    Bytes.LONG.set(element, 0, change ^ Long.MIN_VALUE); // ordered as unsigned bytes
    System.arraycopy(bytes, 0, element, Long.BYTES, bytes.length);
    ahead.add(ALL, element, weight);
  }

  private static long time(byte[] element) {
    return (long) Bytes.LONG.get(element, 0) ^ Long.MIN_VALUE;
  }
}
