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
 * @param labels for each argument what it is ordered and told apart by, which is itself or its
 *     {@linkplain Plan.OrderLabels label}; empty where all are by themselves. Of min, max and
 *     any_value, what decides which value it is, however many.
 */
public record AggregateCall(
    Function function,
    List<Expression> directArguments,
    List<Expression> arguments,
    boolean distinct,
    List<SortKey> orderBy,
    @Nullable Expression filter,
    PgType type,
    int collation,
    List<Expression> labels) {

  public AggregateCall {
    directArguments = List.copyOf(directArguments);
    arguments = List.copyOf(arguments);
    orderBy = List.copyOf(orderBy);
    labels = List.copyOf(labels);
  }

  /** A call whose arguments are ordered by themselves. */
  public AggregateCall(
      Function function,
      List<Expression> directArguments,
      List<Expression> arguments,
      boolean distinct,
      List<SortKey> orderBy,
      @Nullable Expression filter,
      PgType type,
      int collation) {
    this(
        function,
        directArguments,
        arguments,
        distinct,
        orderBy,
        filter,
        type,
        collation,
        List.of());
  }

  /** The same call with its arguments and its input ordered by labels. */
  public AggregateCall labelled(List<Expression> argumentLabels, List<SortKey> order) {
    return new AggregateCall(
        function,
        directArguments,
        arguments,
        distinct,
        order,
        filter,
        type,
        collation,
        argumentLabels);
  }

  /** What an argument is ordered and told apart by. */
  public Expression label(int argument) {
    return labels.isEmpty() ? arguments.get(argument) : labels.get(argument);
  }

  /** The arguments, and behind them their labels if they have any. */
  public List<Expression> argumentsAndLabels() {
    List<Expression> all = new ArrayList<>(arguments);
    all.addAll(labels);
    return all;
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
        collation,
        labels.stream().map(function).toList());
  }

  /** All of its expressions over an input row: arguments, labels, order, filter. */
  public List<Expression> expressions() {
    List<Expression> all = argumentsAndLabels();
    orderBy.forEach(key -> all.add(key.expression()));
    if (filter != null) {
      all.add(filter);
    }
    return all;
  }
}
