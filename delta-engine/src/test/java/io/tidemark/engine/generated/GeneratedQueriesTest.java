package io.tidemark.engine.generated;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.fixture.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random queries under random changes against PostgreSQL. {@code -Dgenerator.seed=N} runs one seed,
 * {@code -Dgenerator.from} and {@code -Dgenerator.steps} choose others, {@code
 * -Dgenerator.refused=true} shows what is refused. A case that fails is made smaller and written to
 * {@code target/generated}, in the form of an oracle case, to be kept there.
 */
class GeneratedQueriesTest {

  private static final int BATCHES = 8;
  private static final int SMALLER_TRIES_MAX = 3_000;

  @Test
  void someQueries() throws Exception {
    run(Long.getLong("generator.from", 1), Integer.getInteger("generator.steps", 1_500));
  }

  @Test
  @Tag("long")
  void manyQueries() throws Exception {
    run(Long.getLong("generator.from", 1_000_000), Integer.getInteger("generator.steps", 50_000));
  }

  private static void run(long from, int steps) throws Exception {
    try (PostgresServer server = PostgresServer.start(18);
        Connection connection = connect(server)) {
      EngineRun run = new EngineRun(connection);
      Map<String, Integer> refusals = new TreeMap<>();
      Map<String, Integer> noCases = new TreeMap<>();
      List<String> failures = new ArrayList<>();
      Long only = Long.getLong("generator.seed");
      long seed = only != null ? only : from;
      int queries = 0;
      int failuresMax = Integer.getInteger("generator.failures", 1);
      while (only != null ? seed == only : run.steps() < steps && failures.size() < failuresMax) {
        Case next = generate(seed);
        queries++;
        try {
          String failure = failureOf(run, next);
          if (failure != null) {
            failures.add(report(run, seed, next, failure));
          }
        } catch (UnsupportedQueryException refused) {
          refusals.merge(String.valueOf(refused.getMessage()), 1, Integer::sum);
          if (Boolean.getBoolean("generator.refused")) {
            System.out.printf("%d: %s%n%s%n", seed, refused.getMessage(), next.query());
          }
        } catch (EngineRun.NotACase none) {
          noCases.merge(firstLine(none), 1, Integer::sum);
        }
        seed++;
      }
      System.out.printf(
          "%d steps of %d generated queries; refused: %s; not run by PostgreSQL: %s%n",
          run.steps(), queries, refusals, noCases);
      if (!failures.isEmpty()) {
        fail(String.join("\n\n", failures));
      }
      assertTrue(only != null || run.steps() >= steps, "too few steps");
    }
  }

  private static Connection connect(PostgresServer server) throws SQLException {
    server.createDatabase("generated");
    Connection connection = server.connect("generated");
    try (Statement statement = connection.createStatement()) {
      for (String ddl : GeneratedTables.ddl()) {
        statement.execute(ddl);
      }
      statement.execute("SET statement_timeout = '10s'");
    }
    return connection;
  }

  static Case generate(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<QueryGenerator.Feature> features =
        Arrays.stream(QueryGenerator.Feature.values())
            .filter(feature -> random.nextInt(3) > 0)
            .toList();
    Sql query = new QueryGenerator(random, features).query(random.nextInt(1, 6));
    GeneratedTables tables = new GeneratedTables(random);
    List<String> data = tables.data();
    List<List<String>> batches = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      batches.add(tables.batch());
    }
    return new Case(query, data, batches, seed);
  }

  /** What is wrong with a case, as text; null if nothing is. */
  private static @org.jspecify.annotations.Nullable String failureOf(EngineRun run, Case candidate)
      throws EngineRun.NotACase {
    try {
      return run.mismatch(candidate);
    } catch (UnsupportedQueryException refused) {
      throw refused;
    } catch (RuntimeException | StackOverflowError thrown) {
      return thrown
          + Arrays.stream(thrown.getStackTrace())
              .filter(frame -> frame.getClassName().startsWith("io.tidemark"))
              .limit(8)
              .map(frame -> "\n  at " + frame)
              .collect(Collectors.joining());
    }
  }

  private static String report(EngineRun run, long seed, Case failing, String failure)
      throws Exception {
    Case smallest = failing;
    String why = failure;
    int tries = 0;
    boolean found = true;
    while (found && tries < SMALLER_TRIES_MAX) {
      found = false;
      for (Case smaller : (Iterable<Case>) smallest.smaller()::iterator) {
        if (++tries > SMALLER_TRIES_MAX) {
          break;
        }
        Optional<String> still = Optional.empty();
        try {
          still = Optional.ofNullable(failureOf(run, smaller));
        } catch (UnsupportedQueryException | EngineRun.NotACase other) {
          continue; // another kind of case
        }
        if (still.isPresent() && kind(still.get()).equals(kind(failure))) {
          smallest = smaller;
          why = still.get();
          found = true;
          break;
        }
      }
    }
    Path file = Files.createDirectories(Path.of("target/generated")).resolve(seed + ".sql");
    Files.writeString(file, smallest.text());
    return "seed %d: %s\n%s\n(written to %s after %d tries)"
        .formatted(seed, why, smallest.text(), file.toAbsolutePath(), tries);
  }

  /** Mismatches are one kind, each exception another. */
  private static String kind(String failure) {
    return failure.startsWith("after batch") ? "mismatch" : failure.replaceAll("(?s)[:(].*", "");
  }

  private static String firstLine(Exception none) {
    String message = String.valueOf(none.getCause() == null ? none : none.getCause().getMessage());
    return message.lines().findFirst().orElse("").replaceAll("\"[^\"]*\"|\\d+", "…");
  }
}
