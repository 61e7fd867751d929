package io.tidemark.engine.circuit;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Expression.Constant;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.WindowCall;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The step of a recursion over the rows of all rounds at once: the number of the round is one more
 * column, the first, and every operator keeps the rounds apart. A row of the result has the number
 * of the round whose rows it was made of. What does not depend on the reference stays as it is, and
 * is the same in all rounds.
 */
final class RoundColumn {

  private static final PgType ROUND = PgType.of(PgType.INT4);
  private static final Field FIELD = new Field("round", ROUND, false);
  private static final Column COLUMN = new Column(0, ROUND);
  private static final Function EQUAL =
      new Function(
          65, "pg_catalog", "int4eq", "int4eq", List.of(PgType.INT4, PgType.INT4), true, 'i');

  private final Plan.RecursiveReference reference;
  private final Set<Integer> numbered = new HashSet<>(); // recursions whose rows have the column

  private RoundColumn(Plan.Recursive recursive) {
    this.reference = new Plan.RecursiveReference(recursive.id(), withRound(recursive.fields()));
    numbered.add(recursive.id());
  }

  /** The step of a recursion with the column, over a reference with the column. */
  static Plan of(Plan.Recursive recursive) {
    RoundColumn column = new RoundColumn(recursive);
    return column.everyRound(recursive.step());
  }

  /** Whether a plan reads the rows of a recursion's rounds. */
  static boolean dependsOn(Plan plan, int recursion) {
    return dependsOn(plan, Set.of(recursion));
  }

  private static boolean dependsOn(Plan plan, Set<Integer> recursions) {
    return plan instanceof Plan.RecursiveReference reference
        ? recursions.contains(reference.id())
        : plan.inputs().stream().anyMatch(input -> dependsOn(input, recursions));
  }

  private boolean depends(Plan plan) {
    return dependsOn(plan, numbered);
  }

  /** A plan with the column, also if it is the same in every round in which the step is taken. */
  private Plan everyRound(Plan plan) {
    return depends(plan) ? number(plan) : cross(rounds(), plan);
  }

  /** The first round, which is taken whatever the base is, and those that have rows. */
  private Plan rounds() {
    Constant first = new Constant(new byte[] {0, 0, 0, 0}, ROUND);
    return new Plan.Distinct(
        new Plan.UnionAll(
            List.of(
                new Plan.Values(List.of(List.of(first)), List.of(FIELD)),
                new Plan.Project(reference, List.of(COLUMN), List.of(FIELD))),
            List.of(FIELD)));
  }

  /** A plan that depends on the reference, with the column. */
  private Plan number(Plan plan) {
    return switch (plan) {
      case Plan.RecursiveReference own ->
          new Plan.RecursiveReference(own.id(), withRound(own.fields()));
      case Plan.Filter filter ->
          new Plan.Filter(number(filter.input()), Columns.shift(filter.predicate(), 1));
      case Plan.Project project ->
          new Plan.Project(
              number(project.input()),
              withRound(shifted(project.expressions()), COLUMN),
              withRound(project.fields()));
      case Plan.Join join -> join(join);
      case Plan.DependentJoin join -> throw join.isLeft();
      case Plan.Aggregate aggregate -> {
        if (aggregate.keys().isEmpty()) {
          throw refusal("an aggregate without GROUP BY over the rows of a recursion's last round");
        }
        yield new Plan.Aggregate(
            number(aggregate.input()),
            withRound(shifted(aggregate.keys()), COLUMN),
            aggregate.aggregates().stream()
                .map(call -> shifted(call, aggregate.input().fields()))
                .toList(),
            withRound(aggregate.fields()));
      }
      case Plan.GroupingSets _ ->
          throw refusal("GROUPING SETS over the rows of a recursion's last round");
      case Plan.Distinct distinct -> new Plan.Distinct(number(distinct.input()));
      case Plan.TableFunction function ->
          new Plan.TableFunction(
              number(function.input()),
              function.calls().stream()
                  .map(call -> call.map(argument -> Columns.shift(argument, 1)))
                  .toList(),
              function.ordinality(),
              function.outer(),
              function.condition().map(condition -> Columns.shift(condition, 1)),
              withRound(function.fields()));
      case Plan.TopK top ->
          new Plan.TopK(
              number(top.input()),
              withRound(shifted(top.partitionKeys()), COLUMN),
              shiftedKeys(top.sortKeys()),
              top.offset(),
              top.limit(),
              top.withTies());
      case Plan.MultiJoin join -> number(join.joins());
      case Plan.OrderLabels labels ->
          new Plan.OrderLabels(
              number(labels.input()),
              labels.labels().stream()
                  .map(label -> new Plan.OrderLabels.Label(label.column() + 1, label.type()))
                  .toList());
      case Plan.Window window ->
          new Plan.Window(
              number(window.input()),
              withRound(shifted(window.partitionKeys()), COLUMN),
              shiftedKeys(window.sortKeys()),
              window.calls().stream().map(call -> shifted(call, window.input().fields())).toList(),
              window.callFields());
      case Plan.SetOperation operation ->
          new Plan.SetOperation(
              operation.kind(),
              operation.all(),
              everyRound(operation.left()),
              everyRound(operation.right()),
              withRound(operation.fields()));
      case Plan.UnionAll union ->
          new Plan.UnionAll(
              union.inputs().stream().map(this::everyRound).toList(), withRound(union.fields()));
      case Plan.Recursive nested -> {
        numbered.add(nested.id());
        yield new Plan.Recursive(
            everyRound(nested.base()),
            everyRound(nested.step()),
            nested.all(),
            nested.id(),
            withRound(nested.fields()));
      }
      case Plan.Scan _, Plan.Values _ ->
          throw new IllegalArgumentException("a leaf depends on no recursion");
    };
  }

