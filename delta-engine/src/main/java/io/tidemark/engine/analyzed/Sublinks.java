package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Subquery;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Nullability;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Subqueries in expressions. A comparison with a subquery's rows becomes part of the subquery:
 * {@code x = ANY (SELECT y …)} is the "any" of {@code SELECT p = y …}, where the parameter p stands
 * for x; and ALL is "not any not".
 */
final class Sublinks {

  private static final PgType BOOL = PgType.of(PgType.BOOL);

  private static final int ARRAY = 6;

  /** {@code array_agg(anynonarray)} and {@code array_agg(anyarray)} in every catalog. */
  private static final int ARRAY_AGG = 2335;

  private static final int ARRAY_AGG_OF_ARRAYS = 4053;

  private final Scope scope;
  private final ExpressionTranslator outside;

  Sublinks(Scope scope, ExpressionTranslator outside) {
    this.scope = scope;
    this.outside = outside;
  }

  Expression translate(Node link) {
    Correlation correlation = new Correlation(scope, 1);
    if (link.integer("subLinkType") == ARRAY) {
      return array(link.node("subselect"), correlation);
    }
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

  /** {@code ARRAY(SELECT …)}: the array_agg of the rows in their order, of none the empty array. */
  private Expression array(Node select, Correlation correlation) {
    Node ordered = withOrderColumns(select);
    Plan rows = scope.query().nested(ordered, correlation);
    Catalog catalog = outside.catalog();
    Field element = rows.fields().getFirst();
    boolean ofArrays = ArrayDatum.elementType(element.type().oid()) != 0;
    PgType type =
        ofArrays
            ? element.type()
            : new PgType(catalog.arrayType(element.type().oid()), -1, element.type().collation());
    List<Node> entries = TargetList.visible(ordered);
    AggregateCall call =
        new AggregateCall(
            catalog.procedure(ofArrays ? ARRAY_AGG_OF_ARRAYS : ARRAY_AGG).function(),
            List.of(),
            List.of(new Expression.Column(0, element.type())),
            false,
            SortClause.ofEntries(
                ordered.nodes("sortClause"),
                entries,
                entry -> {
                  int column = entries.indexOf(entry);
                  return new Expression.Column(column, rows.fields().get(column).type());
                },
                catalog),
            null,
            type,
            element.type().collation());
    Field field = new Field("array", type, true);
    Plan gathered = new Plan.Aggregate(rows, List.of(), List.of(call), List.of(field));
    Expression empty =
        new Expression.Constant(
            ArrayDatum.wire(
                ofArrays ? ArrayDatum.elementType(type.oid()) : element.type().oid(), List.of()),
            type);
    Expression array =
        new Expression.Coalesce(List.of(new Expression.Column(0, type), empty), type);
    return subquery(
        Subquery.Kind.SCALAR,
        new Plan.Project(gathered, List.of(array), List.of(new Field("array", type, false))),
        correlation,
        type);
  }

  /** The query with what it is ordered by among its visible columns. */
  private static Node withOrderColumns(Node select) {
    Set<Integer> order = new HashSet<>();
    select.nodes("sortClause").forEach(clause -> order.add(clause.integer("tleSortGroupRef")));
    List<@Nullable NodeValue> entries = new ArrayList<>();
    for (Node entry : select.nodes("targetList")) {
      entries.add(
          order.contains(entry.integer("ressortgroupref"))
              ? entry.with("resjunk", new NodeValue.Atom("false"))
              : entry);
    }
    return select.with("targetList", new NodeValue.Items(entries));
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
