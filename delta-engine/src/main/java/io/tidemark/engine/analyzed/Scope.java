package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the variables of an expression stand for: columns of one row, that of a FROM item, or
 * parameters for what lies outside of it. Variables of joins and of PostgreSQL 18's group entries
 * are followed to what they are made of.
 */
final class Scope {

  private static final int JOIN = 2;
  private static final int GROUP = 9;

  private final QueryTranslator query;
  private final FromItem from;
  private final @Nullable Correlation enclosing;
  private final @Nullable Aggregates aggregates;
  private final @Nullable TargetFunctions targetFunctions;
  private final @Nullable Windows windows;

  /** How many levels further in the variables are counted from: those of an outer aggregate. */
  private final int raised;

  private final Set<Integer> following = new HashSet<>();

  private Scope(
      QueryTranslator query,
      FromItem from,
      @Nullable Correlation enclosing,
      @Nullable Aggregates aggregates,
      @Nullable TargetFunctions targetFunctions,
      @Nullable Windows windows,
      int raised) {
    this.query = query;
    this.from = from;
    this.enclosing = enclosing;
    this.aggregates = aggregates;
    this.targetFunctions = targetFunctions;
    this.windows = windows;
    this.raised = raised;
  }

  /**
   * Variables of a query over a FROM item's row; aggregates are not allowed.
   *
   * @param enclosing what the item may read beside its own row; null for nothing
   */
  static Scope of(QueryTranslator query, FromItem from, @Nullable Correlation enclosing) {
    return new Scope(query, from, enclosing, null, null, null, 0);
  }

  /** The same, with aggregates as columns behind the row's own. */
  Scope withAggregates(Aggregates collected) {
    return new Scope(query, from, enclosing, collected, targetFunctions, windows, raised);
  }

  /** The same, with the columns of the SELECT list's set-returning functions. */
  Scope withTargetFunctions(TargetFunctions collected) {
    return new Scope(query, from, enclosing, aggregates, collected, windows, raised);
  }

  /** Where a set-returning function in an expression is collected. */
  TargetFunctions targetFunctions(Function function) {
    if (targetFunctions == null) {
      throw Refusals.construct(
          "The set-returning function " + function.name() + "() in this place",
          "Call it in a subquery in FROM");
    }
    return targetFunctions;
  }

  /** The same, with window functions as columns far behind the row's own. */
  Scope withWindows(Windows collected) {
    return new Scope(query, from, enclosing, aggregates, targetFunctions, collected, raised);
  }

  /** The same for expressions that stand some query levels further in. */
  Scope raised(int levels) {
    return new Scope(query, from, enclosing, aggregates, targetFunctions, windows, levels);
  }

  int width() {
    return from.plan().fields().size();
  }

  List<Field> fields() {
    return from.plan().fields();
  }

  QueryTranslator query() {
    return query;
  }

  /** How many borders there are around the row. */
  int depth() {
    return enclosing == null ? 0 : enclosing.depth();
  }

  Expression variable(Node variable, int levelsUp) {
    int levels = levelsUp - raised;
    if (levels > 0) {
      return enclosing().variable(variable, levels);
    }
    int entry = variable.integer("varno");
    int attribute = variable.integer("varattno");
    FromItem.Placed placed = from.placed().get(entry);
    Node definition = query.rangeTable().get(entry - 1);
    if (placed != null && attribute == 0) {
      return new WholeRow(query).of(variable, definition, placed, fields());
    }
    if (placed != null) {
      return column(placed, attribute);
    }
    return switch (definition.integer("rtekind")) {
      case JOIN -> meaning(definition, "joinaliasvars", entry, attribute);
      case GROUP -> meaning(definition, "groupexprs", entry, attribute);
      default -> {
        if (enclosing == null || !enclosing.isWithinQuery()) {
          throw new NodeFormatException("The analysed query reads a table outside of its join");
        }
        yield enclosing.variable(variable, levels);
      }
    };
  }

  private Expression meaning(Node definition, String field, int entry, int attribute) {
    if (attribute <= 0) {
      throw wholeRow(attribute);
    }
    NodeValue meant = definition.items(field).get(attribute - 1);
    if (!(meant instanceof Node node) || !following.add(entry)) {
      throw new NodeFormatException("A joined column of the analysed query stands for nothing");
    }
    try {
      return new ExpressionTranslator(query.catalog(), this).translate(node);
    } finally {
      following.remove(entry);
    }
  }

  Expression aggregate(Node aggregate, int levelsUp) {
    int levels = levelsUp - raised;
    if (levels > 0) {
      return enclosing().aggregate(aggregate, levels);
    }
    if (aggregates == null) {
      throw Refusals.construct("An aggregate in this place");
    }
    return aggregates.column(aggregate);
  }

  Expression window(Node function, ExpressionTranslator translator) {
    if (windows == null) {
      throw Refusals.construct("A window function in this place");
    }
    return windows.column(function, translator);
  }

  private Correlation enclosing() {
    if (enclosing == null) {
      throw new NodeFormatException("A variable of the analysed query is out of reach");
    }
    return enclosing;
  }

  /** Whether the query has PostgreSQL 18's entry for its groups. */
  boolean hasGroupEntry() {
    return query.rangeTable().stream().anyMatch(entry -> entry.integer("rtekind") == GROUP);
  }

  /** GROUPING(). */
  Expression grouping(Node function, int levelsUp) {
    int levels = levelsUp - raised;
    if (levels > 0) {
      return enclosing().grouping(function, levels);
    }
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
