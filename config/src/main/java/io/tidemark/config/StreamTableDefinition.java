package io.tidemark.config;

import java.util.List;
import java.util.Set;

/**
 * What a stream table is to hold, and when and how it is brought up to date. Where it was written,
 * in a file or by a request, makes no difference.
 *
 * @param query one query without a trailing semicolon or comment; its meaning is not known before
 *     PostgreSQL has analysed it
 * @param searchPath schemas in which unqualified names of the query are looked up; never empty
 * @param relations what the query names, as far as can be told without a server
 * @param isGuess whether the offline parser does not understand the query, so that {@code
 *     relations} is a guess
 */
public record StreamTableDefinition(
    QualifiedName name,
    String query,
    List<String> searchPath,
    Schedule schedule,
    RefreshMode mode,
    Set<Relation> relations,
    boolean isGuess) {

  public static final List<String> DEFAULT_SEARCH_PATH = List.of("public");

  public StreamTableDefinition {
    searchPath = List.copyOf(searchPath);
    relations = Set.copyOf(relations);
    if (searchPath.isEmpty() || query.isBlank()) {
      throw new IllegalArgumentException("a definition has a search path and a query");
    }
  }

  /**
   * Checks a definition that a request brings as texts. References such as {@code ${env:…}} mean
   * nothing here, so that a request cannot read the server's environment.
   *
   * @param searchPath empty for {@link #DEFAULT_SEARCH_PATH}
   * @throws ConfigException with all that is wrong, without positions in a file
   */
  public static StreamTableDefinition of(
      String name, String query, List<String> searchPath, String schedule, String mode) {
    return new RequestedDefinition(name, query, searchPath, schedule, mode).check();
  }

  static StreamTableDefinition of(
      QualifiedName name,
      QueryOutline outline,
      List<String> searchPath,
      Schedule schedule,
      RefreshMode mode) {
    return new StreamTableDefinition(
        name,
        outline.text(),
        searchPath,
        schedule,
        mode,
        outline.relations(),
        outline.doubt().isPresent());
  }
}
