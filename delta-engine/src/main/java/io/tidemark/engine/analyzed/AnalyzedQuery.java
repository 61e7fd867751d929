package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Collation;
import io.tidemark.engine.plan.Plan;
import java.util.List;
import java.util.Map;

/**
 * A query as PostgreSQL understood it, in the algebra, not rewritten yet.
 *
 * @param plan its fields are the query's columns
 * @param shared common table expressions that it names more than once, each after those that it
 *     names
 * @param typeNames for each column the type as DDL writes it
 * @param collations the collations that it compares by or that its columns have, by OID
 * @param estimatedRows pg_class.reltuples of the sources, by OID; negative where never counted
 */
public record AnalyzedQuery(
    Plan plan,
    List<Plan> shared,
    List<String> typeNames,
    Map<Integer, Collation> collations,
    Map<Integer, Double> estimatedRows) {
  public AnalyzedQuery {
    shared = List.copyOf(shared);
    typeNames = List.copyOf(typeNames);
    collations = Map.copyOf(collations);
    estimatedRows = Map.copyOf(estimatedRows);
  }
}
