package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Equality;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A semi or anti join is a filter of its left side, and as such goes below the joins of which it
 * asks one side only: {@code (A ⋈ C) ⋉ B = (A ⋉ B) ⋈ C}. Fewer rows then take part in those joins,
 * and what it keeps is as narrow as A.
 */
final class PushDownSemiJoins implements Rewrite {

  @Override
  public String name() {
    return "push down semi joins";
  }

  @Override
  public Plan apply(Plan plan) {
    Plan over = plan.mapInputs(this::apply);
    return over instanceof Plan.Join join && (join.kind() == Kind.SEMI || join.kind() == Kind.ANTI)
        ? push(join)
        : over;
  }

  private static Plan push(Plan.Join join) {
    BitSet asked = new BitSet();
    int width = join.left().fields().size();
    join.conditions().forEach(condition -> asked.or(Columns.of(condition)));
    asked.clear(width, Math.max(width, asked.length()));
    if (asked.isEmpty()) {
      return join; // all or nothing: best asked at the end
    }
    return switch (join.left()) {
      case Plan.Filter filter -> {
        Plan below = push(over(join, filter.input(), column -> column));
        yield new Plan.Filter(below, filter.predicate());
      }
      case Plan.Project project
          when asked.stream().allMatch(c -> project.expressions().get(c) instanceof Column) -> {
        List<Expression> expressions = project.expressions();
        Plan below = push(over(join, project.input(), c -> ((Column) expressions.get(c)).index()));
        yield new Plan.Project(below, expressions, project.fields());
      }
      case Plan.Join left -> {
        int leftWidth = left.left().fields().size();
        if (left.kind() != Kind.FULL && asked.length() <= leftWidth) {
          Plan below = push(over(join, left.left(), column -> column));
          yield left.withInputs(List.of(below, left.right()));
        }
        if (left.kind() == Kind.INNER && asked.nextSetBit(0) >= leftWidth) {
          Plan below = push(over(join, left.right(), column -> column - leftWidth));
          yield left.withInputs(List.of(left.left(), below));
        }
        yield join;
      }
      default -> join; // it takes part in no join there
    };
  }

  /** The semi join of another left side. */
  private static Plan.Join over(Plan.Join join, Plan left, IntUnaryOperator places) {
    int width = join.left().fields().size();
    int shift = left.fields().size() - width;
    return new Plan.Join(
        join.kind(),
        left,
        join.right(),
        join.equalities().stream()
            .map(equality ->
                new Equality(
                    equality.function(),
                    Columns.move(equality.left(), places),
                    equality.right(),
                    equality.collation()))
            .toList(),
        join.residual()
            .map(residual ->
                Columns.move(
                    residual,
                    column -> column < width ? places.applyAsInt(column) : column + shift)));
  }
}
