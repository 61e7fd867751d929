package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * UNION and UNION ALL. The tree leaves the branches' columns in their own types; the conversion to
 * the common ones is done here.
 */
final class SetOperations {

  private static final int UNION = 1;
  private static final int INTERSECT = 2;

  private final QueryTranslator query;
  private final @Nullable Correlation enclosing;
  private final Catalog catalog;
  private final Coercion coercion;

  SetOperations(QueryTranslator query, @Nullable Correlation enclosing) {
    this.query = query;
    this.enclosing = enclosing;
    this.catalog = query.catalog();
    this.coercion = new Coercion(catalog);
  }

  /** The rows of a set operation, or of the subquery that is one of its branches. */
  Plan translate(Node node) {
    if (node.is("RANGETBLREF")) {
      Node branch = query.rangeTable().get(node.integer("rtindex") - 1);
      return query.nested(
          branch.node("subquery"),
          new Correlation(Scope.of(query, FromItem.NOTHING, enclosing), 1));
    }
    if (!node.is("SETOPERATIONSTMT")) {
      throw Refusals.expression(node);
    }
    int operation = node.integer("op");
    if (operation != UNION) {
      throw Refusals.construct(operation == INTERSECT ? "INTERSECT" : "EXCEPT");
    }
    List<PgType> types = types(node);
    Plan left = coerced(translate(node.node("larg")), types);
    Plan right = coerced(translate(node.node("rarg")), types);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      fields.add(
          new Field(
              left.fields().get(i).name(),
              types.get(i),
              left.fields().get(i).nullable() || right.fields().get(i).nullable()));
    }
    Plan all = new Plan.UnionAll(List.of(left, right), fields);
    if (node.flag("all")) {
      return all;
    }
    ExpressionTranslator checks =
        new ExpressionTranslator(catalog, Scope.of(query, FromItem.NOTHING, enclosing));
    types.forEach(type -> checks.checkCollation(type.collation()));
    return new Plan.Distinct(all);
  }

  private List<PgType> types(Node node) {
    List<Integer> oids = node.integers("colTypes");
    List<PgType> types = new ArrayList<>();
    for (int i = 0; i < oids.size(); i++) {
      types.add(
          catalog.type(
              oids.get(i),
              node.integers("colTypmods").get(i),
              node.integers("colCollations").get(i)));
    }
    return types;
  }

  private Plan coerced(Plan branch, List<PgType> types) {
    List<Expression> expressions = new ArrayList<>();
    List<String> names = new ArrayList<>();
    boolean same = true;
    for (int i = 0; i < types.size(); i++) {
      Field field = branch.fields().get(i);
      Expression column = new Column(i, field.type());
      Expression value = coercion.coerce(column, types.get(i));
      same &= value.equals(column);
      expressions.add(value);
      names.add(field.name());
    }
    return same ? branch : Projections.of(branch, expressions, names);
  }
}
