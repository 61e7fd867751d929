package io.tidemark.engine.plan;

import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate over the rows of a group.
 *
 * @param directArguments constant expressions in front of WITHIN GROUP; empty if it is not there
 * @param arguments expressions over the input row; empty for {@code count(*)}
 * @param distinct whether equal argument rows count once
 * @param orderBy the order in which arguments are fed, empty if none
 * @param filter the FILTER condition, null if none
 * @param collation the collation of comparisons within, 0 if none
 */
public record AggregateCall(
    Function function,
    List<Expression> directArguments,
    List<Expression> arguments,
    boolean distinct,
    List<SortKey> orderBy,
    @Nullable Expression filter,
    PgType type,
    int collation) {

  public AggregateCall {
    directArguments = List.copyOf(directArguments);
    arguments = List.copyOf(arguments);
    orderBy = List.copyOf(orderBy);
  }

  /** Whether it is an ordered-set or hypothetical-set aggregate: one with WITHIN GROUP. */
  public boolean isOrderedSet() {
    return !directArguments.isEmpty() || (function.isBuiltIn() && function.name().equals("mode"));
  }

  /** The same call with each of its expressions replaced. */
  public AggregateCall mapExpressions(UnaryOperator<Expression> function) {
    return new AggregateCall(
        this.function,
        directArguments,
        arguments.stream().map(function).toList(),
        distinct,
        orderBy.stream().map(key -> key.over(function.apply(key.expression()))).toList(),
        filter == null ? null : function.apply(filter),
        type,
        collation);
  }

  /** All of its expressions over an input row: arguments, order, filter. */
  public List<Expression> expressions() {
    List<Expression> all = new ArrayList<>(arguments);
    orderBy.forEach(key -> all.add(key.expression()));
    if (filter != null) {
      all.add(filter);
    }
    return all;
  }
}
