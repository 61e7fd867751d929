package io.tidemark.sink;

import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TextForm;
import io.tidemark.sink.SinkException.Code;
import io.tidemark.sink.StreamTable.Carriage;
import io.tidemark.sink.StreamTable.Column;
import io.tidemark.sink.StreamTable.HashForm;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads from the sink's catalog what a {@link StreamTable} needs to know. */
final class StreamTableCatalog {

  /** Types of which two different byte sequences are never equal in SQL. */
  private static final Set<Integer> CANONICAL =
      Set.of(
          PgType.BOOL,
          PgType.BYTEA,
          PgType.CHAR,
          PgType.NAME,
          PgType.INT2,
          PgType.INT4,
          PgType.INT8,
          PgType.OID,
          PgType.DATE,
          PgType.TIME,
          PgType.TIMESTAMP,
          PgType.TIMESTAMPTZ,
          PgType.UUID);

  private final SinkSession session;

  StreamTableCatalog(SinkSession session) {
    this.session = session;
  }

  /** What has this name, or null. */
  @Nullable Integer relationOf(RelationName name) throws SQLException {
    try (ResultSet row =
        session.query(
            """
            SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND c.relname = ?
            """,
            name.schema(),
            name.name())) {
      return row.next() ? (int) row.getLong(1) : null;
    }
  }

  /** A column for comparison: its name and what it is, in words. */
  record Shape(String name, String type) {
    @Override
    public String toString() {
      return name + " " + type;
    }
  }

  List<Shape> shapeOf(int relation) throws SQLException {
    List<Shape> shape = new ArrayList<>();
    try (ResultSet row =
        session.query(
            """
            SELECT a.attname,
                   format_type(a.atttypid, a.atttypmod)
                   || CASE WHEN a.attcollation <> t.typcollation
                           THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END
                   || CASE WHEN a.attgenerated <> '' THEN ' GENERATED' ELSE '' END
              FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
             WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attnum
            """,
            unsigned(relation))) {
      while (row.next()) {
        shape.add(new Shape(row.getString(1), row.getString(2)));
      }
    }
    return shape;
  }

  /** Reads our table. */
  StreamTable read(RelationName name, int relation, List<Integer> key, @Nullable Integer keyIndex)
      throws SQLException {
    Map<String, String> equality = keyIndex == null ? Map.of() : equality(keyIndex);
    List<Column> columns = new ArrayList<>();
    try (ResultSet row =
        session.query(
            """
            SELECT a.attname, a.atttypid, a.attcollation <> 0, a.attnotnull,
                   t.typcategory, format_type(a.atttypid, NULL),
                   coalesce(c.collisdeterministic, true),
                   (SELECT p.provolatile = 'i' FROM pg_proc p WHERE p.oid = t.typoutput),
                   t.typreceive <> 0 OR t.typsend = 0, t.typsend <> 0,
                   CASE t.typtype WHEN 'd' THEN (
                     WITH RECURSIVE base AS (
                       SELECT t.oid, t.typtype, t.typbasetype
                       UNION ALL
                       SELECT n.oid, n.typtype, n.typbasetype
                         FROM base b JOIN pg_type n ON n.oid = b.typbasetype)
                     SELECT oid FROM base WHERE typtype <> 'd') ELSE t.oid END,
                   format_type(a.atttypid, -1)
              FROM pg_attribute a
              JOIN pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_collation c ON c.oid = a.attcollation
             WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attnum
            """,
            unsigned(relation))) {
      Map<String, HashForm> known = new HashMap<>();
      while (row.next()) {
        String column = row.getString(1);
        String typeName = row.getString(6);
        int type = (int) row.getLong(2);
        if (!row.getBoolean(9)) {
          throw new SinkException(
              Code.UNSUPPORTED_TYPE,
              "Column %s of %s is of type %s, which can be sent in binary, and not received"
                  .formatted(column, name, typeName),
              "Cast it to text in the query.");
        }
        boolean string = row.getString(5).equals("S");
        boolean textIsImmutable = row.getBoolean(8);
        boolean deterministic = row.getBoolean(7);
        HashForm form =
            string || !key.isEmpty()
                ? HashForm.TEXT
                : known.computeIfAbsent(typeName, t -> hashForm(t, textIsImmutable));
        boolean hasBinary = row.getBoolean(10);
        TextForm text = TextForm.of((int) row.getLong(11), hasBinary);
        columns.add(
            new Column(
                column,
                type,
                row.getBoolean(3),
                row.getBoolean(4),
                form,
                equality.getOrDefault(column, ""),
                CANONICAL.contains(type)
                    || (deterministic && (type == PgType.TEXT || type == PgType.VARCHAR)),
                text == null ? null : new Carriage(text, row.getString(12), hasBinary)));
      }
    }
    try (ResultSet row =
        session.query(
            "SELECT t.oid, t.typarray FROM pg_type t WHERE t.typrelid = ?::oid",
            unsigned(relation))) {
      row.next();
      return new StreamTable(
          name, relation, (int) row.getLong(1), (int) row.getLong(2), columns, key);
    }
  }

  /** For each column of a key index the equality operator that the index answers. */
  private Map<String, String> equality(int index) throws SQLException {
    Map<String, String> operators = new HashMap<>();
    try (ResultSet row =
        session.query(
            """
            SELECT a.attname, quote_ident(n.nspname) || '.' || o.oprname
              FROM pg_index i
             CROSS JOIN LATERAL unnest(i.indkey::int2[], i.indclass::oid[]) AS k(attnum, opclass)
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
              JOIN pg_opclass c ON c.oid = k.opclass
              JOIN pg_amop m ON m.amopfamily = c.opcfamily AND m.amopstrategy = 3
                            AND m.amoplefttype = c.opcintype AND m.amoprighttype = c.opcintype
              JOIN pg_operator o ON o.oid = m.amopopr
              JOIN pg_namespace n ON n.oid = o.oprnamespace
             WHERE i.indexrelid = ?::oid
            """,
            unsigned(index))) {
      while (row.next()) {
        operators.put(row.getString(1), "OPERATOR(" + row.getString(2) + ")");
      }
    }
    return operators;
  }

  /** Whether the server can hash a type is asked of the server: it depends on element types too. */
  private HashForm hashForm(String typeName, boolean textIsImmutable) {
    try {
      Savepoint before = session.connection().setSavepoint();
      try {
        session.execute("SELECT hash_record_extended(ROW(NULL::" + typeName + "), 0)");
        session.connection().releaseSavepoint(before);
        return HashForm.VALUE;
      } catch (SQLException unhashable) {
        session.connection().rollback(before);
        return textIsImmutable ? HashForm.TEXT : HashForm.NONE;
      }
    } catch (SQLException lost) {
      throw SqlStates.explain(lost, "ask for the hash function of " + typeName);
    }
  }

  /** OIDs are unsigned; the driver has no type for that. */
  static long unsigned(int oid) {
    return Integer.toUnsignedLong(oid);
  }
}
