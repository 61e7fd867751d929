package io.tidemark.server.evaluation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** What the catalog says of types, functions and collations, each read once. One session's. */
final class ServerTypes {

  /**
   * A type.
   *
   * @param name as CAST takes it
   * @param array the OID of the array type over it, 0 if unnest cannot give its elements back
   * @param send its send function, empty if it has none
   * @param isPseudo whether no value has this very type
   * @param arrayType the type of its arrays, 0 if there is none
   */
  record Type(String name, int array, String send, boolean isPseudo, int arrayType) {}

  // unnest makes several columns of a composite value; format_type with modifier -1: NULL would
  // give "character", which a cast takes for char(1)
  private static final String TYPE =
      """
      SELECT format_type(oid, -1), CASE WHEN typtype = 'c' THEN 0 ELSE typarray::int8 END, typsend <> 0 AND typreceive <> 0,
             typsend::regproc::text, typtype = 'p', typarray::int8
      FROM pg_catalog.pg_type WHERE oid = ?::int8::oid\
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
        Type type =
            new Type(
                row.getString(1),
                (int) row.getLong(2),
                row.getBoolean(3) ? row.getString(4) : "",
                row.getBoolean(5),
                (int) row.getLong(6));
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
