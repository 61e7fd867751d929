package io.tidemark.server.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads types/values.txt; its head says how it is written. */
final class TypeValues {

  private TypeValues() {}

  /** For each type's name the SQL expressions of its values, without a cast. */
  static Map<String, List<String>> read(int major) throws IOException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(TypeValues.class.getResourceAsStream("/types/values.txt")),
                StandardCharsets.UTF_8))) {
      List<String> section = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("#") || line.isEmpty()) {
          continue;
        }
        if (line.matches("\\[[a-z0-9_]+( from \\d+)?]")) {
          String[] words = line.substring(1, line.length() - 1).split(" ");
          boolean applies = words.length == 1 || major >= Integer.parseInt(words[2]);
          section =
              applies
                  ? values.computeIfAbsent(words[0], ignored -> new ArrayList<>())
                  : new ArrayList<>();
        } else {
          section.add(expression(line));
        }
      }
    }
    return values;
  }

  private static String expression(String line) {
    if (line.startsWith("= ")) {
      return "(" + line.substring(2) + ")";
    }
    boolean quoted = line.length() > 1 && line.startsWith("'") && line.endsWith("'");
    return quoted ? line : "'" + line.replace("'", "''") + "'";
  }
}
