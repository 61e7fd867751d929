package io.tidemark.engine.analyzed;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.analyzed.CatalogFacts.SortOperator;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** ORDER BY items, of queries, aggregates and windows, to sort keys. */
final class SortClause {

  /** Collation "C", the order of the *_pattern_ops. */
  private static final int BYTES = 950;

  private SortClause() {}

  /**
   * @param clauses SORTGROUPCLAUSE nodes
   * @param entries the target entries that they refer to
   * @param translation of an entry's expression
   * @throws UnsupportedQueryException if an item's operator is not the default order of its type
   */
  static List<SortKey> keys(
      List<Node> clauses,
      List<Node> entries,
      Function<Node, Expression> translation,
      Catalog catalog) {
    return ofEntries(clauses, entries, entry -> translation.apply(entry.node("expr")), catalog);
  }

  /** The same where an entry is translated as a whole, or was before. */
  static List<SortKey> ofEntries(
      List<Node> clauses,
      List<Node> entries,
      Function<Node, Expression> translation,
      Catalog catalog) {
    List<SortKey> keys = new ArrayList<>();
    for (Node clause : clauses) {
      Node entry = TargetList.referenced(entries, clause.integer("tleSortGroupRef"));
      Expression expression = translation.apply(entry);
      SortOperator operator = catalog.sortOperator(clause.integer("sortop"));
      keys.add(
          new SortKey(
              expression,
              operator.descending(),
              clause.flag("nulls_first"),
              collation(operator, expression.type().collation())));
    }
    return keys;
  }

  private static int collation(SortOperator operator, int ofExpression) {
    return switch (operator.family()) {
      case "text_pattern_ops", "bpchar_pattern_ops" -> BYTES;
      default -> {
        if (!operator.isDefault()) {
          throw new UnsupportedQueryException(
              "ORDER BY … USING " + operator.name() + " is an order that is not known here",
              "Order by the type's own < or >, or by an expression of another type.");
        }
        yield ofExpression;
      }
    };
  }
}
