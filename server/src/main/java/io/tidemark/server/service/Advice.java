package io.tidemark.server.service;

import io.tidemark.engine.PlannedQuery;
import io.tidemark.engine.QueryShape;
import java.util.ArrayList;
import java.util.List;

/** What is legal but dear about a definition, said when it is created: what, and what to do. */
final class Advice {

  private Advice() {}

  /** Of a query that is maintained by deltas. */
  static List<String> of(PlannedQuery planned) {
    List<String> advice = new ArrayList<>();
    if (planned.streamTable().key().isEmpty()) {
      advice.add(
          "The result has no key that is known, so rows are found by a hash of all columns: select"
              + " the sources' primary keys or group by what identifies a row");
    }
    return advice;
  }

  /**
   * Of a query that is recomputed.
   *
   * @param hint how it could be maintained by deltas; empty if it is recomputed by wish
   */
  static List<String> of(QueryShape shape, String hint) {
    List<String> advice = new ArrayList<>();
    if (!hint.isEmpty()) {
      advice.add("Each refresh computes the whole query. To have it maintained by deltas: " + hint);
    }
    if (!shape.volatileFunctions().isEmpty()) {
      advice.add(
          String.join(", ", shape.volatileFunctions())
              + " may give another result with every refresh, so rows change although no source"
              + " did: compute it where the rows are written");
    }
    if (shape.sampled()) {
      advice.add(
          "TABLESAMPLE draws another sample with every refresh unless it is REPEATABLE: filter by a"
              + " hash of the key instead");
    }
    return advice;
  }
}
