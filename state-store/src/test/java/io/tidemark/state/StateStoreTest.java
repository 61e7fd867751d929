package io.tidemark.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.state.arrangement.IndexedZSet;
import io.tidemark.state.arrangement.KeyedState;
import io.tidemark.state.log.ChangeLog;
import io.tidemark.state.log.ChangeLogs;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class StateStoreTest {

  private static final long MEMORY = 64L << 20;
  private static final int[] KEY = {0};

  @TempDir Path folder;
  private StateStore store;

  @BeforeEach
  void open() {
    store = StateStore.open(folder.resolve("state"), MEMORY);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    open();
  }

  private static Row row(int key, String value) {
    return new RowBuilder(2).addInt(key).addText(value).build();
  }

  private static Row key(int key) {
    return new RowBuilder(1).addInt(key).build();
  }

  private ChangeLog loadedLog(String source) {
    ChangeLog log = store.logs().open(source, KEY);
    if (!log.isLoaded()) {
      log.loaded(100);
      store.logs().advance(100);
    }
    return log;
  }

  private static Map<String, Long> read(ChangeLog log, long from, long to) {
    ZSet all = new ZSet();
    log.read(from, to, 3, all::addAll);
    Map<String, Long> rows = new TreeMap<>();
    all.consolidate().forEach((row, weight) -> rows.put(row.getText(1), weight));
    return rows;
  }

  @Test
  void changesAreReadBackByCommitRange() {
    ChangeLog log = loadedLog("orders");
    ChangeLogs.Transaction first = store.logs().begin(110);
    first.insert(log, row(1, "a"));
    first.insert(log, row(2, "b"));
    first.commit(120);
    ChangeLogs.Transaction second = store.logs().begin(130);
    second.update(log, row(1, "a"), row(1, "c"));
    second.delete(log, row(2, "b"));
    second.commit(140);

    assertEquals(140, store.logs().end());
    assertEquals(Map.of("a", 1L, "b", 1L), read(log, 100, 120));
    assertEquals(Map.of("a", -1L, "b", -1L, "c", 1L), read(log, 120, 140));
    assertEquals(Map.of("c", 1L), read(log, 100, 140));
    assertTrue(log.hasChanges(120, 140));
    assertFalse(log.hasChanges(131, 140));
    assertEquals(row(1, "c"), log.current(key(1)));
    assertNull(log.current(key(2)));
    reopen();
    assertEquals(Map.of("c", 1L), read(loadedLog("orders"), 100, 140));
    assertEquals(row(1, "c"), loadedLog("orders").current(key(1)));
  }

  @Test
  void changesAreInvisibleUntilTheirCommitAndUndoneByACrash() {
    ChangeLog log = loadedLog("orders");
    ChangeLogs.Transaction committed = store.logs().begin(110);
    committed.insert(log, row(1, "kept"));
    committed.insert(log, row(2, "kept too"));
    committed.commit(120);
    ChangeLogs.Transaction huge = store.logs().begin(130);
    String padding = "x".repeat(1000);
    huge.update(log, row(1, "kept"), row(1, "first"));
    huge.delete(log, row(2, "kept too"));
    huge.insert(log, row(2, "second"));
    huge.update(log, row(1, "first"), row(1, "again"));
    for (int i = 10; i < 20_000; i++) {
      huge.insert(log, row(i, padding));
    }
    assertEquals(row(1, "again"), log.current(key(1)));
    assertEquals(120, store.logs().end());
    assertThrows(IllegalArgumentException.class, () -> read(log, 100, 140));

    reopen();
    ChangeLog afterCrash = loadedLog("orders");
    assertEquals(row(1, "kept"), afterCrash.current(key(1)));
    assertEquals(row(2, "kept too"), afterCrash.current(key(2)));
    assertNull(afterCrash.current(key(10)));
    assertEquals(Map.of("kept", 1L, "kept too", 1L), read(afterCrash, 100, 120));
    store.logs().advance(150);
    assertFalse(afterCrash.hasChanges(120, 150));
  }

  @Test
  void aLogTakesOnlyWhatItsSnapshotDoesNotHold() {
    ChangeLog log = store.logs().open("orders", KEY);
    ChangeLogs.Transaction early = store.logs().begin(50);
    early.insert(log, row(1, "before capture"));
    early.commit(60);
    log.load(List.of(row(1, "before capture"), row(2, "copied")).iterator());
    log.loaded(100);
    ChangeLogs.Transaction inSnapshot = store.logs().begin(90);
    inSnapshot.insert(log, row(2, "copied"));
    inSnapshot.commit(95);
    ChangeLogs.Transaction after = store.logs().begin(100);
    after.insert(log, row(3, "new"));
    after.commit(110);
    assertEquals(Map.of("new", 1L), read(log, 100, 110));
    List<Row> rows = new ArrayList<>();
    log.currentRows().forEachRemaining(rows::add);
    assertEquals(3, rows.size());
    assertThrows(IllegalArgumentException.class, () -> read(log, 50, 110));
  }

  @Test
  void trimmedChangesAreRefused() {
    ChangeLog log = loadedLog("orders");
    for (int i = 0; i < 10; i++) {
      ChangeLogs.Transaction transaction = store.logs().begin(100 + i * 10);
      transaction.insert(log, row(i, "v" + i));
      transaction.commit(105 + i * 10);
    }
    log.trim(150);
    assertEquals(150, log.start());
    assertThrows(IllegalArgumentException.class, () -> read(log, 140, 195));
    assertEquals(5, read(log, 150, 195).size());
    assertEquals(row(0, "v0"), log.current(key(0)));
  }

  @Test
  void aCommitIsFoundAgainWithItsFrontiers() {
    CircuitState state = store.circuit("shop");
    assertEquals(Lsn.NONE, state.frontier());
    assertEquals(Lsn.NONE, state.sinkFrontier());
    state.commit(100, 100);
    state.commit(300, 200);
    reopen();
    state = store.circuit("shop");
    assertEquals(300, state.frontier());
    assertEquals(200, state.sinkFrontier());
    CircuitState finalState = state;
    assertThrows(IllegalArgumentException.class, () -> finalState.commit(299, 200));
    state.clear();
    assertEquals(Lsn.NONE, store.circuit("shop").frontier());
    assertEquals(Lsn.NONE, store.circuit("shop").sinkFrontier());
    assertEquals(List.of("shop"), store.circuits());
    store.dropCircuit("shop");
    assertEquals(List.of(), store.circuits());
  }

  @Test
  void whatIsNotCommittedIsCountedAndTakenBack() {
    CircuitState state = store.circuit("shop");
    state.commit(100, 100);
    assertEquals(0, state.uncommittedBytes());
    state.keyed("k").put(new byte[] {1}, new byte[1000]);
    assertTrue(state.uncommittedBytes() > 0);
    state.rollback();
    assertEquals(0, state.uncommittedBytes());
    assertNull(state.keyed("k").get(new byte[] {1}));
  }

  @Test
  void oneProcessAtATime() {
    StateStoreException refusal =
        assertThrows(
            StateStoreException.class, () -> StateStore.open(folder.resolve("state"), MEMORY));
    assertEquals("TM-D002", refusal.code());
  }

  @Test
  void anUnusableFolderIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    StateStoreException refusal =
        assertThrows(
            StateStoreException.class, () -> StateStore.open(file.resolve("state"), MEMORY));
    assertEquals("TM-D001", refusal.code());
    assertTrue(String.valueOf(refusal.getMessage()).contains(file.toString()));
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws Exception {
    Path readOnly = Files.createDirectory(folder.resolve("read-only"));
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(readOnly);
    Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-x------"));
    assumeTrue(!Files.isWritable(readOnly), "permissions do not bind this user");
    StateStoreException refusal =
        assertThrows(StateStoreException.class, () -> StateStore.open(readOnly, MEMORY));
    assertEquals("TM-D001", refusal.code());
    Files.setPosixFilePermissions(readOnly, permissions);
  }

  @Test
  void damageIsToldFromALockAndMendedByARebuild() throws Exception {
    loadedLog("orders");
    store.circuit("shop").commit(100, 100);
    store.close();
    Path state = folder.resolve("state");
    Path unrelated = Files.writeString(state.resolve("notes.txt"), "mine");
    try (Stream<Path> files = Files.list(state)) {
      for (Path file : files.filter(f -> f.toString().contains("MANIFEST")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0x5A);
        Files.write(file, bytes);
      }
    }
    StateStoreException damage =
        assertThrows(StateStoreException.class, () -> StateStore.open(state, MEMORY));
    assertEquals("TM-D003", damage.code(), damage::getMessage);
    assertTrue(damage.isMendedByRebuild());
    StateStore.destroy(state);
    open();
    assertEquals(Lsn.NONE, store.logs().end());
    assertEquals(List.of(), store.circuits());
    assertEquals("mine", Files.readString(unrelated));
    assertThrows(StateStoreException.class, () -> StateStore.destroy(state));
  }

  @Test
  void aLostFileIsDamageToo() throws Exception {
    ChangeLog log = loadedLog("orders");
    ChangeLogs.Transaction transaction = store.logs().begin(100);
    for (int i = 0; i < 20_000; i++) {
      transaction.insert(log, row(i, "x".repeat(1000)));
    }
    transaction.commit(200);
    store.close();
    try (Stream<Path> files = Files.list(folder.resolve("state"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sst")).toList()) {
        Files.delete(file);
      }
    }
    StateStoreException damage = assertThrows(StateStoreException.class, this::open);
    assertEquals("TM-D003", damage.code(), damage::getMessage);
  }

  @Test
  void anotherFormatIsRefused() throws Exception {
    store.close();
    try (Options options = new Options().setCreateIfMissing(true);
        RocksDB raw = RocksDB.open(options, folder.resolve("other").toString())) {
      raw.put("format".getBytes(StandardCharsets.UTF_8), new byte[] {99});
    }
    for (int attempt = 0; attempt < 2; attempt++) { // the first one must let go of the folder
      StateStoreException refusal =
          assertThrows(
              StateStoreException.class, () -> StateStore.open(folder.resolve("other"), MEMORY));
      assertEquals("TM-D004", refusal.code(), refusal::getMessage);
      assertTrue(String.valueOf(refusal.getMessage()).contains("99"));
    }
    open();
  }

  @Test
  void aFirstLoadThatWasWrittenAheadIsClearedByRollbackAndByACrash() {
    store.close();
    for (boolean crash : new boolean[] {false, true}) {
      store = StateStore.open(folder.resolve("small"), 1);
      CircuitState state = store.circuit("shop");
      byte[] key = {1};
      for (int i = 0; i < 5_000; i++) {
        state.indexed("left").add(key, row(i, "value").bytes(), 1);
      }
      if (crash) {
        store.close();
        store = StateStore.open(folder.resolve("small"), 1);
        state = store.circuit("shop");
      } else {
        state.rollback();
      }
      assertEquals(Lsn.NONE, state.frontier());
      assertNull(state.indexed("left").first(key));
      store.close();
    }
    open();
  }

  @Test
  void aDroppedCircuitComesBackEmpty() {
    CircuitState state = store.circuit("shop");
    state.keyed("groups").put(new byte[] {1}, new byte[] {2});
    state.indexed("left").add(new byte[] {1}, new byte[] {2}, 3);
    state.commit(100, 100);
    store.circuit("other").keyed("groups").put(new byte[] {1}, new byte[] {9});
    store.circuit("other").commit(100, 100);
    reopen();
    store.dropCircuit("shop");
    state = store.circuit("shop");
    assertEquals(Lsn.NONE, state.frontier());
    assertNull(state.keyed("groups").get(new byte[] {1}));
    assertEquals(0, state.indexed("left").weight(new byte[] {1}, new byte[] {2}));
    assertArrayEquals(new byte[] {9}, store.circuit("other").keyed("groups").get(new byte[] {1}));
  }

  @Test
  void memoryAndDiskAreMeasured() {
    long before = store.memoryBytes();
    ChangeLog log = loadedLog("orders");
    ChangeLogs.Transaction transaction = store.logs().begin(100);
    for (int i = 0; i < 50_000; i++) {
      transaction.insert(log, row(i, "x".repeat(1000)));
    }
    transaction.commit(200);
    assertTrue(store.memoryBytes() > before + (10 << 20), () -> "" + store.memoryBytes());
    assertTrue(store.memoryBytes() < MEMORY * 5 / 4, () -> "" + store.memoryBytes());
    assertTrue(store.diskBytes() > 0);
    assertTrue(log.bytes() > 0);
  }

  @Test
  void elementsThatATickRemovedStayRemovedWhenMemoryRunsOutWithinIt() {
    store.close();
    store = StateStore.open(folder.resolve("small"), 2 << 20);
    CircuitState state = store.circuit("shop");
    IndexedZSet rows = state.indexed("rows");
    for (int i = 0; i < 4_000; i++) { // 228 bytes each of a budget of 1 MiB
      rows.add(key(i).bytes(), key(i).bytes(), 1);
    }
    state.commit(100, 100);
    rows.add(key(0).bytes(), key(0).bytes(), -1);
    for (int i = 10_000; i < 11_500; i++) {
      rows.add(key(i).bytes(), key(i).bytes(), 1);
    }
    assertNull(rows.first(key(0).bytes()));
    state.rollback();
    assertEquals(1, rows.weight(key(0).bytes(), key(0).bytes()));
    assertNull(rows.first(key(10_000).bytes()));
  }

  @Test
  void valuesThatATickRemovedStayRemovedWhenMemoryRunsOutWithinIt() {
    store.close();
    store = StateStore.open(folder.resolve("small"), 2 << 20);
    CircuitState state = store.circuit("shop");
    KeyedState values = state.keyed("values");
    for (int i = 0; i < 7_500; i++) { // 124 bytes each of a budget of 1 MiB
      values.put(key(i).bytes(), key(i).bytes());
    }
    state.commit(100, 100);
    values.remove(key(0).bytes());
    for (int i = 10_000; i < 11_800; i++) {
      values.put(key(i).bytes(), key(i).bytes());
    }
    assertNull(values.get(key(0).bytes()));
    state.rollback();
    assertArrayEquals(key(0).bytes(), values.get(key(0).bytes()));
    assertNull(values.get(key(10_000).bytes()));
  }
}
