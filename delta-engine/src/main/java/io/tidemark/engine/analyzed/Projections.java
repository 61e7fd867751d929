package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Nullability;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** Projections as the translation makes them. */
final class Projections {

  private Projections() {}

  /** The plan under other field names; as it is where they are the same. */
  static Plan rename(Plan plan, List<Field> fields) {
    if (plan.fields().equals(fields)) {
      return plan;
    }
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      columns.add(new Expression.Column(i, plan.fields().get(i).type()));
    }
    return new Plan.Project(plan, columns, fields);
  }

  /** Named expressions over the plan's rows. */
  static Plan of(Plan plan, List<Expression> expressions, List<String> names) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < expressions.size(); i++) {
      Expression expression = expressions.get(i);
      fields.add(
          new Field(names.get(i), expression.type(), Nullability.of(expression, plan.fields())));
    }
    return new Plan.Project(plan, expressions, fields);
  }
}
