package io.tidemark.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Collects tables; prints each as Markdown when it is complete, and all as JSON at the end. */
final class Report {

  private final PrintStream out;
  private final Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
  private final List<String> missed = new ArrayList<>();

  Report(PrintStream out) {
    this.out = out;
  }

  void text(String line) {
    out.println(line);
    out.flush();
  }

  /** A table whose rows have the same columns in the same order. */
  void table(String title, List<Map<String, Object>> rows) {
    tables.put(title, rows);
    text("\n## " + title + "\n");
    var columns = rows.getFirst().keySet();
    text("| " + String.join(" | ", columns) + " |");
    text("|" + " --- |".repeat(columns.size()));
    rows.forEach(row -> text(line(row)));
  }

  /** Shows a row of a table that takes long on the error stream, when it is known. */
  void progress(Map<String, Object> row) {
    System.err.println(line(row));
  }

  private static String line(Map<String, Object> row) {
    StringBuilder line = new StringBuilder("|");
    row.values().forEach(value -> line.append(' ').append(shown(value)).append(" |"));
    return line.toString();
  }

  private static String shown(Object value) {
    return switch (value) {
      case Double number when number >= 100 -> "%,.0f".formatted(number);
      case Double number when number >= 10 -> "%.1f".formatted(number);
      case Double number -> "%.2f".formatted(number);
      case Number number -> "%,d".formatted(number.longValue());
      default -> value.toString();
    };
  }

  /** Notes whether a goal was met; returns how the table says it. */
  String check(String what, boolean met) {
    if (!met) {
      missed.add(what);
    }
    return met ? "met" : "MISSED";
  }

  List<String> missed() {
    return List.copyOf(missed);
  }

  String json() {
    return JsonMapper.builder()
        .build()
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(Map.of("tables", tables, "missed", missed));
  }
}
