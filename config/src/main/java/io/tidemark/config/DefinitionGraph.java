package io.tidemark.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which stream tables read which, known before any of them exists. A name that the query leaves
 * without schema is looked for along the definition's search path.
 */
public final class DefinitionGraph {

  private final Map<QualifiedName, StreamTableDefinition> definitions = new LinkedHashMap<>();
  private final Map<QualifiedName, Set<QualifiedName>> reads = new LinkedHashMap<>();

  /** Stream tables that are connected by reading each other: they make up one circuit. */
  public record Component(QualifiedName name, List<StreamTableDefinition> definitions) {}

  public DefinitionGraph(List<StreamTableDefinition> all) {
    for (StreamTableDefinition definition : all) {
      definitions.put(definition.name(), definition);
    }
    for (StreamTableDefinition definition : all) {
      Set<QualifiedName> read = new LinkedHashSet<>();
      for (QueryOutline.Relation relation : definition.relations()) {
        resolve(definition, relation).ifPresent(read::add);
      }
      reads.put(definition.name(), read);
    }
  }

  private Optional<QualifiedName> resolve(
      StreamTableDefinition definition, QueryOutline.Relation relation) {
    List<String> schemas =
        relation.schema().isPresent() ? List.of(relation.schema().get()) : definition.searchPath();
    return schemas.stream()
        .map(schema -> new QualifiedName(schema, relation.name()))
        .filter(definitions::containsKey)
        .findFirst();
  }

  /** The stream tables that one reads directly. */
  public Set<QualifiedName> readBy(QualifiedName name) {
    return reads.getOrDefault(name, Set.of());
  }

  /** A path from a stream table back to itself, if there is one: first and last are the same. */
  public Optional<List<QualifiedName>> cycle() {
    Map<QualifiedName, Boolean> finished = new LinkedHashMap<>();
    for (QualifiedName start : definitions.keySet()) {
      List<QualifiedName> path = new ArrayList<>();
      if (findCycle(start, path, finished)) {
        return Optional.of(path.subList(path.indexOf(path.getLast()), path.size()));
      }
    }
    return Optional.empty();
  }

  private boolean findCycle(
      QualifiedName at, List<QualifiedName> path, Map<QualifiedName, Boolean> finished) {
    Boolean state = finished.get(at);
    path.add(at);
    if (state != null) {
      if (!state) {
        return true;
      }
      path.removeLast();
      return false;
    }
    finished.put(at, false);
    for (QualifiedName next : readBy(at)) {
      if (findCycle(next, path, finished)) {
        return true;
      }
    }
    finished.put(at, true);
    path.removeLast();
    return false;
  }

  /**
   * The definitions, each after those that it reads.
   *
   * @throws IllegalStateException if there is a cycle
   */
  public List<StreamTableDefinition> inOrder() {
    if (cycle().isPresent()) {
      throw new IllegalStateException("the definitions are circular");
    }
    Set<QualifiedName> placed = new LinkedHashSet<>();
    definitions.keySet().forEach(name -> place(name, placed));
    return placed.stream()
        .map(name -> java.util.Objects.requireNonNull(definitions.get(name)))
        .toList();
  }

  private void place(QualifiedName name, Set<QualifiedName> placed) {
    if (!placed.contains(name)) {
      readBy(name).forEach(read -> place(read, placed));
      placed.add(name);
    }
  }

  /** The connected components, each named after its first stream table by name and in order. */
  public List<Component> components() {
    Map<QualifiedName, QualifiedName> leaders = new TreeMap<>();
    definitions.keySet().forEach(name -> leaders.put(name, name));
    reads.forEach((reader, read) -> read.forEach(source -> union(leaders, reader, source)));
    Map<QualifiedName, List<StreamTableDefinition>> members = new TreeMap<>();
    for (StreamTableDefinition definition : inOrder()) {
      members
          .computeIfAbsent(leader(leaders, definition.name()), ignored -> new ArrayList<>())
          .add(definition);
    }
    List<Component> components = new ArrayList<>();
    members.forEach((name, tables) -> components.add(new Component(name, List.copyOf(tables))));
    return components;
  }

  /**
   * The smaller name leads, so that a component's name does not depend on the order of definitions.
   */
  private static void union(
      Map<QualifiedName, QualifiedName> leaders, QualifiedName a, QualifiedName b) {
    QualifiedName left = leader(leaders, a);
    QualifiedName right = leader(leaders, b);
    if (left.compareTo(right) <= 0) {
      leaders.put(right, left);
    } else {
      leaders.put(left, right);
    }
  }

  private static QualifiedName leader(Map<QualifiedName, QualifiedName> leaders, QualifiedName of) {
    QualifiedName at = of;
    QualifiedName above = java.util.Objects.requireNonNull(leaders.get(at));
    while (!above.equals(at)) {
      at = above;
      above = java.util.Objects.requireNonNull(leaders.get(at));
    }
    return at;
  }
}
