package io.tidemark.config;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code tidemark.yaml} and what it includes; collects every mistake before it gives up. */
public final class ConfigLoader {

  /** A larger file is a mistake; a definition has a few kilobytes. */
  private static final long FILE_BYTES_MAX = 16L << 20;

  private static final int STREAM_TABLES_MAX = 10_000;
  private static final long DEFAULT_MEMORY_BYTES = 2L << 30;
  private static final InetSocketAddress DEFAULT_LISTEN = new InetSocketAddress("127.0.0.1", 8780);

  private final Path root;
  private final Environment environment;
  private final List<Problem> problems = new ArrayList<>();
  private final List<StreamTableDefinition> definitions = new ArrayList<>();
  private final Map<QualifiedName, String> places = new HashMap<>();
  private Schedule defaultSchedule = new Schedule.Continuous();
  private RefreshMode defaultMode = RefreshMode.AUTO;

  private ConfigLoader(Path root, Environment environment) {
    this.root = root;
    this.environment = environment;
  }

  /**
   * What could be read, and everything that is wrong; settings are null exactly if something is.
   */
  record Result(
      @Nullable Settings settings,
      List<Problem> problems,
      List<StreamTableDefinition> definitions) {}

  /**
   * Loads a configuration.
   *
   * @throws ConfigException with all mistakes
   */
  public static Settings load(Path file) {
    return load(file, Environment.ofProcess());
  }

  /** Loads with another environment than the process's. */
  public static Settings load(Path file, Environment environment) {
    Result result = read(file, environment);
    if (result.settings() == null) {
      throw new ConfigException(result.problems());
    }
    return result.settings();
  }

  static Result read(Path file, Environment environment) {
    ConfigLoader loader = new ConfigLoader(file, environment);
    Settings settings = loader.readRoot();
    return new Result(
        loader.problems.isEmpty() ? settings : null,
        List.copyOf(loader.problems),
        List.copyOf(loader.definitions));
  }

  private @Nullable Settings readRoot() {
    Optional<YamlSection> opened = open(root, root.toString(), null, null);
    if (opened.isEmpty()) {
      return null;
    }
    YamlSection file = opened.get();
    YamlSection source = file.section("source");
    Optional<ConnectionUrl> sourceUrl =
        source
            .required("url", "Add under 'source': url: postgresql://user@host:5432/database")
            .flatMap(text -> url(source, text));
    String slot = source.text("slot").map(YamlSection.Text::value).orElse("tidemark");
    if (!slot.matches("[a-z0-9_]{1,63}")) {
      source.report(
          source.text("slot").map(YamlSection.Text::node).orElse(null),
          Problem.Code.BAD_VALUE,
          "'" + slot + "' is not a slot's name",
          "Use lower-case letters, digits and underscores, at most 63.");
    }
    String publication = source.text("publication").map(YamlSection.Text::value).orElse("tidemark");
    source.rejectUnknownKeys();
    YamlSection sink = file.section("sink");
    Optional<ConnectionUrl> sinkUrl = sink.text("url").flatMap(text -> url(sink, text));
    sink.rejectUnknownKeys();
    YamlSection state = file.section("state");
    Path directory =
        root.toAbsolutePath()
            .resolveSibling(state.text("dir").map(YamlSection.Text::value).orElse("state"))
            .normalize();
    long memory =
        state
            .parsed("memory", "Write a size such as 512MiB or 2GiB.", ByteSizes::parse)
            .orElse(DEFAULT_MEMORY_BYTES);
    state.rejectUnknownKeys();
    YamlSection http = file.section("http");
    InetSocketAddress listen =
        http.parsed("listen", "Write host:port, such as 127.0.0.1:8780.", ConfigLoader::address)
            .orElse(DEFAULT_LISTEN);
    http.rejectUnknownKeys();
    YamlSection defaults = file.section("defaults");
    defaultSchedule =
        defaults
            .parsed("schedule", "See schedules in docs/configuration.md.", Schedule::parse)
            .orElse(defaultSchedule);
    defaultMode =
        defaults
            .parsed("mode", "Use auto unless you know better.", RefreshMode::parse)
            .orElse(defaultMode);
    defaults.rejectUnknownKeys();
    readDefinitions(file);
    for (YamlSection.Text pattern : file.texts("include")) {
      include(file, pattern);
    }
    file.rejectUnknownKeys();
    reportCycle();
    return sourceUrl
        .map(from ->
            new Settings(
                new Settings.Source(from, slot, publication),
                sinkUrl.orElse(from),
                new Settings.State(directory, memory),
                listen,
                definitions))
        .orElse(null);
  }

  private Optional<ConnectionUrl> url(YamlSection section, YamlSection.Text text) {
    return section.parse(
        text,
        "Write postgresql://user@host:5432/database; percent-encode special characters.",
        value -> ConnectionUrl.parse(value, environment));
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("'" + text + "' is not host:port");
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    if (port > 65_535) {
      throw new IllegalArgumentException("there is no port " + port);
    }
    return new InetSocketAddress(text.substring(0, colon), port);
  }

