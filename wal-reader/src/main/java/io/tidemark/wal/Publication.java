package io.tidemark.wal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
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
   * Creates the publication if it is missing, and adds the tables that it lacks.
   *
   * @throws SourceException if the user may not do that
   */
  public void cover(Connection connection, Collection<CapturedTable> tables) throws SQLException {
    boolean exists;
    boolean allTables = false;
    try (var query =
        connection.prepareStatement("SELECT puballtables FROM pg_publication WHERE pubname = ?")) {
      query.setString(1, name);
      try (var row = query.executeQuery()) {
        exists = row.next();
        allTables = exists && row.getBoolean(1);
      }
    }
    try (var statement = connection.createStatement()) {
      if (!exists) {
        statement.execute(
            "CREATE PUBLICATION %s WITH (publish_via_partition_root = true)"
                .formatted(CapturedTable.quote(name)));
      }
      if (allTables) {
        return;
      }
      Set<Integer> published = published(connection);
      for (CapturedTable table : tables) {
        if (!published.contains(table.oid())) {
          statement.execute(
              "ALTER PUBLICATION %s ADD TABLE %s"
                  .formatted(CapturedTable.quote(name), table.quotedName()));
        }
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
                        String.join(", ", tables.stream().map(CapturedTable::quotedName).toList())),
            refused);
      }
      throw refused;
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
