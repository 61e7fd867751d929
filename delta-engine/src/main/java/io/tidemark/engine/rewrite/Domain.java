package io.tidemark.engine.rewrite;

import io.tidemark.engine.plan.Columns;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Nullability;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The distinct outer values that a correlated plan is asked for.
 *
 * @param left the outer rows
 * @param arguments over an outer row, by the index of their parameter
 * @param guard where it is not true, the row does not ask; null for no such condition
 */
record Domain(Plan left, List<Expression> arguments, @Nullable Expression guard) {

  Domain {
    arguments = List.copyOf(arguments);
  }

  /** One row per combination of the values of some parameters, a column for each in order. */
  Plan of(BitSet parameters) {
    List<Expression> values = new ArrayList<>();
    parameters.stream().forEach(index -> values.add(arguments.get(index)));
    if (guard != null) {
      values.add(guard);
    }
    Plan source = left;
    // A row that a left join only adds columns to has the same values below it
    for (boolean down = true; down; ) {
      switch (source) {
        case Plan.Project project -> {
          values.replaceAll(value -> Columns.replace(value, project.expressions()::get));
          source = project.input();
        }
        case Plan.Join join
            when join.kind() == Plan.Join.Kind.LEFT
                && Columns.of(values).length() <= join.left().fields().size() ->
            source = join.left();
        default -> down = false;
      }
    }
    if (guard != null) {
      source = new Plan.Filter(source, values.removeLast());
    }
    List<Field> fields = new ArrayList<>();
    for (Expression value : values) {
      fields.add(
          new Field(name(value, source), value.type(), Nullability.of(value, source.fields())));
    }
    return new Plan.Distinct(new Plan.Project(source, values, fields));
  }

  private static String name(Expression value, Plan source) {
    return value instanceof Expression.Column column
        ? source.fields().get(column.index()).name()
        : "outer";
  }
}
