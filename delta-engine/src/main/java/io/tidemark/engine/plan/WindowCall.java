package io.tidemark.engine.plan;

import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A call of a window function, or of an aggregate over a frame.
 *
 * @param arguments over the input row
 * @param isAggregate whether the function is an aggregate
 * @param filter an aggregate's FILTER condition, null if none
 * @param frame {@link WindowFrame#DEFAULT} where the function does not look at it
 * @param collation the collation of comparisons within, 0 if none
 * @param labels as of {@link AggregateCall#labels}
 */
public record WindowCall(
    Function function,
    List<Expression> arguments,
    boolean isAggregate,
    @Nullable Expression filter,
    WindowFrame frame,
    PgType type,
    int collation,
    List<Expression> labels) {

  public WindowCall {
    arguments = List.copyOf(arguments);
    labels = List.copyOf(labels);
  }

  /** A call whose arguments are ordered by themselves. */
  public WindowCall(
      Function function,
      List<Expression> arguments,
      boolean isAggregate,
      @Nullable Expression filter,
      WindowFrame frame,
      PgType type,
      int collation) {
    this(function, arguments, isAggregate, filter, frame, type, collation, List.of());
  }

  /** The same call with its arguments ordered by labels. */
  public WindowCall labelled(List<Expression> argumentLabels) {
    return new WindowCall(
        function, arguments, isAggregate, filter, frame, type, collation, argumentLabels);
  }

  /** All of its expressions over an input row. */
  public List<Expression> expressions() {
    List<Expression> all = new ArrayList<>(arguments);
    all.addAll(labels);
    if (filter != null) {
      all.add(filter);
    }
    return all;
  }

  /** The same call with each of its expressions replaced. */
  public WindowCall mapExpressions(UnaryOperator<Expression> replacement) {
    return new WindowCall(
        function,
        arguments.stream().map(replacement).toList(),
        isAggregate,
        filter == null ? null : replacement.apply(filter),
        frame,
        type,
        collation,
        labels.stream().map(replacement).toList());
  }

  /** An aggregate as it would be over a group. */
  public AggregateCall overGroup() {
    return new AggregateCall(
        function, List.of(), arguments, false, List.of(), filter, type, collation, labels);
  }

  /** Whether it is the built-in window function that PostgreSQL implements by that name. */
  public boolean isBuiltIn(String source) {
    return !isAggregate && function.isBuiltIn() && function.source().equals(source);
  }
}
