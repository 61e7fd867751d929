package io.tidemark.engine.circuit;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Column;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;

/**
 * An input with labels of those expressions over it that need one. It is gone through twice: first
 * all that is needed is asked for, then the labels' columns are known.
 */
final class Labelled {

  private final Plan input;
  private final Expressions expressions;
  private final List<Expression> computed = new ArrayList<>();
  private final List<Plan.OrderLabels.Label> labels = new ArrayList<>();

  Labelled(Plan input, Expressions expressions) {
    this.input = input;
    this.expressions = expressions;
  }

  /** Whether any label was asked for. */
  boolean isUsed() {
    return !labels.isEmpty();
  }

  /** What the value is ordered by: its label, or itself where its order is known here. */
  Expression order(Expression value, int collation) {
    PgType type = new PgType(value.type().oid(), -1, collation);
    return expressions.valueOrder(type) == null ? value : label(value, type);
  }

  /** What the value is told apart by: its label, or itself where that can be done here. */
  Expression key(Expression value) {
    return expressions.hasKey(value.type()) ? value : order(value, value.type().collation());
  }

  List<Expression> keys(List<Expression> values) {
    return values.stream().map(this::key).toList();
  }

  private Expression label(Expression value, PgType type) {
    Plan.OrderLabels.Label label = new Plan.OrderLabels.Label(columnOf(value), type);
    if (!labels.contains(label)) {
      labels.add(label);
    }
    int width = input.fields().size() + computed.size();
    return new Column(width + labels.indexOf(label), PgType.of(PgType.BYTEA));
  }

  private int columnOf(Expression value) {
    Expression plain = value;
    while (plain instanceof Expression.Relabel relabel) {
      plain = relabel.operand();
    }
    if (plain instanceof Column column) {
      return column.index();
    }
    if (!computed.contains(value)) {
      computed.add(value);
    }
    return input.fields().size() + computed.indexOf(value);
  }

  /** The input, behind its columns what had to be computed, then the labels. */
  Plan plan() {
    if (computed.isEmpty()) {
      return new Plan.OrderLabels(input, labels);
    }
    List<Expression> columns = new ArrayList<>(columns(input.fields()));
    List<Field> fields = new ArrayList<>(input.fields());
    for (Expression value : computed) {
      fields.add(new Field("ordered" + columns.size(), value.type(), true));
      columns.add(value);
    }
    return new Plan.OrderLabels(new Plan.Project(input, columns, fields), labels);
  }

  /** All columns of a row. */
  static List<Expression> columns(List<Field> fields) {
    List<Expression> columns = new ArrayList<>();
    for (Field field : fields) {
      columns.add(new Column(columns.size(), field.type()));
    }
    return columns;
  }
}
