package io.tidemark.sink;

import io.tidemark.sink.KeyedDelta.Batch;
import io.tidemark.sink.SinkException.Code;
import io.tidemark.state.Lsn;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * One tick of a circuit on its way into the sink: the rows of all its stream tables and the
 * frontier, or nothing. Closing it without {@link #commit} rolls back, as does any exception.
 *
 * <p>Cost: 0.1–0.3 ms and 4–5 µs for each row as an array parameter, about 3 µs for each row by
 * COPY (docs/decisions/0004). Memory: the delta, and one batch of it in wire format.
 */
public final class MergeTransaction implements AutoCloseable {

  /**
   * Where one way of sending rows overtakes another.
   *
   * @param copyRows inserts from which on COPY into the table beats INSERT from an array
   * @param stageRows changes from which on COPY into a staging table beats MERGE from an array
   */
  record Thresholds(int copyRows, int stageRows) {
    /** As docs/decisions/0004 has them. */
    static final Thresholds MEASURED = new Thresholds(4_000, 40_000);
  }

  /** Limits of one array parameter: beyond them a statement gains nothing and memory is lost. */
  private static final int BATCH_ROWS = 10_000;

  private static final int BATCH_BYTES = 16 << 20;

  /** From here on a table is analysed after its first load, since autovacuum may take a minute. */
  private static final int ANALYZE_ROWS = 1_000;

  private final Merger merger;
  private final SinkSession session;
  private final Frontier frontier;
  private final Thresholds thresholds;
  private boolean open = true;

  MergeTransaction(Merger merger, SinkSession session, Frontier frontier) {
    this.merger = merger;
    this.session = session;
    this.frontier = frontier;
    this.thresholds = merger.thresholds();
  }

  /**
   * Applies a delta, which must be exactly the difference to what was merged before. Takes the
   * delta over.
   *
   * @return how many rows were inserted, updated or deleted
   * @throws SinkException with {@link Code#DIVERGED} if the table does not hold what the delta
   *     deletes or updates, or already holds what it inserts
   */
  public long merge(StreamTable table, ZSet delta) {
    return run(
        "merge into " + table,
        () -> {
          ZSet consolidated = delta.consolidate();
          MergeSql sql = merger.statements(table);
          if (table.isCarried()) {
            return table.key().isEmpty()
                ? mergeCarriedBag(table, sql, consolidated)
                : mergeCarriedKeyed(table, sql, consolidated);
          }
          return table.key().isEmpty()
              ? mergeBag(table, sql, consolidated)
              : mergeKeyed(table, sql, consolidated);
        });
  }

  /**
   * Makes a table's content what the iterator gives, by changing only the rows that differ. An
   * empty table is filled by COPY. Otherwise the rows go through a temporary table and PostgreSQL
   * finds the difference, so that memory is bounded on both sides by PostgreSQL's {@code work_mem};
   * the cost is a scan or two of both sides.
   *
   * @return how many rows were inserted, updated or deleted
   */
  public long replace(StreamTable table, Iterator<Row> content) {
    return run(
        "replace the content of " + table,
        () -> {
          MergeSql sql = merger.statements(table);
          boolean empty;
          try (ResultSet row = session.query(sql.hasRows())) {
            empty = !row.next();
          }
          if (empty) {
            long rows =
                table.isCarried()
                    ? new CarriedRows(session, table, sql).run(sql.insert, content, "", null)
                    : copy(sql.copyIntoTable(), content);
            if (rows >= ANALYZE_ROWS) {
              session.execute(sql.analyze());
            }
            return rows;
          }
          session.execute(sql.createStage());
          if (table.isCarried()) {
            new CarriedRows(session, table, sql).run(sql.insertIntoStage(), content, "", null);
          } else {
            copy(sql.copyIntoStage(false), content);
          }
          long changed = 0;
          session.planFreely(true);
          session.execute(MergeSql.analyzeStage());
          for (String statement : sql.replaceByStage()) {
            changed += changeCount(statement);
          }
          session.execute(MergeSql.dropStage());
          session.planFreely(false);
          return changed;
        });
  }

  /**
   * What a recomputation found and changed.
   *
   * @param rows in the table now
   * @param inserted rows that were added; an updated row counts in both
   * @param deleted rows that were removed
   * @param queryNanos what computing the query took
   */
  public record Recomputed(long rows, long inserted, long deleted, long queryNanos) {}

  /**
   * Has PostgreSQL compute a query in this database, and makes a table's content its result by
   * changing only the rows that differ. Cost: the query, a temporary table of its result, a scan or
   * two of both sides.
   *
   * @param query one statement without a closing semicolon
   * @param searchPath schemas, unquoted
   */
  public Recomputed recompute(StreamTable table, String query, List<String> searchPath) {
    return run(
        "recompute " + table,
        () -> {
          MergeSql sql = merger.statements(table);
          long before;
          session.planFreely(true);
          try (ResultSet row = session.query(sql.countRows())) {
            row.next();
            before = row.getLong(1);
          }
          session.searchPath(searchPath);
          long start = System.nanoTime();
          long rows = session.executeUserQuery(sql.stageOf(query));
          long queryNanos = System.nanoTime() - start;
          session.searchPath(List.of());
          session.execute(MergeSql.analyzeStage());
          long deleted = 0;
          long changed = 0;
          for (String statement : sql.replaceByStage()) {
            long count = changeCount(statement);
            deleted += statement.startsWith("DELETE") ? count : 0;
            changed += count;
          }
          session.execute(MergeSql.dropStage());
          session.planFreely(false);
          if (before == 0 && rows >= ANALYZE_ROWS) {
            session.execute(sql.analyze());
          }
          long added = rows - before + deleted;
          long updated = changed - deleted - added;
          return new Recomputed(rows, added + updated, deleted + updated, queryNanos);
        });
  }

  /** Puts a mark into the WAL that commits with the rows, so that who reads it notices them. */
  public void mark(String prefix) {
    run(
        "mark the refresh of " + frontier.circuit(),
        () -> {
          try (ResultSet row =
              session.query(
                  "SELECT pg_catalog.pg_logical_emit_message(true, ?, 'merged')", prefix)) {
            return row.next();
          }
        });
  }

  /**
   * Commits the rows and the frontier, without waiting for the disk: a crash of the server may take
   * the commit back, though never a part of it.
   */
  public Committed commit() {
    return commit("COMMIT");
  }

  /** Commits, and waits until this and all earlier commits are on the server's disk. */
  public Committed commitDurably() {
    return commit("SET LOCAL synchronous_commit = local; COMMIT");
  }

  private Committed commit(String how) {
    return run(
        "commit the tick of " + frontier.circuit(),
        () -> {
          // One round trip. The position is read after the commit record is written, so it is past
          // it.
          try (Statement statement = session.connection().createStatement()) {
            statement.execute(how + "; SELECT pg_catalog.pg_current_wal_insert_lsn()::text");
            open = false;
            while (statement.getResultSet() == null) {
              statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
              row.next();
              return new Committed(frontier, Lsn.parse(row.getString(1)));
            }
          }
        });
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      session.rollback();
    }
  }

  private long mergeKeyed(StreamTable table, MergeSql sql, ZSet delta) throws SQLException {
    long changed = 0;
    for (Batch batch : KeyedDelta.batches(table, delta)) {
      int size = batch.rows().length;
      if (batch.isOnlyInserts()) {
        changed += insert(table, sql, batch.rows(), size);
      } else if (size >= thresholds.stageRows()) {
        changed += mergeStaged(table, sql, batch);
      } else {
        PreparedStatement statement = session.prepare(sql.merge(batch.keyNulls()));
        for (int from = 0; from < size; ) {
          int to = batchEnd(table, batch.rows(), from, size);
          bindRows(statement, table, batch.rows(), from, to);
          bind(
              statement,
              2,
              WireArrays.CHAR_ARRAY,
              WireArrays.ofChars(batch.operations(), from, to));
          changed += expect(table, to - from, statement.executeUpdate());
          from = to;
        }
      }
    }
    return changed;
  }

  private long mergeCarriedKeyed(StreamTable table, MergeSql sql, ZSet delta) throws SQLException {
    CarriedRows carried = new CarriedRows(session, table, sql);
    long changed = 0;
    for (Batch batch : KeyedDelta.batches(table, delta)) {
      changed +=
          expect(
              table,
              batch.rows().length,
              carried.run(
                  sql.merge(batch.keyNulls()),
                  Arrays.asList(batch.rows()).iterator(),
                  "op",
                  i -> new byte[] {batch.operations()[i]}));
    }
    return changed;
  }

  private long mergeCarriedBag(StreamTable table, MergeSql sql, ZSet delta) throws SQLException {
    CarriedRows carried = new CarriedRows(session, table, sql);
    List<Row> deleted = new ArrayList<>();
    List<byte[]> copies = new ArrayList<>();
    long deletes = 0;
    long inserts = 0;
    for (int i = 0; i < delta.size(); i++) {
      if (delta.weight(i) < 0) {
        deleted.add(delta.row(i));
        copies.add(new RowBuilder(1).addLong(-delta.weight(i)).build().copy(0));
        deletes -= delta.weight(i);
      } else {
        inserts += delta.weight(i);
      }
    }
    long changed = 0;
    if (deletes > 0) {
      long gone = carried.run(sql.deleteCopies, deleted.iterator(), "k", copies::get);
      changed += expect(table, deletes, gone);
    }
    if (inserts > 0) {
      changed += expect(table, inserts, carried.run(sql.insert, new Copies(delta), "", null));
    }
    return changed;
  }

  private long mergeStaged(StreamTable table, MergeSql sql, Batch batch) throws SQLException {
    session.execute(sql.createStage());
    try (CopyBinaryWriter copy = new CopyBinaryWriter(session, sql.copyIntoStage(true))) {
      for (int i = 0; i < batch.rows().length; i++) {
        copy.write(batch.rows()[i], batch.operations()[i]);
      }
      copy.finish();
    }
    session.planFreely(true);
    long changed =
        expect(table, batch.rows().length, changeCount(sql.mergeStage(batch.keyNulls())));
    session.execute(MergeSql.dropStage());
    session.planFreely(false);
    return changed;
  }

  private long mergeBag(StreamTable table, MergeSql sql, ZSet delta) throws SQLException {
    Row[] deleted = new Row[delta.size()];
    long[] copies = new long[delta.size()];
    int deletes = 0;
    long inserts = 0;
    for (int i = 0; i < delta.size(); i++) {
      if (delta.weight(i) < 0) {
        deleted[deletes] = delta.row(i);
        copies[deletes++] = -delta.weight(i);
      } else {
        inserts += delta.weight(i);
      }
    }
    long changed = 0;
    for (int from = 0; from < deletes; ) {
      int to = batchEnd(table, deleted, from, deletes);
      PreparedStatement statement = session.prepare(sql.deleteCopies);
      bindRows(statement, table, deleted, from, to);
      bind(statement, 2, WireArrays.INT8_ARRAY, WireArrays.ofLongs(copies, from, to));
      long expected = Arrays.stream(copies, from, to).sum();
      changed += expect(table, expected, statement.executeLargeUpdate());
      from = to;
    }
    if (inserts >= thresholds.copyRows()) {
      return changed + expect(table, inserts, copy(sql.copyIntoTable(), new Copies(delta)));
    }
    Row[] inserted = new Row[(int) inserts];
    Copies all = new Copies(delta);
    for (int i = 0; i < inserted.length; i++) {
      inserted[i] = all.next();
    }
    return changed + insert(table, sql, inserted, inserted.length);
  }

  private long insert(StreamTable table, MergeSql sql, Row[] rows, int size) throws SQLException {
    if (size >= thresholds.copyRows()) {
      return expect(table, size, copy(sql.copyIntoTable(), Arrays.asList(rows).iterator()));
    }
    long changed = 0;
    for (int from = 0; from < size; ) {
      int to = batchEnd(table, rows, from, size);
      PreparedStatement statement = session.prepare(sql.insert);
      bindRows(statement, table, rows, from, to);
      changed += expect(table, to - from, statement.executeUpdate());
      from = to;
    }
    return changed;
  }

  private long copy(String sql, Iterator<Row> rows) throws SQLException {
    try (CopyBinaryWriter copy = new CopyBinaryWriter(session, sql)) {
      while (rows.hasNext()) {
        copy.write(rows.next(), (byte) 0);
      }
      return copy.finish();
    }
  }

  private long changeCount(String sql) throws SQLException {
    try (Statement statement = session.connection().createStatement()) {
      long count = statement.executeLargeUpdate(sql);
      return sql.startsWith("CREATE") ? 0 : count; // CREATE TABLE AS counts rows too
    }
  }

  private static int batchEnd(StreamTable table, Row[] rows, int from, int size) {
    int to = from;
    long bytes = 0;
    while (to < size && to - from < BATCH_ROWS && bytes < BATCH_BYTES) {
      bytes += WireArrays.recordBytes(table.columns().size(), rows[to++]);
    }
    return to;
  }

  private void bindRows(
      PreparedStatement statement, StreamTable table, Row[] rows, int from, int to)
      throws SQLException {
    bind(statement, 1, table.rowArrayType(), WireArrays.ofRows(table, rows, from, to));
  }

  private void bind(PreparedStatement statement, int parameter, int arrayType, byte[] value)
      throws SQLException {
    statement.setObject(parameter, session.parameter(arrayType, value));
  }

  private static long expect(StreamTable table, long expected, long changed) {
    if (changed != expected) {
      throw new SinkException(
          Code.DIVERGED,
          "%s took %d of %d changes: it does not hold the rows that were merged before"
              .formatted(table, changed, expected),
          "Somebody else wrote to it, or a trigger on it drops rows; 'tidemark repair' merges the"
              + " difference.");
    }
    return changed;
  }

  private <T> T run(String doing, SinkSession.Work<T> work) {
    if (!open) {
      throw new IllegalStateException(
          "the merge transaction of " + frontier.circuit() + " is over");
    }
    try {
      return work.run();
    } catch (SQLException failure) {
      close();
      throw SqlStates.explain(failure, doing);
    } catch (RuntimeException | Error failure) {
      close();
      throw failure;
    }
  }

  /** The inserted rows of a delta, each as often as its weight says. */
  private static final class Copies implements Iterator<Row> {
    private final ZSet delta;
    private int entry = -1;
    private long left;

    Copies(ZSet delta) {
      this.delta = delta;
      advance();
    }

    private void advance() {
      while (left == 0 && ++entry < delta.size()) {
        left = Math.max(0, delta.weight(entry));
      }
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Row next() {
      if (left == 0) {
        throw new java.util.NoSuchElementException();
      }
      Row row = delta.row(entry);
      left--;
      advance();
      return row;
    }
  }
}
