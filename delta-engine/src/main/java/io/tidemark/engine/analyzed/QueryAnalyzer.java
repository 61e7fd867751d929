package io.tidemark.engine.analyzed;

import io.tidemark.engine.PlanLimits;
import io.tidemark.engine.analyzed.CatalogFacts.Output;
import io.tidemark.engine.plan.Collation;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has PostgreSQL analyse a query: creates a temporary view of it, reads the tree that the view's
 * rule holds, and rolls everything back. The role needs USAGE of the schemas and TEMP on the
 * database, but no right on the tables. Stateless.
 */
public final class QueryAnalyzer {

  private static final Set<String> FUNCTION_FIELDS =
      Set.of("funcid", "opfuncid", "aggfnoid", "winfnoid");

  private final int depthMax;

  /** With the default limit of depth. */
  public QueryAnalyzer() {
    this(PlanLimits.QUERY_DEPTH_MAX);
  }

  /**
   * @param depthMax how many nodes may stand within one another
   */
  public QueryAnalyzer(int depthMax) {
    this.depthMax = depthMax;
  }

  /**
   * Analyses a query.
   *
   * @param connection of a session on the source database that may write; within a transaction a
   *     savepoint is used, else a transaction that is rolled back
   * @param searchPath schemas, unquoted
   * @throws io.tidemark.engine.InvalidQueryException if PostgreSQL refuses the query
   * @throws io.tidemark.engine.UnsupportedQueryException if the algebra has no words for it
   * @throws SQLException if the connection fails
   */
  public AnalyzedQuery analyze(Connection connection, String sql, List<String> searchPath)
      throws SQLException {
    return TemporaryView.read(connection, sql, searchPath, (_, view) -> of(connection, view));
  }

  private AnalyzedQuery of(Connection connection, int view) throws SQLException {
    Catalog catalog = new Catalog(connection, depthMax);
    Node tree = catalog.viewQuery(view);
    Set<Integer> functions = new HashSet<>();
    collectFunctions(tree, functions);
    catalog.prefetchProcedures(functions);
    List<Output> outputs = catalog.outputs(view);
    Plan plan = new QueryTranslator(tree, null, null, catalog).translate();
    outputs.stream()
        .map(output -> output.type().collation())
        .filter(oid -> oid != 0)
        .forEach(catalog::collation);
    return new AnalyzedQuery(
        Projections.rename(plan, fields(plan, outputs)),
        catalog.shared(),
        outputs.stream().map(Output::ddlType).toList(),
        catalog.collations().stream().collect(Collectors.toMap(Collation::oid, c -> c)),
        estimatedRows(catalog));
  }

  private static List<Field> fields(Plan plan, List<Output> outputs) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      fields.add(
          new Field(outputs.get(i).name(), outputs.get(i).type(), plan.fields().get(i).nullable()));
    }
    return fields;
  }

  private static Map<Integer, Double> estimatedRows(Catalog catalog) {
    Map<Integer, Double> rows = new HashMap<>();
    catalog
        .relations()
        .forEach(relation -> rows.put(relation.table().oid(), relation.estimatedRows()));
    return rows;
  }

  private static void collectFunctions(@Nullable NodeValue value, Set<Integer> oids) {
    switch (value) {
      case null -> {}
      case Node node ->
          node.fields()
              .forEach((name, field) -> {
                if (FUNCTION_FIELDS.contains(name)) {
                  oids.add(node.integer(name));
                } else {
                  collectFunctions(field, oids);
                }
              });
      case NodeValue.Items(List<@Nullable NodeValue> values) ->
          values.forEach(item -> collectFunctions(item, oids));
      case NodeValue.Atom _, NodeValue.Numbers _, NodeValue.Datum _ -> {}
    }
  }
}
