package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Nullability;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GROUP BY, aggregates and HAVING.
 *
 * <p>SELECT list and HAVING are translated over the ungrouped row with the aggregates behind it,
 * and then lifted: a subexpression that equals a group key becomes the key's column. A column that
 * is left was allowed by PostgreSQL because the grouped primary key determines it; it becomes a
 * further key, which leaves the groups as they are.
 */
final class Grouping {

  private final Catalog catalog;
  private final Scope scope;
  private final Aggregates aggregates;
  private final List<Expression> keys = new ArrayList<>();

  Grouping(Catalog catalog, Scope scope) {
    this.catalog = catalog;
    this.scope = scope;
    this.aggregates = new Aggregates(catalog, scope);
  }

  static boolean applies(Node query) {
    return query.flag("hasAggs") || query.isPresent("groupClause") || query.isPresent("havingQual");
  }

  /** The query's visible columns over its groups. */
  Plan translate(Node query, Plan input) {
    List<Node> entries = query.nodes("targetList");
    ExpressionTranslator ungrouped = new ExpressionTranslator(catalog, scope);
    for (Node clause : query.nodes("groupClause")) {
      Node entry = TargetList.referenced(entries, clause.integer("tleSortGroupRef"));
      Expression key = ungrouped.translate(entry.node("expr"));
      ungrouped.checkCollation(key.type().collation());
      if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    ExpressionTranslator grouped = ungrouped.in(scope.withAggregates(aggregates));
    Node having = query.nodeOrNull("havingQual");
    Expression condition = having == null ? null : grouped.translate(having);
    List<Node> visible = TargetList.visible(query);
    List<Expression> outputs =
        visible.stream().map(entry -> grouped.translate(entry.node("expr"))).toList();

    addDependentKeys(condition, outputs);
    Plan plan = aggregate(input);
    if (condition != null) {
      plan = Conjunctions.filter(plan, Conjunctions.split(lift(condition)));
    }
    return Projections.of(
        plan,
        outputs.stream().map(this::lift).toList(),
        visible.stream().map(TargetList::name).toList());
  }

  private Plan aggregate(Plan input) {
    List<Field> fields = new ArrayList<>();
    for (Expression key : keys) {
      String name =
          key instanceof Column column ? input.fields().get(column.index()).name() : "key";
      fields.add(new Field(name, key.type(), Nullability.of(key, input.fields())));
    }
    for (AggregateCall call : aggregates.calls()) {
      Function function = call.function();
      boolean counts = function.isBuiltIn() && function.name().equals("count");
      fields.add(new Field(function.name(), call.type(), !counts));
    }
    return new Plan.Aggregate(input, keys, aggregates.calls(), fields);
  }

  private void addDependentKeys(@Nullable Expression condition, List<Expression> outputs) {
    if (condition != null) {
      addDependentKeys(condition);
    }
    outputs.forEach(this::addDependentKeys);
  }

  private void addDependentKeys(Expression expression) {
    if (keys.contains(expression)) {
      return;
    }
    if (expression instanceof Column column && column.index() < scope.width()) {
      keys.add(column);
    } else {
      expression.children().forEach(this::addDependentKeys);
    }
  }

  private Expression lift(Expression expression) {
    int key = keys.indexOf(expression);
    if (key >= 0) {
      return new Column(key, expression.type());
    }
    if (expression instanceof Column aggregate) {
      return new Column(aggregate.index() - scope.width() + keys.size(), aggregate.type());
    }
    return Columns.replaceChildren(expression, this::lift);
  }
}
