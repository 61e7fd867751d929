package io.tidemark.wal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Describes tables for capture, and refuses those that logical replication would break or lose. */
public final class SourceCatalog {

  /** The major from which PostgreSQL refuses to write what is published without its identity. */
  private static final int CHECKS_GENERATED_IDENTITY = 18;

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
                   has_table_privilege(c.oid, 'SELECT'), current_user,
                   EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid),
                   c.oid < 16384, row_security_active(c.oid), c.relispartition
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
        if ((kind != 'r' && kind != 'p') || !row.getString(4).equals("p") || row.getBoolean(12)) {
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
        if (kind == 'r' && row.getBoolean(11)) {
          // Each child's changes come under the child's name; the parent's query reads them all.
          throw new SourceException(
              SourceException.Code.NOT_A_TABLE,
              display + " has child tables by inheritance, whose changes are published as theirs",
              "Read the child tables with UNION ALL, or make it a partitioned table.");
        }
        if (row.getBoolean(14)) {
          // Where the whole table is published too, its changes come under the whole table's name.
          throw new SourceException(
              SourceException.Code.NOT_A_TABLE,
              display + " is a partition, whose changes are published as the partitioned table's",
              "Read the partitioned table, with the partition's bounds as condition.");
        }
        if (row.getBoolean(13)) {
          throw new SourceException(
              SourceException.Code.NO_SELECT_PRIVILEGE,
              "Row-level security hides rows of %s from user '%s', though not their changes"
                  .formatted(display, row.getString(10)),
              "ALTER ROLE %s BYPASSRLS;".formatted(CapturedTable.quote(row.getString(10))));
        }
        boolean full = row.getString(5).equals("f");
        List<CapturedTable.Column> columns = columns(oid, display, full);
        int[] key = full ? new int[0] : replicaIdentity(oid, row.getString(5), columns, display);
        if (!full && key.length == 0) {
          throw new SourceException(
              SourceException.Code.NO_REPLICA_IDENTITY,
              "%s has no primary key or other replica identity; publishing it would make its UPDATEs and DELETEs fail"
                  .formatted(display),
              "Add a primary key, or: ALTER TABLE %s REPLICA IDENTITY FULL;"
                  .formatted(CapturedTable.quote(schema) + "." + CapturedTable.quote(name)));
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

  /** Columns but generated ones, which are not published and computed from the others. */
  private List<CapturedTable.Column> columns(int oid, String table, boolean wholeOldRows)
      throws SQLException {
    List<CapturedTable.Column> columns = new ArrayList<>();
    boolean breaksWriters =
        wholeOldRows
            && connection.getMetaData().getDatabaseMajorVersion() >= CHECKS_GENERATED_IDENTITY;
    try (var query =
        connection.prepareStatement(
            """
            SELECT a.attname, a.atttypid::int8, a.atttypmod, t.typsend <> 0, a.attgenerated <> '',
              t.typsend <> 0 AND EXISTS (
                WITH RECURSIVE part(oid) AS (
                  SELECT t.oid
                  UNION
                  SELECT p.oid FROM part JOIN pg_type w ON w.oid = part.oid CROSS JOIN LATERAL (
                    SELECT w.typelem WHERE w.typcategory = 'A'
                    UNION ALL SELECT w.typbasetype WHERE w.typtype = 'd'
                    UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE w.oid IN (r.rngtypid, r.rngmultitypid)
                    UNION ALL SELECT f.atttypid FROM pg_attribute f
                      WHERE w.typtype = 'c' AND f.attrelid = w.typrelid AND f.attnum > 0 AND NOT f.attisdropped) p(oid))
                SELECT FROM part JOIN pg_type w ON w.oid = part.oid WHERE w.typsend = 0)
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = ?::int8::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum\
            """)) {
      query.setLong(1, Integer.toUnsignedLong(oid));
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          if (rows.getBoolean(5) && breaksWriters) {
            throw generated(
                table,
                rows.getString(1),
                "REPLICA IDENTITY FULL, by which publishing it would make its UPDATEs and DELETEs fail");
          }
          if (rows.getBoolean(5)) {
            continue;
          }
          if (rows.getBoolean(6)) {
            // The walsender would fail at the first such value, for every table of the slot.
            throw new SourceException(
                SourceException.Code.UNSENDABLE_TYPE,
                "Column %s of %s is composed of a type that has no binary output function"
                    .formatted(rows.getString(1), table),
                "Store it as text, or in a table that no stream table reads.");
          }
          columns.add(
              new CapturedTable.Column(
                  rows.getString(1), (int) rows.getLong(2), rows.getInt(3), rows.getBoolean(4)));
        }
      }
    }
    return columns;
  }

  private static SourceException generated(String table, String column, String why) {
    return new SourceException(
        SourceException.Code.GENERATED_COLUMN,
        "%s has the generated column %s, which logical replication does not carry, and %s"
            .formatted(table, column, why),
        "Give it a primary key or a unique index without generated columns: ALTER TABLE … REPLICA IDENTITY DEFAULT or USING INDEX …");
  }

  /** The columns of the primary key (DEFAULT) or of the index that is the replica identity. */
  private int[] replicaIdentity(
      int oid, String identity, List<CapturedTable.Column> columns, String table)
      throws SQLException {
    try (var query =
        connection.prepareStatement(
            """
            SELECT a.attname, a.attgenerated <> '' FROM pg_index i
            JOIN pg_attribute a ON a.attrelid = i.indrelid
              AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1]) -- without INCLUDE
            WHERE i.indrelid = ?::int8::oid AND CASE ? WHEN 'd' THEN i.indisprimary
                  WHEN 'i' THEN i.indisreplident ELSE false END
              AND i.indimmediate AND i.indisvalid -- PostgreSQL identifies rows by no other
            ORDER BY a.attnum\
            """)) {
      query.setLong(1, Integer.toUnsignedLong(oid));
      query.setString(2, identity);
      List<Integer> key = new ArrayList<>();
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          if (rows.getBoolean(2)) {
            throw generated(table, rows.getString(1), "a replica identity that has it");
          }
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
