package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Expression.Constant;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Constant rows of a number each, as a base for rows of other values. */
final class NumberedRows {

  private static final PgType INT4 = PgType.of(PgType.INT4);

  private NumberedRows() {}

  /** Rows 0 to count − 1; a single one has no column. */
  static Plan of(int count) {
    if (count == 1) {
      return new Plan.Values(List.of(List.of()), List.of());
    }
    List<List<Expression>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(List.of(number(i)));
    }
    return new Plan.Values(rows, List.of(new Field("row", INT4, false)));
  }

  /** The columns of constant rows over those rows' numbers. */
  static List<Expression> columns(Plan.Values values) {
    List<List<Expression>> rows = values.rows();
    if (rows.size() == 1) {
      return rows.getFirst();
    }
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < values.fields().size(); i++) {
      int column = i;
      columns.add(
          choice(
              rows.stream().map(row -> row.get(column)).toList(), values.fields().get(i).type()));
    }
    return columns;
  }

  /** Over such a row, the value of its number. */
  private static Expression choice(List<Expression> values, PgType type) {
    List<Expression.Case.When> branches = new ArrayList<>();
    for (int i = 0; i < values.size() - 1; i++) {
      branches.add(
          new Expression.Case.When(
              new Expression.Call(
                  EqualityFunctions.INT4_EQ,
                  List.of(new Column(0, INT4), number(i)),
                  PgType.of(PgType.BOOL),
                  0),
              values.get(i)));
    }
    return new Expression.Case(branches, values.getLast(), type);
  }

  private static Constant number(int value) {
    return new Constant(ByteBuffer.allocate(Integer.BYTES).putInt(value).array(), INT4);
  }
}
