package io.tidemark.engine.operator.aggregate;

import io.tidemark.engine.function.RowPredicate;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * An aggregate over the rows for which its FILTER condition is true: {@code f(σ_p(I))}.
 *
 * <p>State: the aggregate's. Cost per change: one evaluation more.
 */
public final class FilteredAggregate implements GroupAggregate {

  private final RowPredicate filter;
  private final GroupAggregate aggregate;

  public FilteredAggregate(RowPredicate filter, GroupAggregate aggregate) {
    this.filter = filter;
    this.aggregate = aggregate;
  }

  @Override
  public void begin(byte[] group) {
    aggregate.begin(group);
  }

  @Override
  public void open(byte[] group, DataInput stored) throws IOException {
    aggregate.open(group, stored);
  }

  @Override
  public void prepare(ZSet rows) {
    filter.prepare(rows);
    aggregate.prepare(rows);
  }

  @Override
  public boolean rehearses() {
    return aggregate.rehearses();
  }

  @Override
  public void rehearse() {
    aggregate.rehearse();
  }

  @Override
  public void beginRehearsal() {
    aggregate.beginRehearsal();
  }

  @Override
  public void endRehearsal() {
    aggregate.endRehearsal();
  }

  @Override
  public void add(Row input, long weight) {
    if (filter.test(input)) {
      aggregate.add(input, weight);
    }
  }

  @Override
  public void result(RowBuilder target) {
    aggregate.result(target);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    aggregate.save(out);
  }
}
