package io.tidemark.server.demo;

import io.tidemark.server.service.Refresh;
import io.tidemark.server.service.Service;
import io.tidemark.server.service.StreamTableStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Composes the demo's frame: what is written, how far behind each stream table is, and the top of
 * one.
 */
final class Dashboard {

  private static final int TOP_ROWS = 5;

  private final Service service;
  private final LiveLoad load;
  private final Connection reader;
  private final long startNanos = System.nanoTime();
  private long lastRows;
  private long lastNanos = startNanos;

  Dashboard(Service service, LiveLoad load, Connection reader) {
    this.service = service;
    this.load = load;
    this.reader = reader;
  }

  List<String> frame(Screen screen) throws SQLException {
    long now = System.nanoTime();
    long rows = load.rows();
    double writesPerSecond = (rows - lastRows) * 1e9 / Math.max(1, now - lastNanos);
    lastRows = rows;
    lastNanos = now;

    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        screen.bold(
            "  %3d s   %,7.0f row changes/s   %,9d transactions so far"
                .formatted(
                    (now - startNanos) / 1_000_000_000L, writesPerSecond, load.transactions())));
    lines.add("");
    lines.add(
        screen.dim(
            "  %-20s %-12s %9s %9s %11s %11s"
                .formatted("stream table", "state", "rows", "lag", "refresh", "changed")));
    for (StreamTableStatus table : service.streamTables()) {
      List<Refresh> history = service.history(table.name());
      Refresh last = history.isEmpty() ? null : history.getLast();
      lines.add(
          "  %-20s %-12s %,9d %6.0f ms %8.2f ms %,11d"
              .formatted(
                  shortName(table.name()),
                  table.state(),
                  table.rows(),
                  table.lagSeconds() * 1000,
                  last == null ? 0 : last.engineMillis() + last.mergeMillis(),
                  last == null ? 0 : last.inserted() + last.deleted()));
    }
    lines.add("");
    lines.add(screen.dim("  revenue_by_country, top " + TOP_ROWS + " (read with plain SQL)"));
    try (var statement = reader.createStatement();
        var top =
            statement.executeQuery(
                "SELECT country, orders, revenue, largest_order FROM revenue_by_country"
                    + " ORDER BY revenue DESC LIMIT "
                    + TOP_ROWS)) {
      while (top.next()) {
        lines.add(
            "  %-20s %,8d orders %,16.2f revenue %,12.2f largest"
                .formatted(
                    top.getString(1), top.getLong(2), top.getBigDecimal(3), top.getBigDecimal(4)));
      }
    }
    return lines;
  }

  static String shortName(String name) {
    return name.substring(name.indexOf('.') + 1);
  }
}
