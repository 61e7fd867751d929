package io.tidemark.engine.circuit;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.function.TableMapper;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.List;

/**
 * Expressions as operators take them: plain columns are copied as bytes without the function
 * library, and an error of the others says which row it happened for.
 */
final class RowFunctions {

  private static final int COMPUTED = -1;

  private RowFunctions() {}

  static RowMapper mapper(List<Expression> list, Expressions expressions) {
    int[] columns = list.stream().mapToInt(RowFunctions::column).toArray();
    boolean copies = true;
    for (int column : columns) {
      copies &= column != COMPUTED;
    }
    if (copies) {
      return columns.length == 0 ? row -> Row.EMPTY : row -> row.project(columns);
    }
    RowMapper mapper = expressions.mapper(list);
    return new RowMapper() {
      @Override
      public Row map(Row row) {
        try {
          return mapper.map(row);
        } catch (EvaluationException e) {
          throw e.at(row);
        }
      }

      @Override
      public void prepare(ZSet rows, int from, int to) {
        mapper.prepare(rows, from, to);
      }
    };
  }

  static RowPredicate predicate(Expression condition, Expressions expressions) {
    RowPredicate predicate = expressions.predicate(condition);
    return new RowPredicate() {
      @Override
      public boolean test(Row row) {
        try {
          return predicate.test(row);
        } catch (EvaluationException e) {
          throw e.at(row);
        }
      }

      @Override
      public void prepare(ZSet rows, int from, int to) {
        predicate.prepare(rows, from, to);
      }
    };
  }

  static TableMapper table(Plan.TableFunction function, Expressions expressions) {
    TableMapper table = expressions.table(function.calls(), function.ordinality());
    return new TableMapper() {
      @Override
      public List<Row> map(Row row) {
        try {
          return table.map(row);
        } catch (EvaluationException e) {
          throw e.at(row);
        }
      }

      @Override
      public void prepare(ZSet rows, int from, int to) {
        table.prepare(rows, from, to);
      }
    };
  }

  /** The column whose bytes are the expression's value, or COMPUTED. */
  private static int column(Expression expression) {
    return switch (expression) {
      case Expression.Column column -> column.index();
      case Expression.Relabel relabel -> column(relabel.operand());
      default -> COMPUTED;
    };
  }
}
