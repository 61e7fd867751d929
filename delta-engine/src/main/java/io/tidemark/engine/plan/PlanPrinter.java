package io.tidemark.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A plan as indented text, for {@code explain} and for tests: one line per node, the root first.
 * The text names things, it does not identify them: two plans of one text may differ in OIDs.
 */
public final class PlanPrinter {

  private final StringBuilder text = new StringBuilder();

  private PlanPrinter() {}

  public static String print(Plan plan) {
    PlanPrinter printer = new PlanPrinter();
    printer.node(plan, 0);
    return printer.text.toString();
  }

  private void node(Plan plan, int depth) {
    text.repeat("  ", depth).append(describe(plan)).append('\n');
    plan.inputs().forEach(input -> node(input, depth + 1));
  }

  private static String describe(Plan plan) {
    return switch (plan) {
      case Plan.Scan scan -> "Scan " + scan.source().displayName() + scanned(scan);
      case Plan.Values values -> "Values " + rows(values);
      case Plan.Filter filter ->
          "Filter " + new ExpressionPrinter(filter.input().fields()).print(filter.predicate());
      case Plan.Project project ->
          "Project "
              + outputs(
                  project.expressions(),
                  project.fields(),
                  new ExpressionPrinter(project.input().fields()));
      case Plan.Join join -> join(join);
      case Plan.MultiJoin join -> multiJoin(join);
      case Plan.Aggregate aggregate -> aggregate(aggregate);
      case Plan.DependentJoin join -> "DependentJoin " + join.kind();
      case Plan.GroupingSets grouping -> groupingSets(grouping);
      case Plan.Distinct _ -> "Distinct";
      case Plan.TopK topK -> topK(topK);
      case Plan.OrderLabels labels ->
          "OrderLabels "
              + labels.labels().stream()
                  .map(label -> labels.input().fields().get(label.column()).name())
                  .collect(Collectors.joining(", "));
      case Plan.Window window -> window(window);
      case Plan.SetOperation operation ->
          (operation.kind() == Plan.SetOperation.SetOperator.INTERSECT ? "Intersect" : "Except")
              + (operation.all() ? "All " : " ")
              + operation.fields().stream()
                  .map(Field::name)
                  .collect(Collectors.joining(", ", "(", ")"));
      case Plan.TableFunction function -> tableFunction(function);
      case Plan.UnionAll union ->
          "UnionAll "
              + union.fields().stream()
                  .map(Field::name)
                  .collect(Collectors.joining(", ", "(", ")"));
      case Plan.Recursive recursive ->
          "Recursive "
              + recursive.id()
              + (recursive.all() ? " (UNION ALL) " : " (UNION) ")
              + recursive.fields().stream()
                  .map(Field::name)
                  .collect(Collectors.joining(", ", "(", ")"));
      case Plan.RecursiveReference reference -> "RecursiveReference " + reference.id();
    };
  }

  private static String tableFunction(Plan.TableFunction function) {
    ExpressionPrinter printer = new ExpressionPrinter(function.fields());
    return "TableFunction "
        + function.calls().stream()
            .map(call -> printer.print(call.function()))
            .collect(Collectors.joining(", "))
        + (function.ordinality() ? " with ordinality" : "")
        + (function.outer() ? " outer" : "")
        + function.condition().map(condition -> " on " + printer.print(condition)).orElse("")
        + function.given().stream().map(Field::name).collect(Collectors.joining(", ", " (", ")"));
  }

  private static String topK(Plan.TopK topK) {
    ExpressionPrinter printer = new ExpressionPrinter(topK.fields());
    List<String> parts = new ArrayList<>();
    parts.add("TopK");
    if (topK.limit() != null) {
      parts.add(topK.limit() + (topK.withTies() ? " with ties" : ""));
    }
    if (topK.offset() > 0) {
      parts.add("after " + topK.offset());
    }
    if (!topK.sortKeys().isEmpty()) {
      parts.add(
          "by "
              + topK.sortKeys().stream()
                  .map(key -> sortKey(key, printer))
                  .collect(Collectors.joining(", ")));
    }
    if (!topK.partitionKeys().isEmpty()) {
      parts.add(
          "per "
              + topK.partitionKeys().stream()
                  .map(printer::print)
                  .collect(Collectors.joining(", ")));
    }
    return String.join(" ", parts);
  }

