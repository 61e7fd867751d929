package io.tidemark.state.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.state.StateStore;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeLogTest {

  private static final long MEMORY = 64L << 20;
  private static final int[] KEY = {0};
  private static final String PADDING = "x".repeat(1000);

  @TempDir Path folder;
  private StateStore store;

  @BeforeEach
  void open() {
    store = StateStore.open(folder, MEMORY);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ChangeLogs reopen() {
    store.close();
    open();
    return store.logs();
  }

  private static Row row(int key, String value) {
    return new RowBuilder(2).addInt(key).addText(value).build();
  }

  private static Row key(int key) {
    return new RowBuilder(1).addInt(key).build();
  }

  private ChangeLog loaded(String source, Row... rows) {
    ChangeLog log = store.logs().open(source, KEY);
    log.load(List.of(rows).iterator());
    log.loaded(100);
    store.logs().advance(100);
    return log;
  }

  private static ZSet read(ChangeLog log, long from, long to) {
    ZSet all = new ZSet();
    log.read(from, to, 1000, all::addAll);
    return all.consolidate();
  }

  private static Set<Row> rows(ChangeLog log) {
    Set<Row> rows = new HashSet<>();
    log.currentRows().forEachRemaining(rows::add);
    return rows;
  }

  /** Inserts rows of a kilobyte until some of them must have been written ahead of the commit. */
  private static void insertMany(ChangeLogs.Transaction transaction, ChangeLog log, int from) {
    for (int key = from; key < from + 10_000; key++) {
      transaction.insert(log, row(key, PADDING));
    }
  }

  @Test
  void anAbortRestoresWhatWasWrittenAndWhatWasNot() {
    ChangeLog log = loaded("orders", row(1, "one"), row(2, "two"));
    ChangeLogs.Transaction broken = store.logs().begin(100);
    broken.update(log, row(1, "one"), row(1, "changed"));
    insertMany(broken, log, 10);
    broken.delete(log, row(2, "two"));
    broken.update(log, row(1, "changed"), row(3, "moved"));
    assertEquals(row(3, "moved"), log.current(key(3)));
    broken.abort();

    assertEquals(row(1, "one"), log.current(key(1)));
    assertEquals(row(2, "two"), log.current(key(2)));
    assertNull(log.current(key(3)));
    assertEquals(Set.of(row(1, "one"), row(2, "two")), rows(log));
    assertThrows(IllegalStateException.class, () -> broken.commit(200));

    ChangeLogs.Transaction again = store.logs().begin(100);
    again.delete(log, row(2, "two"));
    again.commit(200);
    assertEquals(1, read(log, 100, 200).size());
    assertEquals(-1, read(log, 100, 200).weight(0));
  }

  @Test
  void aCrashIsUndoneBeforeTheEndMovesOnEvenIfNobodyOpensTheLog() {
    ChangeLog log = loaded("orders", row(1, "one"));
    ChangeLogs.Transaction lost = store.logs().begin(130);
    lost.update(log, row(1, "one"), row(1, "changed"));
    insertMany(lost, log, 10);

    reopen().advance(500);
    ChangeLog later = store.logs().open("orders", KEY);
    assertTrue(read(later, 100, 500).isEmpty());
    assertEquals(Set.of(row(1, "one")), rows(later));
  }

  @Test
  void oneTransactionRunsAtATimeAndNoneTwice() {
    ChangeLogs logs = store.logs();
    loaded("orders");
    ChangeLogs.Transaction running = logs.begin(110);
    assertThrows(IllegalStateException.class, () -> logs.begin(120));
    running.commit(120);
    assertThrows(IllegalStateException.class, running::abort);
    assertThrows(IllegalArgumentException.class, () -> logs.begin(110));
    logs.begin(120).commit(130);
    logs.advance(125);
    assertEquals(130, logs.end());
  }

  @Test
  void otherKeyColumnsAreRefused() {
    ChangeLog log = loaded("orders");
    assertSame(log, store.logs().open("orders", KEY));
    assertThrows(
        IllegalArgumentException.class, () -> store.logs().open("orders", new int[] {0, 1}));
    ChangeLogs logs = reopen();
    assertThrows(IllegalArgumentException.class, () -> logs.open("orders", new int[0]));
    assertTrue(logs.open("orders", KEY).isLoaded());
  }

  @Test
  void currentRowsHoldTheRunningTransactionAndMayBeDeletedWhileTheyAreRead() {
    ChangeLog log = loaded("orders", row(1, "one"), row(2, "two"));
    ChangeLogs.Transaction truncate = store.logs().begin(110);
    truncate.insert(log, row(3, "three"));
    truncate.delete(log, row(1, "one"));
    log.currentRows().forEachRemaining(row -> truncate.delete(log, row));
    truncate.insert(log, row(2, "new"));
    truncate.commit(120);
    assertEquals(Set.of(row(2, "new")), rows(log));
    ZSet delta = read(log, 100, 120);
    assertEquals(3, delta.size(), delta::toString);
    reopen();
    assertEquals(Set.of(row(2, "new")), rows(store.logs().open("orders", KEY)));
  }

  @Test
  void aLogLoadedAgainForgetsWhatItHeld() {
    ChangeLog log = loaded("orders", row(1, "one"));
    ChangeLogs.Transaction change = store.logs().begin(110);
    change.insert(log, row(2, "two"));
    change.commit(120);
    log.load(List.of(row(7, "seven")).iterator());
    assertFalse(log.isLoaded());
    assertFalse(log.accepts(300));
    log.load(List.of(row(8, "eight")).iterator());
    log.loaded(130);
    assertEquals(Set.of(row(7, "seven"), row(8, "eight")), rows(log));
    assertNull(log.current(key(1)));
    store.logs().advance(140);
    assertTrue(read(log, 130, 140).isEmpty());
    assertThrows(IllegalArgumentException.class, () -> read(log, 110, 140));
  }

  @Test
  void aLoadThatACrashInterruptedIsNotLoaded() {
    ChangeLog log = store.logs().open("orders", KEY);
    log.load(List.of(row(1, "one")).iterator());
    reopen();
    ChangeLog again = loaded("orders", row(2, "two"));
    assertEquals(Set.of(row(2, "two")), rows(again));
    assertNull(again.current(key(1)));
  }

  @Test
  void aDroppedLogComesBackEmpty() {
    loaded("orders", row(1, "one"));
    ChangeLog other = loaded("other", row(1, "kept"));
    store.logs().drop("orders");
    store.logs().drop("unknown");
    assertEquals(List.of("other"), store.logs().sources());
    reopen();
    ChangeLog anew = store.logs().open("orders", new int[] {0, 1});
    assertFalse(anew.isLoaded());
    assertTrue(rows(anew).isEmpty());
    assertEquals(other.source(), store.logs().open("other", KEY).source());
    assertEquals(row(1, "kept"), store.logs().open("other", KEY).current(key(1)));
  }

  @Test
  void aLogWithoutKeyKeepsChangesOnly() {
    ChangeLog log = store.logs().open("log", new int[0]);
    assertFalse(log.hasRowStore());
    log.loaded(100);
    ChangeLogs.Transaction transaction = store.logs().begin(100);
    transaction.insert(log, row(1, "twice"));
    transaction.insert(log, row(1, "twice"));
    transaction.commit(110);
    assertEquals(2, read(log, 100, 110).weight(0));
    assertNull(log.current(key(1)));
    assertThrows(IllegalStateException.class, log::currentRows);
  }

  @Test
  void trimmingSurvivesARestart() {
    ChangeLog log = loaded("orders");
    for (int i = 0; i < 3; i++) {
      ChangeLogs.Transaction transaction = store.logs().begin(100 + i * 10);
      insertMany(transaction, log, i * 10_000);
      transaction.commit(110 + i * 10);
    }
    log.trim(120);
    reopen();
    ChangeLog later = store.logs().open("orders", KEY);
    assertEquals(120, later.start());
    assertThrows(IllegalArgumentException.class, () -> read(later, 110, 130));
    assertEquals(10_000, read(later, 120, 130).size());
    assertEquals(row(0, PADDING), later.current(key(0)));
  }

  @Test
  void aTransactionIsReadWholeWhileAnotherThreadAppends() throws Exception {
    ChangeLog log = loaded("orders");
    int transactions = 500;
    try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
      Future<Long> total =
          reader.submit(() -> {
            long seen = 0;
            long from = 100;
            while (seen < transactions * 7L) {
              long to = store.logs().end();
              List<ZSet> batches = new ArrayList<>();
              log.read(from, to, 2, batches::add);
              long rows = batches.stream().mapToLong(ZSet::size).sum();
              assertEquals(0, rows % 7, "a torn transaction");
              seen += rows;
              from = to;
            }
            return seen;
          });
      for (int i = 0; i < transactions; i++) {
        ChangeLogs.Transaction transaction = store.logs().begin(100 + i * 10);
        for (int key = 0; key < 7; key++) {
          transaction.insert(log, row(i * 7 + key, "v"));
        }
        transaction.commit(110 + i * 10);
        if (i % 100 == 0) {
          assertTrue(store.sync() >= 110 + i * 10);
        }
      }
      assertEquals(transactions * 7L, total.get());
    }
  }
}
