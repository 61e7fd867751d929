package io.tidemark.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** One YAML file: its text, and where in it a node stands. */
final class YamlFile {

  /** Ten thousand definitions of ordinary size are 3 MB. */
  static final long BYTES_MAX = 8L << 20;

  /** The deepest valid file has 4 levels; composing recurses once per level. */
  static final int NESTING_MAX = 32;

  private final Path path;
  private final String shown;
  private final String text;
  private final List<String> lines;

  YamlFile(Path path, String shown, String text) {
    this.path = path;
    this.shown = shown;
    this.text = text;
    this.lines = text.lines().toList();
  }

  /**
   * Reads a file's text.
   *
   * @param shown the path as messages name it
   * @return empty if it cannot be read: {@code problems} tells why
   */
  public static Optional<YamlFile> read(Path path, String shown, Problems problems) {
    String why;
    try {
      if (!Files.exists(path)) {
        why = "there is no such file";
      } else if (!Files.isRegularFile(path)) {
        why = "it is not a file";
      } else if (Files.size(path) > BYTES_MAX) {
        String message = "the file is larger than " + BYTES_MAX + " bytes";
        String hint = "spread the definitions over several files with include";
        problems.add(new Problem(shown, 0, 0, message, hint, ErrorCode.LIMIT_EXCEEDED));
        return Optional.empty();
      } else {
        return Optional.of(new YamlFile(path, shown, Files.readString(path)));
      }
    } catch (CharacterCodingException notUtf8) {
      why = "it is not UTF-8";
    } catch (IOException denied) {
      why = Files.isReadable(path) ? "I/O error" : "permission denied";
    }
    problems.add(
        new Problem(
            shown,
            0,
            0,
            "the file cannot be read: " + why,
            "name the configuration file by -c, its folder and file readable for this user",
            ErrorCode.FILE_UNREADABLE));
    return Optional.empty();
  }

  public Path path() {
    return path;
  }

  /** Where relative paths of this file begin. */
  public Path folder() {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }

  /** The path as messages name it. */
  public String shown() {
    return shown;
  }

  public String text() {
    return text;
  }

  /** The top-level mapping; empty if the file is empty or {@code problems} tells why. */
  public Optional<Section> root(Keys keys, References references, Problems problems) {
    Optional<Node> node = compose(problems);
    if (node.isPresent() && !(node.get() instanceof MappingNode)) {
      problems.add(
          at(
              node.get(),
              ErrorCode.WRONG_TYPE,
              "a configuration is a mapping with keys such as source and streamTables",
              "the file should look like: source: {url: …}"));
    }
    return node.filter(MappingNode.class::isInstance)
        .map(mapping -> new Section(this, (MappingNode) mapping, keys, references, problems));
  }

  private Optional<Node> compose(Problems problems) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(shown)
            .setUseMarks(true)
            .setSchema(new CoreSchema())
            .setCodePointLimit((int) BYTES_MAX)
            .build();
    try {
      return checkNesting(settings, problems)
          ? new Compose(settings).composeString(text)
          : Optional.empty();
    } catch (MarkedYamlEngineException syntax) {
      int line = syntax.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
      int column = syntax.getProblemMark().map(Mark::getColumn).orElse(-1) + 1;
      problems.add(syntaxProblem(line, column, syntax.getProblem(), syntax.getContext()));
    } catch (ReaderException character) {
      String before = text.substring(0, Math.min(character.getPosition(), text.length()));
      int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      int column = before.length() - before.lastIndexOf('\n');
      String message =
          String.format("the character U+%04X is not allowed", character.getCodePoint());
      problems.add(syntaxProblem(line, column, message, null));
    } catch (YamlEngineException other) {
      problems.add(syntaxProblem(0, 0, String.valueOf(other.getMessage()), null));
    }
    return Optional.empty();
  }

  private boolean checkNesting(LoadSettings settings, Problems problems) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > NESTING_MAX) {
        Mark mark = event.getStartMark().orElse(null);
        problems.add(
            new Problem(
                shown,
                mark == null ? 0 : mark.getLine() + 1,
                mark == null ? 0 : mark.getColumn() + 1,
                "the nesting is deeper than " + NESTING_MAX + " levels",
                "no section needs more than 4",
                ErrorCode.LIMIT_EXCEEDED));
        return false;
      }
      depth -= event instanceof CollectionEndEvent ? 1 : 0;
    }
    return true;
  }

  private Problem syntaxProblem(int line, int column, String problem, @Nullable String context) {
    String hint =
        problem.contains("'\\t'") || problem.contains("TAB")
            ? "indent by blanks, YAML does not allow tabs"
            : context == null || context.isBlank()
                ? "texts with : { } [ ] # * & at odd places need quotes"
                : context + "; a text with : { [ # * or & may need quotes";
    return new Problem(shown, line, column, problem, hint, ErrorCode.YAML_SYNTAX);
  }

  /** A problem at the start of a node. */
  Problem at(Node node, ErrorCode code, String message, String hint) {
    Position position = Position.of(node);
    return new Problem(shown, position.line(), position.column(), message, hint, code);
  }

  /** The line as it stands in the file, empty behind the end. */
  String line(int number) {
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }
}
