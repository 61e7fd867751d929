package io.tidemark.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One reading of a main file and all that it includes. Goes on after every mistake, so that all are
 * found. For one use by one thread.
 */
final class ConfigReading {

  /** A definition costs a slot in every tick's bookkeeping; beyond this, use several services. */
  static final int DEFINITIONS_MAX = 10_000;

  static final int FILES_MAX = 2_000;

  private final Path main;
  private final Environment environment;
  private final References references;
  private final Problems problems = new Problems();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<Path, String> read = new HashMap<>();
  private final List<Path> reading = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private Optional<SettingsReader.Parts> parts = Optional.empty();
  private Settings.Defaults defaults = Settings.Defaults.BUILT_IN;
  private DefinitionGraph graph = new DefinitionGraph(List.of());

  /**
   * An entry of {@code streamTables}.
   *
   * @param definition empty if it is not valid
   * @param query empty if there is none
   */
  record Entry(
      QualifiedName name,
      Text nameText,
      Optional<StreamTableDefinition> definition,
      Optional<Text> query) {}

  ConfigReading(Path main, Environment environment) {
    this.main = main;
    this.environment = environment;
    this.references = new References(environment);
  }

  void read() {
    file(main, Optional.empty());
    if (entries.size() > DEFINITIONS_MAX) {
      String message = "there are more than " + DEFINITIONS_MAX + " stream tables";
      problems.add(
          new Problem(
              main.toString(), 0, 0, message, "run several services", ErrorCode.LIMIT_EXCEEDED));
      return;
    }
    connect();
  }

  /** Empty if there is an error. */
  Optional<Settings> settings() {
    return problems.hasErrors()
        ? Optional.empty()
        : parts.map(p -> p.settings(defaults, streamTables(), warnings()));
  }

  /** Errors and warnings. */
  List<Problem> problems() {
    return problems.inOrder();
  }

  List<Problem> warnings() {
    return problems().stream().filter(problem -> !problem.isError()).toList();
  }

  /** Those that are valid by themselves, each behind those that it reads. */
  List<StreamTableDefinition> streamTables() {
    return graph.inOrder();
  }

  /** Texts of the files, by the names that problems give them. */
  Map<String, String> sources() {
    return sources;
  }

  private void file(Path path, Optional<Text> include) {
    Optional<YamlFile> file = YamlFile.read(path, shown(path), problems);
    if (file.isEmpty()) {
      return;
    }
    sources.put(file.get().shown(), file.get().text());
    Path identity = identity(path);
    read.put(identity, file.get().shown());
    reading.add(identity);
    boolean isMain = include.isEmpty();
    Optional<Section> root =
        file.get().root(isMain ? ConfigKeys.MAIN : ConfigKeys.INCLUDED, references, problems);
    if (root.isEmpty() && isMain && !problems.hasErrors()) {
      String hint = "it needs at least source: {url: …}";
      String message = "the file is empty";
      problems.add(new Problem(main.toString(), 1, 1, message, hint, ErrorCode.MISSING_KEY));
    }
    root.ifPresent(section -> content(section, isMain));
    reading.removeLast();
  }

  private void content(Section section, boolean isMain) {
    if (isMain) {
      SettingsReader settings = new SettingsReader(section, environment);
      parts = settings.read();
      defaults = settings.defaults();
    }
    StreamTableReader reader = new StreamTableReader(defaults);
    for (Section table : section.sections("streamTables", ConfigKeys.STREAM_TABLE)) {
      reader.read(table).ifPresent(entries::add);
    }
    section.texts("include").forEach(this::include);
  }

  private void include(Text entry) {
    for (Path path : IncludedFiles.find(entry)) {
      Path identity = identity(path);
      int at = reading.indexOf(identity);
      if (at >= 0) {
        List<String> circle =
            new ArrayList<>(
                reading.subList(at, reading.size()).stream()
                    .map(p -> read.getOrDefault(p, p.toString()))
                    .toList());
        circle.add(circle.getFirst());
        entry.report(
            ErrorCode.INCLUDE_CYCLE,
            circle.size() == 2
                ? "the file includes itself"
                : "files include each other in a circle: " + String.join(" → ", circle),
            "remove the entry, or narrow its pattern");
      } else if (read.size() >= FILES_MAX) {
        String message = "more than " + FILES_MAX + " files are included";
        entry.report(ErrorCode.LIMIT_EXCEEDED, message, "join small files");
        return;
      } else if (!read.containsKey(identity)) { // included on two ways, it counts once
        file(path, Optional.of(entry));
      }
    }
  }

  /** Finds duplicates and circles, once all files are read. */
  private void connect() {
    Map<QualifiedName, Entry> first = new HashMap<>();
    for (Entry entry : entries) {
      Entry other = first.putIfAbsent(entry.name(), entry);
      if (other != null) {
        entry
            .nameText()
            .report(
                ErrorCode.DUPLICATE_STREAM_TABLE,
                "the stream table "
                    + entry.name()
                    + " is already defined at "
                    + other.nameText().place(),
                "remove or rename one");
      }
    }
    graph =
        new DefinitionGraph(
            entries.stream().flatMap(entry -> entry.definition().stream()).toList());
    for (List<QualifiedName> cycle : graph.cycles()) {
      InvalidValueException refusal = DefinitionGraph.refusal(cycle);
      entries.stream()
          .filter(entry -> entry.name().equals(cycle.getFirst()))
          .filter(entry -> entry.definition().isPresent())
          .findFirst()
          .flatMap(Entry::query)
          .ifPresent(text -> text.report(refusal.code(), refusal.text(), refusal.hint()));
    }
  }

  /** As the user would write it from where he is: along the path that he gave for the main file. */
  private String shown(Path path) {
    if (path.equals(main)) {
      return main.toString();
    }
    Path mainFolder = main.toAbsolutePath().normalize().getParent();
    Path absolute = path.toAbsolutePath().normalize();
    if (mainFolder == null || !absolute.startsWith(mainFolder)) {
      return absolute.toString();
    }
    return main.resolveSibling(mainFolder.relativize(absolute)).toString();
  }

  private static Path identity(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException gone) {
      return path.toAbsolutePath().normalize();
    }
  }
}
