package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Parameter;
import io.tidemark.engine.plan.Plan;
import java.util.BitSet;
import java.util.Collection;
import java.util.function.IntFunction;

/** The parameters of one depth that expressions and plans read. */
final class Parameters {

  private Parameters() {}

  /** The indexes of the parameters of a depth in an expression. */
  static BitSet of(Expression expression, int depth) {
    BitSet found = new BitSet();
    collect(expression, depth, found);
    return found;
  }

  static BitSet of(Collection<Expression> expressions, int depth) {
    BitSet found = new BitSet();
    expressions.forEach(expression -> collect(expression, depth, found));
    return found;
  }

  /** Those that a plan reads anywhere. */
  static BitSet of(Plan plan, int depth) {
    BitSet found = new BitSet();
    collect(plan, depth, found);
    return found;
  }

  static boolean reads(Expression expression, int depth) {
    return !of(expression, depth).isEmpty();
  }

  static boolean reads(Plan plan, int depth) {
    return !of(plan, depth).isEmpty();
  }

  /** The expression with the parameters of a depth replaced. */
  static Expression replace(Expression expression, int depth, IntFunction<Expression> values) {
    if (expression instanceof Parameter parameter && parameter.depth() == depth) {
      return values.apply(parameter.index());
    }
    return Columns.replaceChildren(expression, child -> replace(child, depth, values));
  }

  private static void collect(Plan plan, int depth, BitSet into) {
    plan.expressions().forEach(expression -> collect(expression, depth, into));
    plan.inputs().forEach(input -> collect(input, depth, into));
  }

  private static void collect(Expression expression, int depth, BitSet into) {
    switch (expression) {
      case Parameter parameter -> {
        if (parameter.depth() == depth) {
          into.set(parameter.index());
        }
      }
      case Expression.Subquery subquery -> {
        collect(subquery.plan(), depth, into);
        subquery.arguments().forEach(argument -> collect(argument, depth, into));
      }
      default -> expression.children().forEach(child -> collect(child, depth, into));
    }
  }
}
