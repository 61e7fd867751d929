package io.tidemark.engine;

import io.tidemark.engine.analyzed.AnalyzedQuery;
import io.tidemark.engine.analyzed.QueryAnalyzer;
import io.tidemark.engine.plan.StreamTablePlan;
import io.tidemark.engine.rewrite.KeyDerivation;
import io.tidemark.engine.rewrite.Rewriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From a query's text to its rewritten plan: PostgreSQL analyses, we translate and rewrite. */
public final class QueryPlanner {

  private final QueryAnalyzer analyzer;
  private final PlanLimits limits;

  /** With the limits that the configuration has by default. */
  public QueryPlanner() {
    this(PlanLimits.DEFAULT);
  }

  public QueryPlanner(PlanLimits limits) {
    this.analyzer = new QueryAnalyzer(limits.queryDepth());
    this.limits = limits;
  }

  /** {@link #plan(Connection, String, List, Map)} by the catalog's estimates of today. */
  public PlannedQuery plan(Connection connection, String query, List<String> searchPath)
      throws SQLException {
    return plan(connection, query, searchPath, Map.of());
  }

  /**
   * Plans a query; nothing remains in the database.
   *
   * @param connection of a session on the source database that may write
   * @param searchPath schemas, unquoted
   * @param estimatedRows rows of sources by OID, before the catalog's: those of the {@link
   *     PlannedQuery} that the stream table runs with, so that its plan changes only with its query
   * @throws InvalidQueryException if PostgreSQL refuses the query
   * @throws UnsupportedQueryException if it cannot be maintained by deltas
   * @throws SQLException if the connection fails
   */
  public PlannedQuery plan(
      Connection connection,
      String query,
      List<String> searchPath,
      Map<Integer, Double> estimatedRows)
      throws SQLException {
    AnalyzedQuery analyzed = analyzer.analyze(connection, query, searchPath);
    limits.check(analyzed.plan()); // before the rewrites, whose work grows with it
    Map<Integer, Double> estimates = new HashMap<>(analyzed.estimatedRows());
    estimates.putAll(estimatedRows);
    Rewriter.Rewritten rewritten =
        new Rewriter(estimates, limits::check).rewrite(analyzed.plan(), analyzed.shared());
    limits.check(rewritten.plan());
    return new PlannedQuery(
        new StreamTablePlan(
            rewritten.plan(),
            KeyDerivation.key(rewritten.plan(), analyzed.collations()),
            analyzed.typeNames()),
        rewritten.applied(),
        estimates,
        analyzed.collations());
  }
}
