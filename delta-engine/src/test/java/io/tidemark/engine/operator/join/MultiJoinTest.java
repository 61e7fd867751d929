package io.tidemark.engine.operator.join;

import static io.tidemark.engine.operator.Rows.bag;
import static io.tidemark.engine.operator.Rows.delta;
import static io.tidemark.engine.operator.Rows.row;
import static io.tidemark.engine.operator.join.JoinCases.BY_NUMBER;
import static io.tidemark.engine.operator.join.JoinCases.BY_TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.engine.operator.Bag;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.operator.OperatorModel;
import io.tidemark.engine.operator.Rows;
import io.tidemark.state.arrangement.InMemoryArrangements;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class MultiJoinTest {

  private static final List<MultiJoin.Edge> CHAIN =
      List.of(
          new MultiJoin.Edge(0, 1, BY_NUMBER, BY_NUMBER),
          new MultiJoin.Edge(1, 2, BY_TEXT, BY_TEXT),
          new MultiJoin.Edge(2, 3, BY_NUMBER, BY_NUMBER));

  private static final List<MultiJoin.Edge> STAR =
      List.of(
          new MultiJoin.Edge(0, 1, BY_NUMBER, BY_NUMBER),
          new MultiJoin.Edge(0, 2, BY_TEXT, BY_TEXT),
          new MultiJoin.Edge(0, 3, BY_NUMBER, BY_NUMBER));

  @Test
  void joinsAlongAChain() {
    model(CHAIN).check(15, 20);
  }

  @Test
  void joinsAStar() {
    model(STAR).check(15, 20);
  }

  @Test
  void allInputsMayChangeInOneStep() {
    Operator join = new MultiJoin(4, CHAIN, new InMemoryArrangements(), "joins");
    ZSet output =
        join.step(
            List.of(
                delta(row(1, "a")), delta(row(1, "x")), delta(row(2, "X")), delta(row(2, "d"))));
    assertEquals(bag(delta(row(1, "a", 1, "x", 2, "X", 2, "d"))), bag(output));
  }

  private static OperatorModel model(List<MultiJoin.Edge> edges) {
    Function<Random, Row> rows = Rows::random;
    return new OperatorModel(
        arrangements -> new MultiJoin(4, edges, arrangements, "joins"),
        Collections.nCopies(4, rows),
        inputs -> {
          Bag result = new Bag();
          combine(inputs, edges, new Row[4], 0, 1, result);
          return result;
        });
  }

  private static void combine(
      List<Bag> inputs, List<MultiJoin.Edge> edges, Row[] rows, int next, long weight, Bag result) {
    if (next == rows.length) {
      if (edges.stream().allMatch(edge -> holds(edge, rows))) {
        result.plus(Row.concat(rows.clone()), weight);
      }
      return;
    }
    inputs
        .get(next)
        .forEach((row, times) -> {
          rows[next] = row;
          boolean possible =
              edges.stream()
                  .filter(edge -> edge.left() <= next && edge.right() <= next)
                  .allMatch(edge -> holds(edge, rows));
          if (possible) {
            combine(inputs, edges, rows, next + 1, weight * times, result);
          }
        });
  }

  private static boolean holds(MultiJoin.Edge edge, Row[] rows) {
    KeyFunction leftKey = edge.leftKey();
    byte[] left = leftKey.keyOf(rows[edge.left()]);
    return left != null && Arrays.equals(left, edge.rightKey().keyOf(rows[edge.right()]));
  }
}
