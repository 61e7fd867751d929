package io.tidemark.engine.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A condition as the list of conditions that must all be true, and back. */
public final class Conjunctions {

  private Conjunctions() {}

  /** The conditions that AND connects at the top, at any nesting, each once. */
  public static List<Expression> split(Expression condition) {
    Set<Expression> conditions = new LinkedHashSet<>();
    collect(condition, conditions);
    return List.copyOf(conditions);
  }

  /** The single condition that is true where all are; empty for none. */
  public static Optional<Expression> join(List<Expression> conditions) {
    return switch (conditions.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(conditions.getFirst());
      default -> Optional.of(new Expression.And(new ArrayList<>(conditions)));
    };
  }

  /** The rows of {@code input} for which all conditions are true. */
  public static Plan filter(Plan input, List<Expression> conditions) {
    return join(conditions).<Plan>map(condition -> new Plan.Filter(input, condition)).orElse(input);
  }

  private static void collect(Expression condition, Set<Expression> into) {
    if (condition instanceof Expression.And and) {
      and.operands().forEach(operand -> collect(operand, into));
    } else {
      into.add(condition);
    }
  }
}
