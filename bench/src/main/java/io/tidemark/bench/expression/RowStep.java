package io.tidemark.bench.expression;

import io.tidemark.state.row.Row;
import org.jspecify.annotations.Nullable;

/** A scenario as a candidate computes it. */
interface RowStep {

  /** The scenario's columns of a row; the row itself if it has none; null if it is filtered out. */
  @Nullable Row apply(Row row);
}
