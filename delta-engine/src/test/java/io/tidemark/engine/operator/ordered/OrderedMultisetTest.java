package io.tidemark.engine.operator.ordered;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.row.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderedMultisetTest {

  private static final byte[] GROUP = {7};

  private final CountingState state = new CountingState();

  /** Random changes and questions, compared with a sorted map, with a new object now and then. */
  @ParameterizedTest
  @CsvSource({
    // operations, domain, bytes of an element, share of removals in percent, operations per object
    "4000, 12, 3, 45, 7",
    "8000, 400, 4, 45, 20",
    "20000, 5000, 8, 30, 200",
    "20000, 2000, 30, 50, 1000",
    "6000, 300, 900, 45, 50",
    "1500, 60, 6000, 48, 10",
    "8000, 3000, 9000, 30, 8000", // more than is kept between flushes
  })
  void answersAsASortedMapWould(
      int operations, int domain, int length, int removals, int perObject) {
    Random random = new Random(operations + domain);
    byte[][] groups = {{}, {0}, {0, 0, 0, 0, 0, 0, 0, 0, 0}, GROUP};
    Map<Integer, TreeMap<byte[], Long>> model = new TreeMap<>();
    for (int g = 0; g < groups.length; g++) {
      model.put(g, new TreeMap<>(Arrays::compareUnsigned));
    }
    OrderedMultiset multiset = new OrderedMultiset(state);
    for (int i = 0; i < operations; i++) {
      if (i % perObject == 0) {
        multiset.flush();
        multiset = new OrderedMultiset(state);
      }
      int g = random.nextInt(100) < 70 ? 3 : random.nextInt(groups.length);
      TreeMap<byte[], Long> expected = model.get(g);
      byte[] element = element(random.nextInt(domain), length);
      long weight = 1 + random.nextInt(2);
      if (random.nextInt(100) < removals) {
        byte[] known = expected.ceilingKey(element);
        if (known != null && random.nextInt(20) > 0) {
          element = known;
          weight = random.nextInt(5) == 0 ? -3 : -expected.get(known);
        } else {
          weight = -weight;
        }
      }
      Long updated = expected.merge(element, weight, Long::sum);
      if (updated == 0) {
        expected.remove(element);
      }
      assertEquals(updated, multiset.add(groups[g], element, weight));
      if (i % 16 == 0) {
        checkAt(multiset, groups[g], expected, element(random.nextInt(domain), length), random);
      }
      if (i % 1000 == 0) {
        check(multiset, groups[g], expected);
      }
    }
    for (int g = 0; g < groups.length; g++) {
      check(multiset, groups[g], model.get(g));
      for (byte[] element : List.copyOf(model.get(g).keySet())) {
        assertEquals(0, multiset.add(groups[g], element, -model.get(g).remove(element)));
      }
      assertTrue(multiset.isEmpty(groups[g]));
    }
    multiset.flush();
    assertEquals(0, state.values.size(), "nothing is kept of empty groups");
  }

  private static void checkAt(
      OrderedMultiset multiset,
      byte[] group,
      TreeMap<byte[], Long> model,
      byte[] element,
      Random random) {
    assertEquals(model.getOrDefault(element, 0L), multiset.weight(group, element));
    assertEquals(copies(model.headMap(element)), multiset.position(group, element));
    long size = copies(model);
    assertEquals(size, multiset.size(group));
    assertEquals(model.isEmpty(), multiset.isEmpty(group));
    assertNull(multiset.at(group, size));
    assertNull(multiset.at(group, -1));

    TreeMap<byte[], Long> positive = new TreeMap<>(model);
    positive.values().removeIf(weight -> weight < 0);
    Cursor cursor = multiset.cursor(group);
    assertEquals(positive.ceilingKey(element) != null, cursor.seek(element));
    byte @Nullable [] at = positive.ceilingKey(element);
    for (int step = 0; step < 5 && at != null; step++) {
      assertArrayEquals(at, cursor.element());
      assertEquals(positive.get(at), cursor.weight());
      assertEquals(copies(model.headMap(at)), cursor.position());
      boolean up = random.nextBoolean();
      at = up ? positive.higherKey(at) : positive.lowerKey(at);
      assertEquals(at != null, up ? cursor.next() : cursor.previous());
    }
    byte @Nullable [] below = positive.lowerKey(element);
    assertEquals(below != null, cursor.seekBefore(element));
    if (below != null) {
      assertArrayEquals(below, cursor.element());
      assertEquals(copies(model.headMap(below)), cursor.position());
    }
    if (size > 0) {
      long wanted = random.nextLong(size);
      assertTrue(cursor.seekPosition(wanted));
      assertTrue(cursor.position() <= wanted && wanted < cursor.position() + cursor.weight());
      assertEquals(copies(model.headMap(cursor.element())), cursor.position());
      assertArrayEquals(cursor.element(), multiset.at(group, wanted));
    }
    assertArrayEquals(positive.isEmpty() ? null : positive.firstKey(), multiset.first(group));
    assertArrayEquals(positive.isEmpty() ? null : positive.lastKey(), multiset.last(group));
  }

  /** All of a group, forward and backward. */
  private static void check(OrderedMultiset multiset, byte[] group, TreeMap<byte[], Long> model) {
    List<byte[]> expected = new ArrayList<>();
    model.forEach((element, weight) -> {
      if (weight > 0) {
        expected.add(element);
      }
    });
    Cursor cursor = multiset.cursor(group);
    boolean found = cursor.first();
    long position = 0;
    for (byte[] element : expected) {
      assertTrue(found);
      assertArrayEquals(element, cursor.element());
      assertEquals(position, cursor.position());
      position += cursor.weight();
      found = cursor.next();
    }
    assertFalse(found);
    found = cursor.last();
    for (byte[] element : expected.reversed()) {
      assertTrue(found);
      assertArrayEquals(element, cursor.element());
      position -= cursor.weight();
      assertEquals(position, cursor.position());
      found = cursor.previous();
    }
    assertFalse(found);
  }

  private static long copies(Map<byte[], Long> model) {
    return model.values().stream().mapToLong(weight -> Math.max(0, weight)).sum();
  }

  /** A small group is read and written once per object, however often it changes. */
  @Test
  void aSmallGroupIsOneNode() {
    fill(10, 1);
    assertEquals(1, state.values.size());
    state.reads = 0;
    state.writes = 0;
    OrderedMultiset multiset = new OrderedMultiset(state);
    for (int i = 0; i < 8; i++) {
      multiset.add(GROUP, element(i, 8), 1);
      multiset.at(GROUP, i);
    }
    multiset.flush();
    assertEquals(1, state.reads);
    assertEquals(1, state.writes);
  }

  /** O(log n): the nodes on one way down, and a neighbour now and then. */
  @ParameterizedTest
  @CsvSource({"1000, 3", "100000, 5", "1000000, 6"})
  void aChangeTouchesTheNodesOfOnePath(int elements, int nodesMax) {
    fill(elements, 7919);
    int changes = 200;
    state.reads = 0;
    state.writes = 0;
    Random random = new Random(1);
    for (int i = 0; i < changes; i++) {
      OrderedMultiset multiset = new OrderedMultiset(state);
      multiset.add(GROUP, element(random.nextInt(elements), 8), random.nextBoolean() ? 1 : -1);
      multiset.flush();
    }
    assertTrue(state.reads <= (long) nodesMax * changes, state.reads + " reads");
    assertTrue(state.writes <= (long) nodesMax * changes, state.writes + " writes");

    state.reads = 0;
    for (int i = 0; i < changes; i++) {
      OrderedMultiset multiset = new OrderedMultiset(state);
      Cursor cursor = multiset.cursor(GROUP);
      cursor.seekPosition(random.nextInt(elements / 2));
      multiset.position(GROUP, cursor.element());
    }
    assertTrue(state.reads <= (long) nodesMax * changes, state.reads + " reads to search");
  }

  @Test
  void elementsThatGrowAtTheEndFillTheirNodes() {
    fill(100_000, 1);
    int nodes = state.values.size();
    assertTrue(nodes < 100_000 / 50, nodes + " nodes");
  }

  @Test
  void changesThatWereNotFlushedAreForgotten() {
    fill(1000, 1);
    OrderedMultiset failed = new OrderedMultiset(state);
    failed.add(GROUP, element(5, 8), 1);
    assertEquals(1001, failed.size(GROUP));
    assertEquals(1000, new OrderedMultiset(state).size(GROUP));
  }

  private void fill(int elements, long stride) {
    OrderedMultiset multiset = new OrderedMultiset(state);
    for (long i = 0; i < elements; i++) {
      multiset.add(GROUP, element((int) (i * stride % elements), 8), 1);
    }
    multiset.flush();
  }

  /** Orders as the number; long ones differ at their end only. */
  private static byte[] element(int number, int length) {
    byte[] bytes = new byte[Math.max(4, length)];
    Bytes.INT.set(bytes, bytes.length - 4, number);
    return length < 4 ? Arrays.copyOfRange(bytes, 4 - length, 4) : bytes;
  }

  private static final class CountingState implements KeyedState {
    final Map<byte[], byte[]> values = new TreeMap<>(Arrays::compareUnsigned);
    long reads;
    long writes;

    @Override
    public byte @Nullable [] get(byte[] key) {
      reads++;
      return values.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
      writes++;
      values.put(key, value);
    }

    @Override
    public void remove(byte[] key) {
      values.remove(key);
    }
  }
}
