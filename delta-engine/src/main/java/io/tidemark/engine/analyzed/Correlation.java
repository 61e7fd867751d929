package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Nullability;
import java.util.ArrayList;
import java.util.List;

/**
 * The border around a part of a query that may read what lies outside of it: a subquery, or a FROM
 * item that reads those before it (LATERAL). What it reads of the row outside becomes a parameter
 * inside and an argument outside. What comes from further out passes as it is, being a parameter of
 * an outer border already.
 */
final class Correlation {

  private final Scope outside;
  private final int levels;
  private final int depth;
  private final List<Expression> arguments;
  private boolean crossed;

  /**
   * @param levels how many query levels the border is worth: 1 for a subquery, 0 for a FROM item
   *     beside others; for a common table expression, what leads from the place that names it to
   *     the query that it is written in
   */
  Correlation(Scope outside, int levels) {
    this(outside, levels, outside.depth() + 1, new ArrayList<>());
  }

  private Correlation(Scope outside, int levels, int depth, List<Expression> arguments) {
    this.outside = outside;
    this.levels = levels;
    this.depth = depth;
    this.arguments = arguments;
  }

  int depth() {
    return depth;
  }

  /** Whether what is inside belongs to the query outside, so that it sees its columns. */
  boolean isWithinQuery() {
    return levels == 0;
  }

  /** What has been taken from the row outside so far. */
  List<Expression> arguments() {
    return arguments;
  }

  /** Whether anything inside was of the outside, be it a parameter of an outer border already. */
  boolean isCrossed() {
    return crossed;
  }

  Expression variable(Node variable, int levelsUp) {
    crossed = true;
    return captured(outside.variable(variable, levelsUp - levels));
  }

  Expression aggregate(Node aggregate, int levelsUp) {
    crossed = true;
    return captured(outside.aggregate(aggregate, levelsUp - levels));
  }

  Expression grouping(Node function, int levelsUp) {
    crossed = true;
    return captured(outside.grouping(function, levelsUp - levels));
  }

  /** A value over the row outside, as it is read inside. */
  Expression captured(Expression value) {
    if (Columns.of(value).isEmpty()) {
      return value;
    }
    int index = arguments.indexOf(value);
    if (index < 0) {
      index = arguments.size();
      arguments.add(value);
    }
    return new Expression.Parameter(
        depth, index, value.type(), Nullability.of(value, outside.fields()));
  }
}
