package io.tidemark.sink;

import io.tidemark.sink.MergeTransaction.Thresholds;
import io.tidemark.state.Lsn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Brings deltas into stream tables, each tick of a circuit in one transaction with the circuit's
 * frontier. Owns its session's transactions; not thread-safe.
 *
 * <pre>{@code
 * Frontier frontier = merger.acquire("shop");
 * try (MergeTransaction tick = merger.begin(frontier, watermark)) {
 *   tick.merge(salesByRegion, delta);
 *   Committed committed = tick.commit();   // durable once flushedLsn() >= committed.lsn()
 *   frontier = committed.frontier();
 * }
 * }</pre>
 */
public final class Merger {

  private final SinkSession session;
  private final Thresholds thresholds;
  private final Map<StreamTable, MergeSql> statements = new HashMap<>();

  public Merger(SinkSession session) {
    this(session, Thresholds.MEASURED);
  }

  Merger(SinkSession session, Thresholds thresholds) {
    this.session = session;
    this.thresholds = thresholds;
  }

  Thresholds thresholds() {
    return thresholds;
  }

  /**
   * Takes a circuit over: raises its epoch, so that no older service can commit any more, and tells
   * how far it is merged. Waits for a transaction of an older service that is under way.
   */
  public Frontier acquire(String circuit) {
    return session.durably(
        "acquire the circuit " + circuit,
        () -> {
          try (ResultSet row =
              session.query(
                  """
                  INSERT INTO tidemark.frontier AS f (circuit, lsn, epoch) VALUES (?, '0/0', 1)
                  ON CONFLICT (circuit) DO UPDATE SET epoch = f.epoch + 1, updated_at = now()
                  RETURNING lsn::text, epoch
                  """,
                  circuit)) {
            row.next();
            return new Frontier(circuit, Lsn.parse(row.getString(1)), row.getLong(2));
          }
        });
  }

  /** The frontier as the sink has it, whosever it is; empty if the circuit has none. */
  public Optional<Frontier> frontier(String circuit) {
    return session.durably("read the frontier of " + circuit, () -> read(circuit));
  }

  /**
   * Removes a circuit that no stream table belongs to any more.
   *
   * @throws FencedException if another service has taken it over
   */
  public void release(Frontier frontier) {
    session.durably(
        "release the circuit " + frontier.circuit(),
        () -> {
          int removed =
              session.update(
                  "DELETE FROM tidemark.frontier WHERE circuit = ? AND epoch = ?",
                  frontier.circuit(),
                  frontier.epoch());
          if (removed == 0) {
            throw new FencedException(frontier, read(frontier.circuit()).orElse(null));
          }
        });
  }

  /**
   * Starts the transaction that takes a circuit from a frontier to a later one.
   *
   * @throws FencedException if the sink's frontier is another
   */
  public MergeTransaction begin(Frontier from, long to) {
    try {
      int advanced =
          session.update(
              """
              UPDATE tidemark.frontier SET lsn = ?::pg_lsn, updated_at = now()
               WHERE circuit = ? AND epoch = ? AND lsn = ?::pg_lsn
              """,
              Lsn.format(to),
              from.circuit(),
              from.epoch(),
              Lsn.format(from.lsn()));
      if (advanced == 0) {
        throw new FencedException(from, read(from.circuit()).orElse(null));
      }
      return new MergeTransaction(this, session, from.at(to));
    } catch (SQLException failure) {
      session.rollback();
      throw SqlStates.explain(failure, "advance the frontier of " + from.circuit());
    } catch (FencedException fenced) {
      session.rollback();
      throw fenced;
    }
  }

  /**
   * Starts the transaction of a recomputation, all of which sees one snapshot.
   *
   * @param to given what the snapshot sees, the LSN that a result computed in it is complete up to
   * @throws FencedException if the sink's frontier is another
   */
  public MergeTransaction beginSnapshot(Frontier from, ToLongFunction<XidSnapshot> to) {
    try {
      session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      XidSnapshot snapshot;
      try (ResultSet row = session.query("SELECT pg_catalog.pg_current_snapshot()::text")) {
        row.next();
        snapshot = XidSnapshot.parse(row.getString(1));
      }
      return begin(from, to.applyAsLong(snapshot));
    } catch (SQLException failure) {
      session.rollback();
      throw SqlStates.explain(failure, "start the recomputation of " + from.circuit());
    }
  }

  /**
   * How far the sink's own WAL is on disk. Since the sink commits with {@code synchronous_commit =
   * off}, a commit survives a crash of the server once this has reached its {@link Committed#lsn}.
   */
  public long flushedLsn() {
    return session.durably(
        "read the flush position",
        () -> {
          try (ResultSet row = session.query("SELECT pg_current_wal_flush_lsn()::text")) {
            row.next();
            return Lsn.parse(row.getString(1));
          }
        });
  }

  /** The statements of a table; built once for as long as the table stays as it is. */
  MergeSql statements(StreamTable table) {
    return statements.computeIfAbsent(table, MergeSql::new);
  }

  private Optional<Frontier> read(String circuit) throws SQLException {
    try (ResultSet row =
        session.query(
            "SELECT lsn::text, epoch FROM tidemark.frontier WHERE circuit = ?", circuit)) {
      return row.next()
          ? Optional.of(new Frontier(circuit, Lsn.parse(row.getString(1)), row.getLong(2)))
          : Optional.empty();
    }
  }
}
