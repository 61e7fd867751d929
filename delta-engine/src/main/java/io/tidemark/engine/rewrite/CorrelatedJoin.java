package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Outer rows beside what a correlated plan gives for each: a plain join, in which the parameters
 * are columns of the outer row.
 */
final class CorrelatedJoin {

  private final int depth;
  private final Plan left;
  private final IntFunction<Expression> values;
  private final int width;

  /**
   * @param values of the parameters, over the left row
   */
  CorrelatedJoin(int depth, Plan left, IntFunction<Expression> values) {
    this.depth = depth;
    this.left = left;
    this.values = values;
    this.width = left.fields().size();
  }

  /**
   * Joined rows: the left columns, then others.
   *
   * @param outputs over such a row, the right side's columns; none for SEMI and ANTI
   */
  record Joined(Plan plan, List<Expression> outputs) {}

  /**
   * Joins.
   *
   * @param conditions of matching, over the left row's columns followed by the right's outputs
   */
  Joined join(Kind kind, Unnested right, List<Expression> conditions) {
    List<Expression> real =
        conditions.stream().filter(condition -> !condition.equals(Unnested.TRUE)).toList();
    return right.isTotal() ? total(kind, right, real) : plain(kind, right, real);
  }

  private Joined plain(Kind kind, Unnested right, List<Expression> conditions) {
    List<Expression> outputs = right.visible().stream().map(this::onPair).toList();
    List<Expression> all = new ArrayList<>();
    right.pending().forEach(condition -> all.add(onPair(condition)));
    conditions.forEach(condition -> all.add(over(condition, outputs)));
    boolean computes = !right.visible().stream().allMatch(Column.class::isInstance);
    if (kind != Kind.LEFT || !computes) {
      return new Joined(
          new Plan.Join(kind, left, right.plan(), List.of(), Conjunctions.join(all)),
          kind.givesRight() ? outputs : List.of());
    }
    Unnested.Flagged flagged = right.flagged();
    Expression isThere = onPair(flagged.isThere());
    List<Expression> guarded = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Expression output = outputs.get(i);
      guarded.add(
          right.visible().get(i) instanceof Column
              ? output
              : Unnested.choice(isThere, output, Unnested.nothing(output.type())));
    }
    return new Joined(
        new Plan.Join(kind, left, flagged.plan(), List.of(), Conjunctions.join(all)), guarded);
  }

  /** Exactly one row beside each left row, which then may fail its conditions. */
  private Joined total(Kind kind, Unnested right, List<Expression> conditions) {
    Plan joined =
        new Plan.Join(
            Kind.LEFT,
            left,
            right.plan(),
            List.of(),
            Conjunctions.join(right.pending().stream().map(this::onPair).toList()));
    List<Expression> outputs = right.visible().stream().map(this::onPair).toList();
    List<Expression> all =
        new ArrayList<>(right.ownConditions().stream().map(this::onPair).toList());
    conditions.forEach(condition -> all.add(over(condition, outputs)));
    return switch (kind) {
      case INNER -> new Joined(Conjunctions.filter(joined, all), outputs);
      case LEFT ->
          new Joined(
              joined,
              Conjunctions.join(all)
                  .map(condition ->
                      outputs.stream()
                          .map(output ->
                              Unnested.choice(condition, output, Unnested.nothing(output.type())))
                          .toList())
                  .orElse(outputs));
      case SEMI -> new Joined(Conjunctions.filter(joined, all), List.of());
      case ANTI ->
          new Joined(
              new Plan.Filter(
                  joined,
                  Conjunctions.join(all)
                      .<Expression>map(condition ->
                          new Expression.BooleanTest(
                              condition, Expression.BooleanTest.Kind.IS_NOT_TRUE))
                      .orElse(Unnested.FALSE)),
              List.of());
      case FULL -> throw new IllegalStateException("a full join has no outer side");
    };
  }

  /** An expression over the right plan's columns and parameters, over both rows side by side. */
  Expression onPair(Expression expression) {
    return Parameters.replace(Columns.shift(expression, width), depth, values);
  }

  private Expression over(Expression condition, List<Expression> outputs) {
    return Columns.replace(
        condition,
        column ->
            column < width
                ? new Column(column, left.fields().get(column).type())
                : outputs.get(column - width));
  }
}
