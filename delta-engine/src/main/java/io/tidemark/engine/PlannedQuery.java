package io.tidemark.engine;

import io.tidemark.engine.plan.Collation;
import io.tidemark.engine.plan.StreamTablePlan;
import java.util.List;
import java.util.Map;

/**
 * A definition's query, ready to be compiled to a circuit.
 *
 * @param streamTable the rewritten plan, its key, its columns' types for DDL
 * @param rewrites what was applied, in order, for {@code explain}
 * @param estimatedRows what the order of joins was chosen by; giving it to {@link
 *     QueryPlanner#plan} again keeps the plan as it is while the tables grow
 * @param collations the collations that the query compares by or that its columns have, by OID
 */
public record PlannedQuery(
    StreamTablePlan streamTable,
    List<String> rewrites,
    Map<Integer, Double> estimatedRows,
    Map<Integer, Collation> collations) {
  public PlannedQuery {
    rewrites = List.copyOf(rewrites);
    estimatedRows = Map.copyOf(estimatedRows);
    collations = Map.copyOf(collations);
  }
}
