package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Outer joins whose rows of NULLs a condition above drops anyway: a LEFT join becomes an inner
 * join, a FULL join a LEFT or an inner one; and a LEFT join of which only the rows of NULLs are
 * left becomes an anti join.
 */
final class SimplifyOuterJoins implements Rewrite {

  @Override
  public String name() {
    return "simplify outer joins";
  }

  @Override
  public Plan apply(Plan plan) {
    return simplify(plan, new BitSet());
  }

  /**
   * @param rejected columns of the plan's output: rows with a NULL in any of them make no
   *     difference
   */
  private Plan simplify(Plan plan, BitSet rejected) {
    return switch (plan) {
      case Plan.Filter filter -> {
        BitSet below = NullRejection.notTrue(filter.predicate());
        below.or(rejected);
        Plan input = simplify(filter.input(), below);
        yield input instanceof Plan.Join join && join.kind() == Kind.LEFT
            ? filtered(join, filter.predicate())
            : new Plan.Filter(input, filter.predicate());
      }
      case Plan.Project project ->
          new Plan.Project(
              simplify(project.input(), ofExpressions(project.expressions(), rejected)),
              project.expressions(),
              project.fields());
      case Plan.Aggregate aggregate ->
          aggregate.withInputs(
              List.of(simplify(aggregate.input(), ofExpressions(aggregate.keys(), rejected))));
      case Plan.Distinct distinct -> new Plan.Distinct(simplify(distinct.input(), rejected));
      case Plan.UnionAll union -> union.mapInputs(input -> simplify(input, rejected));
      case Plan.Join join -> join(join, rejected);
      default -> plan.mapInputs(input -> simplify(input, new BitSet()));
    };
  }

  /** The inputs' columns whose NULL makes one of the rejected outputs NULL. */
  private static BitSet ofExpressions(List<Expression> expressions, BitSet rejected) {
    BitSet columns = new BitSet();
    rejected.stream()
        .filter(output -> output < expressions.size())
        .forEach(output -> columns.or(NullRejection.isNull(expressions.get(output))));
    return columns;
  }

  private Plan join(Plan.Join join, BitSet rejected) {
    int width = join.left().fields().size();
    BitSet left = rejected.get(0, width);
    BitSet right = rejected.get(width, Math.max(width, rejected.length()));
    return switch (join.kind()) {
      case INNER -> inner(join, left, right);
      case LEFT ->
          right.isEmpty() ? keepingLeft(join, left) : inner(join.as(Kind.INNER), left, right);
      case FULL -> {
        if (!left.isEmpty() && !right.isEmpty()) {
          yield inner(join.as(Kind.INNER), left, right);
        }
        if (!left.isEmpty()) {
          yield keepingLeft(join.as(Kind.LEFT), left);
        }
        yield right.isEmpty()
            ? join.mapInputs(input -> simplify(input, new BitSet()))
            : simplify(
                Plan.Join.right(join.left(), join.right(), join.equalities(), join.residual()),
                rejected);
      }
      case SEMI -> inner(join, left, new BitSet());
      case ANTI -> keepingLeft(join, left);
    };
  }

  /** Rows of either side that match nothing are not missed. */
  private Plan inner(Plan.Join join, BitSet leftRejected, BitSet rightRejected) {
    BitSet matching = matching(join);
    int width = join.left().fields().size();
    BitSet left = matching.get(0, width);
    left.or(leftRejected);
    BitSet right = matching.get(width, Math.max(width, matching.length()));
    right.or(rightRejected);
    return join.withInputs(List.of(simplify(join.left(), left), simplify(join.right(), right)));
  }

  /** Of the right side, rows that match nothing are not missed; of the left side they would be. */
  private Plan keepingLeft(Plan.Join join, BitSet leftRejected) {
    BitSet matching = matching(join);
    int width = join.left().fields().size();
    return join.withInputs(
        List.of(
            simplify(join.left(), leftRejected),
            simplify(join.right(), matching.get(width, Math.max(width, matching.length())))));
  }

  /** The columns of which none is NULL in a matching pair. */
  private static BitSet matching(Plan.Join join) {
    BitSet columns = new BitSet();
    join.conditions().forEach(condition -> columns.or(NullRejection.notTrue(condition)));
    return columns;
  }

  /** The filtered rows of a LEFT join: none but those of NULLs if a column says so. */
  private static Plan filtered(Plan.Join join, Expression predicate) {
    int width = join.left().fields().size();
    BitSet neverNull = matching(join);
    List<Field> fields = join.right().fields();
    for (int i = 0; i < fields.size(); i++) {
      if (!fields.get(i).nullable()) {
        neverNull.set(width + i);
      }
    }
    List<Expression> conditions = new ArrayList<>(Conjunctions.split(predicate));
    boolean unmatched =
        conditions.removeIf(condition ->
            condition instanceof Expression.IsNull(Column column, boolean negated)
                && !negated
                && column.index() >= width
                && neverNull.get(column.index()));
    if (!unmatched) {
      return new Plan.Filter(join, predicate);
    }
    List<Expression> columns = new ArrayList<>();
    for (Field field : join.fields()) {
      int index = columns.size();
      columns.add(
          index < width
              ? new Column(index, field.type())
              : new Expression.Constant(null, field.type()));
    }
    return Conjunctions.filter(
        new Plan.Project(join.as(Kind.ANTI), columns, join.fields()), conditions);
  }
}
