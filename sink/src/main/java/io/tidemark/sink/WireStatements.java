package io.tidemark.sink;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PGobject;

/**
 * The prepared statements of one connection, and parameters for them in PostgreSQL's binary form.
 * Not thread-safe.
 */
public final class WireStatements {

  private final BaseConnection connection;
  private final int statementsMax;
  private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<Integer, String> typeNames = new HashMap<>();

  /**
   * @param statementsMax statements kept prepared; the least used one is closed beyond it
   */
  public WireStatements(BaseConnection connection, int statementsMax) {
    this.connection = connection;
    this.statementsMax = statementsMax;
  }

  /** The prepared statement of a text; it is closed here. */
  public PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known != null && !known.isClosed()) {
      return known;
    }
    if (statements.size() >= statementsMax) {
      var eldest = statements.entrySet().iterator();
      eldest.next().getValue().close();
      eldest.remove();
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    statements.put(sql, statement);
    return statement;
  }

  /**
   * A parameter of a type.
   *
   * @param bytes what the type's receive function takes
   */
  public PGobject parameter(int typeOid, byte[] bytes) {
    return new WireValue(typeNames.computeIfAbsent(typeOid, this::typeName), bytes);
  }

  /**
   * The name under which the driver sends parameters of a type in binary. The driver would look
   * types up by name and keep what it found, although a dropped and recreated table's row type has
   * a new OID; so each OID gets a name of its own.
   */
  private String typeName(int oid) {
    String name = "tidemark:" + Integer.toUnsignedString(oid);
    connection.getTypeInfo().addCoreType(name, oid, Types.OTHER, name, 0);
    connection.getQueryExecutor().addBinarySendOid(oid);
    return name;
  }

  /** Forgets statements that went with the connection. */
  void forget() {
    statements.clear();
  }
}
