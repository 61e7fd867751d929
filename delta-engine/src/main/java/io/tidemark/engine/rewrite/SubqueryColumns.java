package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Expression.Subquery;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.Plan.Join.Kind;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rows with the values of subqueries in further columns. The rows' own columns stay in their
 * places; each row stays once.
 */
final class SubqueryColumns {

  private static final PgType INT8 = PgType.of(PgType.INT8);

  private static final Function COUNT =
      new Function(2803, "pg_catalog", "count", "count", List.of(), false, 'i');

  /** The engine's own: the value of a group's only row. */
  private static final Function SINGLE_VALUE =
      new Function(0, "tidemark", "single_value", "single_value", List.of(), false, 'i');

  private final UnaryOperator<Plan> unnest;
  private final Plan base;
  private final int width;
  private final Map<Asked, Expression> known = new HashMap<>();
  private Plan plan;

  /** A subquery for the rows that ask for it. */
  private record Asked(Subquery subquery, @Nullable Expression guard) {}

  /**
   * @param unnest rewrites the subqueries' own plans
   */
  SubqueryColumns(Plan plan, UnaryOperator<Plan> unnest) {
    this.base = plan;
    this.plan = plan;
    this.width = plan.fields().size();
    this.unnest = unnest;
  }

  /** The rows with the columns so far. */
  Plan plan() {
    return plan;
  }

  /** The rows without the further columns. */
  Plan withoutColumns() {
    return first(plan, width);
  }

  static Plan first(Plan plan, int columns) {
    return plan.fields().size() == columns
        ? plan
        : new Plan.Project(
            plan, Unnested.columns(plan, 0, columns), plan.fields().subList(0, columns));
  }

  /** Drops the rows for which the condition is not true. */
  void filter(Expression condition) {
    switch (condition) {
      case Subquery exists when exists.kind() == Subquery.Kind.EXISTS -> keep(exists, Kind.SEMI);
      case Expression.Not(Subquery exists) when exists.kind() == Subquery.Kind.EXISTS ->
          keep(exists, Kind.ANTI);
      default -> {
        Expression value = value(condition);
        plan = Conjunctions.filter(plan, Conjunctions.split(value));
      }
    }
  }

  private void keep(Subquery exists, Kind kind) {
    List<Expression> arguments = exists.arguments().stream().map(this::value).toList();
    Unnested rows = unnested(exists, arguments, null);
    plan = join(exists, arguments).join(kind, rows, List.of()).plan();
  }

  /** The expression with columns in place of its subqueries. */
  Expression value(Expression expression) {
    return value(SubqueryTruth.value(expression), null);
  }

  /**
   * @param guard where it is not true, the value is not needed; null if it always is
   */
  private Expression value(Expression expression, @Nullable Expression guard) {
    if (!hasSubquery(expression)) {
      return expression;
    }
    return switch (expression) {
      case Subquery subquery -> column(subquery, guard);
      case Expression.Case cases -> cases(cases, guard);
      case Expression.Coalesce coalesce -> {
        List<Expression> operands = new ArrayList<>();
        Expression reached = guard;
        for (Expression operand : coalesce.operands()) {
          Expression value = value(operand, reached);
          operands.add(value);
          reached = and(reached, new Expression.IsNull(value, false));
        }
        yield new Expression.Coalesce(operands, coalesce.type());
      }
      case Expression.And and ->
          new Expression.And(
              shortened(and.operands(), guard, Expression.BooleanTest.Kind.IS_NOT_FALSE));
      case Expression.Or or ->
          new Expression.Or(
              shortened(or.operands(), guard, Expression.BooleanTest.Kind.IS_NOT_TRUE));
      default -> Columns.replaceChildren(expression, child -> value(child, guard));
    };
  }

  private Expression cases(Expression.Case cases, @Nullable Expression guard) {
    List<Expression.Case.When> branches = new ArrayList<>();
    Expression reached = guard;
    for (Expression.Case.When branch : cases.branches()) {
      Expression condition = value(branch.condition(), reached);
      branches.add(
          new Expression.Case.When(condition, value(branch.result(), and(reached, condition))));
      reached =
          and(
              reached,
              new Expression.BooleanTest(condition, Expression.BooleanTest.Kind.IS_NOT_TRUE));
    }
    return new Expression.Case(branches, value(cases.otherwise(), reached), cases.type());
  }

  /** Operands, each of which is evaluated only while those before it left the result open. */
  private List<Expression> shortened(
      List<Expression> operands, @Nullable Expression guard, Expression.BooleanTest.Kind open) {
    List<Expression> values = new ArrayList<>();
    Expression reached = guard;
    for (Expression operand : operands) {
      Expression value = value(operand, reached);
      values.add(value);
      reached = and(reached, new Expression.BooleanTest(value, open));
    }
    return values;
  }

  private static Expression and(@Nullable Expression guard, Expression condition) {
    return guard == null ? condition : new Expression.And(List.of(guard, condition));
  }

  private Expression column(Subquery subquery, @Nullable Expression guard) {
    List<Expression> arguments =
        subquery.arguments().stream().map(argument -> value(argument, guard)).toList();
    Expression asked = guard != null && Failures.mayFail(subquery.plan()) ? guard : null;
    Asked key = new Asked((Subquery) subquery.withChildren(arguments), asked);
    Expression column = known.get(key);
    if (column == null) {
      Unnested rows = unnested(subquery, arguments, asked);
      column =
          switch (subquery.kind()) {
            case EXISTS -> exists(join(subquery, arguments), rows, subquery, arguments, asked);
            case SCALAR -> scalar(join(subquery, arguments), rows, subquery, arguments, asked);
            case ANY -> throw new IllegalStateException("a comparison of rows is one of EXISTS");
          };
      known.put(key, column);
    }
    return column;
  }

