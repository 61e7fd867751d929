package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Parameter;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Rows in which parameters have values: columns of the domain that they were joined with, or
 * columns that a pending condition ties to a parameter.
 */
final class Bound {

  private final int depth;
  private final Plan plan;
  private final List<Expression> pending;
  private final List<Correlated> ties;

  /** Rows with their pending conditions. */
  Bound(int depth, Plan plan, List<Expression> pending) {
    this(
        depth,
        plan,
        pending,
        pending.stream().flatMap(condition -> Correlated.of(condition, depth).stream()).toList());
  }

  private Bound(int depth, Plan plan, List<Expression> pending, List<Correlated> ties) {
    this.depth = depth;
    this.plan = plan;
    this.pending = List.copyOf(pending);
    this.ties = List.copyOf(ties);
  }

  /**
   * Rows in which parameters are the columns of a domain.
   *
   * @param domain its columns are the parameters
   * @param from where the first of them stands
   */
  static Bound toDomain(int depth, Plan plan, Plan domain, BitSet parameters, int from) {
    List<Correlated> ties = new ArrayList<>();
    for (int index : parameters.stream().toArray()) {
      Field field = domain.fields().get(ties.size());
      ties.add(
          Correlated.exact(
              new Parameter(depth, index, field.type(), field.nullable()), from + ties.size()));
    }
    return new Bound(depth, plan, ties.stream().map(Correlated::condition).toList(), ties);
  }

  Bound withPlan(Plan other) {
    return new Bound(depth, other, pending, ties);
  }

  Plan plan() {
    return plan;
  }

  List<Expression> pending() {
    return pending;
  }

  /** The pending conditions that are equalities with parameters. */
  List<Correlated> ties() {
    return ties;
  }

  boolean hasTiesOnly() {
    return ties.size() == pending.size();
  }

  /** Whether the parameters have values. */
  boolean has(BitSet parameters) {
    return parameters.stream().allMatch(index -> find(index).isPresent());
  }

  /** The parameters that the ties are of, where each is tied once and by itself. */
  BitSet parameters() {
    BitSet parameters = new BitSet();
    for (Correlated tie : ties) {
      parameters.or(Parameters.of(tie.outer(), depth));
    }
    return parameters;
  }

  /** The tie of one parameter. */
  Correlated tie(int parameter) {
    return ties.stream()
        .filter(tie -> tie.valueOf(parameter).isPresent())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no value for a parameter"));
  }

  /** A parameter's value over the rows. */
  Expression parameter(int index) {
    return find(index).orElseThrow(() -> new IllegalStateException("no value for a parameter"));
  }

  private Optional<Expression> find(int parameter) {
    return ties.stream().flatMap(tie -> tie.valueOf(parameter).stream()).findFirst();
  }

  /** The expression with the parameters that have values replaced by them. */
  Expression value(Expression expression) {
    return switch (expression) {
      case Parameter parameter when parameter.depth() == depth ->
          find(parameter.index()).orElse(parameter);
      default -> io.tidemark.engine.plan.Columns.replaceChildren(expression, this::value);
    };
  }

  /** Rows of the given values, followed by what the ties tie to parameters. */
  Plan with(List<Expression> values, List<Field> fields) {
    List<Expression> all = new ArrayList<>(values);
    List<Field> allFields = new ArrayList<>(fields);
    for (Correlated tie : ties) {
      all.add(tie.inner());
      allFields.add(tie.field(plan, "outer"));
    }
    return new Plan.Project(plan, all, allFields);
  }

  /** The ties as conditions on rows in which their columns stand from a place on. */
  List<Expression> tiesAt(int place) {
    return at(plan, place).pending();
  }

  /** The ties on rows of {@link #with}, in which their columns stand from a place on. */
  Bound at(Plan rows, int place) {
    List<Correlated> moved = new ArrayList<>();
    for (Correlated tie : ties) {
      moved.add(tie.at(place + moved.size())); // keeps what a condition does not tell: exactness
    }
    return new Bound(depth, rows, moved.stream().map(Correlated::condition).toList(), moved);
  }
}
