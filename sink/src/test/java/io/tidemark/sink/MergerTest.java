package io.tidemark.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.EvaluationException;
import io.tidemark.fixture.PostgresServer;
import io.tidemark.sink.SinkException.Code;
import io.tidemark.state.Lsn;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The frontier: exactly once, fenced, and what a failure leaves behind. */
class MergerTest {

  private static PostgresServer server;

  private SinkDatabase database;
  private StreamTable table;

  @BeforeAll
  static void startServer() throws IOException {
    server = PostgresServer.start(18);
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void createTable() throws SQLException {
    database = new SinkDatabase(server);
    table = database.create("t", List.of(0), "id int4 NOT NULL", "v text");
  }

  @AfterEach
  void closeDatabase() throws SQLException {
    database.close();
  }

  private static Row row(int id, String value) {
    return new RowBuilder(2).addInt(id).addText(value).build();
  }

  private static ZSet delta(Row... inserted) {
    ZSet delta = new ZSet();
    for (Row row : inserted) {
      delta.add(row, 1);
    }
    return delta;
  }

  private String content() throws SQLException {
    return database.value("SELECT string_agg(id || '=' || v, ' ' ORDER BY id) FROM public.t");
  }

  @Test
  void commitsRowsAndFrontierTogether() throws SQLException {
    Frontier start = database.merger.acquire("circuit");
    assertEquals(new Frontier("circuit", Lsn.NONE, 1), start);

    Committed committed;
    try (MergeTransaction tick = database.merger.begin(start, 0x16_0000_0010L)) {
      assertEquals(2, tick.merge(table, delta(row(1, "a"), row(2, "b"))));
      assertEquals("0/0", database.value("SELECT lsn FROM tidemark.frontier"));
      committed = tick.commit();
    }

    assertEquals(start.at(0x16_0000_0010L), committed.frontier());
    assertEquals("16/10", database.value("SELECT lsn FROM tidemark.frontier"));
    assertEquals("1=a 2=b", content());
  }

  @Test
  void leavesNothingWithoutCommit() throws SQLException {
    Frontier start = database.merger.acquire("circuit");
    try (MergeTransaction tick = database.merger.begin(start, 5)) {
      tick.merge(table, delta(row(1, "a")));
    }
    assertEquals(start, database.merger.frontier("circuit").orElseThrow());
    assertEquals(null, content());
  }

  @Test
  void aRecomputationWritesOnlyTheDifference() throws SQLException {
    Frontier start = database.merger.acquire("circuit");
    database.tick(start, table, delta(row(1, "a"), row(2, "b"), row(3, "c")));
    String kept = "SELECT ctid || ' ' || xmin FROM public.t WHERE id = 1";
    String before = database.value(kept);
    Frontier from = database.merger.frontier("circuit").orElseThrow();
    try (MergeTransaction tick = database.merger.beginSnapshot(from, snapshot -> 77)) {
      MergeTransaction.Recomputed result =
          tick.recompute(
              table, "SELECT * FROM (VALUES (1, 'a'), (2, 'x'), (4, 'd')) v", List.of("public"));
      assertEquals(3, result.rows());
      assertEquals(2, result.inserted()); // 4, and 2 as it is now
      assertEquals(2, result.deleted()); // 3, and 2 as it was
      assertEquals("1=a 2=b 3=c", content());
      assertEquals(from.at(77), tick.commitDurably().frontier());
    }
    assertEquals("1=a 2=x 4=d", content());
    assertEquals(before, database.value(kept));
  }

  @Test
  void aRowThatFailsLeavesTheOldContent() throws SQLException {
    Frontier start = database.merger.acquire("circuit");
    Frontier next = database.tick(start, table, delta(row(1, "a"))).frontier();
    try (MergeTransaction tick = database.merger.beginSnapshot(next, snapshot -> 77)) {
      EvaluationException failed =
          assertThrows(
              EvaluationException.class,
              () -> tick.recompute(table, "SELECT 1 / 0, 'a'::text", List.of()));
      assertEquals("22012", failed.sqlState());
    }
    assertEquals("1=a", content());
    assertEquals(next, database.merger.frontier("circuit").orElseThrow());
  }

  @Test
  void refusesATickThatWasMergedBefore() throws SQLException {
    Frontier start = database.merger.acquire("circuit");
    Frontier next = database.tick(start, table, delta(row(1, "a"))).frontier();

    FencedException refused =
        assertThrows(FencedException.class, () -> database.merger.begin(start, 9));

    assertFalse(refused.isTakenOver());
    assertEquals(next, refused.actual());
    assertEquals("1=a", content());
    assertEquals(next.at(9), database.merger.begin(next, 9).commit().frontier());
  }

  @Test
  void anOlderServiceCannotCommitAfterItIsTakenOver() throws SQLException {
    Frontier old = database.merger.acquire("circuit");
    try (SinkSession newer = database.connect()) {
      Frontier taken = new Merger(newer).acquire("circuit");
      assertEquals(new Frontier("circuit", Lsn.NONE, 2), taken);

      FencedException refused =
          assertThrows(FencedException.class, () -> database.tick(old, table, delta(row(1, "a"))));

      assertTrue(refused.isTakenOver());
      assertFalse(refused.isRetryable());
      assertTrue(refused.getMessage().contains("'circuit'"), refused.getMessage());
      assertThrows(FencedException.class, () -> database.merger.release(old));
    }
    assertEquals(null, content());
  }

  @Test
  void takingOverWaitsForTheTransactionUnderWay() throws Exception {
    Frontier old = database.merger.acquire("circuit");
    try (SinkSession newer = database.connect();
        MergeTransaction tick = database.merger.begin(old, 5)) {
      tick.merge(table, delta(row(1, "a")));
      CompletableFuture<Frontier> takeover =
          CompletableFuture.supplyAsync(() -> new Merger(newer).acquire("circuit"));
      while (database
          .value(
              "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                  + " AND application_name = 'tidemark-sink' AND wait_event_type = 'Lock'")
          .equals("0")) {
        Thread.onSpinWait();
      }
      Frontier committed = tick.commit().frontier();
      assertEquals(new Frontier("circuit", committed.lsn(), 2), takeover.get(30, TimeUnit.SECONDS));
    }
    assertEquals("1=a", content());
  }

  @Test
  void survivesACrashOfTheServerOnceTheFlushPositionHasPassedTheCommit() throws Exception {
    try (PostgresServer own = PostgresServer.start(15);
        SinkDatabase crashing = new SinkDatabase(own)) {
      StreamTable there = crashing.create("t", List.of(0), "id int4 NOT NULL", "v text");
      Committed committed =
          crashing.tick(crashing.merger.acquire("circuit"), there, delta(row(1, "a")));
      while (Long.compareUnsigned(crashing.merger.flushedLsn(), committed.lsn()) < 0) {
        Thread.onSpinWait();
      }
      own.crashAndRestart();

      SinkException lost =
          assertThrows(SinkException.class, () -> crashing.merger.frontier("circuit"));
      assertEquals(Code.CONNECTION_LOST, lost.code());
      assertTrue(lost.isRetryable());
      assertTrue(crashing.session.isClosed());
      try (SinkSession again = crashing.connect()) {
        assertEquals(committed.frontier(), new Merger(again).frontier("circuit").orElseThrow());
      }
    }
  }

  @Test
  void noticesThatTheTableDoesNotHoldWhatItDeletes() throws SQLException {
    Frontier start = database.merger.acquire("circuit");
    Frontier next = database.tick(start, table, delta(row(1, "a"), row(2, "b"))).frontier();
    database.execute("DELETE FROM public.t WHERE id = 1");
    ZSet deletion = new ZSet();
    deletion.add(row(1, "a"), -1);
    deletion.add(row(2, "b"), -1);

    SinkException diverged =
        assertThrows(SinkException.class, () -> database.tick(next, table, deletion));

    assertEquals(Code.DIVERGED, diverged.code());
    assertTrue(diverged.getMessage().contains("public.t took 1 of 2"), diverged.getMessage());
    assertEquals("2=b", content());

    try (MergeTransaction repair = database.merger.begin(next, 7)) {
      assertEquals(2, repair.replace(table, List.of(row(1, "a"), row(2, "c")).iterator()));
      repair.commit();
    }
    assertEquals("1=a 2=c", content());
  }

  @Test
  void noticesThatARowWithoutKeyHasTooFewCopies() throws SQLException {
    StreamTable bag = database.create("bag", List.of(), "id int4", "v text");
    Frontier start = database.merger.acquire("circuit");
    Frontier next = database.tick(start, bag, delta(row(1, "a"), row(1, "a"))).frontier();
    ZSet deletion = new ZSet();
    deletion.add(row(1, "a"), -3);

    assertEquals(
        Code.DIVERGED,
        assertThrows(SinkException.class, () -> database.tick(next, bag, deletion)).code());
    assertEquals("2", database.value("SELECT count(*) FROM public.bag"));
  }

  @Test
  void rollsBackEverythingWhenAUsersConstraintRefusesARow() throws SQLException {
    StreamTable other = database.create("other", List.of(0), "id int4 NOT NULL", "v text");
    database.execute("ALTER TABLE public.other ADD CHECK (v <> 'bad')");
    Frontier start = database.merger.acquire("circuit");

    SinkException refused =
        assertThrows(
            SinkException.class,
            () -> {
              try (MergeTransaction tick = database.merger.begin(start, 5)) {
                tick.merge(table, delta(row(1, "a")));
                tick.merge(other, delta(row(1, "bad")));
                tick.commit();
              }
            });

    assertEquals(Code.ROW_REFUSED, refused.code());
    assertFalse(refused.isRetryable());
    assertTrue(refused.getMessage().contains("merge into public.other"), refused.getMessage());
    assertEquals(null, content());
    assertEquals(start, database.merger.frontier("circuit").orElseThrow());
  }

  @Test
  void aLockOfSomebodyElseIsRetryable() throws SQLException {
    Frontier start = database.merger.acquire("circuit");
    database.superuser.setAutoCommit(false);
    database.execute("LOCK TABLE public.t IN SHARE MODE");
    database.session.execute("SET lock_timeout = '20ms'");
    database.session.connection().commit();

    SinkException refused =
        assertThrows(SinkException.class, () -> database.tick(start, table, delta(row(1, "a"))));

    assertEquals(Code.CONTENTION, refused.code());
    assertTrue(refused.isRetryable());
    database.superuser.commit();
    database.superuser.setAutoCommit(true);
    database.tick(start, table, delta(row(1, "a")));
    assertEquals("1=a", content());
  }

  @Test
  void neverScansALargeTableEvenIfItsStatementWasPlannedWhenItWasEmpty() throws SQLException {
    StreamTable bag = database.create("bag", List.of(), "id int4", "v text");
    Frontier frontier = database.merger.acquire("circuit");
    ZSet change = new ZSet();
    for (StreamTable each : List.of(table, bag)) {
      frontier = database.tick(frontier, each, delta(row(0, "a"))).frontier();
      change = new ZSet();
      change.add(row(0, "a"), -1);
      change.add(row(-1, "b"), 1);
      frontier = database.tick(frontier, each, change).frontier(); // planned here
    }
    database.execute("INSERT INTO public.t SELECT i, 'v' FROM generate_series(1, 50000) i");
    database.execute("INSERT INTO public.bag SELECT i, 'v' FROM generate_series(1, 50000) i");
    for (StreamTable each : List.of(table, bag)) {
      change = new ZSet();
      change.add(row(-1, "b"), -1);
      change.add(row(0, "c"), 1);
      frontier = database.tick(frontier, each, change).frontier();
    }
    database.session.close(); // reports its statistics
    while (database
        .value(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = 'tidemark-sink'")
        .equals("1")) {
      Thread.onSpinWait();
    }
    database.execute("SELECT pg_stat_clear_snapshot()");
    assertEquals(
        "0",
        database.value(
            "SELECT sum(seq_tup_read) FROM pg_stat_user_tables"
                + " WHERE relname IN ('t', 'bag')"));
  }
}
