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
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GROUP BY, grouping sets, aggregates and HAVING.
 *
 * <p>SELECT list and HAVING are translated over the ungrouped row with the aggregates behind it,
 * and then lifted: a subexpression that equals a group key becomes the key's column. A column that
 * is left was allowed by PostgreSQL because the grouped primary key determines it; it becomes a
 * further key, of every set, which leaves the groups as they are.
 */
final class Grouping {

  private final Catalog catalog;
  private final Scope scope;
  private final Aggregates aggregates;
  private final List<Expression> keys = new ArrayList<>();
  private final Map<Integer, Integer> keyOfReference = new HashMap<>();
  private List<List<Integer>> sets = List.of(); // none: one set of all keys

  Grouping(Catalog catalog, Scope scope) {
    this.catalog = catalog;
    this.scope = scope;
    this.aggregates = new Aggregates(catalog, scope);
  }

  static boolean applies(Node query) {
    return query.flag("hasAggs")
        || query.isPresent("groupClause")
        || query.isPresent("groupingSets")
        || query.isPresent("havingQual");
  }

  /** The query's columns over its groups, those that its {@link RowLimit} orders by among them. */
  Plan translate(Node query, Plan input) {
    List<Node> entries = query.nodes("targetList");
    ExpressionTranslator ungrouped = new ExpressionTranslator(catalog, scope);
    TargetFunctions functions = new TargetFunctions(catalog);
    ExpressionTranslator groups = ungrouped.in(scope.withTargetFunctions(functions));
    boolean hasSets = query.isPresent("groupingSets");
    for (Node clause : query.nodes("groupClause")) {
      int reference = clause.integer("tleSortGroupRef");
      Expression key = groups.translate(TargetList.referenced(entries, reference).node("expr"));
      if (!keys.contains(key)) {
        keys.add(key);
      } else if (hasSets) {
        throw Refusals.construct("The same expression in two forms in GROUPING SETS");
      }
      keyOfReference.put(reference, keys.indexOf(key));
    }
    if (hasSets) {
      sets = new ArrayList<>();
      GroupingSetList.of(query).forEach(set -> sets.add(new ArrayList<>(keysOf(set))));
    }
    TargetFunctions.Expanded rows = functions.belowGroups(input);
    Windows windows = new Windows(query, catalog);
    ExpressionTranslator grouped = ungrouped.in(scope.withAggregates(aggregates));
    ExpressionTranslator targets =
        ungrouped.in(
            scope.withAggregates(aggregates).withWindows(windows).withTargetFunctions(functions));
    Node having = query.nodeOrNull("havingQual");
    Expression condition = having == null ? null : grouped.translate(having);
    List<Node> outputEntries = RowLimit.entries(query);
    List<Expression> outputs =
        outputEntries.stream().map(entry -> targets.translate(entry.node("expr"))).toList();

    addDependentKeys(condition, outputs);
    functions.arguments().forEach(this::addDependentKeys);
    windows.expressions().forEach(this::addDependentKeys);
    List<Expression> values = keys.stream().map(rows::value).toList();
    Plan plan =
        sets.size() <= 1 ? aggregate(rows.plan(), values) : groupingSets(rows.plan(), values);
    if (condition != null) {
      plan = Conjunctions.filter(plan, Conjunctions.split(lift(condition)));
    }
    plan = windows.over(plan, this::lift);
    functions.map(argument -> windows.placed(lift(argument)));
    TargetFunctions.Expanded expanded = functions.over(plan);
    return Projections.of(
        expanded.plan(),
        outputs.stream().map(output -> expanded.value(windows.placed(lift(output)))).toList(),
        outputEntries.stream().map(TargetList::name).toList());
  }

  private List<Integer> keysOf(List<Integer> references) {
    return references.stream().map(keyOfReference::get).toList();
  }

  /**
   * @param values the keys over a row of the input
   */
  private Plan aggregate(Plan input, List<Expression> values) {
    return new Plan.Aggregate(input, values, aggregates.calls(), fields(input, values));
  }

  private Plan groupingSets(Plan input, List<Expression> values) {
    List<Field> fields = fields(input, values);
    for (int key = 0; key < keys.size(); key++) {
      int index = key;
      if (!sets.stream().allMatch(set -> set.contains(index))) {
        Field field = fields.get(key);
        fields.set(key, new Field(field.name(), field.type(), true));
      }
    }
    List<List<Integer>> groupings = aggregates.groupings().stream().map(this::keysOf).toList();
    groupings.forEach(_ -> fields.add(new Field("grouping", PgType.of(PgType.INT4), false)));
    fields.add(new Field("set", PgType.of(PgType.INT4), false));
    return new Plan.GroupingSets(input, values, sets, aggregates.calls(), groupings, fields);
  }

  private List<Field> fields(Plan input, List<Expression> values) {
    List<Field> fields = new ArrayList<>();
    for (Expression key : values) {
      String name =
          key instanceof Column column ? input.fields().get(column.index()).name() : "key";
      fields.add(new Field(name, key.type(), Nullability.of(key, input.fields())));
    }
    for (AggregateCall call : aggregates.calls()) {
      Function function = call.function();
      boolean counts = function.isBuiltIn() && function.name().equals("count");
      fields.add(new Field(function.name(), call.type(), !counts));
    }
    return fields;
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
      sets.forEach(set -> set.add(keys.size()));
      keys.add(column);
    } else {
      expression.children().forEach(this::addDependentKeys);
    }
  }

  private Expression lift(Expression expression) {
    int key = keys.indexOf(expression);
    // Before PostgreSQL 18 a constant stays itself where a set does not group by it
    if (key >= 0 && (scope.hasGroupEntry() || !(expression instanceof Expression.Constant))) {
      return new Column(key, expression.type());
    }
    if (expression instanceof Column(int index, PgType type)) {
      if (index >= Windows.WINDOW) {
        return expression;
      }
      if (index < Aggregates.GROUPING) {
        return new Column(index - scope.width() + keys.size(), type);
      }
      return sets.size() <= 1
          ? new Expression.Constant(new byte[4], type) // everything is grouped by
          : new Column(index - Aggregates.GROUPING + keys.size() + aggregates.calls().size(), type);
    }
    return Columns.replaceChildren(expression, this::lift);
  }
}
