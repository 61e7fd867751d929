package io.tidemark.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The check of a definition that no file holds: problems tell places in words. For one use. */
final class RequestedDefinition {

  private final String name;
  private final String query;
  private final List<String> searchPath;
  private final String schedule;
  private final String mode;
  private final List<Problem> problems = new ArrayList<>();

  RequestedDefinition(
      String name, String query, List<String> searchPath, String schedule, String mode) {
    this.name = name;
    this.query = query;
    this.searchPath = List.copyOf(searchPath);
    this.schedule = schedule;
    this.mode = mode;
  }

  StreamTableDefinition check() {
    List<String> schemas = schemas();
    Optional<QualifiedName> qualified =
        parse(name, text -> DefinitionRules.name(text, schemas.getFirst()));
    Optional<Schedule> when = parse(schedule, Schedule::parse);
    Optional<RefreshMode> how = parse(mode, RefreshMode::parse);
    if (when.isPresent() && how.isPresent()) {
      DefinitionRules.conflict(when.get(), how.get())
          .map(InvalidValueException::withoutPosition)
          .ifPresent(problems::add);
    }
    QueryOutline outline = QueryOutline.of(query);
    outline.mistakes().stream().map(this::inQuery).forEach(problems::add);
    if (qualified.isEmpty() || when.isEmpty() || how.isEmpty() || !problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return StreamTableDefinition.of(qualified.get(), outline, schemas, when.get(), how.get());
  }

  private List<String> schemas() {
    if (searchPath.size() > DefinitionRules.SEARCH_PATH_MAX) {
      problems.add(
          Problem.withoutPosition(
              ErrorCode.LIMIT_EXCEEDED,
              "the search path has more than " + DefinitionRules.SEARCH_PATH_MAX + " schemas",
              "qualify the names in the query"));
      return StreamTableDefinition.DEFAULT_SEARCH_PATH;
    }
    List<String> schemas =
        searchPath.stream()
            .flatMap(entry -> parse(entry, DefinitionRules::schema).stream())
            .toList();
    return schemas.isEmpty() ? StreamTableDefinition.DEFAULT_SEARCH_PATH : schemas;
  }

  private <T> Optional<T> parse(String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (InvalidValueException invalid) {
      problems.add(invalid.withoutPosition());
      return Optional.empty();
    }
  }

  private Problem inQuery(InvalidValueException mistake) {
    String before = query.substring(0, Math.min(mistake.offset(), query.length()));
    long line = before.chars().filter(c -> c == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    return Problem.withoutPosition(
        mistake.code(),
        mistake.text() + " (line " + line + ", column " + column + " of the query)",
        mistake.hint());
  }
}
