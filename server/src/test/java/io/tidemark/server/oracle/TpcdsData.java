package io.tidemark.server.oracle;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import io.trino.tpcds.column.ColumnType;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/**
 * TPC-DS's tables at scale 0.01, facts and their returns thinned out, and of the large dimensions
 * only what a fact refers to. Each table has a twin {@code held_…} with rows that come in later.
 */
final class TpcdsData {

  private static final double SCALE = 0.01;

  /** One order of so many stays. */
  private static final Map<Table, Integer> ORDERS_OF =
      Map.of(Table.STORE_SALES, 4, Table.CATALOG_SALES, 4, Table.WEB_SALES, 1);

  private static final Map<Table, List<String>> KEYS =
      Map.of(
          Table.STORE_SALES, List.of("ss_item_sk", "ss_ticket_number"),
          Table.STORE_RETURNS, List.of("sr_item_sk", "sr_ticket_number"),
          Table.CATALOG_SALES, List.of("cs_item_sk", "cs_order_number"),
          Table.CATALOG_RETURNS, List.of("cr_item_sk", "cr_order_number"),
          Table.WEB_SALES, List.of("ws_item_sk", "ws_order_number"),
          Table.WEB_RETURNS, List.of("wr_item_sk", "wr_order_number"),
          Table.INVENTORY, List.of("inv_date_sk", "inv_item_sk", "inv_warehouse_sk"));

  private static final Set<Table> REFERRED_TO =
      Set.of(Table.CUSTOMER_DEMOGRAPHICS, Table.TIME_DIM, Table.DATE_DIM);

  private final Connection connection;
  private final List<Table> tables =
      Table.getBaseTables().stream().filter(table -> table != Table.DBGEN_VERSION).toList();

  /** Keys that occur in columns which end like this. */
  private final Map<Table, Set<String>> referred = new EnumMap<>(Table.class);

  TpcdsData(Connection connection) {
    this.connection = connection;
  }

  void create() throws SQLException, IOException {
    REFERRED_TO.forEach(table -> referred.put(table, new HashSet<>()));
    try (var statement = connection.createStatement()) {
      for (Table table : tables) {
        statement.execute(ddl(table));
        statement.execute(
            "CREATE TABLE held_%s (LIKE %s)".formatted(table.getName(), table.getName()));
      }
    }
    for (Table table : ORDERS_OF.keySet().stream().sorted().toList()) {
      loadSales(table);
    }
    for (Table table : tables) {
      if (!REFERRED_TO.contains(table) && !table.isChild() && !ORDERS_OF.containsKey(table)) {
        load(
            table,
            table == Table.INVENTORY ? row -> Long.parseLong(row.get(1)) % 10 == 1 : row -> true);
      }
    }
    for (Table table : REFERRED_TO.stream().sorted().toList()) {
      Set<String> keys = referred.getOrDefault(table, Set.of());
      load(table, row -> keys.contains(row.getFirst()));
    }
    try (var statement = connection.createStatement()) {
      statement.execute("ANALYZE");
    }
  }

  private static String ddl(Table table) {
    String columns =
        java.util.Arrays.stream(table.getColumns())
            .map(column -> column.getName() + " " + type(column.getType()))
            .collect(Collectors.joining(", "));
    return "CREATE TABLE %s (%s, PRIMARY KEY (%s))"
        .formatted(table.getName(), columns, String.join(", ", key(table)));
  }

  private static List<String> key(Table table) {
    return KEYS.getOrDefault(table, List.of(table.getColumns()[0].getName()));
  }

  private static String type(ColumnType type) {
    String name = type.getBase().name().toLowerCase(Locale.ROOT);
    return switch (type.getBase()) {
      case INTEGER -> "int";
      case IDENTIFIER -> "bigint";
      case DATE, TIME -> name;
      case DECIMAL ->
          "numeric(%d,%d)".formatted(type.getPrecision().orElseThrow(), type.getScale().orElse(0));
      case CHAR, VARCHAR -> name + "(" + type.getPrecision().orElseThrow() + ")";
    };
  }

