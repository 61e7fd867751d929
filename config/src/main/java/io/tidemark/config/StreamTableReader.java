package io.tidemark.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the entries of {@code streamTables}. */
final class StreamTableReader {

  private final Settings.Defaults defaults;

  StreamTableReader(Settings.Defaults defaults) {
    this.defaults = defaults;
  }

  /** Empty if it has no name, which has been reported. */
  Optional<ConfigReading.Entry> read(Section section) {
    section.require("name", "query");
    List<String> searchPath = searchPath(section);
    Optional<Text> nameText = section.text("name");
    Optional<QualifiedName> name =
        nameText.flatMap(
            text -> text.parse(value -> DefinitionRules.name(value, searchPath.getFirst())));
    Optional<Schedule> schedule = section.parse("schedule", Schedule::parse);
    Optional<RefreshMode> mode = section.parse("mode", RefreshMode::parse);
    boolean isScheduleValid = schedule.isPresent() || !section.has("schedule");
    boolean isModeValid = mode.isPresent() || !section.has("mode");
    if (isScheduleValid && isModeValid) {
      DefinitionRules.conflict(schedule.orElse(defaults.schedule()), mode.orElse(defaults.mode()))
          .ifPresent(conflict ->
              section
                  .text(section.has("schedule") ? "schedule" : "mode")
                  .or(() -> nameText)
                  .ifPresent(text -> text.report(conflict)));
    }
    Optional<Text> queryText = section.sql("query");
    Optional<QueryOutline> outline = queryText.flatMap(StreamTableReader::outline);
    if (name.isEmpty() || nameText.isEmpty()) {
      return Optional.empty();
    }
    Optional<StreamTableDefinition> definition =
        outline.map(valid ->
            StreamTableDefinition.of(
                name.get(),
                valid,
                searchPath,
                schedule.orElse(defaults.schedule()),
                mode.orElse(defaults.mode())));
    return Optional.of(new ConfigReading.Entry(name.get(), nameText.get(), definition, queryText));
  }

  private static List<String> searchPath(Section section) {
    List<Text> entries = section.texts("searchPath");
    if (entries.size() > DefinitionRules.SEARCH_PATH_MAX) {
      String message =
          "the search path has more than " + DefinitionRules.SEARCH_PATH_MAX + " schemas";
      section.report(ErrorCode.LIMIT_EXCEEDED, message, "qualify the names in the query");
      return StreamTableDefinition.DEFAULT_SEARCH_PATH;
    }
    List<String> schemas = new ArrayList<>();
    entries.forEach(entry -> entry.parse(DefinitionRules::schema).ifPresent(schemas::add));
    return schemas.isEmpty() ? StreamTableDefinition.DEFAULT_SEARCH_PATH : schemas;
  }

  private static Optional<QueryOutline> outline(Text text) {
    Optional<QueryOutline> outline = text.parse(QueryOutline::of);
    outline.ifPresent(o -> {
      o.mistakes().forEach(text::report);
      o.doubt().ifPresent(text::report);
    });
    return outline.filter(o -> o.mistakes().isEmpty());
  }
}
