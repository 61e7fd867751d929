package io.tidemark.engine.operator.window;

import static io.tidemark.engine.operator.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tree against a sorted map, over thousands of elements, in many versions. */
class OrderTreeTest {

  private static final int ELEMENTS = 3000;
  private static final Summaries TEXT = new Summaries(List.of(Text::new));

  private final MapState state = new MapState();
  private final Random random = new Random(7);
  private final TreeMap<Integer, Long> model = new TreeMap<>();

  @Test
  void everyVersionIsTheSortedMap() {
    for (int version = 0; version < 60; version++) {
      OrderTree before = open();
      TreeMap<Integer, Long> modelBefore = new TreeMap<>(model);
      OrderTree after = before.with(changes(version < 30 ? 0.7 : 0.3));
      check(before, modelBefore);
      check(after, model);
      after.flush();
      check(open(), model);
    }
  }

  @Test
  void nothingIsLeftOfATreeThatIsEmptied() {
    for (int i = 0; i < 10; i++) {
      OrderTree tree = open().with(changes(1));
      tree.flush();
    }
    assertTrue(state.values.size() > 50, "nodes: " + state.values.size());
    List<Change> all = new ArrayList<>();
    model.forEach((number, weight) -> all.add(change(number, -weight)));
    OrderTree empty = open().with(all);
    empty.flush();
    assertEquals(0, empty.size());
    assertTrue(state.values.isEmpty(), "nodes: " + state.values.size());
  }

  @Test
  void changesLearnTheWeightsBeforeAndAfter() {
    OrderTree tree = open().with(List.of(change(1, 2), change(5, -1)));
    Change more = change(1, 1);
    Change gone = change(5, 1);
    OrderTree next = tree.with(List.of(more, gone));
    assertEquals(List.of(2L, 3L), List.of(more.weightBefore, more.weightAfter));
    assertEquals(List.of(-1L, 0L), List.of(gone.weightBefore, gone.weightAfter));
    assertEquals(2, tree.size());
    assertEquals(1, tree.entries());
    assertEquals(3, next.size());
  }

  private OrderTree open() {
    return OrderTree.open(new NodeStore(state, (byte) 0, new byte[] {1, 2}), TEXT);
  }

  /** Some changes, so many of them insertions, also to weights that are negative. */
  private List<Change> changes(double insertions) {
    TreeMap<Integer, Long> deltas = new TreeMap<>();
    for (int i = random.nextInt(400); i >= 0; i--) {
      int number = random.nextInt(ELEMENTS);
      boolean insert = random.nextDouble() < insertions;
      long delta = insert ? 1 + random.nextInt(2) : -model.getOrDefault(number, 1L);
      deltas.merge(number, delta, Long::sum);
    }
    List<Change> changes = new ArrayList<>();
    deltas.forEach((number, delta) -> {
      changes.add(change(number, delta));
      model.merge(number, delta, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
    });
    return changes;
  }

  private static Change change(int number, long delta) {
    byte[] key = key(number);
    byte[] bytes = row(number).bytes();
    byte[] element = Arrays.copyOf(key, key.length + bytes.length);
    System.arraycopy(bytes, 0, element, key.length, bytes.length);
    return new Change(element, key.length, delta);
  }

  private static byte[] key(int number) {
    byte[] key = new byte[4];
    Bytes.INT.set(key, 0, number);
    return key;
  }

  private void check(OrderTree tree, TreeMap<Integer, Long> expected) {
    List<Integer> copies = new ArrayList<>();
    List<Integer> starts = new ArrayList<>(); // of the elements that have copies
    expected.forEach((number, weight) -> {
      if (weight > 0) {
        starts.add(copies.size());
      }
      for (long copy = 0; copy < weight; copy++) {
        copies.add(number);
      }
    });
    assertEquals(copies.size(), tree.size());
    assertEquals(starts.size(), tree.entries());
    View view = new View(tree, null);
    for (int i = 0; i < 40 && !copies.isEmpty(); i++) {
      int position = random.nextInt(copies.size());
      assertEquals(row(copies.get(position)), view.row(position));
      int entry = random.nextInt(starts.size());
      assertEquals((long) starts.get(entry), tree.positionOfEntry(entry));
      int probe = random.nextInt(ELEMENTS + 1);
      assertEquals(
          copies.stream().filter(number -> number < probe).count(), tree.position(key(probe)));
      assertEquals(
          copies.stream().filter(number -> number < probe).distinct().count(),
          tree.entriesBefore(key(probe)));
      int to = position + random.nextInt(copies.size() - position + 1);
      Summary run = tree.emptySummary(0);
      tree.summarize(0, position, to, run);
      assertEquals(copies.subList(position, to).toString(), ((Text) run).numbers.toString());
      assertTrue(OrderTree.haveSameSummary(0, tree, position, to, tree, position, to));
      if (to > position) {
        assertFalse(OrderTree.haveSameSummary(0, tree, position, to, tree, position, position));
      }
    }
  }

  /** A run's numbers in order: a monoid in which every mistake shows. */
  private static final class Text implements Summary {
    private List<Integer> numbers = new ArrayList<>();

    @Override
    public void add(Row input, long copies) {
      for (long copy = 0; copy < copies; copy++) {
        numbers.add(input.getInt(0));
      }
    }

    @Override
    public void merge(Summary right) {
      numbers.addAll(((Text) right).numbers);
    }

    @Override
    public void result(RowBuilder target) {
      target.addInt(numbers.size());
    }

    @Override
    public void write(DataOutput out) throws IOException {
      out.writeInt(numbers.size());
      for (int number : numbers) {
        out.writeInt(number);
      }
    }

    @Override
    public void read(DataInput in) throws IOException {
      numbers = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        numbers.add(in.readInt());
      }
    }
  }

  private static final class MapState implements KeyedState {
    private final Map<Row, byte[]> values = new HashMap<>();

    @Override
    public byte @Nullable [] get(byte[] key) {
      return values.get(Row.wrap(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
      values.put(Row.wrap(key), value);
    }

    @Override
    public void remove(byte[] key) {
      values.remove(Row.wrap(key));
    }
  }
}
