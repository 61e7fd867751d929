package io.tidemark.engine.operator.window;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What an aggregate makes of a run of neighbouring rows: a monoid, so that the summary of two runs,
 * one behind the other, is that of the first merged with that of the second. Nothing is ever taken
 * out of it. What is written is equal exactly if the summaries are, as far as that is known; two
 * equal ones that are written differently cost work, not correctness.
 */
public interface Summary {

  /**
   * Appends copies of an input row to the run.
   *
   * @param copies more than 0
   */
  void add(Row input, long copies);

  /** Appends another run, which stays as it is. */
  void merge(Summary right);

  /** Appends the aggregate's value over the run, or its NULL. */
  void result(RowBuilder target);

  void write(DataOutput out) throws IOException;

  /** Replaces the content by what {@link #write} wrote. */
  void read(DataInput in) throws IOException;
}
