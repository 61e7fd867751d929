package io.tidemark.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code tidemark validate}: everything that can be said of a configuration without a server. */
public final class Validation {

  private Validation() {}

  /**
   * The outcome. Valid if there are no problems, whatever the warnings.
   *
   * @param problems errors, in the order of files and lines
   * @param warnings what is odd but usable, in the same order
   * @param streamTables names of those that are valid by themselves, each behind those that it
   *     reads
   * @param sources texts of the files, by the names that problems give them; they may hold secrets,
   *     which {@link #render()} masks
   */
  public record Report(
      List<Problem> problems,
      List<Problem> warnings,
      List<String> streamTables,
      Map<String, String> sources) {

    public Report {
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
      streamTables = List.copyOf(streamTables);
      sources = Map.copyOf(sources);
    }

    /**
     * Problems and warnings as compilers print them, with their lines and carets, and a last line
     * that counts; no line break at the end.
     */
    public String render() {
      ProblemPrinter printer = new ProblemPrinter(sources);
      return printer.print(problems)
          + printer.print(warnings)
          + count(problems.size(), "problem")
          + (warnings.isEmpty() ? "" : ", " + count(warnings.size(), "warning"));
    }

    private static String count(int number, String noun) {
      return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Without the sources. */
    @Override
    public String toString() {
      return "Report[problems=" + problems + ", warnings=" + warnings + "]";
    }
  }

  /** Validates with the environment of this process. */
  public static Report validate(Path file) {
    return validate(file, Environment.ofProcess());
  }

  public static Report validate(Path file, Environment environment) {
    ConfigReading reading = new ConfigReading(file, environment);
    reading.read();
    return new Report(
        reading.problems().stream().filter(Problem::isError).toList(),
        reading.warnings(),
        reading.streamTables().stream().map(table -> table.name().toString()).toList(),
        reading.sources());
  }
}
