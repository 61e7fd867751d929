package io.tidemark.sink;

import io.tidemark.sink.SinkException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The schema {@code tidemark} of the sink database: frontiers, the registry of stream tables, what
 * users may look at. Brought to the newest version by an ordered list of migrations, each of which
 * runs once; a released one is never edited.
 */
public final class SinkSchema {

  private static final List<String> MIGRATIONS =
      List.of("001-frontier-and-stream-tables.sql", "002-views-and-wait-for.sql");

  private SinkSchema() {}

  /** The version that this program writes and reads. */
  static int version() {
    return MIGRATIONS.size();
  }

  /**
   * Creates or upgrades the schema; does nothing if it is up to date. Services that start at the
   * same time take turns.
   *
   * @throws SinkException if the schema is somebody else's or newer, or may not be created; then
   *     nothing was changed
   */
  public static void bootstrap(SinkSession session) {
    session.durably(
        "bring the schema tidemark up to date",
        () -> {
          session.execute("SELECT pg_advisory_xact_lock(hashtext('tidemark.schema_version'))");
          for (int version = current(session) + 1; version <= version(); version++) {
            session.execute(read(MIGRATIONS.get(version - 1)));
            session.update("INSERT INTO tidemark.schema_version (version) VALUES (?)", version);
          }
        });
  }

  /** The version that is there, 0 after an empty schema was made. */
  private static int current(SinkSession session) throws SQLException {
    boolean exists;
    boolean versioned;
    boolean occupied;
    try (ResultSet row =
        session.query(
            """
            SELECT n.oid IS NOT NULL,
                   EXISTS (SELECT FROM pg_class c
                            WHERE c.relnamespace = n.oid AND c.relname = 'schema_version'),
                   EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid)
              FROM (SELECT to_regnamespace('tidemark')::oid) AS n(oid)
            """)) {
      row.next();
      exists = row.getBoolean(1);
      versioned = row.getBoolean(2);
      occupied = row.getBoolean(3);
    }
    if (occupied && !versioned) {
      throw new SinkException(
          Code.SCHEMA_FOREIGN,
          "The sink has a schema tidemark that holds other tables and no tidemark.schema_version",
          "Tidemark keeps its frontiers in a schema of that name: rename the one that is there.");
    }
    if (!exists) {
      session.execute("CREATE SCHEMA tidemark");
      session.execute("COMMENT ON SCHEMA tidemark IS 'Tidemark: state of its stream tables'");
    }
    if (!versioned) {
      session.execute(
          """
          CREATE TABLE tidemark.schema_version (
            version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())
          """);
      return 0;
    }
    try (ResultSet row =
        session.query("SELECT coalesce(max(version), 0) FROM tidemark.schema_version")) {
      row.next();
      int version = row.getInt(1);
      if (version > version()) {
        throw new SinkException(
            Code.SCHEMA_NEWER,
            "The sink's schema tidemark has version %d, this program knows %d"
                .formatted(version, version()),
            "A newer Tidemark has been here: run that version or a later one.");
      }
      return version;
    }
  }

  private static String read(String migration) {
    try (InputStream in = SinkSchema.class.getResourceAsStream("schema/" + migration)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource schema/" + migration);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
