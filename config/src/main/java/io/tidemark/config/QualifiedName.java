package io.tidemark.config;

import java.util.Comparator;
import java.util.List;

/**
 * Name of a table with its schema, as the catalog has it: no quotes, no folding to come. Ordered by
 * schema, then name. Prints as one would write it in SQL, quoted where needed.
 */
public record QualifiedName(String schema, String name) implements Comparable<QualifiedName> {

  private static final Comparator<QualifiedName> ORDER =
      Comparator.comparing(QualifiedName::schema).thenComparing(QualifiedName::name);

  /**
   * Reads a name as written in SQL, with or without schema.
   *
   * @throws InvalidValueException if it is none
   */
  public static QualifiedName parse(String text, String defaultSchema) {
    List<String> parts = Identifiers.parseChain(text);
    return switch (parts.size()) {
      case 1 -> new QualifiedName(defaultSchema, parts.get(0));
      case 2 -> new QualifiedName(parts.get(0), parts.get(1));
      default ->
          throw new InvalidValueException(
              ErrorCode.BAD_NAME,
              "'" + text + "' has more than two parts",
              "write schema.name: the database is the one of the connection");
    };
  }

  /** Fully quoted, for SQL statements. */
  public String quoted() {
    return Identifiers.quote(schema) + "." + Identifiers.quote(name);
  }

  @Override
  public int compareTo(QualifiedName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return Identifiers.display(schema) + "." + Identifiers.display(name);
  }
}
