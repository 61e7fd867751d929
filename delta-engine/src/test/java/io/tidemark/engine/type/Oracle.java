package io.tidemark.engine.type;

import io.tidemark.fixture.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A real PostgreSQL with the edge values loaded, in a database of collation C and UTF-8, so that
 * every function of the library may be called, and with an enum {@code mood}, a composite type
 * {@code pair} and a range type {@code textrange}. Table {@code edge(key, i, literal)}.
 */
public final class Oracle implements AutoCloseable {

  private final PostgresServer server;
  private final Connection connection;
  private final Map<String, List<String>> values;
  private final Map<Integer, String> sendFunctions = new HashMap<>();

  public Oracle(int major) throws Exception {
    server = PostgresServer.start(major, Map.of("fsync", "off", "jit", "off"));
    try (Connection postgres = server.connect("postgres");
        var statement = postgres.createStatement()) {
      statement.execute("CREATE DATABASE bytewise TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'");
    }
    connection = server.connect("bytewise");
    execute("SET TimeZone = 'UTC'");
    execute("SET lc_numeric = 'C'");
    execute("SET lc_monetary = 'C'");
    execute(
        """
        CREATE TYPE mood AS ENUM ('sad', 'ok', 'Happy', 'éclat');
        ALTER TYPE mood ADD VALUE 'so-so' BEFORE 'ok';
        CREATE TYPE pair AS (n numeric, t text);
        CREATE TYPE textrange AS RANGE (SUBTYPE = text)\
        """);
    execute("CREATE TABLE edge (key text, i int, literal text, PRIMARY KEY (key, i))");
    values = EdgeValues.read(major);
    try (var insert = connection.prepareStatement("INSERT INTO edge VALUES (?, ?, ?)")) {
      for (var entry : values.entrySet()) {
        for (int i = 0; i < entry.getValue().size(); i++) {
          insert.setString(1, entry.getKey());
          insert.setInt(2, i);
          insert.setString(3, entry.getValue().get(i));
          insert.addBatch();
        }
        insert.setString(1, entry.getKey()); // NULL comes last
        insert.setInt(2, entry.getValue().size());
        insert.setString(3, null);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    query(
        "SELECT oid, typsend::text FROM pg_type",
        row -> sendFunctions.put((int) row.getLong(1), row.getString(2)));
  }

  public int major() {
    return server.major();
  }

  /** What a result set's rows are given to. */
  public interface Rows {
    void row(ResultSet row) throws SQLException;
  }

  public void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public void query(String sql, Rows rows) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.row(result);
      }
    }
  }

  /** What the catalog says of the types. */
  public TypeShapes shapes() {
    return new CatalogShapes(this);
  }

  public boolean hasValues(String key) {
    return values.containsKey(key);
  }

  /** The binary send function of a type. */
  public String sendFunction(int type) {
    return sendFunctions.get(type);
  }

  /** The key's values in binary form, null for NULL, which is the last. */
  public List<byte[]> bytes(String key, int type) throws SQLException {
    List<byte[]> bytes = new ArrayList<>();
    query(
        "SELECT encode(%s(literal::%s), 'hex') FROM edge WHERE key = '%s' ORDER BY i"
            .formatted(sendFunction(type), typeName(type), key),
        row ->
            bytes.add(row.getString(1) == null ? null : HexFormat.of().parseHex(row.getString(1))));
    return bytes;
  }

  /** The type as SQL writes it. */
  public String typeName(int type) throws SQLException {
    List<String> name = new ArrayList<>();
    query(
        "SELECT typnamespace::regnamespace || '.' || quote_ident(typname) FROM pg_type WHERE oid = "
            + Integer.toUnsignedString(type),
        row -> name.add(row.getString(1)));
    return name.getFirst();
  }

  @Override
  public void close() throws Exception {
    connection.close();
    server.close();
  }
}
