package io.tidemark.wal;

import io.tidemark.state.Lsn;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * One consistent picture of the source database at a known LSN, for loading: the exported snapshot
 * of a temporary replication slot, read by parallel binary COPYs over ctid ranges. It holds no lock
 * that blocks writers, and ends with {@link #close}.
 */
public final class Snapshot implements AutoCloseable {

  private static final int BATCH_ROWS = 5_000;

  /** A range of 8 KiB pages that is worth a COPY of its own. */
  private static final long RANGE_PAGES = 4_096;

  private final Database database;
  private final Connection slotConnection;
  private final String name;
  private final long lsn;

  private Snapshot(Database database, Connection slotConnection, String name, long lsn) {
    this.database = database;
    this.slotConnection = slotConnection;
    this.name = name;
    this.lsn = lsn;
  }

  /**
   * Takes a snapshot; waits for the transactions that are running now.
   *
   * @throws SourceException if there is no free slot or walsender
   */
  public static Snapshot take(Database database) throws SQLException {
    Connection connection = database.connectForReplication("tidemark-snapshot");
    try {
      Database.liftTimeouts(connection); // it is idle in a transaction until all rows are read
    } catch (SQLException broken) {
      connection.close();
      throw broken;
    }
    String slot = "tidemark_load_" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "CREATE_REPLICATION_SLOT %s TEMPORARY LOGICAL pgoutput (SNAPSHOT 'export')"
                    .formatted(CapturedTable.quote(slot)))) {
      row.next();
      return new Snapshot(
          database,
          connection,
          row.getString("snapshot_name"),
          Lsn.parse(row.getString("consistent_point")));
    } catch (SQLException refused) {
      connection.close();
      if ("53400".equals(refused.getSQLState())) {
        throw new SourceException(
            SourceException.Code.NO_FREE_SLOT,
            "PostgreSQL has no free replication slot for a snapshot",
            "Raise max_replication_slots (restart needed): Tidemark needs two while it loads.",
            refused);
      }
      throw refused;
    }
  }

  /** Everything that committed before this LSN is in the snapshot, and nothing else. */
  public long lsn() {
    return lsn;
  }

  /**
   * Reads all rows of a table.
   *
   * @param parallelism how many connections read at once
   * @param rows takes batches; called by one thread at a time, though not always the same
   * @throws SQLException if PostgreSQL fails
   */
  public void copy(CapturedTable table, int parallelism, Consumer<List<Row>> rows)
      throws SQLException {
    List<String> conditions = new ArrayList<>();
    if (table.partitioned() || table.pages() <= RANGE_PAGES) {
      conditions.add("");
    } else {
      for (long page = 0; page < table.pages(); page += RANGE_PAGES) {
        boolean last = page + RANGE_PAGES >= table.pages();
        conditions.add(
            " WHERE ctid >= '(%d,0)'%s"
                .formatted(page, last ? "" : " AND ctid < '(%d,0)'".formatted(page + RANGE_PAGES)));
      }
    }
    try (ExecutorService readers =
        Executors.newFixedThreadPool(Math.min(parallelism, conditions.size()))) {
      AtomicBoolean cancelled = new AtomicBoolean();
      List<Future<Void>> copies = new ArrayList<>();
      for (String condition : conditions) {
        Callable<Void> copy =
            () -> {
              if (!cancelled.get()) {
                copyRange(table, condition, cancelled, rows);
              }
              return null;
            };
        copies.add(readers.submit(copy));
      }
      try {
        for (Future<Void> copy : copies) {
          await(copy);
        }
      } catch (SQLException | RuntimeException failed) {
        cancelled.set(true); // the other ranges' rows are of no use any more
        throw failed;
      }
    }
  }

  private static void await(Future<Void> copy) throws SQLException {
    try {
      copy.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SQLException("loading was interrupted", interrupted);
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case SQLException sql -> throw sql;
        case RuntimeException runtime -> throw runtime;
        case null, default -> throw new SQLException("loading failed", failed);
      }
    }
  }

  private void copyRange(
      CapturedTable table, String condition, AtomicBoolean cancelled, Consumer<List<Row>> rows)
      throws SQLException {
    List<String> columns = new ArrayList<>();
    for (CapturedTable.Column column : table.columns()) {
      columns.add(CapturedTable.quote(column.name()) + (column.binary() ? "" : "::text"));
    }
    try (Connection connection = database.connect("tidemark-load")) {
      Database.liftTimeouts(connection);
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        statement.execute("SET TRANSACTION SNAPSHOT '" + name.replace("'", "''") + "'");
        statement.execute("SET LOCAL row_security = off"); // an error rather than missing rows
      }
      CopyOut copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(
                  "COPY (SELECT %s FROM %s%s) TO STDOUT (FORMAT binary)"
                      .formatted(String.join(", ", columns), table.quotedName(), condition));
      RowBuilder builder = new RowBuilder(columns.size());
      CopyBinaryReader reader = new CopyBinaryReader(builder);
      List<Row> batch = new ArrayList<>(BATCH_ROWS);
      for (byte[] data = copy.readFromCopy(); data != null; data = copy.readFromCopy()) {
        if (cancelled.get()) {
          copy.cancelCopy();
          return;
        }
        reader.read(data, batch);
        if (batch.size() >= BATCH_ROWS) {
          hand(batch, rows);
          batch = new ArrayList<>(BATCH_ROWS);
        }
      }
      if (!batch.isEmpty()) {
        hand(batch, rows);
      }
      connection.rollback();
    }
  }

  private synchronized void hand(List<Row> batch, Consumer<List<Row>> rows) {
    rows.accept(batch);
  }

  @Override
  public void close() throws SQLException {
    slotConnection.close();
  }
}
