package io.tidemark.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code tidemark validate}: everything that can be said of a configuration without a server. */
public final class Validation {

  /**
   * The outcome.
   *
   * @param streamTables the stream tables' names, each after those it reads; empty if there are
   *     problems
   */
  public record Report(List<Problem> problems, List<String> streamTables) {

    public Report {
      problems = List.copyOf(problems);
      streamTables = List.copyOf(streamTables);
    }

    /** The problems as a compiler prints them, each with its line and a caret below its column. */
    public String render() {
      StringBuilder text = new StringBuilder();
      for (Problem problem : problems) {
        String place =
            problem.line() == 0
                ? problem.file()
                : problem.file() + ":" + problem.line() + ":" + problem.column();
        text.append("%s: error %s: %s%n".formatted(place, problem.code(), problem.message()));
        sourceLine(problem)
            .ifPresent(line ->
                text.append("%5d | %s%n".formatted(problem.line(), line))
                    .append("      | %s^%n".formatted(" ".repeat(problem.column() - 1))));
        text.append("  hint: %s%n".formatted(problem.hint()));
      }
      return text.append(
              "%d %s".formatted(problems.size(), problems.size() == 1 ? "problem" : "problems"))
          .toString();
    }

    private static java.util.Optional<String> sourceLine(Problem problem) {
      try {
        return problem.line() == 0
            ? java.util.Optional.empty()
            : Files.readAllLines(Path.of(problem.file())).stream()
                .skip(problem.line() - 1L)
                .findFirst();
      } catch (IOException unreadable) {
        return java.util.Optional
            .empty(); // an included file's display name is relative to the root
      }
    }
  }

  private Validation() {}

  public static Report validate(Path file) {
    ConfigLoader.Result result = ConfigLoader.read(file, Environment.ofProcess());
    List<String> order =
        result.settings() == null
            ? List.of()
            : new DefinitionGraph(result.definitions())
                .inOrder().stream().map(definition -> definition.name().toString()).toList();
    return new Report(result.problems(), order);
  }
}
