package io.tidemark.engine.operator.window;

import io.tidemark.engine.function.OrderedFunction;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.state.row.Row;
import org.jspecify.annotations.Nullable;

/** A frame as a query gives it, and the functions over such frames. */
public record FrameLimits(Mode mode, Limit from, Limit to, Exclusion exclusion) {

  /** What distances are measured in. */
  public enum Mode {
    ROWS,
    RANGE,
    GROUPS
  }

  /** What is left out. */
  public enum Exclusion {
    NO_OTHERS,
    CURRENT_ROW,
    GROUP,
    TIES
  }

  /** Where a frame begins or ends. */
  public sealed interface Limit {}

  private enum Plain implements Limit {
    UNBOUNDED,
    CURRENT_ROW
  }

  private record Distance(long rows) implements Limit {}

  private record Range(KeyFunction limit) implements Limit {}

  public static final Limit UNBOUNDED = Plain.UNBOUNDED;
  public static final Limit CURRENT_ROW = Plain.CURRENT_ROW;

  /** So many rows or groups of peers behind; before, if negative. */
  public static Limit distance(long rows) {
    return new Distance(Math.clamp(rows, -Bound.FAR, Bound.FAR));
  }

  /**
   * By the distance of order values.
   *
   * @param limit the order key of the value that is at the distance from a row's; null for NULL
   */
  public static Limit range(KeyFunction limit) {
    return new Range(limit);
  }

  /** An aggregate over the frame: of the window's summaries the one of an index. */
  public WindowFunction aggregate(int summary) {
    return new FrameFunction(frame(), new SummaryContent(summary), countsGroups());
  }

  /**
   * An aggregate that is read off the frame's rows in their order.
   *
   * @param arguments the aggregate's arguments over an input row
   * @param filter null for none
   */
  public WindowFunction ordered(
      RowMapper arguments, @Nullable RowPredicate filter, OrderedFunction function) {
    return new FrameFunction(
        frame(), new OrderedContent(arguments, filter, function), countsGroups());
  }

  /**
   * The value of the frame's row of a number, from 1.
   *
   * @param value over an input row, one column
   * @param number the same for all rows; null for NULL
   */
  public WindowFunction nthValue(RowMapper value, @Nullable Long number) {
    return new FrameFunction(frame(), RowContent.nth(value, number), countsGroups());
  }

  /** Gives the number of a row of the frame. */
  public interface RowNumber {
    /** Counted from 1; null for NULL. */
    @Nullable Long of(Row row);
  }

  /** The value of the frame's row of a number that each row gives. */
  public WindowFunction nthValue(RowMapper value, RowNumber number) {
    return new FrameFunction(frame(), RowContent.nth(value, number), countsGroups());
  }

  /** The value of the frame's last row. */
  public WindowFunction lastValue(RowMapper value) {
    return new FrameFunction(frame(), RowContent.last(value), countsGroups());
  }

  private boolean countsGroups() {
    return mode == Mode.GROUPS && (from instanceof Distance || to instanceof Distance);
  }

  private Frame frame() {
    return new Frame(
        switch (from) {
          case Plain.UNBOUNDED -> Bound.BEGIN;
          case Plain.CURRENT_ROW -> mode == Mode.ROWS ? Bound.row(0) : Bound.PEERS_FROM;
          case Distance(long rows) -> mode == Mode.ROWS ? Bound.row(rows) : Bound.group(rows);
          case Range(KeyFunction limit) -> new RangeBound(limit, true);
        },
        switch (to) {
          case Plain.UNBOUNDED -> Bound.END;
          case Plain.CURRENT_ROW -> mode == Mode.ROWS ? Bound.row(1) : Bound.PEERS_TO;
          case Distance(long rows) ->
              mode == Mode.ROWS ? Bound.row(rows + 1) : Bound.group(rows + 1);
          case Range(KeyFunction limit) -> new RangeBound(limit, false);
        },
        mode,
        exclusion);
  }
}
