package io.tidemark.engine.operator.window;

import io.tidemark.engine.function.RowPredicate;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A run's rows for which the aggregate's FILTER condition is true. */
public final class FilteredSummary implements Summary {

  private final RowPredicate filter;
  private final Summary summary;

  public FilteredSummary(RowPredicate filter, Summary summary) {
    this.filter = filter;
    this.summary = summary;
  }

  @Override
  public void add(Row input, long copies) {
    if (filter.test(input)) {
      summary.add(input, copies);
    }
  }

  @Override
  public void merge(Summary right) {
    summary.merge(((FilteredSummary) right).summary);
  }

  @Override
  public void result(RowBuilder target) {
    summary.result(target);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    summary.write(out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    summary.read(in);
  }
}
