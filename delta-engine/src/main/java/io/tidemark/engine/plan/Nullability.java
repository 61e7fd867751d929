package io.tidemark.engine.plan;

import java.util.List;

/** Whether an expression may be NULL, as far as its shape tells; when in doubt, yes. */
public final class Nullability {

  private Nullability() {}

  /** Whether the expression over such a row may be NULL. */
  public static boolean of(Expression expression, List<Field> row) {
    return switch (expression) {
      // An aggregate's column while its query is translated stands behind the row
      case Expression.Column column ->
          column.index() >= row.size() || row.get(column.index()).nullable();
      case Expression.Parameter parameter -> parameter.nullable();
      case Expression.Subquery subquery -> subquery.kind() != Expression.Subquery.Kind.EXISTS;
      case Expression.Constant constant -> constant.value() == null;
      case Expression.Relabel relabel -> of(relabel.operand(), row);
      case Expression.Coalesce coalesce ->
          coalesce.operands().stream().allMatch(operand -> of(operand, row));
      case Expression.MinMax minMax ->
          minMax.operands().stream().allMatch(operand -> of(operand, row));
      case Expression.Now _,
          Expression.Path _,
          Expression.IsNull _,
          Expression.BooleanTest _,
          Expression.IsDistinctFrom _,
          Expression.ArrayLiteral _ ->
          false;
      case Expression.And _, Expression.Or _, Expression.Not _ ->
          expression.children().stream().anyMatch(operand -> of(operand, row));
      case Expression.Case cases ->
          of(cases.otherwise(), row)
              || cases.branches().stream().anyMatch(branch -> of(branch.result(), row));
      // A strict function may still return NULL
      case Expression.Call _,
          Expression.NullIf _,
          Expression.ArrayComparison _,
          Expression.TextCast _,
          Expression.Sql _,
          Expression.SingleRow _ ->
          true;
    };
  }
}
