package io.tidemark.engine.analyzed;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The wire form of constants whose form in the server's memory is known to their type alone, such
 * as a jsonb's or an extension's. PostgreSQL writes the analysed query out as SQL, with each such
 * constant as a literal. A literal is the constant's if PostgreSQL, asked to analyse it as that
 * type, puts the very same bytes into its tree; the type's send function then gives its wire form.
 * Nothing is assumed of the text but where its literals begin and end.
 */
final class ConstantTexts {

  private static final String PROBE = "tidemark_analyzed_constant";

  private final Connection connection;
  private final Set<String> literals = new LinkedHashSet<>();
  private final Map<List<Object>, byte[]> known = new HashMap<>();
  private final Set<List<String>> tried = new HashSet<>();

  ConstantTexts(Connection connection) {
    this.connection = connection;
  }

  /** Takes note of a text in which constants may stand. */
  void add(String sql) {
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '"') {
        at = sql.indexOf('"', at + 1) + 1; // a doubled quote begins the next part
      } else if (c == '\'') {
        boolean escapes = at > 0 && sql.charAt(at - 1) == 'E';
        int end = end(sql, at, escapes);
        literals.add((escapes ? "E" : "") + sql.substring(at, end));
        at = end;
      } else {
        at++;
      }
    }
  }

  private static int end(String sql, int start, boolean escapes) {
    int at = start + 1;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\\' && escapes) {
        at += 2;
      } else if (c != '\'') {
        at++;
      } else if (at + 1 < sql.length() && sql.charAt(at + 1) == '\'') {
        at += 2;
      } else {
        return at + 1;
      }
    }
    return sql.length();
  }

  /**
   * The wire form of a constant.
   *
   * @param typeName as a cast takes it
   * @param datum its bytes in the tree
   * @param send SQL for the form that rows have a value in, {@code %s} being the value
   */
  Optional<byte[]> wire(String typeName, byte[] datum, String send) throws SQLException {
    List<Object> key = List.of(typeName, ByteBuffer.wrap(datum));
    byte[] wire = known.get(key);
    if (wire != null) {
      return Optional.of(wire);
    }
    for (String literal : List.copyOf(literals)) {
      if (tried.add(List.of(literal, typeName))) {
        learn(literal, typeName, send);
        if (known.containsKey(key)) {
          return Optional.ofNullable(known.get(key));
        }
      }
    }
    return Optional.empty();
  }

  /** What a literal is as a value of the type, if it is one. */
  private void learn(String literal, String typeName, String send) throws SQLException {
    Savepoint before = connection.setSavepoint();
    String value = literal + "::" + typeName;
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("CREATE TEMPORARY VIEW " + PROBE + " AS SELECT " + value + " AS v");
      Node tree =
          NodeReader.readNode(
              text(
                  statement,
                  "SELECT ev_action::text FROM pg_catalog.pg_rewrite WHERE ev_class = 'pg_temp."
                      + PROBE
                      + "'::regclass"));
      Node expression = tree.nodes("targetList").getFirst().node("expr");
      NodeValue.Datum datum = expression.is("CONST") ? expression.datum("constvalue") : null;
      if (datum != null) {
        try (ResultSet row = statement.executeQuery("SELECT " + send.replace("%s", value))) {
          row.next();
          known.put(List.of(typeName, ByteBuffer.wrap(datum.bytes())), row.getBytes(1));
        }
      }
    } catch (SQLException notOfThisType) {
      if (connection.isClosed()) {
        throw notOfThisType;
      }
    }
    connection.rollback(before);
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
