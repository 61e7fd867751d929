package io.tidemark.engine.analyzed;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.InvalidQueryException;
import io.tidemark.engine.function.ExpressionCompiler;
import io.tidemark.engine.function.FunctionLibrary;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.state.row.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * DISTINCT ON, ORDER BY with LIMIT or OFFSET, and FETCH FIRST of one query level. ORDER BY without
 * them says nothing about a table's content and is passed over, whatever it orders by.
 */
final class RowLimit {

  private static final int WITH_TIES = 1; // LIMIT_OPTION_WITH_TIES

  private final Node query;
  private final Catalog catalog;
  private final List<Node> entries;

  RowLimit(Node query, Catalog catalog) {
    this.query = query;
    this.catalog = catalog;
    this.entries = entries(query);
  }

  /**
   * The target entries that the limits are applied to: the visible ones, and those that are there
   * only to be ordered by.
   */
  static List<Node> entries(Node query) {
    Set<Integer> needed = new HashSet<>();
    if (query.flag("hasDistinctOn")) {
      references(query.nodes("distinctClause"), needed);
    }
    if (query.flag("hasDistinctOn") || limits(query)) {
      references(query.nodes("sortClause"), needed);
    }
    return query.nodes("targetList").stream()
        .filter(
            entry -> !entry.flag("resjunk") || needed.contains(entry.integer("ressortgroupref")))
        .toList();
  }

  private static void references(List<Node> clauses, Set<Integer> into) {
    clauses.forEach(clause -> into.add(clause.integer("tleSortGroupRef")));
  }

  private static boolean limits(Node query) {
    return query.isPresent("limitCount") || query.isPresent("limitOffset");
  }

  /**
   * The visible columns of the rows that are left.
   *
   * @param plan gives the {@linkplain #entries entries}' columns
   * @param limits translates LIMIT and OFFSET, which see no row
   */
  Plan apply(Plan plan, ExpressionTranslator limits) {
    Plan limited = plan;
    if (query.flag("hasDistinctOn")) {
      List<Expression> keys = new ArrayList<>();
      for (Node clause : query.nodes("distinctClause")) {
        Node entry = TargetList.referenced(entries, clause.integer("tleSortGroupRef"));
        Expression key = column(entry, plan);
        keys.add(key);
      }
      limited = new Plan.TopK(limited, keys, order(plan), 0, 1L, false);
    }
    Long limit = count("limitCount", "LIMIT", "2201W", limits);
    Long offset = count("limitOffset", "OFFSET", "2201X", limits);
    if (limit != null || (offset != null && offset > 0)) {
      boolean withTies = limit != null && query.integer("limitOption") == WITH_TIES;
      List<SortKey> order = order(plan);
      limited =
          limit != null && limit == 0 // PostgreSQL does not run what is below: nothing there fails
              ? new Plan.Values(List.of(), limited.fields())
              : new Plan.TopK(
                  limited, List.of(), order, offset == null ? 0 : offset, limit, withTies);
    }
    return visible(limited);
  }

  private List<SortKey> order(Plan plan) {
    return SortClause.ofEntries(
        query.nodes("sortClause"), entries, entry -> column(entry, plan), catalog);
  }

  private Column column(Node entry, Plan plan) {
    int index = entries.indexOf(entry);
    return new Column(index, plan.fields().get(index).type());
  }

  private Plan visible(Plan plan) {
    List<Node> visible = TargetList.visible(query);
    if (visible.size() == entries.size()) {
      return plan;
    }
    return Projections.of(
        plan,
        visible.stream().map(entry -> (Expression) column(entry, plan)).toList(),
        visible.stream().map(TargetList::name).toList());
  }

  /** The number that a clause comes to; null where it is absent or NULL, which is no limit. */
  private @Nullable Long count(
      String field, String clause, String sqlState, ExpressionTranslator translator) {
    Node node = query.nodeOrNull(field);
    if (node == null) {
      return null;
    }
    Expression expression = translator.translate(node);
    if (!isConstant(expression)) {
      throw Refusals.construct(
          clause + " that depends on rows", "Give it a constant, or filter by row_number()");
    }
    try {
      Row row =
          new ExpressionCompiler(
                  CollationRules.UNKNOWN_DEFAULT, FunctionLibrary.of(catalog.majorVersion()))
              .mapper(List.of(expression))
              .map(Row.EMPTY);
      if (row.isNull(0)) {
        return null;
      }
      long count = row.getLong(0);
      if (count < 0) {
        throw new InvalidQueryException(
            clause + " must not be negative", 0, 0, "Give it a number from 0", sqlState);
      }
      return count;
    } catch (EvaluationException e) {
      throw new InvalidQueryException(
          clause + ": " + e.getMessage(), 0, 0, "Give it a constant", e.sqlState());
    }
  }

  private static boolean isConstant(Expression expression) {
    return switch (expression) {
      case Column _, Expression.Parameter _, Expression.Subquery _ -> false;
      default -> expression.children().stream().allMatch(RowLimit::isConstant);
    };
  }
}
