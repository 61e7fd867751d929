package io.tidemark.sink;

import io.tidemark.engine.plan.Field;
import io.tidemark.sink.SinkException.Code;
import io.tidemark.sink.StreamTableCatalog.Shape;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Creates, adopts and drops stream tables. A table is ours if the registry has its OID; any other
 * table of that name is refused untouched. Uses its session's transactions; not thread-safe.
 */
public final class StreamTableDdl {

  /** Leaves room for HOT updates: 15–20 % off a MERGE (docs/decisions/0004). */
  private static final int FILLFACTOR = 85;

  private static final String COMMENT =
      "Tidemark stream table: kept equal to its query, do not write to it";

  private final SinkSession session;
  private final StreamTableCatalog catalog;

  public StreamTableDdl(SinkSession session) {
    this.session = session;
    this.catalog = new StreamTableCatalog(session);
  }

  /**
   * Creates the stream table, or adopts it if it is there, is ours and has the query's columns and
   * key; records the definition.
   *
   * @throws SinkException if the name is taken by a table that is not ours, or by one of ours with
   *     other columns or another key; then nothing was changed
   */
  public StreamTable createOrAdopt(StreamTableDefinition definition, TableShape plan) {
    RelationName name = definition.name();
    List<Field> fields = plan.fields();
    refuseUnusableColumns(name, fields);
    return session.durably(
        "create the stream table " + name,
        () -> {
          session.execute("SELECT pg_advisory_xact_lock(hashtext('tidemark.stream_table'))");
          Integer existing = catalog.relationOf(name);
          Ownership ours = ownership(name);
          List<String> keyNames =
              plan.key().stream().map(column -> fields.get(column).name()).toList();
          int relation;
          @Nullable Integer keyIndex;
          if (existing == null) {
            session.execute(createTable(name, fields, plan));
            relation = Objects.requireNonNull(catalog.relationOf(name));
            session.execute(
                "COMMENT ON TABLE %s IS %s"
                    .formatted(name.quoted(), RelationName.literal(COMMENT)));
            keyIndex = newIndex(relation);
          } else {
            relation = existing;
            refuseUnlessAdoptable(name, relation, ours, fields, plan, keyNames);
            keyIndex = ours.keyIndex();
            if (ours.keyColumns().isEmpty() != keyNames.isEmpty()) {
              dropKey(name, relation, ours);
              keyIndex = null;
            }
            if (keyIndex == null || !isIndexOf(keyIndex, relation)) {
              keyIndex = restoreKeyIndex(name, relation, fields, plan);
            }
          }
          StreamTable table = catalog.read(name, relation, plan.key(), keyIndex);
          if (plan.key().isEmpty() && keyIndex == null) {
            keyIndex = createRowIndex(table);
          }
          record(definition, relation, keyNames, keyIndex);
          return table;
        });
  }

  /**
   * Drops the stream table and its registry entry; a table that is not ours stays.
   *
   * @throws SinkException if other objects depend on it; then nothing was changed
   */
  public void drop(RelationName name) {
    session.durably(
        "drop the stream table " + name,
        () -> {
          Integer existing = catalog.relationOf(name);
          if (existing != null && existing.equals(ownership(name).relation())) {
            session.execute("DROP TABLE " + name.quoted());
          }
          session.update(
              "DELETE FROM tidemark.stream_table WHERE schema_name = ? AND table_name = ?",
              name.schema(),
              name.name());
        });
  }

  /**
   * Lets a stream table be read from the WAL: one without a primary key is published with whole old
   * rows.
   */
  public void publishable(StreamTable table) {
    session.durably(
        "set the replica identity of " + table,
        () -> {
          boolean hasIdentity;
          try (ResultSet row =
              session.query(
                  """
                  SELECT c.relreplident = 'f' OR EXISTS (
                           SELECT FROM pg_index i WHERE i.indrelid = c.oid
                              AND CASE c.relreplident WHEN 'd' THEN i.indisprimary
                                  WHEN 'i' THEN i.indisreplident ELSE false END)
                    FROM pg_class c WHERE c.oid = ?::oid
                  """,
                  StreamTableCatalog.unsigned(table.relation()))) {
            hasIdentity = row.next() && row.getBoolean(1);
          }
          if (!hasIdentity) {
            session.execute(
                "ALTER TABLE %s REPLICA IDENTITY FULL".formatted(table.name().quoted()));
          }
        });
  }

  /** What the registry says about a name. */
  private record Ownership(
      @Nullable Integer relation, List<String> keyColumns, @Nullable Integer keyIndex) {}

