package io.tidemark.engine;

import io.tidemark.engine.analyzed.AnalyzedQuery;
import io.tidemark.engine.analyzed.QueryAnalyzer;
import io.tidemark.engine.plan.StreamTablePlan;
import io.tidemark.engine.rewrite.KeyDerivation;
import io.tidemark.engine.rewrite.Rewriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** From a query's text to its rewritten plan: PostgreSQL analyses, we translate and rewrite. */
public final class QueryPlanner {

  private final QueryAnalyzer analyzer = new QueryAnalyzer();

  /**
   * Plans a query; nothing remains in the database.
   *
   * @param connection of a session on the source database that may write
   * @param searchPath schemas, unquoted
   * @throws InvalidQueryException if PostgreSQL refuses the query
   * @throws UnsupportedQueryException if it cannot be maintained by deltas
   * @throws SQLException if the connection fails
   */
  public PlannedQuery plan(Connection connection, String query, List<String> searchPath)
      throws SQLException {
    AnalyzedQuery analyzed = analyzer.analyze(connection, query, searchPath);
    Rewriter.Rewritten rewritten = new Rewriter(analyzed.estimatedRows()).rewrite(analyzed.plan());
    return new PlannedQuery(
        new StreamTablePlan(
            rewritten.plan(),
            KeyDerivation.key(rewritten.plan(), analyzed.collations()),
            analyzed.typeNames()),
        rewritten.applied(),
        analyzed.collations());
  }
}
