package io.tidemark.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.fixture.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine is meant to compute itself is not asked of PostgreSQL. */
class LibraryComputesTest {

  /** They call what only PostgreSQL computes. */
  private static final Set<String> ASKED = Set.of("composite_text");

  @TempDir Path folder;

  @Test
  void nothingIsAskedForFunctionsOfArraysRangesAndRows() throws Exception {
    OracleCase functions =
        OracleCase.read(
            Path.of(
                LibraryComputesTest.class
                    .getResource("/oracle/functions_polymorphic.sql")
                    .toURI()));
    List<OracleCase.Table> tables =
        functions.tables().stream().filter(table -> !ASKED.contains(table.name())).toList();
    try (PostgresServer server = PostgresServer.start(18);
        OracleRun run = OracleRun.create(server, "computes", tables, folder)) {
      run.execute(List.of(functions.schema()), false);
      run.start();
      run.check("after loading", List.of());
      assertTrue(tables.size() > 40);
      assertEquals(0, run.service().evaluation().calls(), "statements sent to PostgreSQL");
    }
  }
}
