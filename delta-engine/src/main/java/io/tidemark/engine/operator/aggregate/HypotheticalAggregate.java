package io.tidemark.engine.operator.aggregate;

import io.tidemark.engine.function.HypotheticalRank;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.ordered.OrderedMultiset;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.Objects;

/**
 * rank, dense_rank, percent_rank and cume_dist of a row that is not there, WITHIN GROUP: how many
 * rows of the group would stand in front of it, NULLs included.
 *
 * <p>State: the places of the group's rows with their copies; for dense_rank each place that has
 * rows once. Cost: O(log n) per change and per result.
 */
public final class HypotheticalAggregate implements GroupAggregate {

  private final HypotheticalRank rank;
  private final KeyFunction order;
  private final RowMapper direct;
  private final KeyFunction directOrder;
  private final KeyedState nodes;
  private final KeyedState differentNodes;
  private OrderedMultiset places;
  private OrderedMultiset different;
  private byte[] group = {};

  /**
   * @param order the place of an input row
   * @param direct the hypothetical row, which is of no column
   * @param directOrder its place
   * @param nodes the state of the places, and of nothing else
   * @param differentNodes the state of the different places, and of nothing else
   */
  public HypotheticalAggregate(
      HypotheticalRank rank,
      KeyFunction order,
      RowMapper direct,
      KeyFunction directOrder,
      KeyedState nodes,
      KeyedState differentNodes) {
    this.rank = rank;
    this.order = order;
    this.direct = direct;
    this.directOrder = directOrder;
    this.nodes = nodes;
    this.differentNodes = differentNodes;
    this.places = new OrderedMultiset(nodes);
    this.different = new OrderedMultiset(differentNodes);
  }

  @Override
  public void begin(byte[] group) {
    this.group = group;
    places = new OrderedMultiset(nodes);
    different = new OrderedMultiset(differentNodes);
  }

  @Override
  public void open(byte[] group, DataInput stored) {
    begin(group);
  }

  @Override
  public void prepare(ZSet rows) {
    order.prepare(rows);
  }

  @Override
  public void add(Row input, long weight) {
    byte[] place = Objects.requireNonNull(order.keyOf(input));
    long after = places.add(group, place, weight);
    long before = after - weight;
    if (rank == HypotheticalRank.DENSE_RANK && (before > 0) != (after > 0)) {
      different.add(group, place, after > 0 ? 1 : -1);
    }
  }

  @Override
  public void result(RowBuilder target) {
    byte[] place = Objects.requireNonNull(directOrder.keyOf(direct.map(Row.EMPTY)));
    OrderedMultiset counted = rank == HypotheticalRank.DENSE_RANK ? different : places;
    rank.result(
        counted.position(group, place),
        Math.max(0, places.weight(group, place)),
        places.size(group),
        target);
  }

  @Override
  public void save(DataOutput out) {
    places.flush();
    different.flush();
  }
}
