package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate whose value is read off the group's argument rows in their order: what they are put
 * together to, or what stands at a position. The operator keeps the rows; nothing is kept here.
 */
public interface OrderedFunction {

  /** A group's argument rows in order. */
  interface Rows {

    /** How many there are. */
    long size();

    /** The row at a position from 0, or null beyond the last; costs O(log n). */
    @Nullable Row at(long position);

    /** Visits all in order; each with its copies. */
    void forEach(Visitor visitor);
  }

  /** Receives argument rows with their copies. */
  @FunctionalInterface
  interface Visitor {
    void visit(Row arguments, long copies);
  }

  /** Whether a row counts for nothing, as if it were not there: its argument is NULL, mostly. */
  boolean passesOver(Row arguments);

  /** Told of rows whose {@link #result} will be asked for, once {@link #foreseen} was called. */
  default void foresee(Rows rows) {}

  /** No more is foreseen: what can be done for many at once is done now. */
  default void foreseen() {}

  /**
   * Appends the aggregate's value, or its NULL.
   *
   * @param direct the aggregate's direct arguments: those in front of WITHIN GROUP
   * @throws io.tidemark.engine.EvaluationException where PostgreSQL too would raise an error
   */
  void result(Rows rows, Row direct, RowBuilder target);
}
