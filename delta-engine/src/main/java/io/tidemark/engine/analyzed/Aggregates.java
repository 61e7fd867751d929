package io.tidemark.engine.analyzed;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.analyzed.CatalogFacts.Procedure;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Function;
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
    if (node.flag("aggvariadic") && procedure.takesAnything() && node.text("aggkind").equals("n")) {
      throw Refusals.construct("VARIADIC in a call of " + procedure.function().name());
    }
    refuseUnsteady(procedure.function(), translator);
    List<Node> entries = node.nodes("args");
    List<Expression> values =
        entries.stream()
            .filter(entry -> !entry.flag("resjunk"))
            .map(entry -> translator.translate(entry.node("expr")))
            .toList();
    Node filter = node.nodeOrNull("aggfilter");
    int collation = node.integer("inputcollid");
    List<Expression> direct = translator.translateAll(node, "aggdirectargs");
    if (!direct.stream().allMatch(Aggregates::isConstant)) {
      throw Refusals.construct(
          "A direct argument of %s that is not a constant".formatted(procedure.function().name()));
    }
    checkElementType(node.integer("aggtype"), values);
    return new AggregateCall(
        procedure.function(),
        direct,
        values,
        node.isPresent("aggdistinct"),
        SortClause.keys(node.nodes("aggorder"), entries, translator::translate, catalog),
        filter == null ? null : translator.translate(filter),
        catalog.type(node.integer("aggtype"), -1, node.integer("aggcollid")),
        collation);
  }

  private void refuseUnsteady(Function function, ExpressionTranslator translator) {
    translator.refuseUnsteady(function);
    if (!function.isBuiltIn() && catalog.aggregateVolatility(function.oid()) != 'i') {
      throw new UnsupportedQueryException(
          "The aggregate %s.%s calls a function that is not IMMUTABLE"
              .formatted(function.schema(), function.name()),
          "Declare its functions IMMUTABLE if they depend on their arguments only.");
    }
  }

  private static boolean isConstant(Expression expression) {
    return switch (expression) {
      case Expression.Constant _ -> true;
      case Expression.Call _,
          Expression.Relabel _,
          Expression.TextCast _,
          Expression.ArrayLiteral _ ->
          expression.children().stream().allMatch(Aggregates::isConstant);
      default -> false;
    };
  }

  /**
   * An array of a domain's values has the domain as its element type, which is not known any more
   * where the array is made.
   */
  private void checkElementType(int type, List<Expression> values) {
    int element = catalog.elementType(type);
    if (element != 0 && values.size() == 1 && catalog.type(element, -1, 0).oid() != element) {
      throw Refusals.construct("An aggregate that makes an array of a domain");
    }
  }
}
