package io.tidemark.engine.analyzed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The sets that GROUPING SETS, ROLLUP and CUBE stand for: those of several items are every
 * combination of one of each. PostgreSQL has refused more than 4,096 of them when it analysed the
 * query.
 */
final class GroupingSetList {

  private static final int EMPTY = 0;
  private static final int SIMPLE = 1;
  private static final int ROLLUP = 2;
  private static final int CUBE = 3;
  private static final int SETS = 4;

  private GroupingSetList() {}

  /** The query's grouping sets, each as references to items of GROUP BY. */
  static List<List<Integer>> of(Node query) {
    List<List<Integer>> combined = List.of(List.of());
    for (Node item : query.nodes("groupingSets")) {
      List<List<Integer>> sets = sets(item);
      List<List<Integer>> next = new ArrayList<>();
      for (List<Integer> left : combined) {
        sets.forEach(right -> next.add(union(List.of(left, right))));
      }
      combined = next;
    }
    return query.flag("groupDistinct") ? distinct(combined) : combined;
  }

  private static List<List<Integer>> sets(Node item) {
    return switch (item.integer("kind")) {
      case EMPTY -> List.of(List.of());
      case SIMPLE -> List.of(item.integers("content"));
      case ROLLUP -> {
        List<List<Integer>> parts = parts(item);
        List<List<Integer>> sets = new ArrayList<>();
        for (int size = parts.size(); size >= 0; size--) {
          sets.add(union(parts.subList(0, size)));
        }
        yield sets;
      }
      case CUBE -> {
        List<List<Integer>> parts = parts(item);
        List<List<Integer>> sets = new ArrayList<>();
        for (int choice = (1 << parts.size()) - 1; choice >= 0; choice--) {
          List<List<Integer>> chosen = new ArrayList<>();
          for (int i = 0; i < parts.size(); i++) {
            if ((choice & 1 << i) != 0) {
              chosen.add(parts.get(i));
            }
          }
          sets.add(union(chosen));
        }
        yield sets;
      }
      case SETS -> {
        List<List<Integer>> sets = new ArrayList<>();
        item.nodes("content").forEach(part -> sets.addAll(sets(part)));
        yield sets;
      }
      default -> throw Refusals.expression(item);
    };
  }

  private static List<List<Integer>> parts(Node item) {
    return item.nodes("content").stream().map(part -> part.integers("content")).toList();
  }

  private static List<Integer> union(List<List<Integer>> parts) {
    Set<Integer> all = new LinkedHashSet<>();
    parts.forEach(all::addAll);
    return List.copyOf(all);
  }

  /** GROUP BY DISTINCT: the same set once, whatever the order of its items. */
  private static List<List<Integer>> distinct(List<List<Integer>> sets) {
    Set<Set<Integer>> seen = new HashSet<>();
    return sets.stream().filter(set -> seen.add(Set.copyOf(set))).toList();
  }
}
