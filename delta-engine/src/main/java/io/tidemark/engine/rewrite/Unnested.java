package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;

/**
 * A correlated plan as rows that do not depend on parameters. The plan's rows for given parameters
 * are {@code outputs} over those rows of {@code plan} for which {@code pending} is true; so what
 * speaks of parameters waits until their values are at hand, in a join with the outer rows if it
 * can wait that long.
 *
 * <p>An aggregation without keys gives one row whatever it reads; it is <em>total</em>: where no
 * row fits the parameters, the outputs are computed with a NULL in each column. The last {@code
 * conditions} of the outputs then are conditions on that row, not columns of it.
 *
 * @param outputs over the columns of {@code plan} and parameters
 * @param pending likewise
 */
record Unnested(
    Plan plan,
    List<Expression> outputs,
    List<Expression> pending,
    boolean isTotal,
    int conditions) {

  Unnested {
    outputs = List.copyOf(outputs);
    pending = List.copyOf(pending);
  }

  Unnested(Plan plan, List<Expression> outputs, List<Expression> pending) {
    this(plan, outputs, pending, false, 0);
  }

  /** A plan that reads no parameters. */
  static Unnested of(Plan plan) {
    return new Unnested(plan, columns(plan, 0, plan.fields().size()), List.of());
  }

  static List<Expression> columns(Plan plan, int from, int to) {
    List<Expression> columns = new ArrayList<>();
    for (int i = from; i < to; i++) {
      columns.add(new Column(i, plan.fields().get(i).type()));
    }
    return columns;
  }

  int width() {
    return outputs.size() - conditions;
  }

  /** The columns of the plan that this stands for. */
  List<Expression> visible() {
    return outputs.subList(0, width());
  }

  /** The conditions on the one row, over the columns of {@code plan}. */
  List<Expression> ownConditions() {
    return outputs.subList(width(), outputs.size());
  }

  /** Expressions over the columns that this stands for, in their place. */
  Unnested project(List<Expression> expressions) {
    List<Expression> mapped = new ArrayList<>();
    expressions.forEach(expression -> mapped.add(Columns.replace(expression, outputs::get)));
    mapped.addAll(ownConditions());
    return new Unnested(plan, mapped, pending, isTotal, conditions);
  }

  /** With more conditions on the one row of a total plan. */
  Unnested where(List<Expression> more) {
    List<Expression> all = new ArrayList<>(outputs);
    more.forEach(condition -> all.add(Columns.replace(condition, outputs::get)));
    return new Unnested(plan, all, pending, isTotal, conditions + more.size());
  }

  /** A plan and a condition on its row that no row fails and a row of NULLs does. */
  record Flagged(Plan plan, Expression isThere) {}

  Flagged flagged() {
    List<Field> fields = plan.fields();
    for (int i = 0; i < fields.size(); i++) {
      if (!fields.get(i).nullable()) {
        return new Flagged(plan, new Expression.IsNull(new Column(i, fields.get(i).type()), true));
      }
    }
    List<Expression> columns = columns(plan, 0, fields.size());
    columns.add(TRUE);
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field("there", TRUE.type(), false));
    return new Flagged(
        new Plan.Project(plan, columns, more),
        new Expression.IsNull(new Column(fields.size(), TRUE.type()), true));
  }

  static final Expression.Constant TRUE =
      new Expression.Constant(new byte[] {1}, PgType.of(PgType.BOOL));

  static final Expression.Constant FALSE =
      new Expression.Constant(new byte[] {0}, PgType.of(PgType.BOOL));

  static Expression nothing(PgType type) {
    return new Expression.Constant(null, type);
  }

  /** The value where the condition is true, else the other. */
  static Expression choice(Expression condition, Expression value, Expression otherwise) {
    return new Expression.Case(
        List.of(new Expression.Case.When(condition, value)), otherwise, value.type());
  }
}