  private void loadSales(Table sales) throws SQLException, IOException {
    int orders = ORDERS_OF.getOrDefault(sales, 1);
    int order = position(sales, key(sales).getLast());
    List<List<String>> sold = new ArrayList<>();
    List<List<String>> returned = new ArrayList<>();
    for (List<List<String>> rows : rows(sales)) {
      if (Long.parseLong(rows.getFirst().get(order)) % orders == 0) {
        sold.add(rows.getFirst());
        if (rows.size() > 1) {
          returned.add(rows.get(1));
        }
      }
    }
    copy(sales, sold);
    copy(sales.getChild(), returned);
  }

  private void load(Table table, Predicate<List<String>> wanted) throws SQLException, IOException {
    List<List<String>> chosen = new ArrayList<>();
    for (List<List<String>> rows : rows(table)) {
      if (wanted.test(rows.getFirst())) {
        chosen.add(rows.getFirst());
      }
    }
    copy(table, chosen);
  }

  private static Results rows(Table table) {
    Session session = Session.getDefaultSession().withScale(SCALE).withTable(table);
    return Results.constructResults(table, session);
  }

  private static int position(Table table, String column) {
    return table.getColumn(column).getPosition();
  }

  private void copy(Table table, List<List<String>> rows) throws SQLException, IOException {
    StringBuilder text = new StringBuilder();
    Column[] columns = table.getColumns();
    for (List<String> row : rows) {
      for (int i = 0; i < columns.length; i++) {
        String value = row.get(i);
        text.append(i == 0 ? "" : "\t").append(value == null ? "\\N" : value.replace("\\", "\\\\"));
        if (value != null) {
          note(columns[i].getName(), value);
        }
      }
      text.append('\n');
    }
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn("COPY " + table.getName() + " FROM STDIN", new StringReader(text.toString()));
  }

  private void note(String column, String value) {
    for (Table table : REFERRED_TO) {
      String kind = table.getColumns()[0].getName().replaceFirst("^[a-z]+_", ""); // demo_sk
      String suffix = table == Table.CUSTOMER_DEMOGRAPHICS ? "c" + kind : kind;
      if (column.endsWith(suffix)) {
        referred.getOrDefault(table, Set.of()).add(value);
      }
    }
  }

  /** Takes rows out for later. */
  void hold(SplittableRandom random) throws SQLException {
    execute(
        tables.stream()
            .map(table -> move(table.getName(), "held_" + table.getName(), 12, random))
            .toList());
  }

  /** One transaction that inserts, updates and deletes rows of every table. */
  void change(SplittableRandom random) throws SQLException {
    List<String> statements = new ArrayList<>();
    for (Table table : tables) {
      String name = table.getName();
      int rows = ORDERS_OF.containsKey(table) || table.isChild() ? 20 : 2;
      statements.add(move(name, "held_" + name, rows, random));
      statements.add(move("held_" + name, name, rows, random));
      List<String> columns =
          IntStream.range(0, table.getColumns().length)
              .mapToObj(i -> table.getColumns()[i].getName())
              .filter(column -> !key(table).contains(column))
              .toList();
      for (int i = 0; i < 2; i++) {
        String column = columns.get(random.nextInt(columns.size()));
        statements.add(
            ("UPDATE %1$s SET %2$s = (SELECT %2$s FROM %1$s ORDER BY %3$s LIMIT 1)"
                    + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s ORDER BY %4$s LIMIT %5$d))")
                .formatted(name, column, shuffled(table, random), shuffled(table, random), rows));
      }
    }
    execute(statements);
  }

  private static String shuffled(Table table, SplittableRandom random) {
    return "hashint8extended(%s, %d), %s"
        .formatted(key(table).getLast(), random.nextInt(1 << 30), String.join(", ", key(table)));
  }

  private String move(String from, String to, int rows, SplittableRandom random) {
    Table table = Table.getTable(from.replaceFirst("^held_", "").toUpperCase(Locale.ROOT));
    return ("WITH moved AS (DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s ORDER BY %3$s LIMIT %4$d))"
            + " RETURNING *) INSERT INTO %2$s SELECT * FROM moved")
        .formatted(from, to, shuffled(table, random), rows);
  }

  private void execute(List<String> statements) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