  private Plan join(Plan.Join join) {
    boolean leftOnly = !depends(join.right()) && join.kind() != Plan.Join.Kind.FULL;
    boolean rightOnly = !depends(join.left()) && join.kind() == Plan.Join.Kind.INNER;
    Plan left = rightOnly ? join.left() : everyRound(join.left());
    Plan right = leftOnly ? join.right() : everyRound(join.right());
    int leftWidth = join.left().fields().size();
    int leftShift = rightOnly ? 0 : 1;
    int rightShift = leftOnly ? 0 : 1;
    List<Plan.Join.Equality> equalities = new ArrayList<>();
    if (!leftOnly && !rightOnly) {
      equalities.add(new Plan.Join.Equality(EQUAL, COLUMN, COLUMN, 0));
    }
    for (Plan.Join.Equality equality : join.equalities()) {
      equalities.add(
          new Plan.Join.Equality(
              equality.function(),
              Columns.shift(equality.left(), leftShift),
              Columns.shift(equality.right(), rightShift),
              equality.collation()));
    }
    Plan.Join numberedJoin =
        new Plan.Join(
            join.kind(),
            left,
            right,
            equalities,
            join.residual()
                .map(residual ->
                    Columns.move(
                        residual,
                        column -> column + leftShift + (column < leftWidth ? 0 : rightShift))));
    return leftOnly || !join.kind().givesRight()
        ? numberedJoin
        : roundFirst(numberedJoin, leftShift, leftShift + leftWidth, withRound(join.fields()));
  }

  /**
   * A join whose right side's round stands at a place, with one round and that in front.
   *
   * @param leftShift whether its left side has the column too, 1 or 0
   */
  private static Plan roundFirst(Plan.Join join, int leftShift, int place, List<Field> fields) {
    Column rightRound = new Column(place, ROUND);
    List<Expression> columns = new ArrayList<>();
    columns.add(
        switch (join.kind()) {
          case FULL -> new Expression.Coalesce(List.of(COLUMN, rightRound), ROUND);
          case INNER -> rightRound;
          case LEFT, SEMI, ANTI -> COLUMN;
        });
    for (int column = leftShift; column < join.fields().size(); column++) {
      if (column != place) {
        columns.add(new Column(column, join.fields().get(column).type()));
      }
    }
    return new Plan.Project(join, columns, fields);
  }

  private static Plan cross(Plan left, Plan right) {
    return new Plan.Join(Plan.Join.Kind.INNER, left, right, List.of(), java.util.Optional.empty());
  }

  private static AggregateCall shifted(AggregateCall call, List<Field> fields) {
    return Columns.replace(call, index -> new Column(index + 1, fields.get(index).type()));
  }

  private static WindowCall shifted(WindowCall call, List<Field> fields) {
    return Columns.replace(call, index -> new Column(index + 1, fields.get(index).type()));
  }

  private static List<SortKey> shiftedKeys(List<SortKey> keys) {
    return keys.stream()
        .map(key ->
            new SortKey(
                Columns.shift(key.expression(), 1),
                key.descending(),
                key.nullsFirst(),
                key.collation()))
        .toList();
  }

  private static List<Expression> shifted(List<Expression> expressions) {
    return expressions.stream().map(expression -> Columns.shift(expression, 1)).toList();
  }

  private static List<Expression> withRound(List<Expression> expressions, Expression round) {
    List<Expression> all = new ArrayList<>();
    all.add(round);
    all.addAll(expressions);
    return all;
  }

  private static List<Field> withRound(List<Field> fields) {
    List<Field> all = new ArrayList<>();
    all.add(FIELD);
    all.addAll(fields);
    return all;
  }

  private static UnsupportedQueryException refusal(String what) {
    return new UnsupportedQueryException(
        what + " cannot be maintained by deltas", "Aggregate the result of the recursion");
  }
}
