package io.tidemark.engine.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Three small tables of few distinct values, so that NULLs, duplicates and matches are everywhere,
 * and changes to them: of single rows, of many, of keys, of everything.
 */
final class GeneratedTables {

  /** A column: {@code type} is a sort of {@link ExpressionGenerator#TYPES}. */
  record Column(String name, String type) {}

  record Table(String name, boolean hasKey, List<Column> columns) {}

  static final List<Table> ALL =
      List.of(
          new Table(
              "t1",
              true,
              List.of(
                  new Column("id", "int"),
                  new Column("a", "int"),
                  new Column("s", "text"),
                  new Column("n", "num"),
                  new Column("d", "date"))),
          new Table(
              "t2",
              true,
              List.of(
                  new Column("id", "int"),
                  new Column("b", "int"),
                  new Column("u", "text"),
                  new Column("f", "bool"))),
          new Table(
              "t3",
              false,
              List.of(
                  new Column("x", "int"),
                  new Column("y", "int"),
                  new Column("v", "text"),
                  new Column("m", "num"))));

  private static final String[] TEXTS = {"''", "'a'", "'b'", "'ab'", "'B'", "'ü'", "'a b'"};

  private final SplittableRandom random;
  private int nextId = 1;

  GeneratedTables(SplittableRandom random) {
    this.random = random;
  }

  static List<String> ddl() {
    List<String> ddl = new ArrayList<>();
    for (Table table : ALL) {
      StringBuilder columns = new StringBuilder();
      for (Column column : table.columns()) {
        columns.append(columns.isEmpty() ? "" : ", ").append(column.name()).append(' ');
        columns.append(ExpressionGenerator.sqlType(column.type()));
        columns.append(isKey(table, column) ? " PRIMARY KEY" : "");
      }
      ddl.add("CREATE TABLE %s (%s)".formatted(table.name(), columns));
    }
    ddl.add("ALTER TABLE t3 REPLICA IDENTITY FULL");
    return ddl;
  }

  /** The first rows; now and then of some tables only. */
  List<String> data() {
    List<String> statements = new ArrayList<>();
    for (Table table : ALL) {
      if (random.nextInt(10) > 0) {
        statements.add(insert(table, random.nextInt(4, 14)));
      }
    }
    return statements;
  }

  /** One transaction's changes. */
  List<String> batch() {
    List<String> statements = new ArrayList<>();
    int count = random.nextInt(1, 5);
    for (int i = 0; i < count; i++) {
      statements.add(change(ALL.get(random.nextInt(ALL.size()))));
    }
    return statements;
  }

  private String change(Table table) {
    Column column =
        table.columns().get(random.nextInt(table.hasKey() ? 1 : 0, table.columns().size()));
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> insert(table, random.nextInt(1, 4));
      case 4, 5 -> "DELETE FROM %s WHERE %s".formatted(table.name(), some(table));
      case 6 ->
          random.nextInt(4) == 0
              ? "DELETE FROM " + table.name()
              : "DELETE FROM %s WHERE %s".formatted(table.name(), some(table));
      case 7 ->
          table.hasKey()
              ? "UPDATE %s SET id = id + 1000 WHERE id < 1000 AND %s"
                  .formatted(table.name(), some(table))
              : insert(table, 2);
      case 8 ->
          "UPDATE %s SET %s = NULL WHERE %s".formatted(table.name(), column.name(), some(table));
      case 9 -> {
        int first = random.nextInt(1, table.columns().size() - 1);
        Column one = table.columns().get(first);
        Column two = table.columns().get(random.nextInt(first + 1, table.columns().size()));
        yield "UPDATE %s SET %s = %s, %s = %s WHERE %s"
            .formatted(
                table.name(),
                one.name(),
                value(one.type()),
                two.name(),
                value(two.type()),
                some(table));
      }
      default ->
          "UPDATE %s SET %s = %s WHERE %s"
              .formatted(table.name(), column.name(), value(column.type()), some(table));
    };
  }

  private String some(Table table) {
    if (random.nextInt(6) == 0) {
      return "true";
    }
    Column column = table.columns().get(random.nextInt(table.columns().size()));
    if (column.name().equals("id")) {
      return "id % 5 = " + random.nextInt(5);
    }
    String value = value(column.type());
    return value.equals("NULL") ? column.name() + " IS NULL" : column.name() + " = " + value;
  }

  private String insert(Table table, int rows) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      List<String> row = new ArrayList<>();
      for (Column column : table.columns()) {
        row.add(isKey(table, column) ? Integer.toString(nextId++) : value(column.type()));
      }
      values.add("(" + String.join(", ", row) + ")");
      if (!table.hasKey() && random.nextInt(3) == 0) {
        values.add(values.getLast());
      }
    }
    return "INSERT INTO %s VALUES %s".formatted(table.name(), String.join(", ", values));
  }

  private static boolean isKey(Table table, Column column) {
    return table.hasKey() && column.name().equals("id");
  }

  private String value(String type) {
    if (random.nextInt(5) == 0) {
      return "NULL";
    }
    return switch (type) {
      case "int" -> Integer.toString(random.nextInt(-1, 5));
      case "text" -> TEXTS[random.nextInt(TEXTS.length)];
      case "num" -> random.nextInt(-2, 6) + (random.nextBoolean() ? ".00" : ".50");
      case "date" -> "'2024-02-%d'".formatted(random.nextInt(26, 30));
      case "bool" -> Boolean.toString(random.nextBoolean());
      default -> throw new IllegalArgumentException(type);
    };
  }
}
