package io.tidemark.engine.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A condition that compares two values by the default order of their type: {@code left < right} and
 * its kind. Both are NOT NULL where it is true.
 *
 * @param collation by which texts are compared, 0 for other types
 */
public record Comparison(Operator operator, Expression left, Expression right, int collation) {

  /** In the order of PostgreSQL's btree strategies, without equality. */
  public enum Operator {
    LESS("lt"),
    LESS_OR_EQUAL("le"),
    GREATER_OR_EQUAL("ge"),
    GREATER("gt");

    private final String ending;

    Operator(String ending) {
      this.ending = ending;
    }

    /** Whether equal values satisfy it. */
    public boolean isInclusive() {
      return this == LESS_OR_EQUAL || this == GREATER_OR_EQUAL;
    }

    /** Whether its left value is the smaller one. */
    public boolean isUpward() {
      return this == LESS || this == LESS_OR_EQUAL;
    }

    /** The operator that holds of the swapped values. */
    public Operator swapped() {
      return switch (this) {
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        case GREATER -> LESS;
      };
    }
  }

  /** Beginnings of the functions' {@code prosrc}, of one order family each. */
  private static final List<String> BEGINNINGS =
      List.of(
          "int2",
          "int4",
          "int8",
          "int24",
          "int42",
          "int28",
          "int82",
          "int48",
          "int84",
          "float4",
          "float8",
          "float48",
          "float84",
          "numeric_",
          "text_",
          "bpchar",
          "name",
          "char",
          "bool",
          "bytea",
          "oid",
          "uuid_",
          "date_",
          "time_",
          "timestamp_",
          "timestamptz_",
          "interval_",
          "cash_");

  private static final Map<String, Operator> OPERATORS = operators();

  private static Map<String, Operator> operators() {
    Map<String, Operator> operators = new HashMap<>();
    for (String beginning : BEGINNINGS) {
      for (Operator operator : Operator.values()) {
        operators.put(beginning + operator.ending, operator);
      }
    }
    return Map.copyOf(operators);
  }

  /** The condition as a comparison, if it is one. */
  public static Optional<Comparison> of(Expression condition) {
    if (!(condition instanceof Expression.Call call)
        || call.arguments().size() != 2
        || !call.function().isBuiltIn()) {
      return Optional.empty();
    }
    Operator operator = OPERATORS.get(call.function().source());
    return operator == null
        ? Optional.empty()
        : Optional.of(
            new Comparison(
                operator, call.arguments().get(0), call.arguments().get(1), call.collation()));
  }

  public Comparison swapped() {
    return new Comparison(operator.swapped(), right, left, collation);
  }
}
