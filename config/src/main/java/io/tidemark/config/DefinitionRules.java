package io.tidemark.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What holds for the parts of a definition, whether a file or a request brings them. */
final class DefinitionRules {

  /** Each schema of the path costs a look-up per relation; nobody has this many. */
  static final int SEARCH_PATH_MAX = 64;

  /** Schemas that belong to PostgreSQL or to Tidemark itself. */
  private static final Set<String> RESERVED_SCHEMAS = Set.of("information_schema", "tidemark");

  private DefinitionRules() {}

  static QualifiedName name(String text, String defaultSchema) {
    QualifiedName name = QualifiedName.parse(text, defaultSchema);
    if (RESERVED_SCHEMAS.contains(name.schema()) || name.schema().startsWith("pg_")) {
      throw new InvalidValueException(
          ErrorCode.BAD_NAME,
          "the schema of '" + name + "' is not for stream tables",
          "put it into a schema of your own");
    }
    return name;
  }

  /** An entry of a search path. */
  static String schema(String text) {
    if (text.equals("$user") || text.equals("\"$user\"")) {
      throw badSchema("$user depends on who is logged in", "name the schema itself");
    }
    List<String> parts = Identifiers.parseChain(text);
    if (parts.size() != 1) {
      throw badSchema("'" + text + "' is not the name of one schema", "list schemas one by one");
    }
    String schema = parts.getFirst();
    if (schema.startsWith("pg_temp")) {
      throw badSchema("temporary tables cannot be read", "only their session sees them");
    }
    return schema;
  }

  /** Why mode and schedule do not go together. */
  static Optional<InvalidValueException> conflict(Schedule schedule, RefreshMode mode) {
    return mode == RefreshMode.IMMEDIATE && !(schedule instanceof Schedule.Continuous)
        ? Optional.of(
            new InvalidValueException(
                ErrorCode.BAD_SCHEDULE,
                "mode immediate does not go with the schedule " + schedule,
                "a COMMIT waits for each refresh: use schedule continuous, or another mode"))
        : Optional.empty();
  }

  private static InvalidValueException badSchema(String message, String hint) {
    return new InvalidValueException(ErrorCode.BAD_NAME, message, hint);
  }
}
