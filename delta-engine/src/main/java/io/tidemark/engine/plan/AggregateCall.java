package io.tidemark.engine.plan;

import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate over the rows of a group.
 *
 * @param arguments expressions over the input row; empty for {@code count(*)}
 * @param distinct whether equal argument rows count once
 * @param orderBy the order in which arguments are fed, empty if none
 * @param filter the FILTER condition, null if none
 * @param collation the collation of comparisons within, 0 if none
 */
public record AggregateCall(
    Function function,
    List<Expression> arguments,
    boolean distinct,
    List<SortKey> orderBy,
    @Nullable Expression filter,
    PgType type,
    int collation) {

  public AggregateCall {
    arguments = List.copyOf(arguments);
    orderBy = List.copyOf(orderBy);
  }

  /** The same call with each of its expressions replaced. */
  public AggregateCall mapExpressions(UnaryOperator<Expression> function) {
    return new AggregateCall(
        this.function,
        arguments.stream().map(function).toList(),
        distinct,
        orderBy.stream()
            .map(key ->
                new SortKey(
                    function.apply(key.expression()),
                    key.descending(),
                    key.nullsFirst(),
                    key.collation()))
            .toList(),
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
