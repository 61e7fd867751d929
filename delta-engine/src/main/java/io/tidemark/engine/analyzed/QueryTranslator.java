package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One query level of the tree to a plan: FROM and WHERE, groups, SELECT list, DISTINCT, or a set
 * operation; last, what LIMIT and its kind leave.
 */
final class QueryTranslator {

  private final Node query;
  private final @Nullable QueryTranslator outer;
  private final @Nullable Correlation enclosing;
  private final Catalog catalog;
  private final WithClause with;

  /**
   * @param outer the query that this one stands in, null for the top and for a view's
   * @param enclosing the border to what this query may read of others
   */
  QueryTranslator(
      Node query,
      @Nullable QueryTranslator outer,
      @Nullable Correlation enclosing,
      Catalog catalog) {
    this.query = query;
    this.outer = outer;
    this.enclosing = enclosing;
    this.catalog = catalog;
    this.with = new WithClause(this, query, catalog);
  }

  List<Node> rangeTable() {
    return query.nodes("rtable");
  }

  Catalog catalog() {
    return catalog;
  }

  /** The query's visible columns. */
  Plan translate() {
    if (!query.is("QUERY")) {
      throw Refusals.expression(query);
    }
    Refusals.check(query);
    Node setOperations = query.nodeOrNull("setOperations");
    if (setOperations != null) {
      return limited(
          named(new SetOperations(this, enclosing).translate(setOperations)),
          Scope.of(this, FromItem.NOTHING, enclosing));
    }
    FromItem from = new FromClause(this, enclosing).translate(query.node("jointree"));
    Scope scope = Scope.of(this, from, enclosing);
    Plan selected =
        Grouping.applies(query)
            ? new Grouping(catalog, scope).translate(query, from.plan())
            : select(from.plan(), scope);
    return limited(distinct(selected), scope);
  }

  private Plan distinct(Plan selected) {
    if (!query.isPresent("distinctClause") || query.flag("hasDistinctOn")) {
      return selected;
    }
    return new Plan.Distinct(selected);
  }

  private Plan limited(Plan plan, Scope scope) {
    return new RowLimit(query, catalog).apply(plan, new ExpressionTranslator(catalog, scope));
  }

  /** The plan of a subquery, which may read what is outside of the border. */
  Plan nested(Node subquery, Correlation border) {
    return new QueryTranslator(subquery, this, border, catalog).translate();
  }

  /** A view's plan: it sees nothing of the query that names it. */
  Plan view(Node definition) {
    return new QueryTranslator(definition, null, null, catalog).translate();
  }

  /**
   * The plan of the common table expression that a range-table entry names.
   *
   * @param place what can be read where it is named
   */
  Plan commonTable(Node entry, Scope place) {
    QueryTranslator level = this;
    for (int up = entry.integer("ctelevelsup"); up > 0; up--) {
      if (level.outer == null) {
        throw new NodeFormatException("A WITH of the analysed query is out of reach");
      }
      level = level.outer;
    }
    return level.with.plan(entry, place);
  }

  /** The two sides of a subquery that is a UNION, as a recursive one is. */
  SetOperations.Union union(Node subquery, Correlation border) {
    Refusals.check(subquery);
    QueryTranslator level = new QueryTranslator(subquery, this, border, catalog);
    return new SetOperations(level, border).union(subquery.node("setOperations"));
  }

  private Plan select(Plan input, Scope scope) {
    Windows windows = new Windows(query, catalog);
    TargetFunctions functions = new TargetFunctions(catalog);
    ExpressionTranslator translator =
        new ExpressionTranslator(
            catalog, scope.withWindows(windows).withTargetFunctions(functions));
    List<Node> entries = RowLimit.entries(query);
    List<Expression> expressions =
        entries.stream().map(entry -> translator.translate(entry.node("expr"))).toList();
    Plan plan = windows.over(input, UnaryOperator.identity());
    functions.map(windows::placed);
    TargetFunctions.Expanded expanded = functions.over(plan);
    return Projections.of(
        expanded.plan(),
        expressions.stream().map(expression -> expanded.value(windows.placed(expression))).toList(),
        entries.stream().map(TargetList::name).toList());
  }

  /** A set operation's rows under the names of the SELECT list, which repeats its columns. */
  private Plan named(Plan plan) {
    List<Node> entries = TargetList.visible(query);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Field field = plan.fields().get(i);
      fields.add(new Field(TargetList.name(entries.get(i)), field.type(), field.nullable()));
    }
    return Projections.rename(plan, fields);
  }
}
