package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.SetOperation.SetOperator;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * UNION, INTERSECT and EXCEPT, each with and without ALL. The tree leaves the branches' columns in
 * their own types; the conversion to the common ones is done here.
 */
final class SetOperations {

  private static final int UNION = 1;
  private static final int INTERSECT = 2;
  private static final int EXCEPT = 3;

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
    List<PgType> types = types(node);
    Plan left = coerced(translate(node.node("larg")), types);
    Plan right = coerced(translate(node.node("rarg")), types);
    boolean copies = node.flag("all");
    if (operation != UNION && copies) {
      checkComparable(types);
    }
    List<Field> fields = fields(types, left, right, operation);
    return switch (operation) {
      case UNION -> {
        Plan all = new Plan.UnionAll(List.of(left, right), fields);
        yield copies ? all : new Plan.Distinct(all);
      }
      case INTERSECT -> new Plan.SetOperation(SetOperator.INTERSECT, copies, left, right, fields);
      case EXCEPT -> new Plan.SetOperation(SetOperator.EXCEPT, copies, left, right, fields);
      default -> throw new NodeFormatException("A set operation of an unknown kind: " + operation);
    };
  }

  private static List<Field> fields(List<PgType> types, Plan left, Plan right, int operation) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      boolean inLeft = left.fields().get(i).nullable();
      boolean inRight = right.fields().get(i).nullable();
      boolean nullable =
          switch (operation) {
            case UNION -> inLeft || inRight;
            case INTERSECT -> inLeft && inRight;
            default -> inLeft;
          };
      fields.add(new Field(left.fields().get(i).name(), types.get(i), nullable));
    }
    return fields;
  }

  /** A recursive query's base and step. */
  record Union(Plan left, Plan right) {}

  /** The sides of a UNION, for themselves. */
  Union union(Node node) {
    if (!node.is("SETOPERATIONSTMT") || node.integer("op") != UNION) {
      throw new NodeFormatException("A recursive query is no UNION");
    }
    List<PgType> types = types(node);
    Plan left = coerced(translate(node.node("larg")), types);
    Plan right = coerced(translate(node.node("rarg")), types);
    if (!node.flag("all")) {
      checkComparable(types);
    }
    return new Union(left, right);
  }

  private void checkComparable(List<PgType> types) {
    ExpressionTranslator checks =
        new ExpressionTranslator(catalog, Scope.of(query, FromItem.NOTHING, enclosing));
    types.forEach(type -> checks.checkCollation(type.collation()));
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
