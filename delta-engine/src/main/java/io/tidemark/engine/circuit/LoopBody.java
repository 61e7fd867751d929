package io.tidemark.engine.circuit;

import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.operator.recursive.Recursion;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.List;

/** The operators of a recursion's step, as one. */
final class LoopBody implements Recursion.Body {

  /** Where a delta comes from. */
  sealed interface Slot {}

  /** The rows of the rounds. */
  record Working() implements Slot {}

  /** The input of that number that is the same in all rounds. */
  record Fixed(int number) implements Slot {}

  /** The operator of that number within this body. */
  record Inner(int number) implements Slot {}

  /** An operator in its place; those that feed it have smaller numbers. */
  record InnerNode(Operator operator, List<Slot> inputs, OperatorStatistics statistics) {}

  private final List<InnerNode> nodes;
  private final Slot root;

  LoopBody(List<InnerNode> nodes, Slot root) {
    this.nodes = List.copyOf(nodes);
    this.root = root;
  }

  @Override
  public ZSet step(ZSet working, List<ZSet> fixed) {
    List<ZSet> results = new ArrayList<>(nodes.size());
    for (InnerNode node : nodes) {
      List<ZSet> inputs = new ArrayList<>(node.inputs().size());
      boolean changed = false;
      for (Slot slot : node.inputs()) {
        ZSet input = delta(slot, working, fixed, results);
        changed |= !input.isEmpty();
        inputs.add(input);
      }
      results.add(changed ? step(node, inputs) : new ZSet());
    }
    return delta(root, working, fixed, results);
  }

  private static ZSet step(InnerNode node, List<ZSet> inputs) {
    long start = System.nanoTime();
    ZSet result = node.operator().step(inputs);
    node.statistics().step(inputs, result, System.nanoTime() - start);
    return result;
  }

  private static ZSet delta(Slot slot, ZSet working, List<ZSet> fixed, List<ZSet> results) {
    return switch (slot) {
      case Working _ -> working;
      case Fixed(int number) -> fixed.get(number);
      case Inner(int number) -> results.get(number);
    };
  }
}
