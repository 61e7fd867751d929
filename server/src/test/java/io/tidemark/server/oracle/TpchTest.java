package io.tidemark.server.oracle;

import io.tidemark.fixture.PostgresServer;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** TPC-H at scale 0.01 stays exact while rows of every table come, change and go. */
class TpchTest {

  private static final double SCALE = 0.01;
  private static final int BATCHES = 20;
  private static final Map<String, String> NAMES = Map.of("LINE_ITEM", "lineitem");

  @TempDir Path folder;

  @Test
  void allQueriesStayExactOnPostgres18() throws Exception {
    allQueriesStayExact(18);
  }

  @Test
  @Tag("long")
  void allQueriesStayExactOnPostgres15() throws Exception {
    allQueriesStayExact(15);
  }

  private void allQueriesStayExact(int major) throws Exception {
    Path file = folder.resolve("tpch.sql");
    try (InputStream in = TpchTest.class.getResourceAsStream("/tpch.sql")) {
      Files.write(file, Objects.requireNonNull(in).readAllBytes());
    }
    OracleCase tpch = OracleCase.read(file);
    try (PostgresServer server = PostgresServer.start(major);
        OracleRun run = OracleRun.create(server, "tpch", tpch.tables(), folder)) {
      run.execute(List.of(tpch.schema()), false);
      load(run.connection());
      run.start();
      run.check("after loading", List.of());
      SplittableRandom random = new SplittableRandom(20_26);
      for (int batch = 1; batch <= BATCHES; batch++) {
        change(run, tpch.batches().getFirst().sql(), batch, random);
        run.check("PostgreSQL " + major + ", batch " + batch, List.of());
      }
    }
  }

  private static void load(Connection connection) throws SQLException, IOException {
    var copy = connection.unwrap(PGConnection.class).getCopyAPI();
    for (TpchTable<?> table : TpchTable.getTables()) {
      String name = table.getTableName();
      StringBuilder rows = new StringBuilder();
      for (TpchEntity row : table.createGenerator(SCALE, 1, 1)) {
        String line = row.toLine();
        // dbgen ends a line with its separator
        rows.append(line.endsWith("|") ? line.substring(0, line.length() - 1) : line).append('\n');
      }
      copy.copyIn(
          "COPY %s FROM STDIN (DELIMITER '|')".formatted(NAMES.getOrDefault(name, name)),
          new StringReader(rows.toString()));
    }
    try (var statement = connection.createStatement()) {
      statement.execute("ANALYZE");
    }
  }

  /** One transaction: the template's statements with this batch's number and random values. */
  private static void change(OracleRun run, String template, int batch, SplittableRandom random)
      throws SQLException {
    StringBuilder sql = new StringBuilder(template.replace(":batch", Integer.toString(batch)));
    int at;
    while ((at = sql.indexOf(":r")) >= 0) {
      sql.replace(at, at + 2, Integer.toString(random.nextInt(97)));
    }
    run.execute(List.of(sql.toString()), false);
  }
}
