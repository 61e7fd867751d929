package io.tidemark.engine.circuit;

import io.tidemark.engine.plan.Expression;
import java.util.List;

/** An expression over the right side's row, put over the concatenated row of a join. */
final class ColumnShift {

  private final int by;

  private ColumnShift(int by) {
    this.by = by;
  }

  static Expression by(int columns, Expression expression) {
    return new ColumnShift(columns).shift(expression);
  }

  private List<Expression> shift(List<Expression> expressions) {
    return expressions.stream().map(this::shift).toList();
  }

  private Expression shift(Expression expression) {
    return switch (expression) {
      case Expression.Column e -> new Expression.Column(e.index() + by, e.type());
      case Expression.Constant e -> e;
      case Expression.Call e ->
          new Expression.Call(e.function(), shift(e.arguments()), e.type(), e.collation());
      case Expression.And e -> new Expression.And(shift(e.operands()));
      case Expression.Or e -> new Expression.Or(shift(e.operands()));
      case Expression.Not e -> new Expression.Not(shift(e.operand()));
      case Expression.IsNull e -> new Expression.IsNull(shift(e.operand()), e.negated());
      case Expression.BooleanTest e -> new Expression.BooleanTest(shift(e.operand()), e.kind());
      case Expression.IsDistinctFrom e ->
          new Expression.IsDistinctFrom(
              e.equality(), shift(e.left()), shift(e.right()), e.collation());
      case Expression.NullIf e ->
          new Expression.NullIf(
              e.equality(), shift(e.left()), shift(e.right()), e.type(), e.collation());
      case Expression.Case e ->
          new Expression.Case(
              e.branches().stream()
                  .map(branch ->
                      new Expression.Case.When(shift(branch.condition()), shift(branch.result())))
                  .toList(),
              shift(e.otherwise()),
              e.type());
      case Expression.Coalesce e -> new Expression.Coalesce(shift(e.operands()), e.type());
      case Expression.MinMax e ->
          new Expression.MinMax(e.greatest(), shift(e.operands()), e.type(), e.collation());
      case Expression.ArrayComparison e ->
          new Expression.ArrayComparison(
              e.function(), e.any(), shift(e.left()), shift(e.array()), e.collation());
      case Expression.ArrayLiteral e ->
          new Expression.ArrayLiteral(shift(e.elements()), e.elementType(), e.type());
      case Expression.Relabel e -> new Expression.Relabel(shift(e.operand()), e.type());
      case Expression.TextCast e -> new Expression.TextCast(shift(e.operand()), e.type());
      case Expression.Sql e -> new Expression.Sql(e.text(), shift(e.operands()), e.type());
    };
  }
}
