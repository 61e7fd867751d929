package io.tidemark.engine.type;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a test's server says of its types. */
final class CatalogShapes implements TypeShapes {

  private final Oracle oracle;
  private final Map<Integer, TypeShape> known = new HashMap<>();

  CatalogShapes(Oracle oracle) {
    this.oracle = oracle;
  }

  @Override
  public @Nullable TypeShape of(int oid) {
    return known.computeIfAbsent(oid, this::shape);
  }

  private @Nullable TypeShape shape(int oid) {
    List<@Nullable TypeShape> shapes = new ArrayList<>();
    query(
        """
        SELECT t.typtype, CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE 0 END, e.typcollation,
          t.typbasetype, t.typtypmod, b.typcollation, r.rngsubtype, r.rngcollation
        FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem
        LEFT JOIN pg_type b ON b.oid = t.typbasetype
        LEFT JOIN pg_range r ON t.oid IN (r.rngtypid, r.rngmultitypid)
        WHERE t.oid = %s\
        """
            .formatted(Integer.toUnsignedString(oid)),
        row ->
            shapes.add(
                switch (row.getString(1)) {
                  case "e" -> labels(oid);
                  case "d" -> new TypeShape.Domain(type(row.getLong(4), row.getLong(6)));
                  case "c" -> fields(oid);
                  case "r" -> new TypeShape.Range(type(row.getLong(7), row.getLong(8)), true);
                  case "m" -> new TypeShape.Multirange(type(row.getLong(7), row.getLong(8)), true);
                  default ->
                      row.getLong(2) == 0
                          ? null
                          : new TypeShape.Array(type(row.getLong(2), row.getLong(3)));
                }));
    return shapes.getFirst();
  }

  private TypeShape labels(int oid) {
    Map<String, Double> order = new HashMap<>();
    query(
        "SELECT enumlabel, enumsortorder::float8 FROM pg_enum WHERE enumtypid = " + oid,
        row -> order.put(row.getString(1), row.getDouble(2)));
    return new TypeShape.Enumeration(order::get);
  }

  private TypeShape fields(int oid) {
    List<PgType> fields = new ArrayList<>();
    query(
        "SELECT atttypid, attcollation FROM pg_attribute a JOIN pg_type t ON t.typrelid = attrelid"
            + " WHERE attnum > 0 AND NOT attisdropped AND t.oid = "
            + oid
            + " ORDER BY attnum",
        row -> fields.add(type(row.getLong(1), row.getLong(2))));
    return new TypeShape.Composite(fields);
  }

  private static PgType type(long oid, long collation) {
    return new PgType((int) oid, -1, (int) collation);
  }

  private void query(String sql, Oracle.Rows rows) {
    try {
      oracle.query(sql, rows);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
