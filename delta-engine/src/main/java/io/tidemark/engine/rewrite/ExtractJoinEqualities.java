package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Equality;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Equalities between the sides of a join, from its residual to its keys. */
final class ExtractJoinEqualities implements Rewrite {

  @Override
  public String name() {
    return "extract join equalities";
  }

  @Override
  public Plan apply(Plan plan) {
    Plan over = plan.mapInputs(this::apply);
    if (!(over instanceof Plan.Join join) || join.residual().isEmpty()) {
      return over;
    }
    List<Equality> equalities = new ArrayList<>(join.equalities());
    List<Expression> rest = new ArrayList<>();
    for (Expression condition : Conjunctions.split(join.residual().get())) {
      between(condition, join.left().fields().size())
          .ifPresentOrElse(equalities::add, () -> rest.add(condition));
    }
    return new Plan.Join(
        join.kind(), join.left(), join.right(), equalities, Conjunctions.join(rest));
  }

  /** The condition as a key of a join whose left row is {@code width} columns wide. */
  static Optional<Equality> between(Expression condition, int width) {
    return switch (condition) {
      case Expression.Call call ->
          EqualityFunctions.match(call)
              .flatMap(match ->
                  between(
                      new Equality(match.equality(), match.left(), match.right(), call.collation()),
                      width));
      case Expression.Not(Expression.IsDistinctFrom distinct)
          when EqualityFunctions.isSameType(distinct.equality(), distinct.collation()) ->
          between(
              new Equality(
                  distinct.equality(),
                  distinct.left(),
                  distinct.right(),
                  distinct.collation(),
                  true),
              width);
      default -> Optional.empty();
    };
  }

  /** An equality within one row as one between the row's two parts. */
  private static Optional<Equality> between(Equality within, int width) {
    BitSet left = Columns.of(within.left());
    BitSet right = Columns.of(within.right());
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    if (left.length() <= width && right.nextSetBit(0) >= width) {
      return Optional.of(sides(within, within.left(), within.right(), width));
    }
    if (right.length() <= width && left.nextSetBit(0) >= width) {
      return Optional.of(sides(within, within.right(), within.left(), width));
    }
    return Optional.empty();
  }

  private static Equality sides(Equality within, Expression left, Expression right, int width) {
    return new Equality(
        within.function(),
        left,
        Columns.shift(right, -width),
        within.collation(),
        within.nullsEqual());
  }
}
