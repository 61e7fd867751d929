package io.tidemark.server.evaluation;

import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeShape;
import io.tidemark.engine.type.TypeShapes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Types' shapes as the catalog has them, each read once; an enum's labels again for a new one. */
final class ServerShapes implements TypeShapes {

  private static final String TYPE =
      """
      SELECT t.typtype::text, t.typname,
             CASE WHEN t.typcategory = 'A' AND t.typlen = -1 THEN t.typelem::int8 ELSE 0 END,
             e.typcollation::int8, t.typbasetype::int8, t.typtypmod, b.typcollation::int8,
             r.rngsubtype::int8, r.rngcollation::int8,
             r.rngcanonical::oid = 0 AND o.opcdefault
               AND o.opcintype IN (r.rngsubtype, 2277, 3500) -- anyarray, anyenum
      FROM pg_catalog.pg_type t
      LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
      LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
      LEFT JOIN pg_catalog.pg_range r ON t.oid IN (r.rngtypid, r.rngmultitypid)
      LEFT JOIN pg_catalog.pg_opclass o ON o.oid = r.rngsubopc
      WHERE t.oid = ?::int8::oid\
      """;

  private static final String FIELDS =
      """
      SELECT a.atttypid::int8, a.atttypmod, a.attcollation::int8
      FROM pg_catalog.pg_type t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid
      WHERE t.oid = ?::int8::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum\
      """;

  private static final String LABELS =
      """
      SELECT enumlabel, enumsortorder::float8 FROM pg_catalog.pg_enum
      WHERE enumtypid = ?::int8::oid\
      """;

  private final ServerEvaluation server;
  private final Map<Integer, Optional<TypeShape>> shapes = new HashMap<>();

  ServerShapes(ServerEvaluation server) {
    this.server = server;
  }

  @Override
  public @Nullable TypeShape of(int typeOid) {
    return shapes.computeIfAbsent(typeOid, oid -> server.ask(s -> shape(s, oid))).orElse(null);
  }

  private Optional<TypeShape> shape(Connection session, int oid) throws SQLException {
    List<Optional<TypeShape>> found = rows(session, TYPE, oid, row -> shape(session, oid, row));
    return found.isEmpty() ? Optional.empty() : found.getFirst();
  }

  private Optional<TypeShape> shape(Connection session, int oid, ResultSet row)
      throws SQLException {
    return switch (row.getString(1)) {
      case "e" -> Optional.of(enumeration(oid));
      case "d" ->
          Optional.of(new TypeShape.Domain(type(row.getLong(5), row.getInt(6), row.getLong(7))));
      case "c" ->
          Optional.of(
              new TypeShape.Composite(
                  rows(
                      session,
                      FIELDS,
                      oid,
                      field -> type(field.getLong(1), field.getInt(2), field.getLong(3)))));
      case "r" ->
          Optional.of(
              new TypeShape.Range(type(row.getLong(8), -1, row.getLong(9)), row.getBoolean(10)));
      case "m" ->
          Optional.of(
              new TypeShape.Multirange(
                  type(row.getLong(8), -1, row.getLong(9)), row.getBoolean(10)));
      default ->
          row.getLong(3) != 0
              ? Optional.of(new TypeShape.Array(type(row.getLong(3), -1, row.getLong(4))))
              : switch (row.getString(2)) {
                case "citext" -> Optional.of(new TypeShape.FoldedText());
                case "hstore", "ltree" -> Optional.of(new TypeShape.Bytes());
                default -> Optional.empty();
              };
    };
  }

  private TypeShape enumeration(int oid) {
    Map<String, Double> order = new HashMap<>();
    return new TypeShape.Enumeration(label -> {
      Double known = order.get(label);
      if (known == null) {
        server.ask(session ->
            rows(
                session,
                LABELS,
                oid,
                row -> order.put(row.getString(1), row.getDouble(2)) == null));
        known = order.get(label);
      }
      if (known == null) {
        throw new IllegalStateException("the enum has no label " + label + " any more");
      }
      return known;
    });
  }

  private static PgType type(long oid, int modifier, long collation) {
    return new PgType((int) oid, modifier, (int) collation);
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> rows(Connection session, String sql, int oid, Reader<T> reader)
      throws SQLException {
    try (PreparedStatement query = session.prepareStatement(sql)) {
      query.setLong(1, Integer.toUnsignedLong(oid));
      List<T> rows = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          rows.add(reader.read(row));
        }
      }
      return rows;
    }
  }
}
