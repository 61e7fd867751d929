package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The running state of one aggregate over one group, where it can be kept algebraically: retracting
 * a row undoes exactly what inserting it did, whatever came between. Not thread-safe.
 */
public interface Accumulator {

  /**
   * Adds copies of an argument row, or takes them back.
   *
   * @param arguments the aggregate's evaluated arguments, one column each; FILTER has been applied,
   *     and NULLs are given as PostgreSQL gives them: it is this accumulator's business to pass
   *     over them
   * @param weight copies; negative to retract
   */
  void add(Row arguments, long weight);

  /**
   * Adds what another accumulator of the same aggregate holds: afterwards this one is as if it had
   * been given the rows of both. The other stays as it is.
   */
  void merge(Accumulator other);

  /** Appends the aggregate's value over what is accumulated, or its NULL. */
  void result(RowBuilder target);

  void write(DataOutput out) throws IOException;

  void read(DataInput in) throws IOException;
}
