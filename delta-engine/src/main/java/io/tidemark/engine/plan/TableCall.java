package io.tidemark.engine.plan;

import io.tidemark.engine.type.PgType;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A call that gives rows: of a set-returning function, or JSON_TABLE and XMLTABLE.
 *
 * @param function a {@link Expression.Call}, or a {@link Expression.Sql} for what has a syntax of
 *     its own
 * @param definition the column definition list of a function that returns records, as SQL; else
 *     empty
 * @param columns what it gives
 * @param isSyntax whether it is a FROM item as it stands, which ROWS FROM does not take
 */
public record TableCall(
    Expression function, String definition, List<PgType> columns, boolean isSyntax) {
  public TableCall {
    columns = List.copyOf(columns);
  }

  /** The same call over other arguments. */
  public TableCall map(UnaryOperator<Expression> replacement) {
    return new TableCall(
        Columns.replaceChildren(function, replacement), definition, columns, isSyntax);
  }
}
