package io.tidemark.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects problems while reading goes on. For one thread. */
final class Problems {

  private final Map<@Nullable String, List<Problem>> byFile = new LinkedHashMap<>();

  public void add(Problem problem) {
    List<Problem> ofFile = byFile.computeIfAbsent(problem.file(), file -> new ArrayList<>());
    if (!ofFile.contains(problem)) { // an aliased YAML node is read at each of its uses
      ofFile.add(problem);
    }
  }

  public boolean hasErrors() {
    return byFile.values().stream().flatMap(List::stream).anyMatch(Problem::isError);
  }

  /** Files in the order of their first problem, within a file by position. */
  public List<Problem> inOrder() {
    Comparator<Problem> byPosition =
        Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);
    return byFile.values().stream().flatMap(list -> list.stream().sorted(byPosition)).toList();
  }
}
