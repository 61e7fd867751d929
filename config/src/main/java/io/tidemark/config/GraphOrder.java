package io.tidemark.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Order, circles and connected parts of a graph of names. No recursion, so that a chain of
 * thousands does not overflow the stack.
 *
 * @param ordered each name behind those that it reads; without names that lie on a circle or read
 *     one
 * @param cycles a shortest circle through each name that lies on one and on none of those before
 */
record GraphOrder(List<QualifiedName> ordered, List<List<QualifiedName>> cycles) {

  /**
   * @param reads for each name those that it reads, all of them keys
   */
  static GraphOrder of(Map<QualifiedName, NavigableSet<QualifiedName>> reads) {
    Map<QualifiedName, NavigableSet<QualifiedName>> readers = reversed(reads);
    Map<QualifiedName, Integer> missing = new TreeMap<>();
    PriorityQueue<QualifiedName> ready = new PriorityQueue<>();
    reads.forEach((name, found) -> {
      missing.put(name, found.size());
      if (found.isEmpty()) {
        ready.add(name);
      }
    });
    List<QualifiedName> ordered = new ArrayList<>();
    for (QualifiedName next = ready.poll(); next != null; next = ready.poll()) {
      ordered.add(next);
      missing.remove(next);
      for (QualifiedName reader : readers.getOrDefault(next, new TreeSet<>())) {
        if (missing.merge(reader, -1, Integer::sum) == 0) {
          ready.add(reader);
        }
      }
    }
    return new GraphOrder(List.copyOf(ordered), cycles(missing.keySet(), reads));
  }

  private static List<List<QualifiedName>> cycles(
      Collection<QualifiedName> candidates, Map<QualifiedName, NavigableSet<QualifiedName>> reads) {
    List<List<QualifiedName>> cycles = new ArrayList<>();
    Set<QualifiedName> reported = new HashSet<>();
    for (QualifiedName name : candidates) {
      if (!reported.contains(name)) {
        cycle(name, reads)
            .ifPresent(path -> {
              cycles.add(path);
              reported.addAll(path);
            });
      }
    }
    return cycles;
  }

  /** Breadth first from {@code start} until it is met again. */
  private static Optional<List<QualifiedName>> cycle(
      QualifiedName start, Map<QualifiedName, NavigableSet<QualifiedName>> reads) {
    Map<QualifiedName, QualifiedName> reachedFrom = new TreeMap<>();
    Deque<QualifiedName> queue = new ArrayDeque<>(List.of(start));
    for (QualifiedName at = queue.poll(); at != null; at = queue.poll()) {
      for (QualifiedName next : reads.getOrDefault(at, new TreeSet<>())) {
        if (reachedFrom.putIfAbsent(next, at) != null) {
          continue;
        }
        if (next.equals(start)) {
          return Optional.of(pathTo(start, reachedFrom));
        }
        queue.add(next);
      }
    }
    return Optional.empty();
  }

  private static List<QualifiedName> pathTo(
      QualifiedName start, Map<QualifiedName, QualifiedName> reachedFrom) {
    List<QualifiedName> path = new ArrayList<>(List.of(start));
    QualifiedName at = start;
    do {
      at = reachedFrom.getOrDefault(at, start);
      path.add(at);
    } while (!at.equals(start));
    return path.reversed();
  }

  /** The connected parts, each in the given order, sorted by their smallest name. */
  static List<List<QualifiedName>> components(
      List<QualifiedName> ordered, Map<QualifiedName, NavigableSet<QualifiedName>> reads) {
    Map<QualifiedName, NavigableSet<QualifiedName>> readers = reversed(reads);
    Map<QualifiedName, QualifiedName> smallest = new TreeMap<>();
    for (QualifiedName name : new TreeSet<>(ordered)) {
      Deque<QualifiedName> queue = new ArrayDeque<>(List.of(name));
      for (QualifiedName at = queue.poll(); at != null; at = queue.poll()) {
        if (smallest.putIfAbsent(at, name) == null) {
          queue.addAll(reads.getOrDefault(at, new TreeSet<>()));
          queue.addAll(readers.getOrDefault(at, new TreeSet<>()));
        }
      }
    }
    Map<QualifiedName, List<QualifiedName>> parts = new TreeMap<>();
    for (QualifiedName name : ordered) {
      parts
          .computeIfAbsent(smallest.getOrDefault(name, name), first -> new ArrayList<>())
          .add(name);
    }
    return List.copyOf(parts.values());
  }

  private static Map<QualifiedName, NavigableSet<QualifiedName>> reversed(
      Map<QualifiedName, NavigableSet<QualifiedName>> reads) {
    Map<QualifiedName, NavigableSet<QualifiedName>> readers = new TreeMap<>();
    reads.forEach((reader, found) ->
        found.forEach(name -> readers.computeIfAbsent(name, key -> new TreeSet<>()).add(reader)));
    return readers;
  }
}
