package io.tidemark.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder with configuration files, and an environment that is not the machine's. */
record ConfigFolder(Path path, Map<String, String> variables) {

  static final String SOURCE = "source: {url: \"postgresql://tidemark@db/shop\"}\n";

  ConfigFolder(Path path) {
    this(path, Map.of());
  }

  ConfigFolder with(String name, String text) {
    try {
      Path file = path.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ConfigFolder withVariables(Map<String, String> others) {
    return new ConfigFolder(path, others);
  }

  Path main() {
    return path.resolve("tidemark.yaml");
  }

  Environment environment() {
    return new Environment(variables, path.resolve("home"), "joe");
  }

  Settings load(String main) {
    with("tidemark.yaml", main);
    return ConfigLoader.load(main(), environment());
  }

  Validation.Report validate(String main) {
    with("tidemark.yaml", main);
    return Validation.validate(main(), environment());
  }

  /** Problems as {@code file:line:column code}, with the folder cut off. */
  List<String> places(String main) {
    return validate(main).problems().stream().map(this::place).toList();
  }

  String place(Problem problem) {
    String file = String.valueOf(problem.file()).replace(path + "/", "");
    return file + ":" + problem.line() + ":" + problem.column() + " " + problem.code().name();
  }
}
