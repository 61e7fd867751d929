package io.tidemark.wal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Describes tables for capture, and refuses those that logical replication would break or lose. */
public final class SourceCatalog {

  private final Connection connection;

  public SourceCatalog(Connection connection) {
    this.connection = connection;
  }

  /**
   * Describes a table.
   *
   * @throws SourceException if it cannot be captured: not a table, no replica identity, no SELECT
   *     privilege, or a generated column, which pgoutput leaves out
   */
  public CapturedTable describe(int oid) throws SQLException {
    try (var query =
        connection.prepareStatement(
            """
            SELECT n.nspname, c.relname, c.relkind, c.relpersistence, c.relreplident, c.relhassubclass,
                   greatest(c.reltuples, 0)::int8, greatest(c.relpages, 0)::int8,
                   has_table_privilege(c.oid, 'SELECT'), current_user
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ?::int8::oid\
            """)) {
      query.setLong(1, Integer.toUnsignedLong(oid));
      try (var row = query.executeQuery()) {
        if (!row.next()) {
          throw new SourceException(
              SourceException.Code.NOT_A_TABLE,
              "The table with OID " + Integer.toUnsignedString(oid) + " does not exist any more",
              "Define the stream table again over tables that exist.");
        }
        String schema = row.getString(1);
        String name = row.getString(2);
        String display = schema + "." + name;
        char kind = row.getString(3).charAt(0);
        if ((kind != 'r' && kind != 'p') || !row.getString(4).equals("p")) {
          throw new SourceException(
              SourceException.Code.NOT_A_TABLE,
              display + " is not a permanent table, so its changes are not in the WAL",
              "Read permanent, logged tables; for an unlogged one: ALTER TABLE … SET LOGGED.");
        }
        if (!row.getBoolean(9)) {
          throw new SourceException(
              SourceException.Code.NO_SELECT_PRIVILEGE,
              "User '%s' may not read %s".formatted(row.getString(10), display),
              "GRANT SELECT ON %s TO %s;".formatted(display, row.getString(10)));
        }
        List<CapturedTable.Column> columns = columns(oid, display);
        boolean full = row.getString(5).equals("f");
        int[] key = full ? new int[0] : replicaIdentity(oid, row.getString(5), columns);
        if (!full && key.length == 0) {
          throw new SourceException(
              SourceException.Code.NO_REPLICA_IDENTITY,
              "%s has no primary key or other replica identity; publishing it would make its UPDATEs and DELETEs fail"
                  .formatted(display),
              "Add a primary key, or: ALTER TABLE %s REPLICA IDENTITY FULL;".formatted(display));
        }
        return new CapturedTable(
            oid,
            schema,
            name,
            columns,
            key,
            kind == 'p' || row.getBoolean(6),
            row.getLong(7),
            row.getLong(8));
      }
    }
  }

  private List<CapturedTable.Column> columns(int oid, String table) throws SQLException {
    List<CapturedTable.Column> columns = new ArrayList<>();
    try (var query =
        connection.prepareStatement(
            """
            SELECT a.attname, a.atttypid::int8, a.atttypmod, t.typsend <> 0, a.attgenerated <> ''
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = ?::int8::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum\
            """)) {
      query.setLong(1, Integer.toUnsignedLong(oid));
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          if (rows.getBoolean(5)) {
            throw new SourceException(
                SourceException.Code.GENERATED_COLUMN,
                "%s has the generated column %s, which logical replication does not carry"
                    .formatted(table, rows.getString(1)),
                "Read the table through its other columns' expression once this is supported, or make it an ordinary column.");
          }
          columns.add(
              new CapturedTable.Column(
                  rows.getString(1), (int) rows.getLong(2), rows.getInt(3), rows.getBoolean(4)));
        }
      }
    }
    return columns;
  }

  /** The columns of the primary key (DEFAULT) or of the index that is the replica identity. */
  private int[] replicaIdentity(int oid, String identity, List<CapturedTable.Column> columns)
      throws SQLException {
    try (var query =
        connection.prepareStatement(
            """
            SELECT a.attname FROM pg_index i
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
            WHERE i.indrelid = ?::int8::oid AND CASE ? WHEN 'd' THEN i.indisprimary
                  WHEN 'i' THEN i.indisreplident ELSE false END
            ORDER BY a.attnum\
            """)) {
      query.setLong(1, Integer.toUnsignedLong(oid));
      query.setString(2, identity);
      List<Integer> key = new ArrayList<>();
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(rows.getString(1))) {
              key.add(i);
            }
          }
        }
      }
      return key.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