  private static String window(Plan.Window window) {
    ExpressionPrinter printer = new ExpressionPrinter(window.input().fields());
    List<String> over = new ArrayList<>();
    if (!window.partitionKeys().isEmpty()) {
      over.add(
          "per "
              + window.partitionKeys().stream()
                  .map(printer::print)
                  .collect(Collectors.joining(", ")));
    }
    if (!window.sortKeys().isEmpty()) {
      over.add(
          "by "
              + window.sortKeys().stream()
                  .map(key -> sortKey(key, printer))
                  .collect(Collectors.joining(", ")));
    }
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < window.calls().size(); i++) {
      calls.add(printer.print(window.calls().get(i)) + " AS " + window.callFields().get(i).name());
    }
    return "Window "
        + String.join(" ", over)
        + (over.isEmpty() ? "" : ": ")
        + String.join(", ", calls);
  }

  /** As ORDER BY takes it: NULLS FIRST or LAST where it is not what the direction implies. */
  private static String sortKey(SortKey key, ExpressionPrinter printer) {
    return printer.print(key.expression())
        + (key.descending() ? " DESC" : "")
        + (key.nullsFirst() == key.descending()
            ? ""
            : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
  }

  private static String scanned(Plan.Scan scan) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < scan.fields().size(); i++) {
      String column = scan.source().columns().get(scan.columns().get(i)).name();
      String name = scan.fields().get(i).name();
      names.add(column.equals(name) ? column : column + " AS " + name);
    }
    return " (" + String.join(", ", names) + ")";
  }

  private static String rows(Plan.Values values) {
    ExpressionPrinter printer = new ExpressionPrinter(List.of());
    return values.rows().stream()
        .map(row -> row.stream().map(printer::print).collect(Collectors.joining(", ", "(", ")")))
        .collect(Collectors.joining(", "));
  }

  private static String outputs(
      List<Expression> expressions, List<Field> fields, ExpressionPrinter printer) {
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < expressions.size(); i++) {
      String expression = printer.print(expressions.get(i));
      String name = fields.get(i).name();
      outputs.add(expression.equals(name) ? expression : expression + " AS " + name);
    }
    return String.join(", ", outputs);
  }

  private static String multiJoin(Plan.MultiJoin join) {
    List<String> edges = new ArrayList<>();
    for (int i = 0; i < join.edges().size(); i++) {
      Plan.MultiJoin.Edge edge = join.edges().get(i);
      edges.add(
          equalities(
              edge.equalities(), join.inputs().get(edge.earlier()), join.inputs().get(i + 1)));
    }
    return "MultiJoin on " + String.join("; ", edges);
  }

  private static String equalities(List<Plan.Join.Equality> list, Plan left, Plan right) {
    ExpressionPrinter leftValue = new ExpressionPrinter(left.fields());
    ExpressionPrinter rightValue = new ExpressionPrinter(right.fields());
    return list.stream()
        .map(equal ->
            leftValue.print(equal.left())
                + (equal.nullsEqual() ? " IS " : " = ")
                + rightValue.print(equal.right()))
        .collect(Collectors.joining(", "));
  }

  private static String join(Plan.Join join) {
    String equalities = equalities(join.equalities(), join.left(), join.right());
    Optional<String> residual =
        join.residual().map(new ExpressionPrinter(join.pairFields())::print);
    String name = name(join.kind());
    if (join.equalities().isEmpty()) {
      return residual
          .map(condition -> name + " where " + condition)
          .orElse(join.kind() == Plan.Join.Kind.INNER ? "CrossProduct" : name);
    }
    return name + " on " + equalities + residual.map(condition -> " where " + condition).orElse("");
  }

  private static String name(Plan.Join.Kind kind) {
    return switch (kind) {
      case INNER -> "InnerJoin";
      case LEFT -> "LeftJoin";
      case FULL -> "FullJoin";
      case SEMI -> "SemiJoin";
      case ANTI -> "AntiJoin";
    };
  }

  private static String aggregate(Plan.Aggregate aggregate) {
    ExpressionPrinter printer = new ExpressionPrinter(aggregate.input().fields());
    int keys = aggregate.keys().size();
    String calls = calls(aggregate.aggregates(), aggregate.fields(), keys, printer);
    String by = outputs(aggregate.keys(), aggregate.fields().subList(0, keys), printer);
    return "Aggregate"
        + (keys == 0 ? "" : " by " + by)
        + (calls.isEmpty() ? "" : (keys == 0 ? " " : ": ") + calls);
  }

  private static String groupingSets(Plan.GroupingSets grouping) {
    ExpressionPrinter printer = new ExpressionPrinter(grouping.input().fields());
    int keys = grouping.keys().size();
    String sets =
        grouping.sets().stream()
            .map(set ->
                outputs(
                    set.stream().map(grouping.keys()::get).toList(),
                    set.stream().map(grouping.fields()::get).toList(),
                    printer))
            .collect(Collectors.joining("), (", "(", ")"));
    String calls = calls(grouping.aggregates(), grouping.fields(), keys, printer);
    return "GroupingSets by " + sets + (calls.isEmpty() ? "" : ": " + calls);
  }

  private static String calls(
      List<AggregateCall> aggregates, List<Field> fields, int keys, ExpressionPrinter printer) {
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < aggregates.size(); i++) {
      String call = printer.print(aggregates.get(i));
      calls.add(call + " AS " + fields.get(keys + i).name());
    }
    return String.join(", ", calls);
  }
}
