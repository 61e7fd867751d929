package io.tidemark.engine.analyzed;

import io.tidemark.engine.analyzed.CatalogFacts.Procedure;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;

/**
 * The aggregates that a query's SELECT list and HAVING call, each once. While expressions are
 * translated, aggregate {@code i} is column {@code width + i} of the ungrouped row, and GROUPING()
 * {@code i} is column {@code GROUPING + i}.
 */
final class Aggregates {

  /** Beyond the columns of any row, which are 1,664 at most in PostgreSQL, and of any join. */
  static final int GROUPING = 1 << 28;

  private final Catalog catalog;
  private final Scope arguments;
  private final List<AggregateCall> calls = new ArrayList<>();
  private final List<List<Integer>> groupings = new ArrayList<>();

  /**
   * @param arguments the ungrouped row, over which arguments are evaluated
   */
  Aggregates(Catalog catalog, Scope arguments) {
    this.catalog = catalog;
    this.arguments = arguments;
  }

  List<AggregateCall> calls() {
    return calls;
  }

  /** The arguments of each GROUPING(), as references to items of GROUP BY. */
  List<List<Integer>> groupings() {
    return groupings;
  }

  Column grouping(Node node) {
    List<Integer> references = node.integers("refs");
    int index = groupings.indexOf(references);
    if (index < 0) {
      index = groupings.size();
      groupings.add(references);
    }
    return new Column(GROUPING + index, PgType.of(PgType.INT4));
  }

  Column column(Node node) {
    // An aggregate in a subquery that is one of this query counts its variables' levels from there
    AggregateCall call =
        call(
            node, new ExpressionTranslator(catalog, arguments.raised(node.integer("agglevelsup"))));
    int index = calls.indexOf(call);
    if (index < 0) {
      index = calls.size();
      calls.add(call);
    }
    return new Column(arguments.width() + index, call.type());
  }

  private AggregateCall call(Node node, ExpressionTranslator translator) {
    Procedure procedure = catalog.procedure(node.integer("aggfnoid"));
    if (!node.text("aggkind").equals("n")) {
      throw Refusals.construct(
          "The ordered-set aggregate " + procedure.function().name() + " (WITHIN GROUP)");
    }
    if (node.flag("aggvariadic") && procedure.takesAnything()) {
      throw Refusals.construct("VARIADIC in a call of " + procedure.function().name());
    }
    translator.refuseUnsteady(procedure.function());
    List<Node> entries = node.nodes("args");
    List<Expression> values =
        entries.stream()
            .filter(entry -> !entry.flag("resjunk"))
            .map(entry -> translator.translate(entry.node("expr")))
            .toList();
    Node filter = node.nodeOrNull("aggfilter");
    int collation = node.integer("inputcollid");
    translator.checkCollation(collation);
    return new AggregateCall(
        procedure.function(),
        values,
        node.isPresent("aggdistinct"),
        SortClause.keys(node.nodes("aggorder"), entries, translator::translate, catalog),
        filter == null ? null : translator.translate(filter),
        catalog.type(node.integer("aggtype"), -1, node.integer("aggcollid")),
        collation);
  }
}
