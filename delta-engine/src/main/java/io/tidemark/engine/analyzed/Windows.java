package io.tidemark.engine.analyzed;

import io.tidemark.engine.analyzed.CatalogFacts.Procedure;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.WindowCall;
import io.tidemark.engine.plan.WindowFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The window functions of one query level, each once. While its SELECT list is translated, window
 * function {@code i} is column {@code WINDOW + i}; then {@link #over} puts them on top of the rows
 * that FROM, WHERE and the groups leave, and {@link #placed} knows where each has come to stand.
 */
final class Windows {

  /** Beyond the columns of any row and beyond {@link Aggregates#GROUPING}. */
  static final int WINDOW = 1 << 29;

  /** By which rows are told apart and ordered. */
  private record Over(List<Expression> partitionKeys, List<SortKey> sortKeys) {}

  private record Call(WindowCall call, Over over) {}

  /** Window functions that have a look at the frame; others have none. */
  private static final List<String> OF_FRAME =
      List.of("window_first_value", "window_last_value", "window_nth_value");

  /** Those that are never NULL. */
  private static final List<String> NOT_NULL =
      List.of(
          "window_row_number",
          "window_rank",
          "window_dense_rank",
          "window_percent_rank",
          "window_cume_dist");

  private final Node query;
  private final Catalog catalog;
  private final List<Call> calls = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();

  Windows(Node query, Catalog catalog) {
    this.query = query;
    this.catalog = catalog;
  }

  Column column(Node node, ExpressionTranslator translator) {
    Call call = call(node, translator);
    int index = calls.indexOf(call);
    if (index < 0) {
      index = calls.size();
      calls.add(call);
    }
    return new Column(WINDOW + index, call.call().type());
  }

  private Call call(Node node, ExpressionTranslator translator) {
    Procedure procedure = catalog.procedure(node.integer("winfnoid"));
    Function function = procedure.function();
    translator.refuseUnsteady(function);
    boolean aggregate = node.flag("winagg");
    Node clause = clause(node.integer("winref"));
    List<SortKey> sortKeys =
        SortClause.keys(
            clause.nodes("orderClause"), query.nodes("targetList"), translator::translate, catalog);
    WindowFrame frame =
        aggregate || OF_FRAME.contains(function.source())
            ? WindowFrames.of(clause, translator, catalog)
            : WindowFrame.DEFAULT;
    Node filter = node.nodeOrNull("aggfilter");
    WindowCall call =
        new WindowCall(
            function,
            translator.translateAll(node, "args"),
            aggregate,
            filter == null ? null : translator.translate(filter),
            frame,
            catalog.type(node.integer("wintype"), -1, node.integer("wincollid")),
            node.integer("inputcollid"));
    return new Call(call, new Over(partitionKeys(clause, translator), sortKeys));
  }

  private Node clause(int reference) {
    return query.nodes("windowClause").stream()
        .filter(clause -> clause.integer("winref") == reference)
        .findFirst()
        .orElseThrow(
            () -> new NodeFormatException("A window of the analysed query is not defined"));
  }

  private List<Expression> partitionKeys(Node clause, ExpressionTranslator translator) {
    List<Expression> keys = new ArrayList<>();
    for (Node item : clause.nodes("partitionClause")) {
      Node entry =
          TargetList.referenced(query.nodes("targetList"), item.integer("tleSortGroupRef"));
      Expression key = translator.translate(entry.node("expr"));
      if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** All expressions that the functions, their partitions and orders are made of. */
  List<Expression> expressions() {
    List<Expression> all = new ArrayList<>();
    for (Call call : calls) {
      all.addAll(call.call().expressions());
      all.addAll(call.over().partitionKeys());
      call.over().sortKeys().forEach(key -> all.add(key.expression()));
    }
    return all;
  }

  /**
   * The rows with the window functions behind their columns; windows of one partition and order are
   * one.
   *
   * @param lift brings an expression as it was translated over to the input's row
   */
  Plan over(Plan input, UnaryOperator<Expression> lift) {
    Map<Over, List<Integer>> byWindow = new LinkedHashMap<>();
    Subqueries subqueries = new Subqueries(input);
    List<WindowCall> lifted = new ArrayList<>();
    UnaryOperator<Expression> prepare = expression -> subqueries.computed(lift.apply(expression));
    for (int i = 0; i < calls.size(); i++) {
      Over over = calls.get(i).over();
      Over prepared =
          new Over(
              over.partitionKeys().stream().map(prepare).toList(),
              over.sortKeys().stream().map(key -> prepared(key, prepare)).toList());
      byWindow.computeIfAbsent(prepared, _ -> new ArrayList<>()).add(i);
      lifted.add(calls.get(i).call().mapExpressions(prepare));
      places.add(0);
    }
    Plan plan = subqueries.plan();
    for (Map.Entry<Over, List<Integer>> window : samePartitionsTogether(byWindow)) {
      List<WindowCall> own = window.getValue().stream().map(lifted::get).toList();
      for (int i = 0; i < own.size(); i++) {
        places.set(window.getValue().get(i), plan.fields().size() + i);
      }
      Over over = window.getKey();
      plan =
          new Plan.Window(
              plan,
              over.partitionKeys(),
              over.sortKeys(),
              own,
              own.stream().map(Windows::field).toList());
    }
    return plan;
  }

  /** Windows over the same partitions upon one another, so that they may become one. */
  private static List<Map.Entry<Over, List<Integer>>> samePartitionsTogether(
      Map<Over, List<Integer>> byWindow) {
    Map<Set<Expression>, List<Map.Entry<Over, List<Integer>>>> byPartition = new LinkedHashMap<>();
    for (Map.Entry<Over, List<Integer>> window : byWindow.entrySet()) {
      byPartition
          .computeIfAbsent(Set.copyOf(window.getKey().partitionKeys()), _ -> new ArrayList<>())
          .add(window);
    }
    return byPartition.values().stream().flatMap(List::stream).toList();
  }

  /** An expression over the rows that {@link #over} gave. */
  Expression placed(Expression expression) {
    return expression instanceof Column(int index, var type)
            && index >= WINDOW
            && !TargetFunctions.isColumn(index)
        ? new Column(places.get(index - WINDOW), type)
        : Columns.replaceChildren(expression, this::placed);
  }

  private static Field field(WindowCall call) {
    Function function = call.function();
    boolean counts = call.isAggregate() && function.isBuiltIn() && function.name().equals("count");
    boolean ranks = NOT_NULL.stream().anyMatch(call::isBuiltIn);
    return new Field(function.name(), call.type(), !counts && !ranks);
  }

  private static SortKey prepared(SortKey key, UnaryOperator<Expression> prepare) {
    return new SortKey(
        prepare.apply(key.expression()), key.descending(), key.nullsFirst(), key.collation());
  }

  /** Computes what contains subqueries before the windows, which are then over plain columns. */
  private static final class Subqueries {
    private final Plan input;
    private final List<Expression> expressions = new ArrayList<>();

    Subqueries(Plan input) {
      this.input = input;
    }

    Expression computed(Expression expression) {
      if (!contains(expression)) {
        return expression;
      }
      int index = expressions.indexOf(expression);
      if (index < 0) {
        index = expressions.size();
        expressions.add(expression);
      }
      return new Column(input.fields().size() + index, expression.type());
    }

    Plan plan() {
      if (expressions.isEmpty()) {
        return input;
      }
      List<Expression> all = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (Field field : input.fields()) {
        all.add(new Column(all.size(), field.type()));
        names.add(field.name());
      }
      for (Expression expression : expressions) {
        all.add(expression);
        names.add("subquery");
      }
      return Projections.of(input, all, names);
    }

    private static boolean contains(Expression expression) {
      return expression instanceof Expression.Subquery
          || expression.children().stream().anyMatch(Subqueries::contains);
    }
  }
}
