package io.tidemark.engine.circuit;

import io.tidemark.engine.operator.Operator;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Compiles the step of a recursion: what depends on its reference becomes the loop's body, what
 * does not stays outside and is kept once, and shared, as any other plan.
 *
 * @param <S> what stands for a delta outside of the loop
 */
final class LoopCompiler<S> {

  /** What makes operators of the rest of the plan, whatever surrounds them. */
  interface Operators {

    /**
     * The operator of a plan over the deltas of its inputs.
     *
     * @param print what tells this operator from all others
     */
    Operator operator(Plan plan, String print);

    /** The operator of a recursion over those of its base and of the loop's fixed inputs. */
    Operator recursion(Plan.Recursive recursive, String print, LoopBody body, int fixedInputs);

    /** What tells a plan of a loop's body from all others, of this loop and of others. */
    String printWithin(String loop, Plan plan);
  }

  private final Plan.Recursive recursive;
  private final String print;
  private final Function<Plan, S> outside;
  private final Operators operators;
  private final List<S> fixed = new ArrayList<>();
  private final List<LoopBody.InnerNode> nodes = new ArrayList<>();
  private final Map<String, LoopBody.Slot> known = new HashMap<>();

  /**
   * @param print the recursion's, with which the prints of its operators begin: equal plans over
   *     the references of two recursions are not equal
   */
  LoopCompiler(
      Plan.Recursive recursive, String print, Function<Plan, S> outside, Operators operators) {
    this.recursive = recursive;
    this.print = print;
    this.outside = outside;
    this.operators = operators;
  }

  /** The recursion's operator; to be fed by its base and then by {@link #fixed}. */
  Operator compile() {
    LoopBody.Slot root = slot(RoundColumn.of(recursive));
    return operators.recursion(recursive, print, new LoopBody(nodes, root), fixed.size());
  }

  /** The inputs of the loop that are the same in all rounds, once {@link #compile} has run. */
  List<S> fixed() {
    return fixed;
  }

  private LoopBody.Slot slot(Plan plan) {
    if (!RoundColumn.dependsOn(plan, recursive.id())) {
      S input = outside.apply(plan);
      int number = fixed.indexOf(input);
      if (number < 0) {
        fixed.add(input);
        number = fixed.size() - 1;
      }
      return new LoopBody.Fixed(number);
    }
    if (plan instanceof Plan.RecursiveReference) {
      return new LoopBody.Working();
    }
    String inner = operators.printWithin(print, plan);
    LoopBody.Slot before = known.get(inner);
    if (before != null) {
      return before;
    }
    LoopBody.InnerNode node;
    if (plan instanceof Plan.Recursive nested) {
      List<LoopBody.Slot> inputs = new ArrayList<>();
      inputs.add(slot(nested.base()));
      LoopCompiler<LoopBody.Slot> loop = new LoopCompiler<>(nested, inner, this::slot, operators);
      Operator operator = loop.compile();
      inputs.addAll(loop.fixed());
      node = new LoopBody.InnerNode(operator, inputs, new OperatorStatistics());
    } else {
      List<LoopBody.Slot> inputs = plan.inputs().stream().map(this::slot).toList();
      node =
          new LoopBody.InnerNode(operators.operator(plan, inner), inputs, new OperatorStatistics());
    }
    nodes.add(node);
    LoopBody.Slot slot = new LoopBody.Inner(nodes.size() - 1);
    known.put(inner, slot);
    return slot;
  }
}
