package io.tidemark.server.service;

import io.tidemark.engine.PlannedQuery;
import io.tidemark.engine.QueryShape;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Plan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What is legal but dear about a definition, said when it is created: what, and what to do. */
final class Advice {

  /** From here on a table counts as large: pairs of two such are a million. */
  private static final double LARGE_ROWS = 1_000;

  /** Aggregates whose value holds every row of the group. */
  private static final Set<String> COLLECTING =
      Set.of(
          "array_agg",
          "string_agg",
          "json_agg",
          "jsonb_agg",
          "json_object_agg",
          "jsonb_object_agg",
          "xmlagg");

  /** A star as an item of a SELECT list; that of count(*) stands behind a parenthesis. */
  private static final Pattern STAR =
      Pattern.compile(
          "(?i)(?<!exists\\s{0,9}\\(\\s{0,9})(\\bselect(\\s+(all|distinct))?|,)\\s*([\\w\"]++\\.){0,3}+\\*\\s*(,|\\bfrom\\b|$)");

  private Advice() {}

  /** Of a query that is maintained by deltas. */
  static List<String> of(String query, PlannedQuery planned) {
    Set<String> advice = new LinkedHashSet<>();
    if (planned.streamTable().key().isEmpty()) {
      advice.add(
          "The result has no key that is known, so the stream table gets no primary key and rows are"
              + " found by a hash of all columns: select the sources' primary keys, or what the"
              + " query groups by.");
    }
    Deque<Plan> open = new ArrayDeque<>();
    open.push(planned.streamTable().plan());
    while (!open.isEmpty()) {
      Plan plan = open.pop();
      if (plan instanceof Plan.Join join) {
        join(join, planned.estimatedRows(), advice);
      } else if (plan instanceof Plan.Aggregate aggregate && aggregate.keys().isEmpty()) {
        collecting(aggregate.aggregates(), advice);
      }
      plan.inputs().forEach(open::push);
    }
    star(query, advice);
    return List.copyOf(advice);
  }

  private static void join(Plan.Join join, Map<Integer, Double> rows, Set<String> advice) {
    String left = largest(join.left(), rows);
    String right = largest(join.right(), rows);
    if (join.equalities().isEmpty() && !left.isEmpty() && !right.isEmpty()) {
      advice.add(
          join.residual().isEmpty() && join.kind() == Plan.Join.Kind.INNER
              ? "%s and %s are joined without a condition: each changed row of one gives a row for each of the other. Join them by a column."
                  .formatted(left, right)
              : "%s and %s are joined without an equality: a changed row of one may be compared with many of the other. Add an equality if there is one."
                  .formatted(left, right));
    }
  }

  /** The largest source of a plan, if it is large; else nothing. */
  private static String largest(Plan plan, Map<Integer, Double> rows) {
    String largest = "";
    double most = LARGE_ROWS;
    Deque<Plan> open = new ArrayDeque<>(List.of(plan));
    for (Plan next = open.poll(); next != null; next = open.poll()) {
      if (next instanceof Plan.Scan scan && rows.getOrDefault(scan.source().oid(), 0.0) >= most) {
        most = rows.getOrDefault(scan.source().oid(), 0.0);
        largest = scan.source().displayName();
      }
      open.addAll(next.inputs());
    }
    return largest;
  }

  private static void collecting(List<AggregateCall> aggregates, Set<String> advice) {
    for (AggregateCall aggregate : aggregates) {
      if (aggregate.function().isBuiltIn() && COLLECTING.contains(aggregate.function().name())) {
        advice.add(
            aggregate.function().name()
                + " without GROUP BY makes one value of all rows, which every change writes anew:"
                + " group the rows, or aggregate where the stream table is read.");
      }
    }
  }

  /**
   * Of a query that is recomputed.
   *
   * @param hint how it could be maintained by deltas; empty if it is recomputed by wish
   */
  static List<String> of(String query, QueryShape shape, String hint) {
    Set<String> advice = new LinkedHashSet<>();
    if (!hint.isEmpty()) {
      advice.add(
          "Each refresh computes the whole query. To have it maintained by deltas: " + hint + ".");
    }
    if (!shape.volatileFunctions().isEmpty()) {
      advice.add(
          String.join(", ", shape.volatileFunctions())
              + " may give another result with every refresh, so rows change although no source"
              + " did: compute it where the rows are written.");
    }
    if (shape.sampled()) {
      advice.add(
          "TABLESAMPLE draws another sample with every refresh unless it is REPEATABLE: filter by a"
              + " hash of the key instead.");
    }
    star(query, advice);
    return new ArrayList<>(advice);
  }

  private static void star(String query, Set<String> advice) {
    if (STAR.matcher(query).find()) {
      advice.add(
          "SELECT * has the columns that the tables have today: name those that are needed, so that"
              + " others do not cost anything and later ones are no surprise.");
    }
  }
}
