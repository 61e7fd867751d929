package io.tidemark.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What each node of a plan is made of, for those who walk plans whatever their nodes are. */
final class PlanParts {

  private PlanParts() {}

  /** {@link Plan#inputs}. */
  static List<Plan> inputs(Plan plan) {
    return switch (plan) {
      case Plan.Scan _, Plan.Values _, Plan.RecursiveReference _ -> List.of();
      case Plan.Filter filter -> List.of(filter.input());
      case Plan.Project project -> List.of(project.input());
      case Plan.Join join -> List.of(join.left(), join.right());
      case Plan.MultiJoin join -> join.inputs();
      case Plan.DependentJoin join -> List.of(join.left(), join.right());
      case Plan.Aggregate aggregate -> List.of(aggregate.input());
      case Plan.GroupingSets grouping -> List.of(grouping.input());
      case Plan.Distinct distinct -> List.of(distinct.input());
      case Plan.TopK topK -> List.of(topK.input());
      case Plan.OrderLabels labels -> List.of(labels.input());
      case Plan.Window window -> List.of(window.input());
      case Plan.SetOperation operation -> List.of(operation.left(), operation.right());
      case Plan.UnionAll union -> union.inputs();
      case Plan.TableFunction function -> List.of(function.input());
      case Plan.Recursive recursive -> List.of(recursive.base(), recursive.step());
    };
  }

  /** {@link Plan#withInputs}. */
  static Plan withInputs(Plan plan, List<Plan> with) {
    return switch (plan) {
      case Plan.Scan _, Plan.Values _, Plan.RecursiveReference _ -> plan;
      case Plan.Filter filter -> new Plan.Filter(with.getFirst(), filter.predicate());
      case Plan.Project project ->
          new Plan.Project(with.getFirst(), project.expressions(), project.fields());
      case Plan.Join join ->
          new Plan.Join(join.kind(), with.get(0), with.get(1), join.equalities(), join.residual());
      case Plan.MultiJoin join -> new Plan.MultiJoin(with, join.edges());
      case Plan.DependentJoin join ->
          new Plan.DependentJoin(
              join.kind(),
              with.get(0),
              with.get(1),
              join.depth(),
              join.arguments(),
              join.condition());
      case Plan.Aggregate aggregate ->
          new Plan.Aggregate(
              with.getFirst(), aggregate.keys(), aggregate.aggregates(), aggregate.fields());
      case Plan.GroupingSets grouping ->
          new Plan.GroupingSets(
              with.getFirst(),
              grouping.keys(),
              grouping.sets(),
              grouping.aggregates(),
              grouping.groupings(),
              grouping.fields());
      case Plan.Distinct _ -> new Plan.Distinct(with.getFirst());
      case Plan.TopK topK ->
          new Plan.TopK(
              with.getFirst(),
              topK.partitionKeys(),
              topK.sortKeys(),
              topK.offset(),
              topK.limit(),
              topK.withTies());
      case Plan.OrderLabels labels -> new Plan.OrderLabels(with.getFirst(), labels.labels());
      case Plan.Window window ->
          new Plan.Window(
              with.getFirst(),
              window.partitionKeys(),
              window.sortKeys(),
              window.calls(),
              window.callFields());
      case Plan.SetOperation operation ->
          new Plan.SetOperation(
              operation.kind(), operation.all(), with.get(0), with.get(1), operation.fields());
      case Plan.UnionAll union -> new Plan.UnionAll(with, union.fields());
      case Plan.TableFunction function -> function.over(with.getFirst(), function.calls());
      case Plan.Recursive recursive ->
          new Plan.Recursive(
              with.get(0), with.get(1), recursive.all(), recursive.id(), recursive.fields());
    };
  }

  /** {@link Plan#expressions}. */
  static List<Expression> expressions(Plan plan) {
    return switch (plan) {
      case Plan.Scan _,
          Plan.Distinct _,
          Plan.OrderLabels _,
          Plan.SetOperation _,
          Plan.UnionAll _,
          Plan.Recursive _,
          Plan.RecursiveReference _ ->
          List.of();
      case Plan.Filter filter -> List.of(filter.predicate());
      case Plan.Project project -> project.expressions();
      case Plan.Join join -> {
        List<Expression> all = new ArrayList<>();
        for (Plan.Join.Equality equality : join.equalities()) {
          all.add(equality.left());
          all.add(equality.right());
        }
        join.residual().ifPresent(all::add);
        yield all;
      }
      case Plan.MultiJoin join ->
          join.edges().stream()
              .flatMap(edge -> edge.equalities().stream())
              .flatMap(equality -> Stream.of(equality.left(), equality.right()))
              .toList();
      case Plan.DependentJoin join -> {
        List<Expression> all = new ArrayList<>(join.arguments());
        join.condition().ifPresent(all::add);
        yield all;
      }
      case Plan.Aggregate aggregate -> {
        List<Expression> all = new ArrayList<>(aggregate.keys());
        aggregate.aggregates().forEach(call -> all.addAll(call.expressions()));
        yield all;
      }
      case Plan.GroupingSets grouping -> {
        List<Expression> all = new ArrayList<>(grouping.keys());
        grouping.aggregates().forEach(call -> all.addAll(call.expressions()));
        yield all;
      }
      case Plan.TopK topK -> {
        List<Expression> all = new ArrayList<>(topK.partitionKeys());
        topK.sortKeys().forEach(key -> all.add(key.expression()));
        yield all;
      }
      case Plan.Window window -> {
        List<Expression> all = new ArrayList<>(window.partitionKeys());
        window.sortKeys().forEach(key -> all.add(key.expression()));
        window.calls().forEach(call -> all.addAll(call.expressions()));
        yield all;
      }
      case Plan.Values values -> values.rows().stream().flatMap(List::stream).toList();
      case Plan.TableFunction function -> {
        List<Expression> all = new ArrayList<>();
        function.calls().forEach(call -> all.add(call.function()));
        function.condition().ifPresent(all::add);
        yield all;
      }
    };
  }
}
