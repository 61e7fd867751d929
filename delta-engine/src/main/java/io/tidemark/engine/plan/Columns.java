package io.tidemark.engine.plan;

import io.tidemark.engine.plan.Expression.Column;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/** Which columns an expression reads, and the same expression over a row of another layout. */
public final class Columns {

  private Columns() {}

  /** The indexes of the columns that the expression reads. */
  public static BitSet of(Expression expression) {
    BitSet columns = new BitSet();
    collect(expression, columns);
    return columns;
  }

  /** The indexes of the columns that any of the expressions reads. */
  public static BitSet of(Collection<? extends Expression> expressions) {
    BitSet columns = new BitSet();
    expressions.forEach(expression -> collect(expression, columns));
    return columns;
  }

  /** The columns that an aggregate's arguments, order and filter read. */
  public static BitSet of(AggregateCall call) {
    BitSet columns = of(call.argumentsAndLabels());
    call.orderBy().forEach(key -> collect(key.expression(), columns));
    if (call.filter() != null) {
      collect(call.filter(), columns);
    }
    return columns;
  }

  /** The expression with every column replaced by what the function gives for its index. */
  public static Expression replace(Expression expression, IntFunction<Expression> replacement) {
    if (expression instanceof Column column) {
      return replacement.apply(column.index());
    }
    return replaceChildren(expression, child -> replace(child, replacement));
  }

  /** {@link #replace(Expression, IntFunction)} in all of an aggregate's expressions. */
  public static AggregateCall replace(AggregateCall call, IntFunction<Expression> replacement) {
    Expression filter = call.filter();
    return new AggregateCall(
        call.function(),
        call.directArguments(),
        call.arguments().stream().map(argument -> replace(argument, replacement)).toList(),
        call.distinct(),
        replace(call.orderBy(), replacement),
        filter == null ? null : replace(filter, replacement),
        call.type(),
        call.collation(),
        call.labels().stream().map(label -> replace(label, replacement)).toList());
  }

  /** {@link #replace(Expression, IntFunction)} in all of a window function's expressions. */
  public static WindowCall replace(WindowCall call, IntFunction<Expression> replacement) {
    return call.mapExpressions(expression -> replace(expression, replacement));
  }

  /** {@link #replace(Expression, IntFunction)} in the expressions of an ORDER BY. */
  public static List<SortKey> replace(List<SortKey> keys, IntFunction<Expression> replacement) {
    return keys.stream()
        .map(key ->
            new SortKey(
                replace(key.expression(), replacement),
                key.descending(),
                key.nullsFirst(),
                key.collation()))
        .toList();
  }

  /** The expression over a row in which its columns stand {@code by} places further right. */
  public static Expression shift(Expression expression, int by) {
    return move(expression, index -> index + by);
  }

  /** The expression over a row in which column {@code i} stands at {@code places.apply(i)}. */
  public static Expression move(Expression expression, IntUnaryOperator places) {
    if (expression instanceof Column column) {
      return new Column(places.applyAsInt(column.index()), column.type());
    }
    return replaceChildren(expression, child -> move(child, places));
  }

  /**
   * The expression with each of its children replaced. A plain loop: with streams, each level of a
   * deep expression takes ten frames of the stack.
   */
  public static Expression replaceChildren(
      Expression expression, UnaryOperator<Expression> replacement) {
    List<Expression> children = expression.children();
    if (children.isEmpty()) {
      return expression;
    }
    List<Expression> replaced = new ArrayList<>(children.size());
    for (Expression child : children) {
      replaced.add(replacement.apply(child));
    }
    return expression.withChildren(replaced);
  }

  private static void collect(Expression expression, BitSet into) {
    if (expression instanceof Column column) {
      into.set(column.index());
    } else {
      expression.children().forEach(child -> collect(child, into));
    }
  }
}
