package io.tidemark.config;

/**
 * Where Tidemark refuses or stops, so that a mistaken query or a mistaken change does not use up
 * memory or empty a table.
 *
 * @param queryDepth expressions within one another in a query that is maintained by deltas
 * @param planOperators operators of its plan
 * @param groupingSets sets that one GROUP BY stands for
 * @param recursionIterations rounds of WITH RECURSIVE in one refresh
 * @param recursionRows rows that change in all rounds of one refresh
 * @param deltaRows rows that one refresh by deltas may change in one stream table before it stops
 */
public record Limits(
    int queryDepth,
    int planOperators,
    int groupingSets,
    int recursionIterations,
    long recursionRows,
    long deltaRows) {

  /** Of deltaRows: no limit. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  static final Limits DEFAULT = new Limits(500, 5_000, 4_096, 100_000, 20_000_000, UNLIMITED);
}
