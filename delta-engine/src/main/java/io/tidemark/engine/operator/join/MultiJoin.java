package io.tidemark.engine.operator.join;

import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.Operator;
import io.tidemark.state.arrangement.Arrangements;
import io.tidemark.state.arrangement.IndexedZSet;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The combinations of rows, one of each input, whose keys are equal along the edges of a tree:
 * {@code A ⋈ B ⋈ C …} without its intermediate results.
 *
 * <p>Multilinear: {@code δout = Σᵢ A₁' ⋈ … ⋈ δAᵢ ⋈ Aᵢ₊₁ ⋈ …}, the inputs before i as they are after
 * the step, those behind as they were. A changed row walks along the tree, from its input to all
 * others. Combinations of the terms that never existed cancel out.
 *
 * <p>State: each input's rows, once per edge that it has, by the edge's key; rows without one of
 * their keys (NULL) are in no combination and not kept. Cost per change: one write per edge of its
 * input, and a probe per edge and partial combination.
 */
public final class MultiJoin implements Operator {

  /**
   * An edge of the tree.
   *
   * @param leftKey of a row of the left input, in the encoding of the right's
   */
  public record Edge(int left, int right, KeyFunction leftKey, KeyFunction rightKey) {}

  /** One end of an edge: an input's rows by its key. */
  private record End(KeyFunction key, IndexedZSet rows) {}

  /**
   * From an input that has its row to the next.
   *
   * @param key of the row at hand
   */
  private record Way(int from, KeyFunction key, int to, IndexedZSet rows) {}

  private final int inputs;
  private final List<List<End>> ends = new ArrayList<>();

  /** From each input to all others; first those that start at it, in the order of its ends. */
  private final List<List<Way>> ways = new ArrayList<>();

  /**
   * @param edges a tree over all inputs
   * @param name the join's name, stable between runs
   */
  public MultiJoin(int inputs, List<Edge> edges, Arrangements arrangements, String name) {
    this.inputs = inputs;
    for (int i = 0; i < inputs; i++) {
      ends.add(new ArrayList<>());
    }
    List<List<Way>> steps = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      Edge edge = edges.get(i);
      End left = new End(edge.leftKey(), arrangements.indexed(name + "." + i + ".left"));
      End right = new End(edge.rightKey(), arrangements.indexed(name + "." + i + ".right"));
      ends.get(edge.left()).add(left);
      ends.get(edge.right()).add(right);
      steps.add(
          List.of(
              new Way(edge.left(), edge.leftKey(), edge.right(), right.rows()),
              new Way(edge.right(), edge.rightKey(), edge.left(), left.rows())));
    }
    for (int i = 0; i < inputs; i++) {
      ways.add(waysFrom(i, steps));
    }
  }

  private static List<Way> waysFrom(int input, List<List<Way>> edges) {
    List<Integer> reached = new ArrayList<>(List.of(input));
    List<Way> ways = new ArrayList<>();
    for (int at = 0; at < reached.size(); at++) {
      for (List<Way> edge : edges) {
        for (Way way : edge) {
          if (way.from() == reached.get(at) && !reached.contains(way.to())) {
            reached.add(way.to());
            ways.add(way);
          }
        }
      }
    }
    return ways;
  }

  @Override
  public ZSet step(List<ZSet> deltas) {
    ZSet output = new ZSet();
    int changed = 0;
    for (int input = 0; input < inputs; input++) {
      ZSet delta = deltas.get(input).consolidate();
      if (delta.isEmpty()) {
        continue;
      }
      changed++;
      ends.get(input).forEach(end -> end.key().prepare(delta));
      for (int i = 0; i < delta.size(); i++) {
        change(input, delta.row(i), delta.weight(i), output);
      }
    }
    return changed > 1 ? output.consolidate() : output;
  }

  private void change(int input, Row row, long weight, ZSet output) {
    List<byte[]> keys = new ArrayList<>();
    for (End end : ends.get(input)) {
      byte @Nullable [] key = end.key().keyOf(row);
      if (key == null) {
        return;
      }
      keys.add(key);
    }
    Row[] combination = new Row[inputs];
    combination[input] = row;
    walk(ways.get(input), keys, 0, combination, weight, output);
    for (int i = 0; i < keys.size(); i++) {
      ends.get(input).get(i).rows().add(keys.get(i), row.bytes(), weight);
    }
  }

  /**
   * @param keys of the changed row, by its ends
   */
  private static void walk(
      List<Way> ways, List<byte[]> keys, int next, Row[] combination, long weight, ZSet output) {
    if (next == ways.size()) {
      output.add(Row.concat(combination), weight);
      return;
    }
    Way way = ways.get(next);
    byte @Nullable [] key =
        next < keys.size() ? keys.get(next) : way.key().keyOf(combination[way.from()]);
    if (key != null) {
      way.rows()
          .forEach(
              key,
              (row, times) -> {
                combination[way.to()] = Row.wrap(row);
                walk(ways, keys, next + 1, combination, weight * times, output);
              });
    }
  }
}
