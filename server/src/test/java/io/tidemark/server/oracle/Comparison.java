package io.tidemark.server.oracle;

import java.sql.Connection;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares a stream table with its query as multisets: in the values' text form, so that a scale or
 * a sign of zero counts, floats to nine significant digits, reals to five.
 */
final class Comparison {

  private static final int ROWS_SHOWN = 10;

  private Comparison() {}

  /**
   * Compares within one statement, hence at one snapshot, with the query run once.
   *
   * @return the differences for people; empty if there are none
   */
  static String differences(Connection connection, OracleCase.Table table) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (var query = connection.createStatement()) {
      query.setEscapeProcessing(false); // braces and question marks are the query's own
      ResultSetMetaData columns =
          query.executeQuery("SELECT * FROM (" + table.query() + "\n) q LIMIT 0").getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        texts.add(comparable("c" + i, columns.getColumnTypeName(i), table.typed()));
      }
    }
    String names =
        IntStream.rangeClosed(1, texts.size())
            .mapToObj(i -> "c" + i)
            .collect(Collectors.joining(", "));
    String select = "SELECT " + String.join(", ", texts) + " FROM ";
    String sql =
        """
        WITH expected AS MATERIALIZED (%s), actual AS MATERIALIZED (%s),
          missing AS (TABLE expected EXCEPT ALL TABLE actual), surplus AS (TABLE actual EXCEPT ALL TABLE expected)
        SELECT 'missing', m::text FROM missing m UNION ALL SELECT 'too much', s::text FROM surplus s ORDER BY 1, 2
        """
            .formatted(
                select + "(" + table.query() + "\n) q(" + names + ")",
                select + table.name() + " q(" + names + ")");
    return rows(connection, sql);
  }

  private static String comparable(String column, String type, boolean typed) {
    return switch (type) {
      case "float4", "float8" ->
          // PostgreSQL's own sum of reals depends on the order of the rows, from the sixth digit on
          ("CASE WHEN %1$s::float8 IN ('NaN', 'Infinity', '-Infinity') THEN %1$s::text"
                  + " ELSE to_char(%1$s::float8 + 0.0, '9.%2$sEEEE') END")
              .formatted(column, type.equals("float4") ? "9999" : "99999999");
      default -> typed ? column : column + "::text";
    };
  }

  private static String rows(Connection connection, String sql) throws SQLException {
    Map<String, List<String>> byKind = new TreeMap<>();
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          byKind
              .computeIfAbsent(rows.getString(1), ignored -> new ArrayList<>())
              .add(rows.getString(2));
        }
      }
    }
    StringBuilder shown = new StringBuilder();
    byKind.forEach((kind, found) -> {
      shown.append("  %d rows %s, such as\n".formatted(found.size(), kind));
      found.stream()
          .limit(ROWS_SHOWN)
          .forEach(row -> shown.append("    ").append(row).append('\n'));
    });
    return shown.toString();
  }
}
