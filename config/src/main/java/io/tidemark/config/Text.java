package io.tidemark.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A text value with its place in the file. Messages about it never show what a reference was
 * replaced by, since that may be a secret.
 */
final class Text {

  private final YamlFile file;
  private final ScalarNode node;
  private final Problems problems;
  private final String value;
  private boolean isUsable = true;

  Text(YamlFile file, ScalarNode node, boolean isSql, References references, Problems problems) {
    this.file = file;
    this.node = node;
    this.problems = problems;
    this.value = references.expand(node.getValue(), file.folder(), isSql, this::badReference);
  }

  /** The text with its references replaced. */
  public String value() {
    return value;
  }

  /** The folder in which a relative path of this text begins. */
  public Path folder() {
    return file.folder();
  }

  public YamlFile file() {
    return file;
  }

  /** {@code file:line}, to point at this text from elsewhere. */
  public String place() {
    return file.shown() + ":" + Position.of(node).line();
  }

  /** What the text means; empty if nothing, which has been reported. */
  public <T> Optional<T> parse(Function<String, T> parser) {
    if (!isUsable) {
      return Optional.empty(); // reported with the reference
    }
    try {
      return Optional.of(parser.apply(value));
    } catch (InvalidValueException invalid) {
      report(invalid);
      return Optional.empty();
    }
  }

  public void report(InvalidValueException mistake) {
    if (hasReferences()) {
      problems.add(
          file.at(
              node,
              mistake.code(),
              mistake.code().title() + " (the text comes from a reference and is not shown)",
              "see what " + reference() + " contains"));
    } else {
      reportAt(mistake);
    }
  }

  public void report(ErrorCode code, String message, String hint) {
    problems.add(file.at(node, code, message, hint));
  }

  private void badReference(InvalidValueException mistake) {
    isUsable = false;
    reportAt(mistake);
  }

  private void reportAt(InvalidValueException mistake) {
    Position position = Position.inside(file, node, mistake.offset());
    problems.add(
        new Problem(
            file.shown(),
            position.line(),
            position.column(),
            mistake.text(),
            mistake.hint(),
            mistake.code()));
  }

  private boolean hasReferences() {
    return !value.equals(node.getValue());
  }

  private String reference() {
    String raw = node.getValue();
    int from = raw.indexOf("${");
    int to = from < 0 ? -1 : raw.indexOf('}', from);
    return to < 0 ? "the reference" : raw.substring(from, to + 1);
  }

  /** Only as written: the value may hold a secret. */
  @Override
  public String toString() {
    return "Text at " + place();
  }
}
