package io.tidemark.engine.circuit;

import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.operator.time.TemporalFilter;
import io.tidemark.engine.operator.time.Timed;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.List;

/** A condition with {@link Expression.Now}, over a row and the clock behind it. */
final class TemporalCondition implements TemporalFilter.Condition {

  private final RowPredicate condition; // over the row's columns and the time
  private final List<ClockCrossing> crossings;
  private long lastTime = Long.MIN_VALUE;
  private Row lastClock = clock(Long.MIN_VALUE);

  private TemporalCondition(RowPredicate condition, List<ClockCrossing> crossings) {
    this.condition = condition;
    this.crossings = crossings;
  }

  /**
   * @param width columns of a row
   * @throws io.tidemark.engine.UnsupportedQueryException if it looks at the clock in a way of which
   *     it is not known when it changes
   */
  static TemporalCondition of(Expression condition, int width, Expressions expressions) {
    return new TemporalCondition(
        RowFunctions.predicate(timed(condition, width), expressions),
        ClockUse.of(condition).stream()
            .map(comparison -> ClockCrossing.of(comparison, width, expressions))
            .toList());
  }

  /** The expression with the time as a column behind the row's. */
  static Expression timed(Expression expression, int width) {
    return expression instanceof Expression.Now
        ? new Column(width, PgType.of(PgType.TIMESTAMPTZ))
        : Columns.replaceChildren(expression, child -> timed(child, width));
  }

  static Row clock(long time) {
    return new RowBuilder(1).addLong(time).build();
  }

  @Override
  public boolean test(Row row, long time) {
    if (time != lastTime) {
      lastTime = time;
      lastClock = clock(time);
    }
    return condition.test(row.concat(lastClock));
  }

  @Override
  public long nextChange(Row row, long after) {
    long next = Timed.NEVER;
    for (ClockCrossing crossing : crossings) {
      next = Math.min(next, crossing.next(row, after));
    }
    return next;
  }
}
