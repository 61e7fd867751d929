package io.tidemark.bench;

import io.tidemark.engine.PlannedQuery;
import io.tidemark.engine.QueryPlanner;
import io.tidemark.engine.circuit.Circuit;
import io.tidemark.engine.circuit.CircuitCompiler;
import io.tidemark.engine.circuit.LibraryExpressions;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.fixture.PostgresServer;
import io.tidemark.state.CircuitState;
import io.tidemark.state.StateStore;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What one tick of {@value #CHANGES} changed rows costs in the engine alone, by the rows that it
 * has state of: planned by PostgreSQL, fed here, its state in RocksDB and in memory as the service
 * has it. Milliseconds are the thread's on a processor, so that what else the machine does is not
 * in them.
 */
final class Operators {

  private static final int CHANGES = 100;
  private static final int WARM_UP_TICKS = 400;
  private static final int TICKS = 200;
  private static final int LOAD_STEP_ROWS = 20_000;
  private static final long MEMORY_BYTES = 1L << 30;
  private static final double GROWTH_MAX = 2;

  private static final List<Integer> SIZES = List.of(10_000, 100_000, 1_000_000);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Operators() {}

  static void run(PostgresServer server, Report report, List<OperatorQuery> queries, boolean quick)
      throws SQLException, IOException {
    List<Integer> sizes = quick ? SIZES.subList(0, 2) : SIZES;
    server.createDatabase("operators");
    List<Map<String, Object>> table = new ArrayList<>();
    try (Connection connection = server.connect("operators");
        var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE src (id int PRIMARY KEY, grp int, val int, score int, label text);
          CREATE TABLE other (LIKE src INCLUDING ALL);
          """);
      for (OperatorQuery query : queries) {
        PlannedQuery planned = new QueryPlanner().plan(connection, query.sql(), List.of("public"));
        table.add(row(report, query, planned, sizes));
      }
    }
    report.table("Operators: one tick of %d changed rows".formatted(CHANGES), table);
  }

  private static Map<String, Object> row(
      Report report, OperatorQuery query, PlannedQuery planned, List<Integer> sizes)
      throws IOException {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("query", query.name());
    double[] medians = new double[sizes.size()];
    Figures last = null;
    for (int i = 0; i < sizes.size(); i++) {
      last = measure(planned, sizes.get(i));
      medians[i] = last.tickMillis();
      row.put("%,d rows: tick ms".formatted(sizes.get(i)), last.tickMillis());
      row.put("%,d rows: commit ms".formatted(sizes.get(i)), last.commitMillis());
    }
    double growth = medians[medians.length - 1] / medians[0];
    row.put("output rows", last == null ? 0 : last.outputRows());
    row.put("largest / smallest", growth);
    row.put(
        "≤ 2 ×",
        report.check(
            "a tick of %s with %,d rows of state costs %.1f times that with %,d"
                .formatted(query.name(), sizes.getLast(), growth, sizes.getFirst()),
            growth <= GROWTH_MAX));
    return row;
  }

  /**
   * @param outputRows rows that a tick gives out, on average
   */
  private record Figures(double tickMillis, double commitMillis, double outputRows) {}

  private static Figures measure(PlannedQuery planned, int rows) throws IOException {
    Path folder = Files.createTempDirectory("tidemark-bench-");
    try (StateStore store = StateStore.open(folder, MEMORY_BYTES)) {
      CircuitState state = store.circuit("bench");
      Circuit circuit =
          CircuitCompiler.compile(
              Map.of("st", planned.streamTable().plan()),
              Map.of(),
              state,
              new LibraryExpressions(new CollationRules(true, true), 18));
      Tables tables = new Tables(circuit, rows);
      long frontier = 0;
      for (int from = 0; from < rows; from += LOAD_STEP_ROWS) {
        circuit.step(tables.load(from, Math.min(rows, from + LOAD_STEP_ROWS)));
        frontier++;
        state.commit(frontier, frontier);
      }
      double[] tick = new double[TICKS];
      double[] commit = new double[TICKS];
      long outputRows = 0;
      for (int i = -WARM_UP_TICKS; i < TICKS; i++) {
        Map<Integer, ZSet> deltas = tables.change();
        long start = cpuNanos();
        Map<String, ZSet> output = circuit.step(deltas);
        long stepped = cpuNanos();
        frontier++;
        state.commit(frontier, frontier);
        if (i >= 0) {
          tick[i] = (stepped - start) / 1e6;
          commit[i] = (cpuNanos() - stepped) / 1e6;
          outputRows += output.getOrDefault("st", new ZSet()).size();
        }
      }
      return new Figures(Samples.median(tick), Samples.median(commit), (double) outputRows / TICKS);
    } finally {
      try (var paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  private static long cpuNanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** The rows of the sources that a circuit reads, as they are now. */
  private static final class Tables {
    private final List<SourceTable> sources;
    private final Map<SourceTable, List<Row>> rows = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom(26);
    private final int size;

    Tables(Circuit circuit, int size) {
      this.sources = List.copyOf(circuit.sources());
      this.size = size;
    }

    private List<Row> rowsOf(SourceTable source) {
      return rows.computeIfAbsent(source, ignored -> new ArrayList<>(size));
    }

    Map<Integer, ZSet> load(int from, int to) {
      Map<Integer, ZSet> deltas = new HashMap<>();
      for (SourceTable source : sources) {
        ZSet delta = new ZSet(to - from);
        for (int i = from; i < to; i++) {
          Row row = row(source, i);
          rowsOf(source).add(row);
          delta.add(row, 1);
        }
        deltas.put(source.oid(), delta);
      }
      return deltas;
    }

    /** Updates some rows, of every source as many. */
    Map<Integer, ZSet> change() {
      Map<Integer, ZSet> deltas = new HashMap<>();
      for (SourceTable source : sources) {
        ZSet delta = new ZSet();
        for (int i = 0; i < CHANGES / sources.size(); i++) {
          int at = random.nextInt(size);
          Row updated = row(source, at);
          delta.add(rowsOf(source).set(at, updated), -1);
          delta.add(updated, 1);
        }
        deltas.put(source.oid(), delta);
      }
      return deltas;
    }

    private Row row(SourceTable source, int index) {
      int id = source.name().equals("src") ? index : index + size / 2;
      RowBuilder row = new RowBuilder(source.columns().size());
      for (Field column : source.columns()) {
        switch (column.name()) {
          case "id" -> row.addInt(id);
          case "grp" -> row.addInt(random.nextInt(size / 10));
          case "val" -> row.addInt(random.nextInt());
          case "score" -> row.addInt(random.nextInt(size / 10));
          case "label" -> row.addText("label " + random.nextInt(1000));
          default -> throw new IllegalStateException(column.name());
        }
      }
      return row.build();
    }
  }
}
