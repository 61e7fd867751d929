package io.tidemark.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping under reading. Whatever is wrong is reported and read as absent, so that reading goes
 * on to the next mistake.
 */
final class Section {

  private final YamlFile file;
  private final MappingNode node;
  private final Keys keys;
  private final References references;
  private final Problems problems;
  private final Map<String, Node> values = new LinkedHashMap<>();

  Section(YamlFile file, MappingNode node, Keys keys, References references, Problems problems) {
    this.file = file;
    this.node = node;
    this.keys = keys;
    this.references = references;
    this.problems = problems;
    node.getValue().forEach(this::entry);
  }

  private void entry(NodeTuple tuple) {
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      wrongType(tuple.getKeyNode(), "a key");
      return;
    }
    String name = key.getValue();
    if (!keys.names().contains(name)) {
      boolean isMisplaced = keys.misplaced().contains(name);
      problems.add(
          file.at(
              key,
              ErrorCode.UNKNOWN_KEY,
              isMisplaced
                  ? "'" + name + "' does not belong into " + keys.section()
                  : "unknown key '" + name + "' in " + keys.section(),
              isMisplaced ? keys.whereInstead() : Spelling.hint(name, keys.names())));
    } else if (values.putIfAbsent(name, tuple.getValueNode()) != null) {
      problems.add(
          file.at(key, ErrorCode.DUPLICATE_KEY, "'" + name + "' is given twice", "remove one"));
    }
  }

  /** Where relative paths of the file begin. */
  public Path folder() {
    return file.folder();
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** Reports those of the keys that are missing. */
  public void require(String... required) {
    for (String key : required) {
      if (!has(key)) {
        report(
            ErrorCode.MISSING_KEY,
            keys.section() + " needs the key '" + key + "'",
            "add " + key + ": …");
      }
    }
  }

  /** A problem of the section as a whole. */
  public void report(ErrorCode code, String message, String hint) {
    problems.add(file.at(node, code, message, hint));
  }

  public Optional<Text> text(String key) {
    return value(key).flatMap(value -> asText(value, "'" + key + "'", false));
  }

  /** A whole number, as a text. */
  public Optional<Text> count(String key) {
    return value(key).flatMap(value -> asNumber(value, key));
  }

  private Optional<Text> asNumber(Node value, String key) {
    if (value instanceof ScalarNode number && number.getTag().equals(Tag.INT)) {
      return Optional.of(new Text(file, number, false, references, problems));
    }
    wrongType(value, "'" + key + "' is a whole number and");
    return Optional.empty();
  }

  /** A text in which only complete references are replaced. */
  public Optional<Text> sql(String key) {
    return value(key).flatMap(value -> asText(value, "'" + key + "'", true));
  }

  public <T> Optional<T> parse(String key, Function<String, T> parser) {
    return text(key).flatMap(text -> text.parse(parser));
  }

  public Optional<Section> section(String key, Keys keysOfSection) {
    return value(key).flatMap(value -> asSection(value, "'" + key + "'", keysOfSection));
  }

  /** The entries of a list; one that is no text is reported and left out. */
  public List<Text> texts(String key) {
    return elements(key)
        .flatMap(element -> asText(element, "an entry of '" + key + "'", false).stream())
        .toList();
  }

  public List<Section> sections(String key, Keys keysOfSection) {
    return elements(key)
        .flatMap(e -> asSection(e, "an entry of '" + key + "'", keysOfSection).stream())
        .toList();
  }

  private Optional<Node> value(String key) {
    if (!keys.names().contains(key)) {
      throw new IllegalArgumentException(keys.section() + " has no key " + key);
    }
    return Optional.ofNullable(values.get(key));
  }

  private Stream<Node> elements(String key) {
    Optional<Node> value = value(key);
    if (value.isPresent() && !(value.get() instanceof SequenceNode)) {
      wrongType(value.get(), "'" + key + "' is a list and");
      return Stream.empty();
    }
    return value.stream().flatMap(list -> ((SequenceNode) list).getValue().stream());
  }

  private Optional<Text> asText(Node value, String what, boolean isSql) {
    if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      return Optional.of(new Text(file, scalar, isSql, references, problems));
    }
    wrongType(value, what + " is a text and");
    return Optional.empty();
  }

  private Optional<Section> asSection(Node value, String what, Keys keysOfSection) {
    if (value instanceof MappingNode mapping) {
      return Optional.of(new Section(file, mapping, keysOfSection, references, problems));
    }
    wrongType(value, what + " is a mapping and");
    return Optional.empty();
  }

  private void wrongType(Node value, String what) {
    String found = kind(value);
    String hint =
        switch (found) {
          case "a number", "true or false" ->
              "write it with its unit, or in quotes if it is meant as a text";
          case "empty" -> "give it a value, or remove the key";
          case "a list" -> "remove the dashes or brackets; quote a text that begins with [";
          case "a mapping" -> "quote a text that contains a colon and a blank, or begins with {";
          default -> "lists are written [a, b] or as lines with dashes, mappings as key: value";
        };
    problems.add(file.at(value, ErrorCode.WRONG_TYPE, what + " cannot be " + found, hint));
  }

  private static String kind(Node value) {
    if (value instanceof SequenceNode) {
      return "a list";
    }
    if (value instanceof MappingNode) {
      return "a mapping";
    }
    Tag tag = value.getTag();
    if (tag.equals(Tag.NULL)) {
      return "empty";
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return "a number";
    }
    if (tag.equals(Tag.BOOL)) {
      return "true or false";
    }
    return tag.equals(Tag.STR) ? "a text" : "a value with the tag " + tag.getValue();
  }
}
