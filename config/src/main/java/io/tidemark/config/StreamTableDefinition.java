package io.tidemark.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A stream table as defined.
 *
 * @param relations the relations that the query names, as far as could be found without a server
 */
public record StreamTableDefinition(
    QualifiedName name,
    String query,
    List<String> searchPath,
    Schedule schedule,
    RefreshMode mode,
    Set<QueryOutline.Relation> relations) {

  public static final List<String> DEFAULT_SEARCH_PATH = List.of("public");

  /** A query of more characters is a mistake rather than a query. */
  static final int QUERY_CHARS_MAX = 200_000;

  public StreamTableDefinition {
    searchPath = List.copyOf(searchPath);
    relations = Set.copyOf(relations);
  }

  /**
   * A definition from plain values, as the REST API and SQL give them.
   *
   * @throws ConfigException with everything that is wrong
   */
  public static StreamTableDefinition of(
      String name, String query, List<String> searchPath, String schedule, String mode) {
    List<Problem> problems = new ArrayList<>();
    List<String> path = searchPath.isEmpty() ? DEFAULT_SEARCH_PATH : searchPath;
    Optional<QualifiedName> qualified =
        attempt(problems, "name", () -> QualifiedName.parse(name, path.getFirst()));
    Optional<Schedule> when = attempt(problems, "schedule", () -> Schedule.parse(schedule));
    Optional<RefreshMode> how = attempt(problems, "mode", () -> RefreshMode.parse(mode));
    QueryOutline outline = QueryOutline.of(query);
    outline
        .refusal()
        .ifPresent(
            reason -> problems.add(problem(Problem.Code.NOT_A_QUERY, reason, QueryOutline.HINT)));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new StreamTableDefinition(
        qualified.orElseThrow(),
        query,
        path,
        when.orElseThrow(),
        how.orElseThrow(),
        outline.relations());
  }

  private static <T> Optional<T> attempt(
      List<Problem> problems, String key, java.util.function.Supplier<T> value) {
    try {
      return Optional.of(value.get());
    } catch (IllegalArgumentException wrong) {
      problems.add(
          problem(
              Problem.Code.BAD_VALUE,
              String.valueOf(wrong.getMessage()),
              "Correct the " + key + " and send the definition again."));
      return Optional.empty();
    }
  }

  private static Problem problem(Problem.Code code, String message, String hint) {
    return new Problem("definition", 0, 0, code, message, hint);
  }
}
