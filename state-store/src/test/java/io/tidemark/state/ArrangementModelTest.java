package io.tidemark.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.state.arrangement.IndexedZSet;
import io.tidemark.state.arrangement.KeyedState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random work on stored arrangements, held against plain maps, with commits, rollbacks and
 * restarts.
 */
class ArrangementModelTest {

  private static final int STEPS = 20_000;

  @TempDir Path folder;

  /**
   * A small memory evicts all the time; few keys make large ones, which stay in RocksDB; a die of
   * many sides makes ticks that are written ahead of their commit.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 67108864, 500, 50, 1000",
    "2, 1, 500, 50, 1000",
    "3, 1, 1, 30000, 1000",
    "4, 100000, 2, 20000, 1000",
    "5, 1, 3000, 50, 10000",
    "6, 400000, 200, 500, 10000",
    "7, 1, 1, 30000, 20000",
    "8, 500000, 4000, 1, 5000"
  })
  void storedArrangementsEqualTheirModel(
      long seed, long memory, int keys, int elements, int sides) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, TreeMap<String, Long>> model = new TreeMap<>();
    Map<String, String> values = new TreeMap<>();
    Map<String, TreeMap<String, Long>> committedModel = new TreeMap<>();
    Map<String, String> committedValues = new TreeMap<>();
    StateStore store = StateStore.open(folder, memory);
    try {
      CircuitState state = store.circuit("c");
      IndexedZSet indexed = state.indexed("i");
      KeyedState keyed = state.keyed("k");
      long frontier = 0;
      for (int step = 0; step < STEPS; step++) {
        String key = "k" + random.nextInt(keys);
        String element = "e" + random.nextInt(elements);
        int dice = random.nextInt(sides);
        if (dice < sides * 0.65) {
          long weight = random.nextInt(3) - 1;
          if (weight != 0) {
            TreeMap<String, Long> under = model.computeIfAbsent(key, ignored -> new TreeMap<>());
            long expected = under.merge(element, weight, Long::sum);
            if (expected == 0) {
              under.remove(element);
            }
            assertEquals(expected, indexed.add(bytes(key), bytes(element), weight));
          }
        } else if (dice < sides * 0.75) {
          if (random.nextInt(3) == 0) {
            values.remove(key + element);
            keyed.remove(bytes(key + element));
          } else {
            values.put(key + element, "v" + step);
            keyed.put(bytes(key + element), bytes("v" + step));
          }
        } else if (dice < sides * 0.9) {
          TreeMap<String, Long> under = model.getOrDefault(key, new TreeMap<>());
          assertEquals(under.getOrDefault(element, 0L), indexed.weight(bytes(key), bytes(element)));
          if (step > STEPS / 2) { // until then large keys have no order in memory
            assertArrayEquals(
                under.isEmpty() ? null : bytes(under.firstKey()), indexed.first(bytes(key)));
            assertArrayEquals(
                under.isEmpty() ? null : bytes(under.lastKey()), indexed.last(bytes(key)));
          }
          String value = values.get(key + element);
          assertArrayEquals(value == null ? null : bytes(value), keyed.get(bytes(key + element)));
        } else if (dice < sides - 10 && dice % 30 == 0) {
          TreeMap<String, Long> under = model.getOrDefault(key, new TreeMap<>());
          TreeMap<String, Long> seen = new TreeMap<>();
          indexed.forEach(bytes(key), (e, w) -> seen.put(text(e), w));
          assertEquals(under, seen);
          if (step > STEPS / 2) {
            boolean open = random.nextInt(4) == 0;
            String below = element + random.nextInt(elements);
            List<String> range = new ArrayList<>();
            indexed.forEachInRange(
                bytes(key),
                bytes(element),
                open ? null : bytes(below),
                (e, w) -> range.add(text(e) + w));
            List<String> expected = new ArrayList<>();
            under
                .tailMap(element, true)
                .forEach((e, w) -> {
                  if (open || e.compareTo(below) < 0) {
                    expected.add(e + w);
                  }
                });
            assertEquals(expected, range);
          }
        } else if (dice >= sides - 2) {
          if (dice == sides - 1) {
            state.rollback();
          } else { // a crash
            store.close();
            store = StateStore.open(folder, memory);
            state = store.circuit("c");
            indexed = state.indexed("i");
            keyed = state.keyed("k");
          }
          assertEquals(frontier, state.frontier());
          model = copy(committedModel);
          values = new TreeMap<>(committedValues);
        } else if (dice >= sides - 5) {
          state.commit(++frontier, frontier);
          committedModel = copy(model);
          committedValues = new TreeMap<>(values);
          if (random.nextInt(4) == 0) {
            store.close();
            store = StateStore.open(folder, memory);
            state = store.circuit("c");
            assertEquals(frontier, state.frontier());
            indexed = state.indexed("i");
            keyed = state.keyed("k");
          }
        }
      }
    } finally {
      store.close();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, TreeMap<String, Long>> copy(Map<String, TreeMap<String, Long>> model) {
    Map<String, TreeMap<String, Long>> copy = new TreeMap<>();
    model.forEach((key, elements) -> copy.put(key, new TreeMap<>(elements)));
    return copy;
  }
}
