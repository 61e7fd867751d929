package io.tidemark.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML mapping while it is read: gives typed values, remembers what was asked for, and reports
 * what is wrong with positions instead of stopping.
 */
final class YamlSection {

  private final String file;
  private final String path;
  private final Environment environment;
  private final List<Problem> problems;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final @Nullable Node node;

  YamlSection(
      String file,
      String path,
      @Nullable Node node,
      Environment environment,
      List<Problem> problems) {
    this.file = file;
    this.path = path;
    this.node = node;
    this.environment = environment;
    this.problems = problems;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
            report(
                key,
                Problem.Code.DUPLICATE,
                "the key '" + key.getValue() + "' stands twice",
                "Keep one of them.");
          }
          keys.put(key.getValue(), key);
        }
      }
    } else if (node != null && !isNull(node)) {
      report(
          node,
          Problem.Code.WRONG_TYPE,
          "%s is not a mapping of keys to values"
              .formatted(path.isEmpty() ? "the file" : "'" + path + "'"),
          "Write 'key: value' lines, indented.");
    }
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  YamlSection section(String key) {
    known.add(key);
    return new YamlSection(file, child(key), values.get(key), environment, problems);
  }

  /** The sections of a list; empty if the key is missing. */
  List<YamlSection> sections(String key) {
    List<YamlSection> sections = new ArrayList<>();
    for (Node item : items(key)) {
      sections.add(new YamlSection(file, child(key) + "[]", item, environment, problems));
    }
    return sections;
  }

  List<Text> texts(String key) {
    List<Text> texts = new ArrayList<>();
    for (Node item : items(key)) {
      text(item, child(key)).ifPresent(texts::add);
    }
    return texts;
  }

  private List<Node> items(String key) {
    known.add(key);
    Node value = values.get(key);
    if (value == null || isNull(value)) {
      return List.of();
    }
    if (value instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    report(
        value,
        Problem.Code.WRONG_TYPE,
        "'" + child(key) + "' is not a list",
        "Write its items as '- …' lines.");
    return List.of();
  }

  /** A value with the place where it stands. */
  record Text(String value, Node node) {}

  Optional<Text> text(String key) {
    known.add(key);
    Node value = values.get(key);
    return value == null || isNull(value) ? Optional.empty() : text(value, child(key));
  }

  Optional<Text> required(String key, String hint) {
    Optional<Text> text = text(key);
    Node given = values.get(key);
    if (text.isEmpty() && (given == null || isNull(given))) {
      report(
          node,
          Problem.Code.MISSING,
          path.isEmpty() ? "'" + key + "' is missing" : "'%s' has no '%s'".formatted(path, key),
          hint);
    }
    return text;
  }

  /** A value through a parser that throws IllegalArgumentException. */
  <T> Optional<T> parsed(String key, String hint, Function<String, T> parser) {
    return text(key).flatMap(text -> parse(text, hint, parser));
  }

  <T> Optional<T> parse(Text text, String hint, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text.value()));
    } catch (IllegalArgumentException wrong) {
      report(text.node(), Problem.Code.BAD_VALUE, String.valueOf(wrong.getMessage()), hint);
      return Optional.empty();
    }
  }

  private Optional<Text> text(Node value, String name) {
    if (!(value instanceof ScalarNode scalar)) {
      report(
          value,
          Problem.Code.WRONG_TYPE,
          "'" + name + "' is not a single value",
          "Write it as 'key: value'.");
      return Optional.empty();
    }
    try {
      return Optional.of(new Text(environment.resolve(scalar.getValue()), scalar));
    } catch (IllegalArgumentException unresolved) {
      report(
          value,
          Problem.Code.UNRESOLVED,
          String.valueOf(unresolved.getMessage()),
          "Set it, or write the value itself.");
      return Optional.empty();
    }
  }

  /** Reports the keys that nobody asked for; called when everything has been read. */
  void rejectUnknownKeys() {
    keys.forEach((key, at) -> {
      if (!known.contains(key)) {
        String hint =
            known.stream()
                .filter(candidate -> distance(candidate, key) <= 2)
                .findFirst()
                .map(candidate -> "Did you mean '" + candidate + "'?")
                .orElse("Known here: " + String.join(", ", known) + ".");
        report(at, Problem.Code.UNKNOWN_KEY, "the key '" + child(key) + "' is not known", hint);
      }
    });
  }

  void report(@Nullable Node at, Problem.Code code, String message, String hint) {
    int[] place = place(at);
    problems.add(new Problem(file, place[0], place[1], code, message, hint));
  }

  private static int[] place(@Nullable Node at) {
    if (at == null) {
      return new int[] {1, 1};
    }
    return at.getStartMark()
        .map(mark -> new int[] {mark.getLine() + 1, mark.getColumn() + 1})
        .orElse(new int[] {1, 1});
  }

  String file() {
    return file;
  }

  @Nullable Node node() {
    return node;
  }

  private String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
