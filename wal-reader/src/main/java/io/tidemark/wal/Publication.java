package io.tidemark.wal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The publication that names the captured tables. Adopted if it exists; tables are added, never
 * removed.
 */
public final class Publication {

  private final String name;

  public Publication(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /**
   * Creates the publication if it is missing. Call this before the slot is created: the walsender
   * reads the publication as of the WAL that it decodes, and fails on a change that is older than
   * the publication.
   *
   * @throws SourceException if the user may not do that, or it exists and leaves changes out
   */
  public void ensure(Connection connection) throws SQLException {
    cover(connection, List.of());
  }

  /**
   * Creates the publication if it is missing, and adds the tables that it lacks. One that exists is
   * used as it is: its options are not changed.
   *
   * @throws SourceException if the user may not do that, or if the publication would leave changes
   *     of these tables out
   */
  public void cover(Connection connection, Collection<CapturedTable> tables) throws SQLException {
    try (var statement = connection.createStatement()) {
      boolean allTables = false;
      try (var query =
          connection.prepareStatement(
              """
              SELECT puballtables, pubinsert AND pubupdate AND pubdelete AND pubtruncate, pubviaroot
              FROM pg_publication WHERE pubname = ?\
              """)) {
        query.setString(1, name);
        try (var row = query.executeQuery()) {
          if (!row.next()) {
            statement.execute(
                "CREATE PUBLICATION %s WITH (publish = 'insert, update, delete, truncate', publish_via_partition_root = true)"
                    .formatted(CapturedTable.quote(name)));
          } else if (!row.getBoolean(2) || !row.getBoolean(3)) {
            throw new SourceException(
                SourceException.Code.PUBLICATION_UNSUITABLE,
                "The publication '%s' exists, but does not publish every change under its table's name"
                    .formatted(name),
                "Give Tidemark a name of its own under source.publication, or: ALTER PUBLICATION %s SET (publish = 'insert, update, delete, truncate', publish_via_partition_root = true);"
                    .formatted(CapturedTable.quote(name)));
          } else {
            allTables = row.getBoolean(1);
          }
        }
      }
      if (!allTables) {
        Set<Integer> published = published(connection);
        for (CapturedTable table : tables) {
          if (!published.contains(table.oid())) {
            statement.execute(
                "ALTER PUBLICATION %s ADD TABLE %s"
                    .formatted(CapturedTable.quote(name), table.quotedName()));
          }
        }
      }
      for (CapturedTable table : tables) {
        checkWhole(connection, table);
      }
    } catch (SQLException refused) {
      if ("42501".equals(refused.getSQLState())) {
        throw new SourceException(
            SourceException.Code.NO_PUBLICATION_PRIVILEGE,
            "The publication '%s' cannot be set up: %s".formatted(name, refused.getMessage()),
            "Grant CREATE on the database and ownership of the tables to Tidemark's user, or let an owner run: "
                + "CREATE PUBLICATION %s FOR TABLE %s WITH (publish_via_partition_root = true);"
                    .formatted(
                        CapturedTable.quote(name),
                        tables.isEmpty()
                            ? "…"
                            : String.join(
                                ", ", tables.stream().map(CapturedTable::quotedName).toList())),
            refused);
      }
      throw refused;
    }
  }

  /** No row filter, no column list, and the changes come under this table's name. */
  private void checkWhole(Connection connection, CapturedTable table) throws SQLException {
    try (var query =
        connection.prepareStatement(
            """
            SELECT EXISTS (SELECT FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
                           WHERE p.pubname = ?1 AND r.prrelid = ?2 AND (r.prqual IS NOT NULL OR r.prattrs IS NOT NULL)),
                   (SELECT min(a.relid::regclass::text) FROM pg_partition_ancestors(?2) a JOIN pg_publication p ON p.pubname = ?1
                    WHERE a.relid <> ?2 AND (p.puballtables
                      OR EXISTS (SELECT FROM pg_publication_rel r WHERE r.prpubid = p.oid AND r.prrelid = a.relid)
                      OR EXISTS (SELECT FROM pg_publication_namespace n JOIN pg_class c ON c.relnamespace = n.pnnspid
                                 WHERE n.pnpubid = p.oid AND c.oid = a.relid)))\
            """
                .replace("?1", "?::text")
                .replace("?2", Integer.toUnsignedString(table.oid()) + "::oid"))) {
      query.setString(1, name);
      query.setString(2, name);
      try (var row = query.executeQuery()) {
        row.next();
        if (row.getBoolean(1)) {
          throw new SourceException(
              SourceException.Code.PUBLICATION_UNSUITABLE,
              "The publication '%s' carries only some rows or columns of %s"
                  .formatted(name, table.displayName()),
              "Give Tidemark a name of its own under source.publication, or: ALTER PUBLICATION %s DROP TABLE %s; Tidemark adds it again, whole."
                  .formatted(CapturedTable.quote(name), table.quotedName()));
        }
        if (row.getString(2) != null) {
          throw new SourceException(
              SourceException.Code.PUBLICATION_UNSUITABLE,
              "%s is a partition of %s, and the publication '%s' publishes its changes as those of the latter"
                  .formatted(table.displayName(), row.getString(2), name),
              "Read %s in the query, with a condition that selects the partition."
                  .formatted(row.getString(2)));
        }
      }
    }
  }

  private Set<Integer> published(Connection connection) throws SQLException {
    Set<Integer> oids = new HashSet<>();
    try (var query =
        connection.prepareStatement(
            """
            SELECT r.prrelid::int8 FROM pg_publication_rel r
            JOIN pg_publication p ON p.oid = r.prpubid WHERE p.pubname = ?\
            """)) {
      query.setString(1, name);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          oids.add((int) rows.getLong(1));
        }
      }
    }
    return oids;
  }
}
