package io.tidemark.config;

import java.util.List;
import java.util.Map;

/**
 * A configuration that cannot be used, with everything that is wrong with it. The message has all
 * problems with their hints, for a terminal.
 */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * @param problems in the order of their positions; warnings may be among them
   */
  public ConfigException(List<Problem> problems) {
    super(new ProblemPrinter(Map.of()).print(problems).stripTrailing());
    if (problems.stream().noneMatch(Problem::isError)) {
      throw new IllegalArgumentException("no error among the problems");
    }
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
