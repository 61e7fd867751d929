package io.tidemark.engine.operator.window;

import static io.tidemark.engine.operator.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.operator.Rows;
import io.tidemark.engine.operator.window.FrameLimits.Exclusion;
import io.tidemark.engine.operator.window.FrameLimits.Mode;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a change costs: nodes of the trees that are read, and rows that are given out, in one
 * partition of {@value #ROWS} rows (place, value) of which only a few change.
 */
class WindowCostTest {

  private static final int ROWS = 20_000;

  /** A path from the root to a leaf has four nodes; a function may need some of them. */
  private static final int READS_MAX = 40;

  private final CountingState state = new CountingState();

  @Test
  void lagTouchesTheRowAndTheNext() {
    Window window =
        loaded(new NeighbourFunction(input -> input.project(new int[] {1}), r -> -1L, true, null));
    assertStep(window, update(ROWS / 2, ROWS / 2, 70_000), 4);
  }

  @Test
  void aFrameOfRowsTouchesTheRowsWhoseFrameHasTheChange() {
    Window window = loaded(rows(FrameLimits.distance(-3), FrameLimits.CURRENT_ROW).aggregate(0));
    assertStep(window, update(ROWS / 2, ROWS / 2, 70_000), 8);
  }

  @Test
  void aRunningSumTouchesTheRowsBehindTheChange() {
    Window window = loaded(rows(FrameLimits.UNBOUNDED, FrameLimits.CURRENT_ROW).aggregate(0));
    assertStep(window, update(ROWS - 10, ROWS - 10, 70_000), 20);
  }

  @Test
  void aRunningSumEndsWhereItIsTheSameAgain() {
    Window window = loaded(rows(FrameLimits.UNBOUNDED, FrameLimits.CURRENT_ROW).aggregate(0));
    ZSet delta = update(100, 100, 105);
    delta.addAll(update(110, 110, 105));
    assertStep(window, delta, 22);
  }

  @Test
  void aSumOfTheWholePartitionTouchesNothingElseWhileItStaysTheSame() {
    Window window = loaded(rows(FrameLimits.UNBOUNDED, FrameLimits.UNBOUNDED).aggregate(0));
    ZSet delta = update(100, 100, 105);
    delta.addAll(update(15_000, 15_000, 14_995));
    assertStep(window, delta, 4);
  }

  @Test
  void ranksBetweenARowThatGoesAndOneThatComesChange() {
    Window window = loaded(new RankFunction(RankFunction.Kind.RANK));
    ZSet delta = Rows.delta(-1, row(10_000, 10_000));
    delta.add(row(10_005, 1), 1);
    // 10,001 to 10,005 move up, the new row is 10,005's peer
    assertStep(window, delta, 1 + 2 * 5 + 1);
  }

  private void assertStep(Window window, ZSet delta, int rowsOut) {
    state.reads = 0;
    assertEquals(rowsOut, window.step(List.of(delta)).consolidate().size());
    assertTrue(state.reads <= READS_MAX, "nodes read: " + state.reads);
  }

  private static ZSet update(int place, int before, int after) {
    ZSet delta = Rows.delta(-1, row(place, before));
    delta.add(row(place, after), 1);
    return delta;
  }

  private static FrameLimits rows(FrameLimits.Limit from, FrameLimits.Limit to) {
    return new FrameLimits(Mode.ROWS, from, to, Exclusion.NO_OTHERS);
  }

  /** A window over rows whose value is their place. */
  private Window loaded(WindowFunction function) {
    List<Supplier<Summary>> summaries =
        function instanceof FrameFunction ? List.of(Sum::new) : List.of();
    Window window =
        new Window(
            input -> new byte[0], input -> input.copy(0), List.of(function), summaries, 0, state);
    ZSet rows = new ZSet();
    for (int i = 0; i < ROWS; i++) {
      rows.add(row(i, i), 1);
    }
    window.step(List.of(rows));
    return window;
  }

  private static final class CountingState implements KeyedState {
    private final KeyedState state = new InMemoryArrangements().keyed("window");
    private int reads;

    @Override
    public byte @Nullable [] get(byte[] key) {
      reads++;
      return state.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
      state.put(key, value);
    }

    @Override
    public void remove(byte[] key) {
      state.remove(key);
    }
  }

  private static final class Sum implements Summary {
    private long sum;

    @Override
    public void add(Row input, long copies) {
      sum += copies * input.getInt(1);
    }

    @Override
    public void merge(Summary right) {
      sum += ((Sum) right).sum;
    }

    @Override
    public void result(RowBuilder target) {
      target.addLong(sum);
    }

    @Override
    public void write(DataOutput out) throws IOException {
      out.writeLong(sum);
    }

    @Override
    public void read(DataInput in) throws IOException {
      sum = in.readLong();
    }
  }
}
