package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The set-returning functions of a SELECT list, or of GROUP BY. They run side by side over each row
 * that the rest of the query gives, those whose arguments hold others after these. While the list
 * is translated, column {@code c} of function {@code i} is column {@code FIRST + i * WIDTH + c}.
 */
final class TargetFunctions {

  /** Behind the columns that {@link Aggregates} and {@link Windows} hand out. */
  private static final int FIRST = 3 << 28;

  /** More than a function may have. */
  private static final int WIDTH = 2_000;

  private final Catalog catalog;
  private final List<TableCall> calls = new ArrayList<>();
  private final List<Integer> levels = new ArrayList<>();
  private int grouped; // how many belong to the rows below the groups

  TargetFunctions(Catalog catalog) {
    this.catalog = catalog;
  }

  static boolean isColumn(int index) {
    return index >= FIRST;
  }

  /**
   * The functions so far are those of GROUP BY: each row that is grouped is expanded by them. Those
   * that come are run over each group, as without groups over each row.
   */
  Expanded belowGroups(Plan rows) {
    grouped = calls.size();
    return over(rows, 0, grouped);
  }

  /** The arguments of those that are not below the groups. */
  List<Expression> arguments() {
    return calls.subList(grouped, calls.size()).stream()
        .flatMap(call -> call.function().children().stream())
        .toList();
  }

  /** The value of a call that gives one column. */
  Expression column(Node call, ExpressionTranslator translator) {
    int index = indexOf(call, translator);
    List<PgType> columns = calls.get(index).columns();
    if (catalog.isComposite(call.integer("funcresulttype"))) {
      throw Refusals.construct(
          "A set of composite values in the SELECT list", "Name its fields: (f(x)).field");
    }
    return new Column(FIRST + index * WIDTH, columns.getFirst());
  }

  /**
   * A field of a call that gives composite values.
   *
   * @param number from 1 on
   */
  Expression field(Node call, int number, ExpressionTranslator translator) {
    int index = indexOf(call, translator);
    PgType type = calls.get(index).columns().get(number - 1);
    return new Column(FIRST + index * WIDTH + number - 1, type);
  }

  private int indexOf(Node call, ExpressionTranslator translator) {
    TableCall made =
        new TableCall(translator.call(call), "", FunctionItem.columns(call, catalog), false);
    int known = calls.indexOf(made);
    if (known >= 0) {
      return known;
    }
    calls.add(made);
    levels.add(levelOf(made.function()) + 1);
    return calls.size() - 1;
  }

  /** How many functions stand within one another in an expression. */
  private int levelOf(Expression expression) {
    if (expression instanceof Column(int index, PgType _)) {
      return isColumn(index) ? levels.get((index - FIRST) / WIDTH) : 0;
    }
    return expression.children().stream().mapToInt(this::levelOf).max().orElse(0);
  }

  /** Applies something to the arguments, such as what was done to the row that they are over. */
  void map(UnaryOperator<Expression> replacement) {
    calls.subList(grouped, calls.size()).replaceAll(call -> call.map(replacement));
  }

  /** The functions' rows beside those of a plan, and where each function's columns stand. */
  record Expanded(Plan plan, List<Integer> places) {

    /** An expression of the SELECT list over the expanded row. */
    Expression value(Expression expression) {
      return Columns.move(expression, index -> isColumn(index) ? place(index) : index);
    }

    private int place(int index) {
      int place = places.get((index - FIRST) / WIDTH);
      if (place < 0) {
        throw Refusals.construct(
            "A set-returning function that is grouped by only as a part of another expression",
            "Call it in a subquery in FROM and group by what comes out");
      }
      return place + (index - FIRST) % WIDTH;
    }
  }

  Expanded over(Plan plan) {
    return over(plan, grouped, calls.size());
  }

  private Expanded over(Plan plan, int from, int to) {
    List<Integer> places = new ArrayList<>();
    calls.forEach(_ -> places.add(-1));
    Expanded expanded = new Expanded(plan, places);
    int last = levels.stream().mapToInt(Integer::intValue).max().orElse(0);
    for (int level = 1; level <= last; level++) {
      List<TableCall> together = new ArrayList<>();
      List<Field> fields = new ArrayList<>(expanded.plan().fields());
      for (int i = from; i < to; i++) {
        if (levels.get(i) == level) {
          together.add(calls.get(i).map(expanded::value));
          places.set(i, fields.size());
          calls.get(i).columns().forEach(type -> fields.add(new Field("value", type, true)));
        }
      }
      if (!together.isEmpty()) {
        Plan given =
            new Plan.TableFunction(
                expanded.plan(), together, false, false, Optional.empty(), fields);
        expanded = new Expanded(given, places);
      }
    }
    return expanded;
  }
}
