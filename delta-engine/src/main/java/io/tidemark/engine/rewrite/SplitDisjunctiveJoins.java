package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.BooleanTest;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A join by a disjunction whose parts can each be looked up, but not together, as joins by its
 * parts:
 *
 * <ul>
 *   <li>{@code L ▷ (a OR b) = (L ▷ a) ▷ b}, as {@code NOT IN} gives it: {@code x = y OR x IS NULL
 *       OR y IS NULL};
 *   <li>{@code L ⋉ (a OR b) = L ⋉ a + (L ▷ a) ⋉ b};
 *   <li>{@code L ⋈ (a OR b) = L ⋈ a + L ⋈ (b AND a IS NOT TRUE)};
 *   <li>{@code L ⟕ c = L ⋈ c + (L ▷ c) × {NULLs}}.
 * </ul>
 *
 * Each change is then looked up once per part, where it was compared with every row of the other
 * side before. Small tables are better compared than kept several times.
 */
final class SplitDisjunctiveJoins implements Rewrite {

  /** Rows of the smaller side from which on looking up beats comparing: a page or two of them. */
  private static final double MIN_ROWS = 200;

  /** Each part of it is a join of its own, with state of its own. */
  private static final int MAX_PARTS = 8;

  private final RowEstimate estimate;

  SplitDisjunctiveJoins(RowEstimate estimate) {
    this.estimate = estimate;
  }

  @Override
  public String name() {
    return "split disjunctive joins";
  }

  @Override
  public Plan apply(Plan plan) {
    Plan over = plan.mapInputs(this::apply);
    return over instanceof Plan.Join join && isLarge(join) ? split(join) : over;
  }

  private boolean isLarge(Plan.Join join) {
    return Math.min(estimate.of(join.left()).rows(), estimate.of(join.right()).rows()) >= MIN_ROWS;
  }

  private static Plan split(Plan.Join join) {
    Optional<List<Plan.Join>> parts = parts(join, MAX_PARTS);
    if (parts.isEmpty() || parts.get().size() < 2) {
      return join;
    }
    return switch (join.kind()) {
      case INNER -> new Plan.UnionAll(disjoint(parts.get()), join.fields());
      case LEFT -> {
        List<Plan> all = new ArrayList<>();
        disjoint(parts.get().stream().map(part -> part.as(Kind.INNER)).toList())
            .forEach(part -> all.add(nullable(part, join.fields())));
        all.add(besideNulls(unmatched(join.left(), parts.get()), join.fields()));
        yield new Plan.UnionAll(all, join.fields());
      }
      case SEMI -> {
        List<Plan> all = new ArrayList<>();
        for (int i = 0; i < parts.get().size(); i++) {
          Plan.Join part = parts.get().get(i);
          Plan left = unmatched(join.left(), parts.get().subList(0, i));
          all.add(part.withInputs(List.of(left, part.right())));
        }
        yield new Plan.UnionAll(all, join.fields());
      }
      case ANTI -> unmatched(join.left(), parts.get());
      case FULL -> join;
    };
  }

  /** The left rows without a match in any of the joins. */
  private static Plan unmatched(Plan left, List<Plan.Join> parts) {
    Plan unmatched = left;
    for (Plan.Join part : parts) {
      unmatched = part.as(Kind.ANTI).withInputs(List.of(unmatched, part.right()));
    }
    return unmatched;
  }

  /** Each pair in the first of the inner joins that has it. */
  private static List<Plan> disjoint(List<Plan.Join> parts) {
    List<Plan> disjoint = new ArrayList<>();
    List<Expression> others = new ArrayList<>();
    for (Plan.Join part : parts) {
      List<Expression> conditions = new ArrayList<>(part.conditions());
      conditions.addAll(others);
      disjoint.add(with(part, conditions));
      others.add(
          new BooleanTest(
              Conjunctions.join(part.conditions()).orElseThrow(), BooleanTest.Kind.IS_NOT_TRUE));
    }
    return disjoint;
  }

  private static Plan nullable(Plan plan, List<Field> fields) {
    List<Expression> columns = new ArrayList<>();
    fields.forEach(field -> columns.add(new Column(columns.size(), field.type())));
    return new Plan.Project(plan, columns, fields);
  }

  private static Plan besideNulls(Plan left, List<Field> fields) {
    List<Expression> columns = new ArrayList<>();
    for (Field field : fields) {
      int index = columns.size();
      columns.add(
          index < left.fields().size()
              ? new Column(index, field.type())
              : new Expression.Constant(null, field.type()));
    }
    return new Plan.Project(left, columns, fields);
  }

  /**
   * Joins that together match what the join matches, each of which looks its matches up; empty if
   * that takes too many.
   */
  private static Optional<List<Plan.Join>> parts(Plan.Join join, int limit) {
    List<Expression> conditions = join.conditions();
    int width = join.left().fields().size();
    if (conditions.stream().anyMatch(c -> ExtractJoinEqualities.between(c, width).isPresent())) {
      return Optional.of(List.of(join));
    }
    for (Expression condition : conditions) {
      if (condition instanceof Expression.Or or) {
        List<Plan.Join> parts = new ArrayList<>();
        for (Expression operand : or.operands()) {
          List<Expression> with = new ArrayList<>(conditions);
          with.remove(condition);
          with.addAll(Conjunctions.split(operand));
          Optional<List<Plan.Join>> of = parts(with(join, with), limit - parts.size());
          if (of.isEmpty() || parts.size() + of.get().size() > limit) {
            return Optional.empty();
          }
          parts.addAll(of.get());
        }
        return Optional.of(parts);
      }
    }
    // Rows that match nothing have no key, so that conditions on one side alone compare nothing
    return conditions.stream().allMatch(condition -> isOfOneSide(condition, width))
        ? Optional.of(List.of(join))
        : Optional.empty();
  }

  private static boolean isOfOneSide(Expression condition, int width) {
    BitSet columns = Columns.of(condition);
    return columns.length() <= width || columns.nextSetBit(0) >= width;
  }

  private static Plan.Join with(Plan.Join join, List<Expression> conditions) {
    return new Plan.Join(
        join.kind(), join.left(), join.right(), List.of(), Conjunctions.join(conditions));
  }
}
