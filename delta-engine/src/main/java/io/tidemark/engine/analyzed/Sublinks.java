package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Subquery;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Nullability;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.util.List;

/**
 * Subqueries in expressions. A comparison with a subquery's rows becomes part of the subquery:
 * {@code x = ANY (SELECT y …)} is the "any" of {@code SELECT p = y …}, where the parameter p stands
 * for x; and ALL is "not any not".
 */
final class Sublinks {

  private static final PgType BOOL = PgType.of(PgType.BOOL);

  private final Scope scope;
  private final ExpressionTranslator outside;

  Sublinks(Scope scope, ExpressionTranslator outside) {
    this.scope = scope;
    this.outside = outside;
  }

  Expression translate(Node link) {
    Correlation correlation = new Correlation(scope, 1);
    Plan plan = scope.query().nested(link.node("subselect"), correlation);
    return switch (link.integer("subLinkType")) {
      case 0 -> subquery(Subquery.Kind.EXISTS, plan, correlation, BOOL);
      case 1 ->
          new Expression.Not(
              subquery(
                  Subquery.Kind.ANY,
                  tested(plan, new Expression.Not(test(link, plan, correlation))),
                  correlation,
                  BOOL));
      case 2 ->
          subquery(
              Subquery.Kind.ANY, tested(plan, test(link, plan, correlation)), correlation, BOOL);
      case 3 ->
          subquery(
              Subquery.Kind.SCALAR, tested(plan, test(link, plan, correlation)), correlation, BOOL);
      case 4 -> subquery(Subquery.Kind.SCALAR, plan, correlation, plan.fields().getFirst().type());
      default -> throw Refusals.expression(link);
    };
  }

  private static Expression subquery(
      Subquery.Kind kind, Plan plan, Correlation correlation, PgType type) {
    return new Subquery(kind, plan, correlation.depth(), correlation.arguments(), type);
  }

  /** What a row of the subquery is tested for, over that row. */
  private Expression test(Node link, Plan plan, Correlation correlation) {
    return outside
        .comparing(new Comparison(outside, correlation, plan))
        .translate(link.node("testexpr"));
  }

  private static Plan tested(Plan plan, Expression test) {
    return new Plan.Project(
        plan, List.of(test), List.of(new Field("test", BOOL, Nullability.of(test, plan.fields()))));
  }

  /**
   * The two sides of a comparison with a subquery.
   *
   * @param outside translates what does not read the subquery's columns
   */
  record Comparison(ExpressionTranslator outside, Correlation correlation, Plan plan) {

    private static final int SUBLINK_COLUMN = 2;

    boolean isOutside(Node node) {
      return !readsSubquery(node);
    }

    Expression value(Node node) {
      return correlation.captured(outside.translate(node));
    }

    Expression column(Node parameter) {
      if (parameter.integer("paramkind") != SUBLINK_COLUMN) {
        throw Refusals.expression(parameter);
      }
      int index = parameter.integer("paramid") - 1;
      return new Expression.Column(index, plan.fields().get(index).type());
    }

    private static boolean readsSubquery(NodeValue value) {
      return switch (value) {
        case Node node when node.is("PARAM") -> true;
        case Node node when node.is("SUBLINK") -> false; // it reads another one's
        case Node node -> readsSubquery(node.fields().values());
        case NodeValue.Items items -> readsSubquery(items.values());
        case NodeValue.Atom _, NodeValue.Numbers _, NodeValue.Datum _ -> false;
      };
    }

    private static boolean readsSubquery(
        java.util.Collection<? extends @org.jspecify.annotations.Nullable NodeValue> values) {
      for (NodeValue value : values) {
        if (value != null && readsSubquery(value)) {
          return true;
        }
      }
      return false;
    }
  }
}
