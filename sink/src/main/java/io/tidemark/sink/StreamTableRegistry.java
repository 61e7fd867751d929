package io.tidemark.sink;

import io.tidemark.state.Lsn;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the service tells users about its stream tables in the sink: the rows behind the views
 * {@code tidemark.stream_tables} and {@code tidemark.refresh_history}. Entries come and go with
 * {@link StreamTableDdl}. Uses its session's transactions, so give it another session than the
 * {@link Merger}'s; not thread-safe.
 */
public final class StreamTableRegistry {

  /**
   * How a stream table is doing.
   *
   * @param state of the contract: CREATING, BACKFILLING, ACTIVE, PAUSED, FUSED, ERROR or DROPPING
   * @param effectiveMode the mode it is really refreshed in
   * @param reason why that mode, or why that state
   * @param lagBytes WAL between the frontier and the source's end, −1 if unknown
   * @param lagSeconds age of the oldest commit that is not merged, negative if unknown
   * @param rows negative if unknown
   * @param error the last error, null if there is none or it is over
   */
  public record Status(
      RelationName name,
      String circuit,
      String state,
      @Nullable String effectiveMode,
      @Nullable String reason,
      long lagBytes,
      double lagSeconds,
      long rows,
      @Nullable LastError error) {}

  /** An error as users see it. */
  public record LastError(String code, String message, String hint, Instant at) {}

  /**
   * One refresh of one stream table.
   *
   * @param kind {@code tick}, {@code backfill}, {@code replace} or {@code repair}
   * @param changesRead entries of the change logs that went in, −1 if unknown
   * @param rowsMerged rows that were inserted, updated or deleted
   */
  public record Refresh(
      RelationName name,
      String circuit,
      String kind,
      Instant startedAt,
      Duration duration,
      long fromLsn,
      long toLsn,
      long changesRead,
      long rowsMerged,
      @Nullable LastError error) {}

  /** What the registry has of a stream table, for a service that starts. */
  public record Entry(RelationName name, String circuit, String state, String query) {}

  private static final String UPDATE =
      """
      UPDATE tidemark.stream_table
         SET circuit = ?, state = ?, effective_mode = ?, reason = ?,
             lag_bytes = ?, lag_seconds = ?, row_count = ?,
             error_code = ?, error_message = ?, error_hint = ?, error_at = ?, updated_at = now()
       WHERE schema_name = ? AND table_name = ?
      """;

  private static final String INSERT =
      """
      INSERT INTO tidemark.refresh
        (schema_name, table_name, circuit, kind, started_at, duration_millis,
         from_lsn, to_lsn, changes_read, rows_merged, error_code, error_message)
      VALUES (?, ?, ?, ?, ?, ?, ?::pg_lsn, ?::pg_lsn, ?, ?, ?, ?)
      """;

  private final SinkSession session;

  public StreamTableRegistry(SinkSession session) {
    this.session = session;
  }

  /** All stream tables that were ever created here and not dropped. */
  public List<Entry> entries() {
    return session.durably(
        "read the registry of stream tables",
        () -> {
          List<Entry> entries = new ArrayList<>();
          try (ResultSet row =
              session.query(
                  """
                  SELECT schema_name, table_name, coalesce(circuit, ''), state, query
                    FROM tidemark.stream_table ORDER BY 1, 2
                  """)) {
            while (row.next()) {
              entries.add(
                  new Entry(
                      new RelationName(row.getString(1), row.getString(2)),
                      row.getString(3),
                      row.getString(4),
                      row.getString(5)));
            }
          }
          return entries;
        });
  }

  /** Writes how stream tables are doing; names that are not registered are passed over. */
  public void update(List<Status> statuses) {
    session.durably(
        "write the status of the stream tables",
        () -> {
          PreparedStatement statement = session.prepare(UPDATE);
          for (Status status : statuses) {
            LastError error = status.error();
            SinkSession.bind(
                statement,
                status.circuit(),
                status.state(),
                status.effectiveMode(),
                status.reason(),
                status.lagBytes() < 0 ? null : status.lagBytes(),
                status.lagSeconds() < 0 ? null : status.lagSeconds(),
                status.rows() < 0 ? null : status.rows(),
                error == null ? null : error.code(),
                error == null ? null : error.message(),
                error == null ? null : error.hint(),
                error == null ? null : Timestamp.from(error.at()),
                status.name().schema(),
                status.name().name());
            statement.addBatch();
          }
          statement.executeBatch();
        });
  }

  /** Adds to the history. */
  public void record(List<Refresh> refreshes) {
    session.durably(
        "write the refresh history",
        () -> {
          PreparedStatement statement = session.prepare(INSERT);
          for (Refresh refresh : refreshes) {
            LastError error = refresh.error();
            SinkSession.bind(
                statement,
                refresh.name().schema(),
                refresh.name().name(),
                refresh.circuit(),
                refresh.kind(),
                Timestamp.from(refresh.startedAt()),
                refresh.duration().toNanos() / 1e6,
                Lsn.format(refresh.fromLsn()),
                Lsn.format(refresh.toLsn()),
                refresh.changesRead() < 0 ? null : refresh.changesRead(),
                refresh.rowsMerged(),
                error == null ? null : error.code(),
                error == null ? null : error.message());
            statement.addBatch();
          }
          statement.executeBatch();
        });
  }

  /** Forgets refreshes that started before an instant; returns how many. */
  public int trimHistory(Instant before) {
    return session.durably(
        "trim the refresh history",
        () ->
            session.update(
                "DELETE FROM tidemark.refresh WHERE started_at < ?", Timestamp.from(before)));
  }
}
