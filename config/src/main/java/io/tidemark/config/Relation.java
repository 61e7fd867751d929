package io.tidemark.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A relation as a query names it: a table, a view or a stream table, nobody knows without a server.
 *
 * @param schema empty when the search path decides
 */
public record Relation(Optional<String> schema, String name) {

  /**
   * Which of the {@code known} tables is meant: the one in the named schema, else the one in the
   * first schema of the path that has it. Tables that are not known cannot be seen here; PostgreSQL
   * may find one earlier in the path.
   */
  public Optional<QualifiedName> resolve(List<String> searchPath, Predicate<QualifiedName> known) {
    return schema.map(List::of).orElse(searchPath).stream()
        .map(candidate -> new QualifiedName(candidate, name))
        .filter(known)
        .findFirst();
  }

  @Override
  public String toString() {
    return schema.map(s -> Identifiers.display(s) + ".").orElse("") + Identifiers.display(name);
  }
}
