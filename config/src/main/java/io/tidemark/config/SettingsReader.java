package io.tidemark.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the sections of the main file that are not stream tables. */
final class SettingsReader {

  private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");

  private final Section root;
  private final Environment environment;

  /** What only the main file has. */
  record Parts(
      Settings.Source source,
      ConnectionUrl sink,
      Settings.State state,
      ListenAddress listen,
      Limits limits) {

    Settings settings(
        Settings.Defaults defaults, List<StreamTableDefinition> tables, List<Problem> warnings) {
      return new Settings(
          source, sink, state, listen.toSocketAddress(), limits, defaults, tables, warnings);
    }
  }

  SettingsReader(Section root, Environment environment) {
    this.root = root;
    this.environment = environment;
  }

  /** Empty if there is no usable source, which has been reported. */
  Optional<Parts> read() {
    root.require("source");
    Optional<Settings.Source> source =
        root.section("source", ConfigKeys.SOURCE).flatMap(this::source);
    Optional<ConnectionUrl> sink = root.section("sink", ConfigKeys.SINK).flatMap(this::url);
    Settings.State state = state(root.section("state", ConfigKeys.STATE));
    ListenAddress listen = listen(root.section("http", ConfigKeys.HTTP));
    Limits limits =
        root.section("limits", ConfigKeys.LIMITS).map(this::limits).orElse(Limits.DEFAULT);
    return source.map(s -> new Parts(s, sink.orElse(s.url()), state, listen, limits));
  }

  private Limits limits(Section section) {
    Limits initial = Limits.DEFAULT;
    return new Limits(
        (int) count(section, "queryDepth", 10, initial.queryDepth(), initial.queryDepth()),
        (int) count(section, "planOperators", 10, 100_000, initial.planOperators()),
        (int) count(section, "groupingSets", 1, initial.groupingSets(), initial.groupingSets()),
        (int) count(section, "recursionIterations", 1, 100_000_000, initial.recursionIterations()),
        count(section, "recursionRows", 1, Long.MAX_VALUE, initial.recursionRows()),
        count(section, "deltaRows", 1, Long.MAX_VALUE, initial.deltaRows()));
  }

  private static long count(Section section, String key, long least, long most, long initial) {
    return section
        .count(key)
        .flatMap(text -> text.parse(value -> count(value, least, most)))
        .orElse(initial);
  }

  private static long count(String text, long least, long most) {
    try {
      long count = Long.parseLong(text.replace("_", ""));
      if (count >= least && count <= most) {
        return count;
      }
    } catch (NumberFormatException notANumber) {
      // reported below, like one that is out of range
    }
    throw new InvalidValueException(
        ErrorCode.BAD_COUNT,
        "'" + text + "' is not a usable number here",
        most == Long.MAX_VALUE
            ? "write a whole number of at least " + least
            : "write a whole number from " + least + " to " + most);
  }

  Settings.Defaults defaults() {
    Optional<Section> section = root.section("defaults", ConfigKeys.DEFAULTS);
    return new Settings.Defaults(
        section
            .flatMap(s -> s.parse("schedule", Schedule::parse))
            .orElse(Settings.Defaults.BUILT_IN.schedule()),
        section
            .flatMap(s -> s.parse("mode", RefreshMode::parse))
            .orElse(Settings.Defaults.BUILT_IN.mode()));
  }

  private Optional<Settings.Source> source(Section section) {
    section.require("url");
    String slot = section.parse("slot", SettingsReader::slot).orElse(Settings.Source.DEFAULT_SLOT);
    String publication =
        section
            .parse("publication", SettingsReader::publication)
            .orElse(Settings.Source.DEFAULT_PUBLICATION);
    return url(section).map(url -> new Settings.Source(url, slot, publication));
  }

  private Optional<ConnectionUrl> url(Section section) {
    return section.parse("url", text -> ConnectionUrl.parse(text, environment));
  }

  private Settings.State state(Optional<Section> section) {
    Path dir =
        section
            .flatMap(s -> s.text("dir"))
            .flatMap(SettingsReader::dir)
            .orElseGet(() -> root.folder().resolve(Settings.State.DEFAULT_DIRECTORY).normalize());
    ByteSize memory =
        section
            .flatMap(s -> s.parse("memory", SettingsReader::memory))
            .orElse(Settings.State.DEFAULT_MEMORY);
    return new Settings.State(dir, memory.bytes());
  }

  private static ListenAddress listen(Optional<Section> section) {
    return section
        .flatMap(s -> s.parse("listen", ListenAddress::parse))
        .orElse(Settings.DEFAULT_LISTEN);
  }

  private static Optional<Path> dir(Text text) {
    return text.parse(value -> {
      try {
        if (!value.isBlank()) {
          return text.folder().resolve(value).normalize();
        }
      } catch (InvalidPathException notAPath) {
        // reported below, like an empty one
      }
      throw new InvalidValueException(
          ErrorCode.BAD_PATH,
          "'" + value + "' is not a path of a folder",
          "write a path such as ./state");
    });
  }

  private static ByteSize memory(String text) {
    ByteSize size = ByteSize.parse(text);
    if (size.bytes() < Settings.State.MIN_MEMORY.bytes()) {
      throw new InvalidValueException(
          ErrorCode.BAD_SIZE,
          "'" + text + "' is too little memory for state",
          "at least " + Settings.State.MIN_MEMORY + "; what does not fit is kept on disk");
    }
    return size;
  }

  private static String slot(String text) {
    if (!SLOT.matcher(text).matches()) {
      throw new InvalidValueException(
          ErrorCode.BAD_NAME,
          "'" + text + "' cannot be the name of a replication slot",
          "PostgreSQL allows up to 63 lower-case letters a-z, digits and underscores");
    }
    return text;
  }

  private static String publication(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > Identifiers.BYTES_MAX || text.indexOf('\0') >= 0) {
      throw new InvalidValueException(
          ErrorCode.BAD_NAME,
          "'" + text + "' cannot be the name of a publication",
          "it has 1 to " + Identifiers.BYTES_MAX + " bytes");
    }
    return text;
  }
}
