package io.tidemark.server.service;

import io.tidemark.engine.QueryShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a stream table is refreshed.
 *
 * @param shape what is recomputed; null if it is maintained by deltas
 * @param reason why so, for people
 * @param advice what is legal but dear, and what to do instead
 */
record RefreshPlan(@Nullable QueryShape shape, String reason, List<String> advice) {

  static final RefreshPlan DIFFERENTIAL =
      new RefreshPlan(null, "the whole query is maintained by deltas", List.of());

  RefreshPlan {
    advice = List.copyOf(advice);
  }

  String effectiveMode() {
    return shape == null ? "differential" : "full";
  }
}
