package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the variables of an expression stand for: columns of one row, that of a FROM item. Variables
 * of joins and of PostgreSQL 18's group entries are followed to what they are made of.
 */
final class Scope {

  private static final int JOIN = 2;
  private static final int GROUP = 9;

  private final List<Node> rangeTable;
  private final FromItem from;
  private final @Nullable Aggregates aggregates;
  private final Set<Integer> following = new HashSet<>();

  private Scope(List<Node> rangeTable, FromItem from, @Nullable Aggregates aggregates) {
    this.rangeTable = rangeTable;
    this.from = from;
    this.aggregates = aggregates;
  }

  /** Variables of a query's range table over a FROM item's row; aggregates are not allowed. */
  static Scope of(List<Node> rangeTable, FromItem from) {
    return new Scope(rangeTable, from, null);
  }

  /** The same, with aggregates as columns behind the row's own. */
  Scope withAggregates(Aggregates collected) {
    return new Scope(rangeTable, from, collected);
  }

  int width() {
    return from.plan().fields().size();
  }

  List<Field> fields() {
    return from.plan().fields();
  }

  Expression variable(Node variable, ExpressionTranslator translator) {
    if (variable.integer("varlevelsup") > 0) {
      throw Refusals.construct("A reference to an outer query's column (LATERAL or correlated)");
    }
    int entry = variable.integer("varno");
    int attribute = variable.integer("varattno");
    FromItem.Placed placed = from.placed().get(entry);
    if (placed != null) {
      return column(placed, attribute);
    }
    Node definition = rangeTable.get(entry - 1);
    String field =
        switch (definition.integer("rtekind")) {
          case JOIN -> "joinaliasvars";
          case GROUP -> "groupexprs";
          default -> throw Refusals.construct("A reference to a table outside of its join");
        };
    if (attribute <= 0) {
      throw wholeRow(attribute);
    }
    NodeValue meant = definition.items(field).get(attribute - 1);
    if (!(meant instanceof Node node) || !following.add(entry)) {
      throw new NodeFormatException("A joined column of the analysed query stands for nothing");
    }
    try {
      return translator.translate(node);
    } finally {
      following.remove(entry);
    }
  }

  Expression aggregate(Node aggregate, ExpressionTranslator translator) {
    if (aggregates == null) {
      throw Refusals.construct("An aggregate in this place");
    }
    return aggregates.column(aggregate, translator);
  }

  /** Whether the query has PostgreSQL 18's entry for its groups. */
  boolean hasGroupEntry() {
    return rangeTable.stream().anyMatch(entry -> entry.integer("rtekind") == GROUP);
  }

  /** GROUPING(). */
  Expression grouping(Node function) {
    if (aggregates == null) {
      throw Refusals.construct("GROUPING() in this place");
    }
    return aggregates.grouping(function);
  }

  private Expression column(FromItem.Placed placed, int attribute) {
    int position = placed.attributes().indexOf(attribute);
    if (position < 0) {
      throw wholeRow(attribute);
    }
    int index = placed.offset() + position;
    return new Column(index, fields().get(index).type());
  }

  private static RuntimeException wholeRow(int attribute) {
    return attribute == 0
        ? Refusals.construct("A table's whole row as one value", "Name its columns")
        : Refusals.construct(
            "A system column such as ctid or xmin", "Select the table's own columns");
  }
}
