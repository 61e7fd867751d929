package io.tidemark.engine.circuit;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.state.row.Row;

/** Lets an error of an expression say which row it happened for. */
final class RowErrors {

  /** A row may be megabytes; its beginning is enough to find it. */
  private static final int TEXT_LENGTH_MAX = 500;

  private RowErrors() {}

  static RowMapper inMapper(RowMapper mapper) {
    return row -> {
      try {
        return mapper.map(row);
      } catch (EvaluationException e) {
        throw e.in(describe(row));
      }
    };
  }

  static RowPredicate inPredicate(RowPredicate predicate) {
    return row -> {
      try {
        return predicate.test(row);
      } catch (EvaluationException e) {
        throw e.in(describe(row));
      }
    };
  }

  private static String describe(Row row) {
    String text = row.toString();
    return "row "
        + (text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX) + "…");
  }
}
