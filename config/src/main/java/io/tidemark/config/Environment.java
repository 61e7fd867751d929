package io.tidemark.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What settings may refer to outside of their file: environment variables, files, and libpq's
 * password file. A value, so that tests give their own.
 */
public final class Environment {

  private final Map<String, String> variables;

  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** The process's. */
  public static Environment ofProcess() {
    return new Environment(System.getenv());
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /**
   * Replaces {@code ${env:NAME}} and {@code ${file:PATH}}.
   *
   * @throws IllegalArgumentException if one is not there
   */
  String resolve(String text) {
    StringBuilder resolved = new StringBuilder();
    int at = 0;
    while (true) {
      int open = text.indexOf("${", at);
      int close = open < 0 ? -1 : text.indexOf('}', open);
      if (close < 0) {
        return resolved.append(text, at, text.length()).toString();
      }
      resolved.append(text, at, open).append(value(text.substring(open + 2, close)));
      at = close + 1;
    }
  }

  private String value(String reference) {
    if (reference.startsWith("env:")) {
      String name = reference.substring("env:".length());
      return variable(name)
          .orElseThrow(() ->
              new IllegalArgumentException("the environment variable " + name + " is not set"));
    }
    if (reference.startsWith("file:")) {
      Path file = Path.of(reference.substring("file:".length()));
      try {
        return Files.readString(file).strip();
      } catch (IOException unreadable) {
        throw new IllegalArgumentException("the file " + file + " cannot be read", unreadable);
      }
    }
    throw new IllegalArgumentException(
        "${" + reference + "} is neither ${env:NAME} nor ${file:PATH}");
  }

  /** PGPASSWORD, or the password file's first line that matches (PostgreSQL manual, 32.16). */
  Optional<String> password(String host, int port, String database, String user) {
    Optional<String> given = variable("PGPASSWORD");
    if (given.isPresent()) {
      return given;
    }
    Path file =
        variable("PGPASSFILE")
            .map(Path::of)
            .orElseGet(() -> Path.of(variable("HOME").orElse("."), ".pgpass"));
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      for (String line : Files.readAllLines(file)) {
        List<String> fields = fields(line);
        if (!line.startsWith("#")
            && fields.size() == 5
            && matches(fields.get(0), host)
            && matches(fields.get(1), Integer.toString(port))
            && matches(fields.get(2), database)
            && matches(fields.get(3), user)) {
          return Optional.of(fields.get(4));
        }
      }
    } catch (IOException unreadable) {
      return Optional.empty(); // libpq too goes on without the file
    }
    return Optional.empty();
  }

  private static boolean matches(String field, String value) {
    return field.equals("*") || field.equals(value);
  }

  /** Splits at colons, of which a backslash makes plain characters. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        field.append(line.charAt(++i));
      } else if (c == ':' && fields.size() < 4) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
