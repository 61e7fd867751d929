package io.tidemark.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tidemark.fixture.PostgresServer;
import io.tidemark.server.service.ServiceException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every file under resources/oracle is one test; see {@link OracleCase} for their form. */
class OracleTest {

  private static PostgresServer server;

  @TempDir static Path folder;

  @BeforeAll
  static void startServer() throws IOException {
    server = PostgresServer.start(Integer.getInteger("oracle.major", 18));
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> streamTablesEqualTheirQueries() throws IOException, URISyntaxException {
    Path root = Path.of(Objects.requireNonNull(OracleTest.class.getResource("/oracle")).toURI());
    String only = System.getProperty("oracle.only", "");
    List<DynamicTest> tests = new ArrayList<>();
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".sql")).sorted().toList()) {
        String name = root.relativize(file).toString();
        if (name.contains(only)) {
          tests.add(
              dynamicTest(
                  name, file.toUri(), () -> run(name, OracleCase.read(file, server.major()))));
        }
      }
    }
    return tests.stream();
  }

  private static void run(String name, OracleCase oracleCase) throws Exception {
    String database = "oracle_" + name.replaceAll("\\.sql$", "").replaceAll("[^a-z0-9]", "_");
    try (OracleRun run =
        OracleRun.create(server, database, oracleCase.icuLocale(), oracleCase.tables(), folder)) {
      run.execute(List.of(oracleCase.schema()), false);
      run.start();
      run.check(name + ", after loading", List.of());
      for (OracleCase.Refusal refusal : oracleCase.refusals()) {
        ServiceException refused =
            assertThrows(
                ServiceException.class,
                () -> run.service().define("refused", refusal.query(), null, null, "differential"),
                () -> name + ": not refused: " + refusal.query());
        assertEquals(refusal.code(), refused.code(), refused.getMessage());
      }
      int number = 0;
      for (OracleCase.Batch batch : oracleCase.batches()) {
        run.execute(batch.statements(), batch.autocommit());
        run.check(name + ", batch " + ++number, batch.failing());
      }
    }
  }
}
