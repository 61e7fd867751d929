package io.tidemark.engine.analyzed;

import io.tidemark.engine.analyzed.ServerSyntax.Template;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.type.PgType;
import java.util.List;

/** A FROM item's whole row as one value, such as {@code to_jsonb(t)} takes it. */
final class WholeRow {

  private static final int JOIN = 2;

  private final QueryTranslator query;

  WholeRow(QueryTranslator query) {
    this.query = query;
  }

  /**
   * The row that a variable without a column stands for.
   *
   * @param fields of the row that the item stands in
   */
  Expression of(Node variable, Node entry, FromItem.Placed placed, List<Field> fields) {
    if (mayBeMissing(variable)) {
      throw Refusals.construct(
          "A table's whole row as one value, on the side of an outer join that may be missing",
          "Name its columns");
    }
    int type = variable.integer("vartype");
    Template row = new Template();
    if (type != ServerSyntax.RECORD) {
      row.add("CAST(ROW(");
      addColumns(row, placed, fields, List.of());
      return row.add(") AS " + query.catalog().castName(type, -1) + ")").of(PgType.of(type));
    }
    // The names of the columns are a part of the value
    row.add("SELECT w FROM (SELECT ");
    addColumns(row, placed, fields, entry.node("eref").names("colnames"));
    return row.add(") AS w").of(PgType.of(type));
  }

  private static void addColumns(
      Template row, FromItem.Placed placed, List<Field> fields, List<String> names) {
    for (int i = 0; i < placed.attributes().size(); i++) {
      int index = placed.offset() + i;
      row.add(i == 0 ? "" : ", ").add(new Column(index, fields.get(index).type()));
      row.add(names.isEmpty() ? "" : " AS " + ServerSyntax.quoted(names.get(i)));
    }
  }

  /** From PostgreSQL 16 on a variable says which joins may have set it to NULL. */
  private boolean mayBeMissing(Node variable) {
    return variable.has("varnullingrels")
        ? variable.isPresent("varnullingrels")
        : query.rangeTable().stream()
            .anyMatch(entry -> entry.integer("rtekind") == JOIN && entry.integer("jointype") != 0);
  }
}
