package io.tidemark.engine.circuit;

import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a join is indexed by: the equalities whose sides have common keys. The others, such as that
 * of a date and a timestamp, are left to the residual condition.
 *
 * @param residual over the left row's columns followed by the right's
 */
record JoinKeys(KeyFunction left, KeyFunction right, Optional<Expression> residual) {

  static JoinKeys of(Plan.Join join, Expressions expressions) {
    List<Expression> left = new ArrayList<>();
    List<Expression> right = new ArrayList<>();
    List<Expression> residual = new ArrayList<>();
    int leftWidth = join.left().fields().size();
    for (Plan.Join.Equality equality : join.equalities()) {
      if (expressions.haveCommonKeys(equality.left().type(), equality.right().type())) {
        left.add(equality.left());
        right.add(equality.right());
      } else {
        residual.add(
            new Expression.Call(
                equality.function(),
                List.of(equality.left(), Columns.shift(equality.right(), leftWidth)),
                PgType.of(PgType.BOOL),
                equality.collation()));
      }
    }
    join.residual().ifPresent(residual::add);
    return new JoinKeys(
        key(left, expressions),
        key(right, expressions),
        residual.size() < 2
            ? residual.stream().findFirst()
            : Optional.of(new Expression.And(residual)));
  }

  /** The key of one side's rows; none where a value is NULL, which equals nothing. */
  private static KeyFunction key(List<Expression> columns, Expressions expressions) {
    if (columns.isEmpty()) {
      byte[] everything = {};
      return row -> everything;
    }
    RowMapper mapper = RowFunctions.mapper(columns, expressions);
    KeyFunction key = expressions.key(columns.stream().map(Expression::type).toList());
    int width = columns.size();
    return row -> {
      Row values = mapper.map(row);
      for (int i = 0; i < width; i++) {
        if (values.isNull(i)) {
          return null;
        }
      }
      return key.keyOf(values);
    };
  }
}
