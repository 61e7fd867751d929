package io.tidemark.engine.operator.aggregate;

import io.tidemark.engine.function.OrderedFunction;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.DataInput;
import java.io.DataOutput;

/**
 * An aggregate over the group's argument rows in an order, DISTINCT or not: {@code
 * f(sort(π_args(I)))}, such as string_agg, array_agg and percentile_disc.
 *
 * <p>State: the group's argument rows in order, in a counted tree. Cost per change: O(log n), to
 * keep the order; per group that changes, twice what the function reads: all rows to write a
 * string, O(log n) to find a percentile.
 */
public final class OrderedAggregate implements GroupAggregate {

  private final RowMapper arguments;
  private final RowMapper direct;
  private final OrderedFunction function;
  private final OrderedArguments rows;

  /**
   * @param direct the arguments in front of WITHIN GROUP, which are of no column
   * @param order the place of an input row; where distinct, the same exactly for equal arguments
   * @param nodes the state of the order, and of nothing else
   */
  public OrderedAggregate(
      RowMapper arguments,
      RowMapper direct,
      KeyFunction order,
      boolean distinct,
      OrderedFunction function,
      KeyedState nodes) {
    this.arguments = arguments;
    this.direct = direct;
    this.function = function;
    this.rows = new OrderedArguments(order, distinct, nodes);
  }

  @Override
  public void begin(byte[] group) {
    rows.turnTo(group);
  }

  @Override
  public void open(byte[] group, DataInput stored) {
    rows.turnTo(group);
  }

  @Override
  public void prepare(ZSet rows) {
    arguments.prepare(rows);
    this.rows.prepare(rows);
  }

  @Override
  public void rehearse() {
    function.foresee(rows);
  }

  @Override
  public void beginRehearsal() {
    rows.pretend(true);
  }

  @Override
  public void endRehearsal() {
    rows.pretend(false);
    function.foreseen();
  }

  @Override
  public void add(Row input, long weight) {
    Row values = arguments.map(input);
    byte[] place = rows.placeOf(input); // evaluated for all rows: it may fail
    if (!function.passesOver(values)) {
      rows.add(place, values, weight);
    }
  }

  @Override
  public void result(RowBuilder target) {
    function.result(rows, direct.map(Row.EMPTY), target);
  }

  @Override
  public void save(DataOutput out) {
    rows.save();
  }
}
