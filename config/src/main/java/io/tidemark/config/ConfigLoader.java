package io.tidemark.config;

import java.nio.file.Path;

/** Loads a {@code tidemark.yaml} with the files that it includes. Needs no server. */
public final class ConfigLoader {

  private ConfigLoader() {}

  /**
   * Loads with the environment of this process.
   *
   * @throws ConfigException with everything that is wrong, in the order of files and lines
   */
  public static Settings load(Path file) {
    return load(file, Environment.ofProcess());
  }

  /**
   * @throws ConfigException with everything that is wrong, in the order of files and lines
   */
  public static Settings load(Path file, Environment environment) {
    ConfigReading reading = new ConfigReading(file, environment);
    reading.read();
    return reading.settings().orElseThrow(() -> new ConfigException(reading.problems()));
  }
}
