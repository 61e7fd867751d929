package io.tidemark.wal;

import io.tidemark.state.Lsn;
import java.sql.Connection;
import java.sql.SQLException;

/** The slot that holds WAL for Tidemark: created or adopted, checked, never dropped on its own. */
public final class ReplicationSlot {

  private final String name;

  public ReplicationSlot(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Checks what the server must allow before anything is created there. */
  public static void checkServer(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT current_setting('wal_level'), current_user,
                       (SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user)\
                """)) {
      row.next();
      if (!row.getString(1).equals("logical")) {
        throw new SourceException(
            SourceException.Code.WAL_LEVEL,
            "The source's wal_level is '%s'; changes can only be read with 'logical'"
                .formatted(row.getString(1)),
            "ALTER SYSTEM SET wal_level = logical; and restart PostgreSQL.");
      }
      if (!row.getBoolean(3)) {
        throw new SourceException(
            SourceException.Code.NO_REPLICATION_PRIVILEGE,
            "User '%s' has no REPLICATION privilege".formatted(row.getString(2)),
            "ALTER ROLE %s REPLICATION;".formatted(CapturedTable.quote(row.getString(2))));
      }
    }
  }

  /**
   * Creates the slot, or adopts the one that is there.
   *
   * @return the LSN from which it holds changes
   * @throws SourceException if it is in use, of another kind or database, or lost
   */
  public long ensure(Connection connection) throws SQLException {
    try (var query =
        connection.prepareStatement(
            """
            SELECT s.plugin, s.database = current_database(), s.active_pid, s.wal_status,
                   s.confirmed_flush_lsn::text, a.application_name, s.database,
                   to_jsonb(s) ->> 'invalidation_reason' -- a column since PostgreSQL 17
            FROM pg_replication_slots s LEFT JOIN pg_stat_activity a ON a.pid = s.active_pid
            WHERE s.slot_name = ?\
            """)) {
      query.setString(1, name);
      try (var row = query.executeQuery()) {
        if (!row.next()) {
          return create(connection);
        }
        if (!"pgoutput".equals(row.getString(1)) || !row.getBoolean(2)) {
          throw new SourceException(
              SourceException.Code.SLOT_FOREIGN,
              "The replication slot '%s' belongs to something else (plugin %s, database %s)"
                  .formatted(name, row.getString(1), row.getString(7)),
              "Give Tidemark a slot name of its own under source.slot.");
        }
        int pid = row.getInt(3);
        if (!row.wasNull()) {
          throw new SourceException(
              SourceException.Code.SLOT_IN_USE,
              "The replication slot '%s' is in use by process %d (%s)"
                  .formatted(name, pid, row.getString(6)),
              "Stop the other Tidemark service, or give this one its own source.slot; "
                  + "a dead connection ends by itself after wal_sender_timeout.");
        }
        if ("lost".equals(row.getString(4))) {
          throw new SourceException(
              SourceException.Code.SLOT_LOST,
              "The replication slot '%s' has lost WAL that it needed (%s)"
                  .formatted(
                      name, row.getString(8) == null ? "wal_status = lost" : row.getString(8)),
              "SELECT pg_drop_replication_slot('%s'); then start again: Tidemark rebuilds from a new snapshot and merges only the difference."
                  .formatted(name));
        }
        return Lsn.parse(row.getString(5));
      }
    }
  }

  private long create(Connection connection) throws SQLException {
    try (var call =
        connection.prepareStatement(
            "SELECT lsn::text FROM pg_create_logical_replication_slot(?, 'pgoutput')")) {
      call.setString(1, name);
      try (var row = call.executeQuery()) {
        row.next();
        return Lsn.parse(row.getString(1));
      }
    } catch (SQLException refused) {
      if ("53400".equals(refused.getSQLState())) {
        throw new SourceException(
            SourceException.Code.NO_FREE_SLOT,
            "PostgreSQL has no free replication slot for '" + name + "'",
            "Raise max_replication_slots (restart needed), or drop a slot that nobody uses.",
            refused);
      }
      throw refused;
    }
  }
}