  private Unnesting unnesting(
      Subquery subquery, List<Expression> arguments, @Nullable Expression guard) {
    return new Unnesting(
        subquery.depth(), new Domain(asking(subquery, arguments), arguments, guard));
  }

  /**
   * The rows whose values a subquery is asked for: those that there were before the other
   * subqueries, if it does not matter that it is asked for more of them. Else the plan of each
   * would hold those of all before it.
   */
  private Plan asking(Subquery subquery, List<Expression> arguments) {
    return Columns.of(arguments).length() <= width && !Failures.mayFail(subquery.plan())
        ? base
        : plan;
  }

  private Unnested unnested(
      Subquery subquery, List<Expression> arguments, @Nullable Expression guard) {
    return unnesting(subquery, arguments, guard).of(unnest.apply(subquery.plan()));
  }

  private CorrelatedJoin join(Subquery subquery, List<Expression> arguments) {
    return new CorrelatedJoin(subquery.depth(), plan, arguments::get);
  }

  private Expression exists(
      CorrelatedJoin join,
      Unnested rows,
      Subquery subquery,
      List<Expression> arguments,
      @Nullable Expression guard) {
    if (rows.isTotal()) {
      if (rows.conditions() == 0) {
        return Unnested.TRUE;
      }
      CorrelatedJoin.Joined joined =
          join.join(Kind.LEFT, rows.project(List.of(Unnested.TRUE)), List.of());
      plan = joined.plan();
      return new Expression.IsNull(joined.outputs().getFirst(), true);
    }
    Bound bound = unnesting(subquery, arguments, guard).bind(rows, new BitSet(), List.of());
    Plan found = new Plan.Distinct(bound.with(List.of(), List.of()));
    Unnested.Flagged flagged = new Unnested(found, List.of(), bound.tiesAt(0)).flagged();
    CorrelatedJoin.Joined joined =
        join.join(Kind.LEFT, new Unnested(flagged.plan(), List.of(), bound.tiesAt(0)), List.of());
    Expression isThere = join.onPair(flagged.isThere());
    plan = joined.plan();
    return isThere;
  }

  private Expression scalar(
      CorrelatedJoin join,
      Unnested rows,
      Subquery subquery,
      List<Expression> arguments,
      @Nullable Expression guard) {
    if (rows.isTotal() || hasOneRowAtMost(rows, subquery.depth())) {
      boolean exactlyOne = rows.pending().isEmpty() && givesOneRow(rows.plan());
      CorrelatedJoin.Joined joined =
          join.join(exactlyOne && !rows.isTotal() ? Kind.INNER : Kind.LEFT, rows, List.of());
      plan = joined.plan();
      return joined.outputs().getFirst();
    }
    // Each column that the value is made of is that of the only row; the value itself is computed
    // where it is needed
    Bound bound = unnesting(subquery, arguments, guard).bind(rows, new BitSet(), List.of());
    Expression output = rows.outputs().getFirst();
    int[] used = Columns.of(output).stream().toArray();
    List<Expression> keys = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (Correlated tie : bound.ties()) {
      keys.add(tie.inner());
      fields.add(tie.field(bound.plan(), "outer"));
    }
    List<AggregateCall> calls = new ArrayList<>();
    calls.add(new AggregateCall(COUNT, List.of(), List.of(), false, List.of(), null, INT8, 0));
    fields.add(new Field("rows", INT8, false));
    for (int column : used) {
      Field field = bound.plan().fields().get(column);
      calls.add(
          new AggregateCall(
              SINGLE_VALUE,
              List.of(),
              List.of(new Column(column, field.type())),
              false,
              List.of(),
              null,
              field.type(),
              0));
      fields.add(new Field(field.name(), field.type(), true));
    }
    Plan grouped = new Plan.Aggregate(bound.plan(), keys, calls, fields);
    int count = keys.size();
    Expression value =
        Columns.replace(
            output,
            column ->
                new Column(
                    count + 1 + java.util.Arrays.binarySearch(used, column),
                    grouped
                        .fields()
                        .get(count + 1 + java.util.Arrays.binarySearch(used, column))
                        .type()));
    Unnested single = new Unnested(grouped, List.of(), bound.tiesAt(0));
    plan = join.join(keys.isEmpty() ? Kind.INNER : Kind.LEFT, single, List.of()).plan();
    return new Expression.SingleRow(join.onPair(new Column(count, INT8)), join.onPair(value));
  }

  /** Whether the ties leave one row at most, so that no further one can be an error. */
  private static boolean hasOneRowAtMost(Unnested rows, int depth) {
    BitSet tied = new BitSet();
    for (Expression condition : rows.pending()) {
      Optional<Correlated> tie = Correlated.of(condition, depth);
      tie.flatMap(it -> Dependencies.column(it.inner())).ifPresent(tied::set);
    }
    return Dependencies.of(rows.plan()).hasKeyWithin(tied);
  }

  private static boolean givesOneRow(Plan plan) {
    return switch (plan) {
      case Plan.Aggregate aggregate -> aggregate.keys().isEmpty();
      case Plan.Project project -> givesOneRow(project.input());
      case Plan.Values values -> values.rows().size() == 1;
      default -> false;
    };
  }

  static boolean hasSubquery(Expression expression) {
    return expression instanceof Subquery
        || expression.children().stream().anyMatch(SubqueryColumns::hasSubquery);
  }
}
