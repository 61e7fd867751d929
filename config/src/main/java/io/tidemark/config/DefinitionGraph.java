package io.tidemark.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which stream table reads which, as far as their queries' names tell: without a server a view that
 * reads a stream table cannot be seen through. Immutable. Every order is by name where reading does
 * not decide, so that it does not depend on the order of files.
 */
public final class DefinitionGraph {

  private final NavigableMap<QualifiedName, StreamTableDefinition> definitions = new TreeMap<>();
  private final Map<QualifiedName, NavigableSet<QualifiedName>> reads = new TreeMap<>();
  private final List<List<QualifiedName>> cycles;
  private final List<QualifiedName> order;

  /**
   * Stream tables that are connected by reading each other: they become one circuit and tick
   * together.
   *
   * @param name the smallest name of its members: it stays while members that sort behind it come
   *     and go
   * @param definitions in an order in which whatever one reads comes before it
   */
  public record Component(QualifiedName name, List<StreamTableDefinition> definitions) {
    public Component {
      definitions = List.copyOf(definitions);
    }
  }

  /**
   * @param all with any number of mistakes: of equal names the first counts, circles are told by
   *     {@link #cycles()}
   */
  public DefinitionGraph(Collection<StreamTableDefinition> all) {
    all.forEach(definition -> definitions.putIfAbsent(definition.name(), definition));
    definitions.forEach((name, definition) -> {
      NavigableSet<QualifiedName> found = new TreeSet<>();
      for (Relation relation : definition.relations()) {
        relation.resolve(definition.searchPath(), definitions::containsKey).ifPresent(found::add);
      }
      reads.put(name, found);
    });
    GraphOrder sorted = GraphOrder.of(reads);
    this.cycles = sorted.cycles();
    LinkedHashSet<QualifiedName> everyone = new LinkedHashSet<>(sorted.ordered());
    everyone.addAll(definitions.keySet());
    this.order = List.copyOf(everyone);
  }

  /**
   * Every way in which a stream table reads itself, as the path from it to itself, named again at
   * the end. Circular definitions are refused by whoever accepts definitions.
   */
  public List<List<QualifiedName>> cycles() {
    return cycles;
  }

  /** The first of {@link #cycles()}. */
  public Optional<List<QualifiedName>> cycle() {
    return cycles.stream().findFirst();
  }

  /** All, each behind those that it reads; what lies on or behind a circle comes last. */
  public List<StreamTableDefinition> inOrder() {
    return order.stream().map(this::definition).toList();
  }

  /** The circuits to be, ordered by name. */
  public List<Component> components() {
    List<Component> components = new ArrayList<>();
    for (List<QualifiedName> names : GraphOrder.components(order, reads)) {
      components.add(
          new Component(Collections.min(names), names.stream().map(this::definition).toList()));
    }
    return components;
  }

  /** The stream tables that this one reads directly; empty for a name that is not here. */
  public NavigableSet<QualifiedName> readBy(QualifiedName name) {
    return Collections.unmodifiableNavigableSet(reads.getOrDefault(name, new TreeSet<>()));
  }

  /** The stream tables that read this one directly. */
  public NavigableSet<QualifiedName> readers(QualifiedName name) {
    NavigableSet<QualifiedName> readers = new TreeSet<>();
    reads.forEach((reader, found) -> {
      if (found.contains(name)) {
        readers.add(reader);
      }
    });
    return readers;
  }

  /** What to say about one of {@link #cycles()}. */
  static InvalidValueException refusal(List<QualifiedName> cycle) {
    String path = String.join(" → ", cycle.stream().map(QualifiedName::toString).toList());
    String message =
        cycle.size() == 2
            ? "the stream table " + cycle.getFirst() + " reads itself"
            : "stream tables read each other in a circle: " + path;
    return new InvalidValueException(
        ErrorCode.CYCLE,
        message + "; circular definitions are not supported yet",
        "if a table of the same name in another schema is meant, write its schema; a recursion"
            + " inside of one query is WITH RECURSIVE");
  }

  private StreamTableDefinition definition(QualifiedName name) {
    StreamTableDefinition definition = definitions.get(name);
    if (definition == null) {
      throw new IllegalArgumentException("no stream table " + name);
    }
    return definition;
  }
}
