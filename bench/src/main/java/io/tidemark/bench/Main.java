package io.tidemark.bench;

import ch.qos.logback.classic.Level;
import io.tidemark.fixture.PostgresServer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark bench}: starts PostgreSQL and the service, measures, prints ratios. */
@Command(
    name = "bench",
    description = "Measures ticks, reading and latency against floors of the same PostgreSQL.",
    mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {

  private static final int MAJOR = 18;

  /** Vacuum is run between measurements instead, so that it does not fall into one. */
  private static final Map<String, String> SETTINGS = Map.of("autovacuum", "off");

  @Option(names = "--rows", split = ",", description = "Sizes of the source (${DEFAULT-VALUE}).")
  private List<Integer> rows = List.of(10_000, 100_000);

  @Option(
      names = "--only",
      split = ",",
      description = "Parts to run: ticks, reader, latency, operators, or names of scenarios (all).")
  private List<String> only = List.of();

  @Option(names = "--json", paramLabel = "FILE", description = "Also writes the figures there.")
  private @Nullable Path json;

  @Option(names = "--quick", description = "Fewer repetitions and smaller transactions.")
  private boolean quick;

  public static void main(String... arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)
        instanceof ch.qos.logback.classic.Logger root) {
      root.setLevel(Level.WARN);
    }
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Report report = new Report(out);
    report.text(
        "PostgreSQL %d (embedded, fsync on), Java %s, %d processors, %s %s"
            .formatted(
                MAJOR,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch")));
    try (PostgresServer server = PostgresServer.startEmbedded(MAJOR, SETTINGS)) {
      if (wanted("latency")) {
        Latency.run(server, report);
      }
      if (wanted("reader")) {
        Reading.run(server, report, quick ? 300_000 : 1_000_000);
      }
      List<Scenario> scenarios =
          Scenario.ALL.stream()
              .filter(scenario -> wanted("ticks") || only.contains(scenario.name()))
              .toList();
      if (!scenarios.isEmpty()) {
        Ticks.run(server, report, scenarios, rows, quick);
      }
      List<OperatorQuery> operators =
          OperatorQuery.ALL.stream()
              .filter(query -> wanted("operators") || only.contains(query.name()))
              .toList();
      if (!operators.isEmpty()) {
        Operators.run(server, report, operators, quick);
      }
    }
    report.text("\n" + (report.missed().isEmpty() ? "All goals met." : "Goals missed:"));
    report.missed().forEach(goal -> report.text("- " + goal));
    if (json != null) {
      Files.writeString(json, report.json());
    }
    return 0;
  }

  private boolean wanted(String part) {
    return only.isEmpty() || only.contains(part);
  }
}