  private Ownership ownership(RelationName name) throws SQLException {
    try (ResultSet row =
        session.query(
            """
            SELECT relation, key_columns, key_index FROM tidemark.stream_table
             WHERE schema_name = ? AND table_name = ?
            """,
            name.schema(),
            name.name())) {
      if (!row.next()) {
        return new Ownership(null, List.of(), null);
      }
      return new Ownership(
          oid(row, 1), List.of((String[]) row.getArray(2).getArray()), oid(row, 3));
    }
  }

  private static @Nullable Integer oid(ResultSet row, int column) throws SQLException {
    long oid = row.getLong(column);
    return row.wasNull() ? null : (int) oid;
  }

  private static void refuseUnusableColumns(RelationName name, List<Field> fields) {
    if (fields.isEmpty()) {
      throw new SinkException(
          Code.UNSUPPORTED_TYPE,
          "The query of %s has no columns".formatted(name),
          "Select at least one column.");
    }
    Set<String> seen = new HashSet<>();
    for (Field field : fields) {
      if (!seen.add(field.name())) {
        throw new SinkException(
            Code.UNSUPPORTED_TYPE,
            "The query of %s has two columns named '%s'".formatted(name, field.name()),
            "Give one of them another name with AS.");
      }
    }
  }

  private static String columnList(List<Field> fields, TableShape plan) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      columns.add(RelationName.quote(fields.get(i).name()) + " " + plan.typeNames().get(i));
    }
    return String.join(", ", columns);
  }

  private static String keyConstraint(List<Field> fields, TableShape plan) {
    boolean nullable = plan.key().stream().anyMatch(column -> fields.get(column).nullable());
    return plan.key().stream()
        .map(column -> RelationName.quote(fields.get(column).name()))
        .collect(
            Collectors.joining(
                ", ", nullable ? "UNIQUE NULLS NOT DISTINCT (" : "PRIMARY KEY (", ")"));
  }

  private static String createTable(RelationName name, List<Field> fields, TableShape plan) {
    return "CREATE TABLE %s (%s%s) WITH (fillfactor = %d)"
        .formatted(
            name.quoted(),
            columnList(fields, plan),
            plan.key().isEmpty() ? "" : ", " + keyConstraint(fields, plan),
            FILLFACTOR);
  }

  private void refuseUnlessAdoptable(
      RelationName name,
      int relation,
      Ownership ours,
      List<Field> fields,
      TableShape plan,
      List<String> keyNames)
      throws SQLException {
    session.execute(
        "CREATE TEMPORARY TABLE tidemark_wanted (%s) ON COMMIT DROP"
            .formatted(columnList(fields, plan)));
    int wanted;
    try (ResultSet row = session.query("SELECT 'pg_temp.tidemark_wanted'::regclass::oid")) {
      row.next();
      wanted = (int) row.getLong(1);
    }
    String difference = difference(catalog.shapeOf(wanted), catalog.shapeOf(relation));
    session.execute("DROP TABLE pg_temp.tidemark_wanted");
    if (ours.relation() == null || ours.relation() != relation) {
      throw new SinkException(
          Code.TABLE_TAKEN,
          "%s exists and is not a stream table of this Tidemark%s"
              .formatted(name, difference.isEmpty() ? "" : "; its columns differ: " + difference),
          "Give the stream table another name, or rename or drop what has it now.");
    }
    if (!difference.isEmpty()) {
      throw new SinkException(
          Code.COLUMNS_CHANGED,
          "The stream table %s has other columns than its query: %s".formatted(name, difference),
          "Drop the stream table and create it anew, or give the new query another name.");
    }
    boolean hasOtherKey =
        !ours.keyColumns().isEmpty()
            && !keyNames.isEmpty()
            && !new HashSet<>(ours.keyColumns()).equals(new HashSet<>(keyNames));
    if (hasOtherKey) {
      throw new SinkException(
          Code.KEY_CHANGED,
          "The stream table %s has the key %s, its query has %s"
              .formatted(name, keyText(ours.keyColumns()), keyText(keyNames)),
          "Drop the stream table and create it anew, or give the new query another name.");
    }
  }

  /**
   * Takes the index away by which rows are found, for a table that gets a key or loses it: what is
   * recomputed may have a key that is not known, which shows when it comes to be maintained by
   * deltas.
   */
  private void dropKey(RelationName name, int relation, Ownership ours) throws SQLException {
    Integer index = ours.keyIndex();
    if (index == null || !isIndexOf(index, relation)) {
      return;
    }
    String indexName;
    boolean isConstraint;
    try (ResultSet row =
        session.query(
            """
            SELECT i.relname, n.nspname,
                   EXISTS (SELECT FROM pg_constraint k
                            WHERE k.conindid = i.oid AND k.contype IN ('p', 'u'))
              FROM pg_class i JOIN pg_namespace n ON n.oid = i.relnamespace WHERE i.oid = ?::oid
            """,
            StreamTableCatalog.unsigned(index))) {
      row.next();
      isConstraint = row.getBoolean(3);
      indexName =
          isConstraint
              ? RelationName.quote(row.getString(1))
              : new RelationName(row.getString(2), row.getString(1)).quoted();
    }
    if (!isConstraint) {
      session.execute("DROP INDEX " + indexName);
      return;
    }
    session.execute("ALTER TABLE %s DROP CONSTRAINT %s".formatted(name.quoted(), indexName));
    for (String column : ours.keyColumns()) {
      session.execute(
          "ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL"
              .formatted(name.quoted(), RelationName.quote(column)));
    }
  }

  private static String keyText(List<String> columns) {
    return columns.isEmpty() ? "(none)" : "(" + String.join(", ", columns) + ")";
  }

  /** What differs between two lists of columns, in words; empty if nothing. */
  private static String difference(List<Shape> wanted, List<Shape> found) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < Math.max(wanted.size(), found.size()); i++) {
      if (i >= found.size()) {
        differences.add("%s is missing".formatted(wanted.get(i)));
      } else if (i >= wanted.size()) {
        differences.add("%s is not in the query".formatted(found.get(i)));
      } else if (!wanted.get(i).equals(found.get(i))) {
        differences.add("%s where the query has %s".formatted(found.get(i), wanted.get(i)));
      }
    }
    return String.join(", ", differences);
  }

  private boolean isIndexOf(int index, int relation) throws SQLException {
    try (ResultSet row =
        session.query(
            "SELECT FROM pg_index WHERE indexrelid = ?::oid AND indrelid = ?::oid AND indisvalid",
            StreamTableCatalog.unsigned(index),
            StreamTableCatalog.unsigned(relation))) {
      return row.next();
    }
  }

  /** The index of a table that this transaction created. */
  private @Nullable Integer newIndex(int relation) throws SQLException {
    try (ResultSet row =
        session.query(
            """
            SELECT indexrelid FROM pg_index
             WHERE indrelid = ?::oid AND xmin = pg_current_xact_id()::xid
            """,
            StreamTableCatalog.unsigned(relation))) {
      return row.next() ? oid(row, 1) : null;
    }
  }

  /** Adds a key constraint that somebody dropped; null if the table has no key. */
  private @Nullable Integer restoreKeyIndex(
      RelationName name, int relation, List<Field> fields, TableShape plan) throws SQLException {
    if (plan.key().isEmpty()) {
      return null;
    }
    session.execute("ALTER TABLE %s ADD %s".formatted(name.quoted(), keyConstraint(fields, plan)));
    return newIndex(relation);
  }

  /**
   * The index by which copies of a row are found (docs/decisions/0004); null if no column can take
   * part in it, in which case deletes scan the table.
   */
  private @Nullable Integer createRowIndex(StreamTable table) throws SQLException {
    String hash = RowHash.of(table, "");
    if (hash.isEmpty()) {
      return null;
    }
    session.execute("CREATE INDEX ON %s ((%s))".formatted(table.name().quoted(), hash));
    return newIndex(table.relation());
  }

  private void record(
      StreamTableDefinition definition,
      int relation,
      List<String> keyNames,
      @Nullable Integer keyIndex)
      throws SQLException {
    session.update(
        """
        INSERT INTO tidemark.stream_table AS s
          (schema_name, table_name, relation, key_columns, key_index, circuit,
           query, search_path, schedule, mode, state)
        VALUES (?, ?, ?::oid, ?::text[], ?::oid, ?, ?, ?::text[], ?, ?, 'CREATING')
        ON CONFLICT (schema_name, table_name) DO UPDATE SET
          relation = excluded.relation, key_columns = excluded.key_columns,
          key_index = excluded.key_index, query = excluded.query,
          search_path = excluded.search_path, schedule = excluded.schedule, mode = excluded.mode,
          state = CASE WHEN s.relation = excluded.relation THEN s.state ELSE 'CREATING' END,
          updated_at = now()
        """,
        definition.name().schema(),
        definition.name().name(),
        StreamTableCatalog.unsigned(relation),
        keyNames.toArray(String[]::new),
        keyIndex == null ? null : StreamTableCatalog.unsigned(keyIndex),
        definition.circuit(),
        definition.query(),
        definition.searchPath().toArray(String[]::new),
        definition.schedule(),
        definition.mode());
  }
}