  private Optional<YamlSection> open(
      Path path, String display, @Nullable YamlSection from, @Nullable Node at) {
    try {
      if (Files.size(path) > FILE_BYTES_MAX) {
        problem(
            from,
            at,
            display,
            Problem.Code.LIMIT,
            display + " is larger than 16 MiB",
            "Split it into included files.");
        return Optional.empty();
      }
      LoadSettings settings = LoadSettings.builder().setLabel(display).setUseMarks(true).build();
      Optional<Node> node = new Compose(settings).composeString(Files.readString(path));
      return Optional.of(new YamlSection(display, "", node.orElse(null), environment, problems));
    } catch (IOException unreadable) {
      problem(
          from,
          at,
          display,
          Problem.Code.UNREADABLE,
          display + " cannot be read" + (Files.exists(path) ? "" : ": there is no such file"),
          "Check the path, and that Tidemark's user may read it.");
    } catch (MarkedYamlEngineException syntax) {
      int line = syntax.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      int column = syntax.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(1);
      problems.add(
          new Problem(
              display,
              line,
              column,
              Problem.Code.SYNTAX,
              "not YAML: " + syntax.getProblem(),
              "Check indentation, quotes and colons."));
    } catch (YamlEngineException syntax) {
      problems.add(
          new Problem(
              display,
              1,
              1,
              Problem.Code.SYNTAX,
              "not YAML: " + syntax.getMessage(),
              "Check indentation, quotes and colons."));
    }
    return Optional.empty();
  }

  private void problem(
      @Nullable YamlSection from,
      @Nullable Node at,
      String file,
      Problem.Code code,
      String message,
      String hint) {
    if (from != null) {
      from.report(at, code, message, hint);
    } else {
      problems.add(new Problem(file, 0, 0, code, message, hint));
    }
  }

  private void include(YamlSection from, YamlSection.Text pattern) {
    Path folder = root.toAbsolutePath().getParent();
    Path relative = Path.of(pattern.value());
    Path parent = relative.getParent();
    Path directory =
        folder == null ? Path.of(".") : parent == null ? folder : folder.resolve(parent);
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> matches =
          Files.newDirectoryStream(directory, String.valueOf(relative.getFileName()))) {
        matches.forEach(files::add);
      } catch (IOException unreadable) {
        from.report(
            pattern.node(),
            Problem.Code.INCLUDE,
            directory + " cannot be read",
            "Check the folder's permissions.");
        return;
      }
    }
    if (files.isEmpty()) {
      from.report(
          pattern.node(),
          Problem.Code.INCLUDE,
          "no file matches '" + pattern.value() + "'",
          "The pattern is relative to " + folder + ".");
    }
    Collections.sort(files);
    for (Path file : files) {
      String display =
          parent == null
              ? String.valueOf(file.getFileName())
              : parent.resolve(file.getFileName()).toString();
      open(file, display, from, pattern.node())
          .ifPresent(section -> {
            readDefinitions(section);
            section.rejectUnknownKeys();
          });
    }
  }

  private void readDefinitions(YamlSection file) {
    for (YamlSection section : file.sections("streamTables")) {
      if (definitions.size() == STREAM_TABLES_MAX) {
        section.report(
            section.node(),
            Problem.Code.LIMIT,
            "there are more than " + STREAM_TABLES_MAX + " stream tables",
            "Run a second service for the rest.");
        return;
      }
      definition(section).ifPresent(definitions::add);
      section.rejectUnknownKeys();
    }
  }

  private Optional<StreamTableDefinition> definition(YamlSection section) {
    List<String> given = section.texts("searchPath").stream().map(YamlSection.Text::value).toList();
    List<String> searchPath = given.isEmpty() ? StreamTableDefinition.DEFAULT_SEARCH_PATH : given;
    Optional<YamlSection.Text> nameText = section.required("name", "Give the stream table a name.");
    Optional<QualifiedName> name =
        nameText.flatMap(text ->
            section.parse(
                text,
                "A name is schema.table or table.",
                value -> QualifiedName.parse(value, searchPath.getFirst())));
    Optional<YamlSection.Text> query =
        section.required("query", "Add 'query: |' and the SELECT, indented below it.");
    Optional<Schedule> schedule =
        section.has("schedule")
            ? section.parsed("schedule", "See schedules in docs/configuration.md.", Schedule::parse)
            : Optional.of(defaultSchedule);
    Optional<RefreshMode> mode =
        section.has("mode")
            ? section.parsed("mode", "Use auto unless you know better.", RefreshMode::parse)
            : Optional.of(defaultMode);
    QueryOutline outline =
        query.map(text -> QueryOutline.of(text.value())).orElse(QueryOutline.of("SELECT 1"));
    outline
        .refusal()
        .ifPresent(reason ->
            section.report(
                query.map(YamlSection.Text::node).orElse(null),
                Problem.Code.NOT_A_QUERY,
                reason,
                QueryOutline.HINT));
    if (name.isPresent()) {
      String place = places.putIfAbsent(name.get(), section.file());
      if (place != null) {
        section.report(
            nameText.map(YamlSection.Text::node).orElse(null),
            Problem.Code.DUPLICATE,
            "the stream table %s is defined twice, first in %s".formatted(name.get(), place),
            "Rename or remove one.");
        return Optional.empty();
      }
    }
    if (name.isEmpty()
        || query.isEmpty()
        || schedule.isEmpty()
        || mode.isEmpty()
        || outline.refusal().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new StreamTableDefinition(
            name.get(),
            query.get().value(),
            searchPath,
            schedule.get(),
            mode.get(),
            outline.relations()));
  }

  private void reportCycle() {
    new DefinitionGraph(definitions)
        .cycle()
        .ifPresent(path ->
            problems.add(
                new Problem(
                    root.toString(),
                    0,
                    0,
                    Problem.Code.CYCLE,
                    "stream tables read each other in a circle: "
                        + String.join(" → ", path.stream().map(QualifiedName::toString).toList()),
                    "Break the circle; circular definitions are not supported yet.")));
  }
}
