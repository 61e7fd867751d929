package io.tidemark.server.evaluation;

import io.tidemark.engine.type.TextForm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the catalog says of types, functions and collations, each read once. One session's. */
final class ServerTypes {

  /**
   * A type.
   *
   * @param name as CAST takes it
   * @param array the OID of the array type over it, 0 if unnest cannot give its elements back
   * @param send SQL that sends a value, {@code %s}, empty if it cannot be sent and received
   * @param isPseudo whether no value has this very type
   * @param arrayType the type of its arrays, 0 if there is none
   * @param text how values travel that do so as text, null for others; {@code array} is then that
   *     of text
   */
  record Type(
      String name,
      int array,
      String send,
      boolean isPseudo,
      int arrayType,
      @Nullable TextForm text) {

    /** Whether rows have its values as text. */
    boolean isText() {
      return text == TextForm.AS_IT_IS;
    }

    /** The type under which values travel. */
    String carrier() {
      return text == null ? name : "pg_catalog.text";
    }

    /** SQL that makes a value of this type of one that has travelled. */
    String received(String value) {
      return text == null ? value : "CAST(" + value + " AS " + name + ")";
    }

    /** SQL for the form that rows have a value in. */
    String sent(String value) {
      return isText()
          ? "pg_catalog.textsend(CAST(" + value + " AS pg_catalog.text))"
          : send.replace("%s", value);
    }
  }

  private static final int TEXT_ARRAY = 1009;

  // unnest makes several columns of a composite value; format_type with modifier -1: NULL would
  // give "character", which a cast takes for char(1)
  private static final String TYPE =
      """
      SELECT format_type(t.oid, -1), CASE WHEN t.typtype = 'c' THEN 0 ELSE t.typarray::int8 END,
             NOT lacks.send AND t.typreceive <> 0,
             CASE WHEN a.typtype = 'p' THEN s.oid::regproc::text || '(%s)'
                  ELSE s.oid::regproc::text || '(CAST(%s AS ' || format_type(a.oid, -1) || '))' END,
             t.typtype = 'p', t.typarray::int8,
             t.typsend = 0 AND EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.oid = t.typoutput AND p.provolatile = 'i')
      FROM pg_catalog.pg_type t
      LEFT JOIN pg_catalog.pg_proc s ON s.oid = t.typsend
      LEFT JOIN pg_catalog.pg_type a ON a.oid = s.proargtypes[0]
      CROSS JOIN LATERAL (
        WITH RECURSIVE part(oid) AS (
          SELECT t.oid
          UNION
          SELECT p.oid FROM part JOIN pg_catalog.pg_type w ON w.oid = part.oid CROSS JOIN LATERAL (
            SELECT w.typelem WHERE w.typcategory = 'A'
            UNION ALL SELECT w.typbasetype WHERE w.typtype = 'd'
            UNION ALL SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE w.oid IN (r.rngtypid, r.rngmultitypid)
            UNION ALL SELECT f.atttypid FROM pg_catalog.pg_attribute f
              WHERE w.typtype = 'c' AND f.attrelid = w.typrelid AND f.attnum > 0 AND NOT f.attisdropped) p(oid))
        SELECT bool_or(w.typsend = 0) FROM part JOIN pg_catalog.pg_type w ON w.oid = part.oid) AS lacks(send)
      WHERE t.oid = ?::int8::oid\
      """;

  private static final String COLLATION =
      """
      SELECT quote_ident(n.nspname) || '.' || quote_ident(c.collname)
      FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
      WHERE c.oid = ?::int8::oid\
      """;

  private static final String OPERATOR =
      """
      SELECT 'OPERATOR(' || quote_ident(n.nspname) || '.' || o.oprname || ')'
      FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
      WHERE o.oprcode = ?::int8::oid ORDER BY o.oid LIMIT 1\
      """;

  private static final String VARIADIC =
      """
      SELECT CASE WHEN provariadic NOT IN (0, 2276) THEN 'variadic' ELSE 'fixed' END
      FROM pg_catalog.pg_proc WHERE oid = ?::int8::oid\
      """;

  private final Map<Integer, Type> types = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  Type type(Connection connection, int oid) throws SQLException {
    Type known = types.get(oid);
    if (known != null) {
      return known;
    }
    try (PreparedStatement query = connection.prepareStatement(TYPE)) {
      query.setLong(1, Integer.toUnsignedLong(oid));
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw gone("type", oid);
        }
        boolean isText = row.getBoolean(7);
        TextForm text = TextForm.of(oid, !isText);
        Type type =
            new Type(
                row.getString(1),
                text == null ? (int) row.getLong(2) : TEXT_ARRAY,
                row.getBoolean(3) ? row.getString(4) : "",
                row.getBoolean(5),
                (int) row.getLong(6),
                text);
        types.put(oid, type);
        return type;
      }
    }
  }

  String collation(Connection connection, int oid) throws SQLException {
    return name(connection, COLLATION, "collation", oid);
  }

  String operator(Connection connection, int function) throws SQLException {
    return name(connection, OPERATOR, "operator of function", function);
  }

  boolean isVariadic(Connection connection, int function) throws SQLException {
    return name(connection, VARIADIC, "function", function).equals("variadic");
  }

  private String name(Connection connection, String sql, String what, int oid) throws SQLException {
    String key = what + Integer.toUnsignedString(oid);
    String known = names.get(key);
    if (known != null) {
      return known;
    }
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, Integer.toUnsignedLong(oid));
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw gone(what, oid);
        }
        names.put(key, row.getString(1));
        return row.getString(1);
      }
    }
  }

  private static SQLException gone(String what, int oid) {
    return new SQLException(
        "PostgreSQL's catalog has no %s with OID %s".formatted(what, Integer.toUnsignedString(oid)),
        "42704");
  }
}
