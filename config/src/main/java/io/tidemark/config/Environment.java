package io.tidemark.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the process around us provides: handed in, so that reading a configuration depends on
 * nothing else.
 *
 * @param variables environment variables
 * @param home the user's home folder, where {@code .pgpass} is
 * @param user name of the operating-system user
 */
public record Environment(Map<String, String> variables, Path home, String user) {

  public Environment {
    variables = Map.copyOf(variables);
  }

  /** That of this process. */
  public static Environment ofProcess() {
    return new Environment(
        System.getenv(),
        Path.of(System.getProperty("user.home", ".")),
        System.getProperty("user.name", "postgres"));
  }

  /** A variable; empty counts as not set, as libpq has it. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** Names only: values are secrets. */
  @Override
  public String toString() {
    return "Environment[variables="
        + variables.keySet()
        + ", home="
        + home
        + ", user="
        + user
        + "]";
  }
}
