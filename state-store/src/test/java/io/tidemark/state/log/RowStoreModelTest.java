package io.tidemark.state.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.state.StateStore;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random transactions on two logs, held against plain maps: they commit, are aborted, or end with a
 * crash, and the deltas of all commits lead from the first contents to the last.
 */
class RowStoreModelTest {

  private static final int[] KEY = {0};
  private static final int KEYS = 3_000;

  @TempDir Path folder;

  /** Memory for everything, for nothing, and for a part of the rows. */
  @ParameterizedTest
  @CsvSource({"1, 268435456", "2, 1", "3, 1000000", "4, 8000000"})
  void rowStoresEqualTheirModel(long seed, long memory) {
    SplittableRandom random = new SplittableRandom(seed);
    StateStore store = StateStore.open(folder, memory);
    try {
      List<String> sources = List.of("a", "b");
      Map<String, Map<Integer, Row>> committed = new HashMap<>();
      for (String source : sources) {
        ChangeLog log = store.logs().open(source, KEY);
        Map<Integer, Row> rows = new HashMap<>();
        for (int key = 0; key < KEYS / 2; key++) {
          rows.put(key, row(key, random));
        }
        log.load(rows.values().iterator());
        log.loaded(100);
        committed.put(source, rows);
      }
      store.logs().advance(100);
      Map<String, ZSet> first = contents(committed);
      for (int i = 0; i < 20; i++) {
        Map<String, Map<Integer, Row>> model = copy(committed);
        long end = store.logs().end();
        ChangeLogs.Transaction transaction = store.logs().begin(end + random.nextInt(3));
        int changes = random.nextInt(8) == 0 ? 8_000 : random.nextInt(500);
        for (int change = 0; change < changes; change++) {
          String source = sources.get(random.nextInt(10) == 0 ? 0 : 1);
          ChangeLog log = store.logs().open(source, KEY);
          change(transaction, log, model.getOrDefault(source, Map.of()), random);
        }
        switch (random.nextInt(4)) {
          case 0 -> transaction.abort();
          case 1 -> {
            store.close();
            store = StateStore.open(folder, memory);
            assertEquals(end, store.logs().end());
          }
          default -> {
            transaction.commit(end + 10);
            committed = model;
          }
        }
        for (String source : sources) {
          Set<Row> rows = new HashSet<>();
          store.logs().open(source, KEY).currentRows().forEachRemaining(rows::add);
          assertEquals(new HashSet<>(committed.getOrDefault(source, Map.of()).values()), rows);
        }
      }
      for (String source : sources) {
        ZSet replayed = new ZSet();
        replayed.addAll(first.getOrDefault(source, new ZSet()));
        store.logs().open(source, KEY).read(100, store.logs().end(), 1_000, replayed::addAll);
        Set<Row> rows = new HashSet<>();
        replayed
            .consolidate()
            .forEach((row, weight) -> {
              assertEquals(1, weight);
              rows.add(row);
            });
        assertEquals(new HashSet<>(committed.getOrDefault(source, Map.of()).values()), rows);
      }
    } finally {
      store.close();
    }
  }

  private static void change(
      ChangeLogs.Transaction transaction,
      ChangeLog log,
      Map<Integer, Row> model,
      SplittableRandom random) {
    int key = random.nextInt(KEYS);
    Row before = log.current(new RowBuilder(1).addInt(key).build());
    assertEquals(model.get(key), before);
    if (before == null) {
      Row after = row(key, random);
      transaction.insert(log, after);
      model.put(key, after);
    } else if (random.nextInt(3) == 0) {
      transaction.delete(log, before);
      model.remove(key);
    } else {
      int newKey = random.nextInt(KEYS);
      Row after = row(model.containsKey(newKey) ? key : newKey, random); // some change their key
      transaction.update(log, before, after);
      model.remove(key);
      model.put(after.getInt(0), after);
    }
  }

  private static Row row(int key, SplittableRandom random) {
    return new RowBuilder(2).addInt(key).add(new byte[random.nextInt(1_000)]).build();
  }

  private static Map<String, ZSet> contents(Map<String, Map<Integer, Row>> model) {
    Map<String, ZSet> contents = new HashMap<>();
    model.forEach((source, rows) -> {
      ZSet zset = new ZSet();
      rows.values().forEach(row -> zset.add(row, 1));
      contents.put(source, zset);
    });
    return contents;
  }

  private static Map<String, Map<Integer, Row>> copy(Map<String, Map<Integer, Row>> model) {
    Map<String, Map<Integer, Row>> copy = new HashMap<>();
    model.forEach((source, rows) -> copy.put(source, new HashMap<>(rows)));
    return copy;
  }
}
