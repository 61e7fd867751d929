package io.tidemark.engine.type;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of {@code edge-values.txt}, as text that the types' input functions take. Keys are
 * {@code type int4} and {@code argument text_left 2}.
 */
public final class EdgeValues {

  private static final Pattern LINE =
      Pattern.compile("(type \\S+|argument \\S+ \\d+)(?: from (\\d+))?:(.*)");
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-F]{4})");

  private EdgeValues() {}

  /** All that hold for a major version. */
  public static Map<String, List<String>> read(int major) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    try (var stream =
            EdgeValues.class.getResourceAsStream("/io/tidemark/engine/function/edge-values.txt");
        var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
          throw new IllegalArgumentException("edge-values.txt: " + line);
        }
        if (matcher.group(2) == null || major >= Integer.parseInt(matcher.group(2))) {
          var list = values.computeIfAbsent(matcher.group(1), key -> new ArrayList<>());
          for (String value : matcher.group(3).split("\\|", -1)) {
            list.add(unquote(value.strip()));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }

  private static String unquote(String value) {
    String text =
        value.length() > 1 && value.startsWith("'") && value.endsWith("'")
            ? value.substring(1, value.length() - 1)
            : value;
    return ESCAPE
        .matcher(text)
        .replaceAll(m -> Matcher.quoteReplacement("" + (char) Integer.parseInt(m.group(1), 16)))
        .replace("\\\\", "\\");
  }
}
